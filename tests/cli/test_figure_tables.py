"""Any sheet as a table for people: what a terminal is wide enough for, and nothing that a name can make it do."""

from __future__ import annotations

import pytest

from rrt_qual.cli.shared.figure import draw
from rrt_qual.domain.figures.columns import NAME, count, share, text
from rrt_qual.domain.report.report import Sheet


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of forty cells."""
    monkeypatch.setenv("COLUMNS", "40")


def test_columns_that_do_not_fit_come_in_a_table_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    """Every column is shown, each time beside the names, and no line is wider than the terminal."""
    columns = (NAME, *(count(f"c{n}", f"Count {n}") for n in range(6)))
    draw(Sheet("x", "", columns, (("A long name of a theme", 1, 2, 3, 4, 5, 6),)))
    out = capsys.readouterr().out
    assert all(f"Count {n}" in out for n in range(6)) and out.count("A long name") > 1
    assert max(map(len, out.splitlines())) <= 40


def test_numbers_are_written_by_their_type(capsys: pytest.CaptureFixture[str]) -> None:
    """A share is per cent, thousands are parted, nothing known is a dash; numbers stand on the right."""
    columns = (NAME, count("n", "n"), share("share", "Share", ""), text("note", "Note"))
    draw(Sheet("x", "Title", columns, (("A", 1234, 0.5, None), ("B", None, None, ""))))
    first, *rows = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert first == ["Title"] and ["A", "1,234", "50", "%", "-"] in rows and ["B", "-", "-"] in rows


def test_a_name_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters and markup in names, titles, groups and notes are shown, not obeyed."""
    odd = "\x1b[31m[bold]x\u202e"
    draw(Sheet("x", odd, (NAME, text("group", odd)), ((f"{odd}\n{odd}", odd),), (odd,)), head=[odd])
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and out.count("[bold]x") >= 6
