"""What a library's exception comes to in our own words.

The text of such an exception is never shown and never logged: it may quote a cell of the project ("Could not decode to
UTF-8 column 'text' with text '…'"), a line of a transcript or a path. Its kind and its code say enough.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator

from rrt_qual.domain.errors import FileFault, ProjectError, RrtError

_FULL, _HELD = "the disk is full", "another program holds it"
_DENIED, _ONLY_READ = "you may not do that there", "it may only be read there"

#: What the system says, in words that also say what to do about it; all else as the system names it.
_NAMED = {
    "ENOSPC": _FULL,
    "EDQUOT": "your share of the disk is full",
    "EFBIG": "it would be larger than a file may be here",
    "EMFILE": "too many files are open",
    "ENFILE": "too many files are open",
    "EROFS": _ONLY_READ,
    "EACCES": _DENIED,
    "EPERM": _DENIED,
    "EIO": "the disk or the connection to it failed",
    "ENAMETOOLONG": "its name is too long",
    "ENOENT": "it is not there",
    "ENOTDIR": "a folder of its path is none",
    "EISDIR": "it is a folder",
    "EEXIST": "something of that name is there",
    "ENOMEM": "there is not enough memory",
    "ETXTBSY": _HELD,
    "EBUSY": _HELD,
    "EBADF": "it is closed",
}
_SYSTEM: dict[int, str] = {getattr(errno, name): words for name, words in _NAMED.items() if hasattr(errno, name)}

#: What SQLite says, by the first word of its own name for it.
_SQLITE: dict[str, str] = {
    "FULL": _FULL,
    "IOERR": "the disk failed, or it is full",
    "CANTOPEN": "it cannot be opened there, or too many files are open",
    "READONLY": _ONLY_READ,
    "PERM": _DENIED,
    "AUTH": _DENIED,
    "BUSY": _HELD,
    "LOCKED": _HELD,
    "PROTOCOL": _HELD,
    "NOMEM": "there is not enough memory",
    "TOOBIG": "something in it is larger than SQLite can keep",
    "CORRUPT": "it is damaged",
    "NOTADB": "it is no SQLite file, or it is damaged",
    "FORMAT": "it is damaged",
    "MISMATCH": "it is damaged",
    "CONSTRAINT": "what it holds does not fit together",
    "SCHEMA": "its tables were changed meanwhile",
    "INTERRUPT": "it was stopped",
    "ERROR": "it lacks a table or column of a project, or is damaged",
}

#: Those of them that lie outside the program and outside the file: nothing is damaged.
_OUTER_SQLITE = {"FULL", "IOERR", "CANTOPEN", "READONLY", "PERM", "BUSY", "LOCKED", "PROTOCOL", "NOMEM", "INTERRUPT"}

_REMEDIES = {
    _FULL: "Free some space and try again.",
    "your share of the disk is full": "Free some space and try again.",
    "the disk failed, or it is full": "Free some space and try again.",
    "it would be larger than a file may be here": "Choose another disk, or have the limit raised.",
    "too many files are open": "Close some programs and try again.",
    _HELD: "Close the other program and try again.",
    _ONLY_READ: "Copy it to a place where you may write.",
    _DENIED: "Ask its owner for access, or choose another place.",
}


def why(fault: BaseException) -> str:
    """Why it did not work, as a clause without a full stop, from the fault's kind and code alone."""
    name = sqlite_name(fault)
    if name is not None:
        return _SQLITE.get(name, "it is damaged, or cannot be read")
    if isinstance(fault, UnicodeError):
        return "it is not the text that it should be"
    if isinstance(fault, OSError):
        if fault.errno is None:
            return "it cannot be read or written"
        return _SYSTEM.get(fault.errno) or _lowered(os.strerror(fault.errno))
    if isinstance(fault, MemoryError):
        return "there is not enough memory"
    if isinstance(fault, ImportError):
        return f"a part of the program is missing{_module(fault)}"
    return "something in it was not foreseen"


def sqlite_name(fault: BaseException) -> str | None:
    """The first word of SQLite's name for a fault, 'FULL' of SQLITE_FULL; '' when it has none; None for other faults.

    A fault that Python's driver found by itself (a text that is no UTF-8, say) has no name.
    """
    if not any(kind.__module__ == "sqlite3" for kind in type(fault).__mro__):
        return None
    return str(getattr(fault, "sqlite_errorname", "")).removeprefix("SQLITE_").split("_")[0]


def sqlite_code(fault: BaseException) -> str:
    """SQLite's whole name for a fault (SQLITE_IOERR_WRITE), or ''."""
    name = str(getattr(fault, "sqlite_errorname", ""))
    return name if re.fullmatch(r"SQLITE_[A-Z_]{1,40}", name) else ""


def chain(fault: BaseException) -> Iterator[BaseException]:
    """The fault, then what it says caused it, and so on; not what merely came before it."""
    seen: set[int] = set()
    here: BaseException | None = fault
    while here is not None and id(here) not in seen:
        seen.add(id(here))
        yield here
        here = here.__cause__


def outer(fault: BaseException) -> RrtError | None:
    """The sentence for a fault that lies outside the program (full disk, no memory, a part missing); else None.

    Nothing of it need be looked for in the program, so that it is not written into the log of faults.
    """
    for one in chain(fault):
        name = sqlite_name(one)
        if name is not None and name in _OUTER_SQLITE:
            return ProjectError(f"The project cannot be read or written: {why(one)}.", _remedy(one))
        if isinstance(one, MemoryError):
            return RrtError("There is not enough memory for that.", "Close some programs and try again.")
        if isinstance(one, ImportError):
            return RrtError(f"{_capital(why(one))}.", "Install rrt-qual again; 'rrt-qual doctor' says what it needs.")
        if isinstance(one, OSError) and one.errno is not None and not isinstance(one, BrokenPipeError):
            return FileFault(f"{_about(one)} cannot be read or written: {why(one)}.", _remedy(one))
    return None


def _remedy(fault: BaseException) -> str:
    return _REMEDIES.get(why(fault), "")


def _about(fault: OSError) -> str:
    """The name of the file it is about, which is the user's own; never its folders."""
    named = fault.filename
    if not isinstance(named, str | bytes | os.PathLike):
        return "A file"
    name = os.path.basename(os.fsdecode(named))[:100]  # noqa: PTH119 - a path that is too long for Path as well
    return f"'{name}'" if name else "A file"


def _module(fault: ImportError) -> str:
    """' (spacy)': the package alone, and only when that is a plain name."""
    name = (fault.name or "").split(".")[0]
    return f" ({name})" if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,40}", name) else ""


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
