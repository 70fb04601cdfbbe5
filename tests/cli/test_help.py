"""The help is good enough to learn from, and quick."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from commands import Rrt

from rrt_qual.cli.main import app

HEAVY = {
    *("torch", "spacy", "sklearn", "sentence_transformers", "transformers", "onnxruntime", "scipy", "numpy"),
    *("textual", "docx", "sqlite_utils", "ruamel"),
}


def commands(of: typer.Typer = app, *above: str) -> Iterator[tuple[tuple[str, ...], Callable[..., None]]]:
    """Every command with its words and its function."""
    for command in of.registered_commands:
        assert command.callback is not None
        yield (*above, command.name or ""), command.callback
    for group in of.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance, *above, group.name or "")


COMMANDS = dict(commands())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_says_what_how_and_what_not(words: tuple[str, ...], rrt: Rrt) -> None:
    """Each command's help has a sentence, an example of itself, and what it leaves alone, in 80 columns."""
    done = rrt(*words, "--help")
    text = inspect.getdoc(COMMANDS[words]) or ""
    first, *rest = text.split("\n\n")
    assert done.code == 0 and done.err == ""
    assert first.rstrip(".:").count("\n") <= 1
    assert any(part.startswith(f"Example:  rrt-qual {' '.join(words)}") for part in rest)
    assert any(part.startswith("Leaves alone: ") for part in rest)
    assert max(len(line) for line in done.out.splitlines()) <= 80
    assert max(len(line) for part in rest for line in part.splitlines()) <= 76


def test_groups_are_in_the_help(rrt: Rrt) -> None:
    """The help of the program lists every command, in groups."""
    out = rrt("--help").out
    assert [out.index(f" {group} ─") for group in ("Start", "Code", "Count", "Look after")] == sorted(
        out.index(f" {group} ─") for group in ("Start", "Code", "Count", "Look after")
    )
    assert all(f"│ {words[0]} " in out for words in COMMANDS)


def loaded_by(script: str, folder: Path) -> set[str]:
    """Which heavy packages a script loads."""
    body = f"{script}\nimport sys\nprint('LOADED', *sorted({sorted(HEAVY)!r}))".replace(
        f"{sorted(HEAVY)!r}", f"m for m in {sorted(HEAVY)!r} if m in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", body.replace("*sorted(m for", "*(m for")],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_help_waits_for_nothing_heavy(tmp_path: Path) -> None:
    """`--help` of the program and of every command loads no model, no screen, no reader of files."""
    lines = "\n".join(f"main([*{words!r}, '--help'])" for words in COMMANDS)
    assert loaded_by(f"from rrt_qual.cli.main import main\nmain(['--help'])\n{lines}", tmp_path) == set()


def test_counting_waits_for_no_model(coded: Path) -> None:
    """Counting, checking and the log load neither models nor screens."""
    script = "from rrt_qual.cli.main import main\nfor w in ('themes', 'check', 'log', 'doctor'): assert main([w]) == 0"
    assert loaded_by(script, coded.parent) <= {"sqlite_utils", "ruamel"}


def test_codings_and_codebooks_wait_for_no_model(coded: Path) -> None:
    """Codings in and out, and codebooks, load neither models nor screens."""
    script = (
        "from rrt_qual.cli.main import main\n"
        "assert main(['codings', 'export', 'x.csv']) == 0\nassert main(['codings', 'import', 'x.csv']) == 0\n"
        "assert main(['codebook', 'export', 'x.yaml']) == 0\nassert main(['codebook', 'diff', 'x.yaml']) == 0"
    )
    assert loaded_by(script, coded.parent) <= {"sqlite_utils", "ruamel"}


def test_each_command_is_registered_once() -> None:
    """A second registration replaces the first without a word, and its panel and order may be another's."""
    assert len(list(commands())) == len(COMMANDS)
