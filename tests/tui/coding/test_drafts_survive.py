"""Each kind of text that is typed survives the end of the program, is offered back, and is gone once it is kept."""

from __future__ import annotations

import json
import signal
import sqlite3
from pathlib import Path

import pytest
from console import Console

from quote_talk import quotable
from rrt_qual.services.coding.drafts import ASK, QUOTE, RATE, THEME
from rrt_qual.services.confidentiality.scan import fingerprint
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews

OFFERED = "was not kept: here it is"


@pytest.fixture
def path(empty: Project) -> Path:
    """Six coded interviews, searched for names, in which none were found; nobody has the project open."""
    quotable(empty)
    with transaction(empty.conn) as conn:
        for interview_id in interviews.names(conn).values():
            findings.scanned(conn, interview_id, fingerprint(empty), [])
    empty.close_all()
    return empty.path


def left(path: Path) -> dict[str, dict[str, str]]:
    """Kind -> fields of what is not kept, as another process reads it."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return {kind: json.loads(fields) for kind, fields in conn.execute("SELECT kind, fields FROM draft")}
    finally:
        conn.close()


def to_rating(there: Console) -> None:
    """The dialog in which the first indicator is rated."""
    there.sees("Small study")
    there.type("R")
    there.sees("Ratings: ")
    there.type("o")
    there.sees("The rule says")


def to_theme(there: Console) -> None:
    """The dialog of a new theme, from the picker of a passage."""
    there.sees("Small study")
    there.type("\r")
    there.sees("segments coded")
    there.type("\r")
    there.sees("Esc Cancel")
    there.type("quiet corridors")
    there.sees("New theme “quiet corridors”")
    there.type("\x1b[B")
    there.sees("❯ + New theme")
    there.type("\r")
    there.sees("A new theme")


def to_quote(there: Console) -> None:
    """The editor of the wording of the first quote for Threats."""
    there.sees("Small study")
    there.type("t")
    there.sees("Threats")
    there.type("\x1b[B\x1b[B")
    there.type("Q")
    there.sees("1.00")
    there.type("e")
    there.sees("Edit a quote")


def end(there: Console, how: signal.Signals) -> None:
    """Kill the program, or hang up on it."""
    there.kill(how)
    assert there.ended() == (-9 if how is signal.SIGKILL else 129)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP], ids=str)
def test_every_kind_of_text_survives_and_is_offered_back(path: Path, how: signal.Signals) -> None:
    """The reason for a rating, a new theme, a cut of a quote and a word added to it: typed, ended, back, kept."""
    rating, theme, quote = (Console(path, "Ann", size=(120, 40)) for _ in range(3))
    with rating, theme, quote:
        to_rating(rating)
        rating.type("\x1b[Btwo said so")
        to_theme(theme)
        theme.type("\x1b[B\rwhere nobody talks")
        to_quote(quote)
        quote.type("xx")
        quote.sees("2 cut")
        quote.type("a")
        quote.sees("Explain")
        quote.type("their word")
        typed = {RATE: "two said so", THEME: "where nobody talks", ASK: "their word"}
        for kind, there in ((RATE, rating), (THEME, theme), (ASK, quote)):
            if how is signal.SIGKILL:  # nothing can be done any more: what was acknowledged is there
                there.wait(lambda kind=kind: typed[kind] in left(path).get(kind, {}).values(), f"the draft of {kind}")
            else:
                there.sees(typed[kind])
            end(there, how)
    found = left(path)
    assert set(found) == {RATE, THEME, QUOTE, ASK}
    assert all(words in found[kind].values() for kind, words in typed.items())
    assert found[THEME]["name"] == "quiet corridors" and found[THEME]["indicator"]
    if how is signal.SIGHUP:
        return  # the file holds the same
    with Console(path, "Ann", size=(120, 40)) as again:
        again.sees("4 texts were not kept")
        to_rating(again)
        again.sees(OFFERED)
        again.sees("two said so")
        again.type("\r")
        again.wait(lambda: RATE not in left(path), "the draft gone with the rating")
        again.sees("(the rule:")
        again.type("\x1b")
        again.sees("3 texts were not kept")
        to_theme(again)
        again.sees(OFFERED)
        again.sees("where nobody talks")
        again.type("\x13")
        again.wait(lambda: THEME not in left(path), "the draft gone with the theme")
        again.sees("Coded with the new theme")
        again.type("q")
        again.sees("2 texts were not kept")
        to_quote(again)
        again.sees(OFFERED)
        again.sees("2 cut")
        again.type("\x1b[C\x1b[Ca")
        again.sees("their word")
        again.type("\r")
        again.sees("1 added")
        again.wait(lambda: ASK not in left(path), "the draft gone with the answer")
        again.type("\x13")
        again.sees("Kept and pinned")
        assert left(path) == {}
