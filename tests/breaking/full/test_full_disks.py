"""Where the output or a disk takes no more, every command says so in a sentence and leaves nothing half done.

`RRT_QUAL_FULL=1 pytest tests/breaking/full` tries every command with more kinds of room on the disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk import SUPPORT, desk
from full_commands import COMMANDS, ON_SCREEN, forms, name_of, named
from rrt_qual.services.shared.faultlog import log_path
from small_project import PROGRAM

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full, and a disk in memory")

#: How many pages of 4,096 bytes are left on the disk: none, room for SQLite's index alone, and for some of the work.
ROOMS = (0, 2, 9, 12, 20, 40)
LONG = "RRT_QUAL_FULL" in os.environ

#: All commands that print, in every form, and every command that writes with its rooms: in the short form those that
#: only print, in one form each, and those that write with one room, in turn.
PRINTED = [one for n, one in enumerate(forms()) if LONG or (not (one.out or one.acts) and n % 3 == 0)]
WRITTEN = [
    (one, room)
    for n, one in enumerate(one for one in COMMANDS if one.out or one.acts)
    for room in (ROOMS if LONG else (ROOMS[1 + 2 * (n % 2)],))
]

#: What prints nothing on stdout when all is well, or has nothing to print.
SILENT = ("import study.rrtq talks", "discover", "evaluate coded", "codebook check", "codebook map", "check")


Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, Rows]:
    """What became of the commands that print and of those that write: one process, which has loaded all there is."""
    here = tmp_path_factory.mktemp("full")
    cases = []
    for one, room in WRITTEN:
        again = [one.words] if LONG and room == 12 else []
        cases.append({"words": one.words, "room": room, "out": one.out, "then": [["check", "study.rrtq"], *again]})
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # forks and threads do not go together
            patch.setenv(name, "1")
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(here / "home"))
        patch.setenv("RRT_QUAL_PASSPHRASE", "correct horse battery staple")
        patch.setenv("PYTHONPATH", PROGRAM)
        desk(here / "fresh")
        job = {
            "fresh": str(here / "fresh"),
            "box": str(here / "box"),
            "log": str(log_path()),
            "support": str(SUPPORT),
        }
        job |= {"unheard": [one.words for one in PRINTED], "cases": cases}
        words = [sys.executable, str(Path(__file__).with_name("run.py")), json.dumps(job)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return told[: len(PRINTED)], told[len(PRINTED) :]


def one_sentence(row: dict[str, Any]) -> bool:
    """Whether the command said in one sentence that it cannot, or that a file stands whole though the log has no room
    to say so; and nothing of it is for the log of faults."""
    said = [line for line in row["err"].splitlines() if line.startswith("rrt-qual: ")]
    code = 1 if row.get("stands") and "is written and whole, but the project's log" in row["err"] else 3
    return row["code"] == code and len(said) == 1 and not row["log"] and "Traceback" not in row["err"]


def quiet(row: dict[str, Any]) -> bool:
    """Whether it was done, and nothing was said of a fault."""
    return row["code"] in (0, 1) and not row["log"] and "Traceback" not in row["err"] and "rrt-qual:" not in row["err"]


def test_every_command_is_among_them() -> None:
    """A command that is new is tried on a full disk as well."""
    assert {name for name, _ in named()} - ON_SCREEN == {name_of(one.words) for one in COMMANDS}


def test_a_full_output_is_one_sentence(rows: tuple[Rows, Rows]) -> None:
    """Every command that prints, in every form tried, says that its output cannot be written and ends with 3."""
    wrong = []
    for one, row in zip(PRINTED, rows[0], strict=True):
        prints = not one.acts and not one.out and not " ".join(one.words).startswith(SILENT)
        lost = one_sentence(row) and "The output cannot be written" in row["err"]
        if not (lost or (quiet(row) and not prints)):
            wrong.append((" ".join(one.words), row))
    assert wrong == []


def test_a_full_disk_is_one_sentence(rows: tuple[Rows, Rows]) -> None:
    """What is written is whole or not there, the project is sound, and with some space the same command works."""
    wrong = []
    for (one, room), row in zip(WRITTEN, rows[1], strict=True):
        known = ("study", one.out, f"{one.out}.log.csv")
        left = [n for n in row["new"] if n.split("/")[0].split(".rrtq-")[0] not in known]
        faults = [
            None if one_sentence(row) or quiet(row) else "not one sentence",
            "left" if left else None,
            "half a file" if row["code"] == 3 and row["stands"] else None,
            "no file" if row["code"] != 3 and one.out and not row["stands"] else None,
            "unsound" if row["then"][0][0] else None,
            "not afterwards" if row["code"] == 3 and len(row["then"]) > 1 and row["then"][1][0] not in (0, 1) else None,
        ]
        if any(faults):
            wrong.append((" ".join(one.words), room, [f for f in faults if f], row))
    assert wrong == []
    assert sum(one_sentence(row) for row in rows[1]) > len(WRITTEN) // 3, "the disks were not full"
