"""Killed anywhere, any command that writes has changed the project wholly or not at all, and so its file.

`RRT_QUAL_KILLS=60 pytest tests/breaking/kill` tries every such command at as many points; `RRT_QUAL_SEED` draws others.
"""

from __future__ import annotations

import platform
import random
import sys
from pathlib import Path

import pytest
from killed import KILLS, PASSPHRASE, SEED, Killer, sound

from desk import desk
from full_commands import COMMANDS, Command
from rrt_qual.export.safe import clear_unfinished
from rrt_qual.services.shared.project import open_project

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="system calls are watched on Linux on x86-64"
)

#: Every command that changes the project or writes a file; in the short form some that load little, by SEED.
WRITING = [one for one in COMMANDS if one.out or one.acts]
LIGHT = [one for one in WRITING if one.acts and not one.out and one.words[0] not in ("suggest", "import", "deidentify")]
TRIED = WRITING if KILLS else random.Random(SEED).sample(LIGHT, 4)

#: Those of them that are many steps, each whole in itself: a file, a find, an interview a step.
IN_STEPS = ("import", "suggest", "deidentify", "new", "codings import")

#: By how many bytes files differ that say the same: they hold times, and are packed.
CLOSE = 300


@pytest.fixture(scope="module")
def at_the_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the commands read."""
    folder = tmp_path_factory.mktemp("desk") / "before"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RRT_QUAL_PASSPHRASE", PASSPHRASE)
        desk(folder, scanned=bool(KILLS))
    return folder


@pytest.mark.parametrize("one", TRIED, ids=lambda one: "_".join(one.words[::2]))
def test_any_command_leaves_what_was_or_what_is(killer: Killer, at_the_desk: Path, one: Command) -> None:
    """The project is as it was or as it is to be, a file whole or not there, and nothing unfinished beside them."""
    states, sizes = {acts(at_the_desk)}, []
    for folder in killer.kills(at_the_desk, list(one.words), points=1):
        out = folder / (one.out or "nothing")
        clear_unfinished(out)  # as whoever writes it again does
        states.add(acts(folder))
        if out.suffix == ".rrtq":
            if out.exists():
                acts(folder, out.name)
        else:
            sizes.append(size(out))
            assert not sizes[-1] or abs(sizes[-1] - sizes[0]) <= CLOSE
        known = {p.name for p in at_the_desk.iterdir()} | {out.name, f"{out.name}.log.csv"}
        left = {p.name for p in folder.iterdir()} - known
        assert not left or (out.suffix == ".rrtq" and not one.acts and all(n.endswith(".making") for n in left)), left
    if not " ".join(one.words).startswith(IN_STEPS):
        assert len(states) <= 2


def acts(folder: Path, name: str = "study.rrtq") -> int:
    """How many acts the log of a project holds, but for the files that it names; the project is opened and sound."""
    project = open_project(folder / name)
    try:
        assert sound(project)
        question = "SELECT count(*) FROM change WHERE entity <> 'export'"
        number: int = project.conn.execute(question).fetchone()[0]
        return number
    finally:
        project.close_all()


def size(path: Path) -> int:
    """The bytes of a file or of all in a folder; 0 when there is none."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(p.stat().st_size for p in files if p.is_file())
