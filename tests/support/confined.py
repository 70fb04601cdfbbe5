"""A program that cannot reach anything: run it under a seccomp filter that kills it at the first attempt.

`python tests/support/confined.py PROGRAM ARGUMENTS…` puts the filter on itself and becomes PROGRAM. The kernel keeps
it on every thread, every native library and every process that comes of it, and nothing can take it off again; no
right is needed (`PR_SET_NO_NEW_PRIVS`). A process that so much as *makes* a socket for another machine, or looks up a
name, dies of SIGSYS; so a test sees the attempt and not only that it came to nothing.

What is let through: pairs of connected sockets within the process (`socketpair`, which asyncio wakes itself with).
A local socket (AF_UNIX) is refused with EACCES, so that glibc's question to a name service daemon, which every look-up
of a user's name begins with, falls back to the files; no such socket can be made or connected. All else dies: sockets
of any other family, `connect`, a datagram with an address, rings of io_uring (which can connect without those
calls), and calls by the other numbers that the processor knows (32 bits, x32).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

#: numbers of the system calls, by machine: (AUDIT_ARCH, {name: number}); from the kernel's own tables
_MACHINES = {
    "x86_64": (0xC000003E, {"socket": 41, "connect": 42, "sendto": 44, "io_uring_setup": 425}),
    "aarch64": (0xC00000B7, {"socket": 198, "connect": 203, "sendto": 206, "io_uring_setup": 425}),
}
_X32 = 0x40000000
_AF_UNIX = 1
# seccomp's answers
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
# classic BPF: load a word of struct seccomp_data, compare, return
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
# offsets in struct seccomp_data: number, architecture, then six arguments of eight bytes
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2


def can_confine() -> bool:
    """Whether this system knows the filter; tried in a process of its own, as it cannot be taken off."""
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES or sys.byteorder != "little":
        return False
    child = os.fork()
    if child == 0:
        try:
            confine()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def confine() -> None:
    """Put the filter on this process, for good.

    Raises:
        OSError: the kernel has no such filter, or does not let this process have one.
    """
    program = _program()
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *one) for one in program))

    class Fprog(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    given = Fprog(len(program), ctypes.addressof(code))
    zero = ctypes.c_ulong(0)
    for first, second, third in (
        (_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero),
        (_PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(given)),
    ):
        if libc.prctl(first, second, third, zero, zero):
            raise OSError(ctypes.get_errno(), "seccomp is not to be had")


def _program() -> list[tuple[int, int, int, int]]:
    """The filter: (operation, steps if true, steps if false, value), one a line."""
    arch, number = _MACHINES[platform.machine()]
    kill, allow = (_RETURN, 0, 0, _KILL), (_RETURN, 0, 0, _ALLOW)
    return [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, arch),
        kill,
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        kill,
        (_EQUAL, 0, 1, number["connect"]),
        kill,
        (_EQUAL, 0, 1, number["io_uring_setup"]),
        kill,
        (_EQUAL, 0, 4, number["socket"]),
        (_LOAD, 0, 0, _ARGUMENTS),  # socket(domain, …)
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ERRNO | errno.EACCES),
        kill,
        (_EQUAL, 0, 5, number["sendto"]),
        (_LOAD, 0, 0, _ARGUMENTS + 4 * 8),  # sendto(…, address, …): both halves of the pointer are nothing
        (_EQUAL, 0, 2, 0),
        (_LOAD, 0, 0, _ARGUMENTS + 4 * 8 + 4),
        (_EQUAL, 1, 0, 0),
        kill,
        allow,
    ]


if __name__ == "__main__":
    confine()
    os.execvp(sys.argv[1], sys.argv[1:])
