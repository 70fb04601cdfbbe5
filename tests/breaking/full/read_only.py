"""Runs commands on a project that lies on a read-only medium, each in a fork: a script of its own, because it mounts.

    python read_only.py FOLDER OUT SUPPORT

FOLDER is mounted read-only over itself; OUT is where the commands are run, and is emptied after each. Each line of
standard input is the words of one command, in JSON; printed is a line of JSON for each: [exit code, stderr].

    python read_only.py FOLDER OUT SUPPORT UID

As it is, without a mount, to a user who may only read it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from run import NEW_MOUNTS, PRIVATE, REMOUNT, forked, libc

BIND, ONLY_READ = 4096, 1


def main() -> None:
    """Mount, and run one command after the other."""
    folder, out = os.fsencode(sys.argv[1]), Path(sys.argv[2])
    sys.path.insert(0, sys.argv[3])
    import quick_age
    import rrt_qual.cli.main
    from rrt_qual.privacy.hide import age_file as age

    assert rrt_qual.cli.main
    age.seal, age.unseal = quick_age.seal, quick_age.unseal
    if sys.argv[4:]:
        become(int(sys.argv[4]), out)
    else:
        assert not libc.unshare(NEW_MOUNTS) and not libc.mount(b"none", b"/", None, PRIVATE, None)
        assert not libc.mount(folder, folder, None, BIND, None)
        assert not libc.mount(folder, folder, None, BIND | REMOUNT | ONLY_READ, None)
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line), out, 0)), flush=True)
        for left in out.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def become(user: int, home: Path) -> None:
    """From now on this process is another user, whose own things lie beside OUT."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(home.parent)


if __name__ == "__main__":
    main()
