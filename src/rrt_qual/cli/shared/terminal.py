"""What the command line says: figures to stdout, sentences to stderr, and nothing obeyed that a text says."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

_SPACES = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x85\u2028\u2029"), " ")
_STEERING = ("Cc", "Cf", "Cs")

#: What stands before every message, so that a script's log says who spoke.
PROGRAM = "rrt-qual"


def shown(words: object) -> str:
    """`words` on one line, as they may stand on a terminal: what would steer it is replaced by \ufffd.

    That is control characters and the marks that turn the direction of writing; a file's name or a
    theme's may hold them.
    """
    line = str(words).translate(_SPACES)
    return "".join("\ufffd" if unicodedata.category(c) in _STEERING and c != "\u200d" else c for c in line)


def out() -> Console:
    """The console that figures go to."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def err() -> Console:
    """The console that messages go to."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(sentence: str) -> None:
    """One message on stderr."""
    _print(shown(sentence))


def _print(lines: str) -> None:
    """Lines on stderr; a stderr that is full takes none, and there is no other place to say so."""
    try:
        print(lines, file=sys.stderr, flush=True)  # noqa: T201
    except BrokenPipeError:
        raise
    except OSError:
        pass


def complain(sentence: str) -> None:
    """What went wrong, on stderr, beginning with the program's name; several faults are several lines."""
    first, *more = sentence.strip().split("\n")
    for line in (f"{PROGRAM}: {first}", *more):
        say(line)


def list_items(heading: str, items: Iterable[tuple[str, str]]) -> None:
    """A heading and one indented line an item (name, sentence) on stderr; nothing when there are none."""
    lines = [
        f"  {shown(sentence)}" if not name or sentence.startswith(name) else f"  {shown(name)}: {shown(sentence)}"
        for name, sentence in items
    ]
    if lines:
        _print("\n".join([shown(heading), *lines]))


def has_terminal() -> bool:
    """Whether a person sits there who can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def can_draw() -> bool:
    """Whether a full screen can be opened here."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def ask(question: str, default: str = "") -> str:
    """The answer to a question, `default` for an empty one; only called when there is a terminal."""
    import typer

    answer = typer.prompt(shown(question), default=default, show_default=bool(default), err=True)
    return str(answer).strip()


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the person says yes; `--yes` has said so already.

    Raises:
        UsageError: there is no terminal to ask at.
    """
    if yes:
        return True
    if not has_terminal():
        raise UsageError(question, "There is nobody to ask here: add --yes if that is what you want.")
    import typer

    return bool(typer.confirm(shown(question), default=False, err=True))


def plural(count: int, noun: str, many: str = "") -> str:
    """'1 interview', '14 interviews'; `many` for a plural that is not made with s."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
