"""The real program in a pseudo-terminal, typed at as fast as a line carries it; a process of its own reads the file."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from console import Console

from rrt_qual.domain.coding import Coder
from rrt_qual.services.shared.project import Project
from rrt_qual.tui.program.escape_key import EscapeParser

_READ = (
    "import json, sqlite3, sys; "
    "c = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True); "
    "print(json.dumps([r[0] for r in c.execute("
    "'SELECT label FROM change WHERE coder_id = ? ORDER BY seq', (sys.argv[2],))]))"
)


def done(project: Project, coder: Coder) -> list[str]:
    """What a coder did, read by another process."""
    found = subprocess.run(
        [sys.executable, "-c", _READ, str(project.path), coder.id], capture_output=True, text=True, check=True
    )
    labels: list[str] = json.loads(found.stdout)
    return labels


@pytest.mark.parametrize(("size", "pause"), [((80, 24), 0.0), ((140, 45), 0.005), ((300, 80), 0.03)])
def test_a_coding_typed_at_speed(project: Project, size: tuple[int, int], pause: float) -> None:
    """Enter, a word, Enter, r, help and back, a memo: the theme that was typed with its stance, and every letter."""
    keys = ["enter", *"blame", "enter", "r", "question_mark", "escape", "down", "m", "escape", "up", "i"]
    keys += [*"kept", "ctrl+s", "ctrl+q"]
    with Console(project.path, "Amara Obi", "A", "--blind", size=size) as console:
        console.sees("participant")
        console.type(keys, pause)
        assert console.ended() == 0
    amara = next(c for c in project.coders() if c.name == "Amara Obi")
    assert [w for w in done(project, amara) if "blind" not in w] == ["code blame", "stance risk", "memo on interview"]


def test_a_coding_typed_while_the_model_loads(project: Project) -> None:
    """The packaged model on its way takes no key: theme and stance are those that were typed."""
    with Console(project.path, "Amara Obi", "A", size=(140, 45)) as console:
        console.sees("participant")
        console.type(["enter", *"blame", "enter", "r", "ctrl+q"], 0.005)
        assert console.ended() == 0
    amara = next(c for c in project.coders() if c.name == "Amara Obi")
    assert done(project, amara) == ["code blame", "stance risk"]


def test_a_name_typed_before_the_first_picture(project: Project) -> None:
    """What is typed before the program has painted anything goes into its first question, and on from there."""
    with Console(project.path, None, "--blind") as console:
        console.type([*"Zora", "enter", "enter", "enter", *"jokes", "enter", "r"])
        console.sees("JO Jokes  - risk")
        console.type(["ctrl+q"])  # before the program stands, the terminal keeps this key to itself
        assert console.ended() == 0
    zora = next(c for c in project.coders() if c.name == "Zora")
    assert done(project, zora)[-2:] == ["code jokes", "stance risk"]


@pytest.mark.parametrize(
    ("pieces", "keys"),
    [
        (["\x1bq"], ["escape", "q"]),
        (["\x1b", "g"], ["escape", "g"]),
        (["\x1b\x1b1"], ["escape", "escape", "1"]),
        (["\x1b\r"], ["escape", "enter"]),
        (["\x1b[A\x1bx"], ["up", "escape", "x"]),
        (["\x1b", "b"], ["escape", "b"]),
        (["\x1bb"], ["alt+b"]),
        (["\x1bOP"], ["f1"]),
        (["a\nb"], ["a", "enter", "b"]),
        (["\x1b\n"], ["escape", "enter"]),
    ],
)
def test_escape_is_told_from_what_follows(pieces: list[str], keys: list[str]) -> None:
    """Escape and the key after it are two keys, however close they come; sequences stay one; a line feed is Enter."""
    parser = EscapeParser()
    assert [event.key for piece in pieces for event in parser.feed(piece)] == keys


def test_what_is_pasted_keeps_its_escapes_to_itself() -> None:
    """An escape character inside pasted text presses no key."""
    pasted = "\x1b[200~a\x1bq\nb\x1b\x1b[201~"
    for pieces in ([pasted], list(pasted)):
        parser = EscapeParser()
        events = [event for piece in pieces for event in parser.feed(piece)]
        assert [type(event).__name__ for event in events] == ["Paste"]
        assert events[0].text == "aq\nb"  # type: ignore[attr-defined]
