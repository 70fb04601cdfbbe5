"""A file with words of a project in it is named by the log whatever happens, and what is said of it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrt_qual.domain.errors import ProjectError
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.services.texts import written
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change


def fill_up(project: Project) -> None:
    """Take all the room that the file has: no page more, and lines of the log, shorter than any, in those there are."""
    conn = project.conn
    conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(ProjectError, match="full"):
        while True:
            with transaction(conn):
                changes.record(conn, label="", coder_id=None, changes=[Change("x", "", None, None, None)], kind="log")


def named(project: Project) -> list[str]:
    return [name for name, _, _ in changes.files(project.conn)]


def test_a_file_that_the_log_has_no_more_room_for(project: Project, tmp_path: Path) -> None:
    """When the disk fills up while the file is written, the file stands, is said to, and an erasure will name it."""
    out = tmp_path / "out.csv"
    with (
        pytest.raises(written.OnlyBegunError, match=r"'out\.csv' is written and whole") as said,
        written.logged(project, "codings export", out),
    ):
        out.write_text("words", encoding="utf-8")
        fill_up(project)
    assert said.value.exit_code == 1 and "the disk is full" in said.value.sentence
    assert out.exists() and named(project) == ["out.csv"]
    project.close_all()
    again = open_project(project.path)
    assert out.exists() and named(again) == ["out.csv"]
    again.close_all()


def test_without_room_for_the_first_line_nothing_is_written(project: Project, tmp_path: Path) -> None:
    """A file that no log names is not written at all."""
    fill_up(project)
    with (
        pytest.raises(ProjectError, match="the disk is full"),
        written.logged(project, "codings export", tmp_path / "out.csv"),
    ):
        pytest.fail("it was written")
    assert named(project) == []
