"""A passphrase may come out of a pipe, as password managers hand it over; nothing waits for ever or reads on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from named_project import build
from rrt_qual.cli.shared.passphrase import passphrase
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files import pipe

pytestmark = pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="pipes have no names here")

WORDS = "correct horse battery stäple"


@contextmanager
def piped(*parts: bytes, ended: bool = True) -> Iterator[Path]:
    """A pipe as a shell names it, into which somebody writes these parts, and has ended unless told otherwise."""
    out, into = os.pipe()

    def write() -> None:
        for part in parts:
            os.write(into, part)
        if ended:
            os.close(into)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield Path(f"/dev/fd/{out}")
    finally:
        writer.join()
        for handle in (out,) if ended else (out, into):
            os.close(handle)


@pytest.mark.parametrize(
    "parts",
    [(f"{WORDS}\n".encode(),), (WORDS.encode(),), (WORDS[:24].encode(), WORDS[24:].encode(), b"\r\nsecond\n")],
    ids=["a line", "no end of line", "in parts, with more lines"],
)
def test_the_first_line_of_a_pipe(parts: tuple[bytes, ...]) -> None:
    """The first line is the passphrase, in however many parts it comes and whether or not it ends."""
    with piped(*parts) as path:
        assert passphrase(path, new=False) == WORDS


def test_a_writer_that_goes_on_is_not_waited_for() -> None:
    """One line is enough: whoever holds the pipe open may go on."""
    with piped(f"{WORDS}\n".encode(), ended=False) as path:
        assert passphrase(path, new=False) == WORDS


@pytest.mark.parametrize(("said", "sentence"), [(b"", "is empty"), (b"\n", "is empty"), (b"\xff\n", "not UTF-8")])
def test_what_is_no_passphrase(said: bytes, sentence: str) -> None:
    """A program that failed and said nothing is told from one that gave a passphrase."""
    with piped(said) as path, pytest.raises(FileFault, match=sentence):
        passphrase(path, new=False)


def test_a_flood_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what never ends only so much is read."""
    monkeypatch.setattr("rrt_qual.domain.files.limits.PASSPHRASE_BYTES", 1_000)
    with piped(b"x" * 1_001, ended=False) as path, pytest.raises(FileFault, match="larger than 1,000 bytes"):
        passphrase(path, new=False)


def test_a_pipe_that_nobody_writes_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A named pipe without a writer is given up; with one it is read."""
    monkeypatch.setattr(pipe, "PATIENCE", 0.2)
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(FileFault, match="nobody writes into"):
        passphrase(path, new=False)
    monkeypatch.setattr(pipe, "PATIENCE", 60.0)
    writer = threading.Thread(target=path.write_bytes, args=(f"{WORDS}\n".encode(),))  # opens it when we do
    writer.start()
    assert passphrase(path, new=False) == WORDS
    writer.join()


@pytest.mark.parametrize(("path", "sentence"), [("/dev/zero", "is a device"), ("/", "is a folder")])
def test_a_device_and_a_folder_stay_refused(path: str, sentence: str) -> None:
    """Only pipes and ordinary files are read."""
    with pytest.raises(FileFault, match=sentence):
        passphrase(Path(path), new=False)


@pytest.mark.parametrize("how", ["--passphrase-file <(echo 'too short')", "--passphrase-file /dev/stdin"])
def test_as_a_shell_gives_it(tmp_path: Path, how: str) -> None:
    """What a shell puts in the file's place comes to the program: here it is read, and found too short."""
    if not Path("/bin/bash").exists():
        pytest.skip("no shell that substitutes processes")
    build(tmp_path / "p.rrtq").close_all()
    line = f'echo "too short" | "{sys.executable}" -m rrt_qual deidentify p.rrtq --key-out p.key --yes {how}'
    done = subprocess.run(["/bin/bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2 and "at least 12 characters" in done.stderr, done.stderr
