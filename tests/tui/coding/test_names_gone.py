"""No screen goes on showing a name that somebody else has replaced meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from ahead import PATHS
from fake_engine import FakeEngine
from looking import WIDE, press, settle, shown
from textual.pilot import Pilot

from quote_talk import TALK
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote
from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.report.evidence import Rating
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding import drafts
from rrt_qual.services.coding.drafts import Slot
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality import review
from rrt_qual.services.figures import ratings
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.services.suggestions.discover import DiscoveredTalk
from rrt_qual.services.suggestions.engine import KeptSuggestion, SuggestionReason
from rrt_qual.services.suggestions.engine import QueueKind as Queue
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import coders
from rrt_qual.tui.app import RrtApp
from rrt_qual.tui.coding.screen import CodingScreen
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.interviews.screen import InterviewsScreen
from small_project import fill, transcript

NAME = "Lesley"

#: Where the real words are decided about, so that they stand there; and scopes that are parts of other screens.
DECIDES = {"review", "marking", "pseudonym", "kind", "batch"}
PARTS = {"app", "list", "codebook", "find", "help"}

#: Scopes on which the name does not stand here, because no words of an interview do, or none before they are looked at.
NAMELESS = {"trust", "pictures", "themes", "quote_editor", "ask"}

#: Other keys than PATHS has, where they lead to the name.
WAYS = {
    "search": "s l e s l e y enter",
    "memo": "enter M",
    "rate": "R home o",
}

#: Screens that an interview stands on while the name is replaced.
BELOW = {
    "search, below": "s l e s l e y enter enter enter",
    "passages, below": "t down down enter enter",
    "discover, below": "D enter",
}


class Telling(FakeEngine):
    """Says why with the words of the interviews, as they may be read when it is asked."""

    project: Project

    def explain(self, proposal: KeptSuggestion) -> SuggestionReason:
        """What was said first."""
        said = Texts(self.project).talk()[0].words
        self.project.close()
        return SuggestionReason("coded", said, 0.8, (), "W1")

    def clusters(self) -> list[DiscoveredTalk]:
        """One cluster, of what may be read when it is asked for."""
        talk = Texts(self.project).talk()
        self.project.close()
        return [DiscoveredTalk((talk[0].words.split()[2], "door"), tuple(talk[:2]), tuple(talk[:3]), 2, 0.8)]


def put(project: Project) -> dict[str, str]:
    """Interviews, memos, ratings and texts that were not kept, in all of which Lesley is named."""
    for name, (wave, _, role, said, _) in TALK.items():
        told = said.replace("manager", f"manager {NAME}").replace("father", f"father {NAME}")
        ids = fill(project, transcript(f"{NAME} {name}", "How is it", told), wave=wave)
        with transaction(project.conn) as conn:
            found = {"role": role, "team": f"{NAME}’s team", "participant": f"{NAME} {name}"}
            interviews.set_attributes(conn, ids[f"{NAME} {name}"], found)
    with transaction(project.conn) as conn:
        coders.set_setting(conn, SETTINGS["suggest.model"], "lexical")
        coders.set_setting(conn, SETTINGS["privacy.threshold"], 1)
        frequencies.rebuild(conn)
    ann, bob = (CodingSession(project, project.coder(c)) for c in ("Ann", "Bob"))
    for name, (*_, marks) in TALK.items():
        i = ids[f"{NAME} {name}"]
        text = ann.transcript(i)
        theirs = [s for s in text.segments if text.role_of(text.turns[s.turn]) is SpeakerRole.PARTICIPANT]
        for number, (theme, stance) in marks.items():
            made = ann.apply(i, theirs[number].span, theme, stance)
            ann.set_memo(MemoTarget.CODING, made.id, f"{NAME} again", i)
        bob.set_memo(MemoTarget.INTERVIEW, i, f"{NAME} is meant", i)
        for at in range(len(text.text)):
            if text.text.startswith(NAME, at):
                with transaction(project.conn) as conn:
                    find = Find(Span(at, at + len(NAME)), FindKind.PERSON, 0.95, "model", "A name.")
                    findings.insert(conn, i, find)
    i, slot = next(iter(ids.values())), partial(Slot, project, project.coder("Ann"))
    slot(drafts.QUOTE, f"{i}:0-9:threats", i).write({"edit": "", "text": f"A father {NAME} threatened me"})
    slot(drafts.ASK, f"{i}:0-9:threats:9", i).write({"words": "a neighbour", "question": f"Explain ‘{NAME}’"})
    for theme in ("threats", "colleagues"):
        bob.set_memo(MemoTarget.THEME, theme, f"{NAME} is meant")
    for indicator in ("safety", "culture", "team"):
        ratings.set_override(project, project.coder("Bob"), indicator, Rating.RED, f"as {NAME} says")
    return ids


@contextmanager
def replaced(there: Project) -> Iterator[None]:
    """Inside, every name has been replaced; then they are brought back."""
    rae = there.coder("Rae")
    assert review.replace_all(there, rae, min_likelihood=0.0)
    yield
    review.Review(there, rae).undo()


async def looked(app: RrtApp, pilot: Pilot[None]) -> None:
    """What others did is on the screen."""
    for _ in range(2):
        app.watching.look()
        await settle(pilot)


async def back(app: RrtApp, pilot: Pilot[None]) -> None:
    """One screen back."""
    screen = app.screen
    at_rest = isinstance(screen, CodingScreen) and screen.focused is screen.transcript_view
    await press(pilot, "n" if isinstance(screen, ConfirmScreen) else "q" if at_rest else "escape")


async def all_the_way_back(app: RrtApp, pilot: Pilot[None], scope: str) -> None:
    """To the list of interviews; the name stands on no screen on the way."""
    while not (isinstance(app.screen, InterviewsScreen) and app.screen.focused is app.screen.table):
        assert NAME not in shown(app), f"{scope}, on {type(app.screen).__name__}"
        await back(app, pilot)
    assert NAME not in shown(app), scope


async def test_no_screen_keeps_a_name_that_was_replaced(empty: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """On every screen, and on each that one comes back to from it, the name is gone as soon as others replace it."""
    team = (("team", f"{NAME}’s team"),)
    monkeypatch.setattr(
        "rrt_qual.services.quotes.checks.Checker.check", lambda _, found: [CheckedQuote(c, (), team) for c in found]
    )
    monkeypatch.setattr("rrt_qual.services.quotes.prepare._search", lambda project, ids, progress: 0)
    put(empty)
    engine = Telling([("jokes", 0.8, Stance.STRENGTH)], places={k: [(f"{NAME} W1", "")] for k in Queue})
    engine.project = empty
    app, there = RrtApp(empty, "Ann", engine=engine.open_), open_project(empty.path)
    ways = {scope: WAYS.get(scope, PATHS[scope][1]) for scope in PATHS.keys() - DECIDES - PARTS}
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for scope, way in (ways | BELOW).items():
            await press(pilot, *way.split())
            assert NAME in shown(app) or scope in NAMELESS, f"{scope} shows no name: there is nothing to see"
            with replaced(there):
                await looked(app, pilot)
                await all_the_way_back(app, pilot, scope)
            await looked(app, pilot)
        for scope, way in BELOW.items():  # the same by an act of this very program
            await press(pilot, *way.split())
            with replaced(empty):
                await back(app, pilot)
                await all_the_way_back(app, pilot, scope)
    there.close_all()
