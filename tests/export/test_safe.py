"""Cells that cannot be run, and files that appear whole or not at all."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.domain.errors import FileFault
from rrt_qual.export.safe import atomic_write, csv_cell
from rrt_qual.ingest.tables.csv_file import unguard


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "'=1", "''@"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    """Somebody's words, or a file's name, must not become a formula on a manager's machine."""
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (-5, "-5"), (1.5, "1.5"), ("a=b", "a=b"), ("'tis", "'tis")])
def test_what_is_harmless_stays_as_it_is(value: object, cell: str) -> None:
    """Numbers stay numbers, and an apostrophe of the language stays alone."""
    assert csv_cell(value) == cell


@given(st.text() | st.text("'=+-@\t\r\na"))
def test_the_reader_takes_off_what_the_writer_put_on(text: str) -> None:
    """Whatever is written, guarded or not, is what is read."""
    cell = csv_cell(text)
    assert unguard(cell) == text
    assert cell[:1] not in tuple("=+-@\t\r\n")


def test_a_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    """Readers see the old file or the new one, never half of one."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with atomic_write(path) as file:
        file.write("new ’")
        assert path.read_text() == "old"
    assert path.read_text("utf-8") == "new ’"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    """What was there stays, and nothing half-written lies about."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic_write(path) as file:
        file.write("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    """Exports hold people's words; a file that was open to all is not left so."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o666)
    with atomic_write(path) as file:
        file.write("x")
        (temporary,) = set(tmp_path.iterdir()) - {path}
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_bytes_marks_and_line_ends(tmp_path: Path) -> None:
    """Bytes are bytes; texts keep their line ends, with a byte order mark only if asked for."""
    with atomic_write(tmp_path / "b", binary=True) as file:
        file.write(b"\x00\xff")
    with atomic_write(tmp_path / "t", bom=True) as file:
        file.write("a\r\nb\n")
    assert (tmp_path / "b").read_bytes() == b"\x00\xff"
    assert (tmp_path / "t").read_bytes() == b"\xef\xbb\xbfa\r\nb\n"


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """A missing folder and a folder of that name are told, not thrown."""
    with pytest.raises(FileFault, match="there is no folder"), atomic_write(tmp_path / "no" / "a"):
        pass
    with pytest.raises(FileFault, match="it is a folder"), atomic_write(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
