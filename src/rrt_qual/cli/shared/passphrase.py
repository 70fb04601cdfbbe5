"""Where a passphrase comes from: typed unseen, a file, or the environment; never the command line, which others see."""

from __future__ import annotations

import os
from pathlib import Path

from rrt_qual.cli.shared.terminal import has_terminal
from rrt_qual.domain.errors import FileFault, UsageError

#: The environment variable that holds the passphrase of a key file.
VARIABLE = "RRT_QUAL_PASSPHRASE"


def passphrase(file: Path | None, *, new: bool) -> str:
    """The passphrase: the first line of `file` or pipe, else what the variable holds, else typed (twice if `new`).

    Raises:
        FileFault: the file cannot be read, or its first line is empty.
        UsageError: there is nobody to ask, or what was typed twice differs.
    """
    if file is not None:
        return _first_line(file)
    if kept := os.environ.get(VARIABLE):
        return kept
    if not has_terminal():
        raise UsageError(
            "A key file needs its passphrase, and there is nobody to ask here.",
            f"Give --passphrase-file FILE, or set {VARIABLE}.",
        )
    return _typed(new)


def _first_line(file: Path) -> str:
    from rrt_qual.domain.files import held, pipe
    from rrt_qual.domain.files.door import in_words, read_bytes
    from rrt_qual.domain.files.limits import PASSPHRASE_BYTES

    held.refuse(file)
    try:
        data = (pipe.first_line if pipe.is_pipe(file) else read_bytes)(file, PASSPHRASE_BYTES)
        line = data.splitlines()[0].decode("utf-8") if data else ""
    except UnicodeDecodeError:
        raise FileFault(f"The passphrase cannot be read from '{in_words(str(file))}': it is not UTF-8 text.") from None
    except FileFault as fault:
        raise FileFault(f"The passphrase cannot be read: {fault.sentence}", fault.remedy) from None
    if not line:
        raise FileFault(f"The first line of '{in_words(str(file))}' is empty; it should be the passphrase.")
    return line


def _typed(new: bool) -> str:
    from rrt_qual.services.confidentiality.key_file import check_passphrase

    words = _unseen("Passphrase of the key file: ")
    if new:
        check_passphrase(words)
        if _unseen("The same again: ") != words:
            raise UsageError("The two passphrases are not the same.", "Nothing was changed; try again.")
    return words


def _unseen(question: str) -> str:
    """What is typed, without showing it: the terminal is told not to before the question appears."""
    from getpass import getpass

    import typer

    try:
        return getpass(question)
    except EOFError:
        raise typer.Abort from None
