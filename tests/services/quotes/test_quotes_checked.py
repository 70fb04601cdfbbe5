"""Quotes and the checks of confidentiality together, with nothing stood in for."""

from __future__ import annotations

import pytest

from quote_talk import quotable
from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.privacy import Consent, Find, FindKind
from rrt_qual.domain.errors import Conflict
from rrt_qual.domain.spans import Span
from rrt_qual.services.confidentiality import scan as scanning
from rrt_qual.services.interviews import consent
from rrt_qual.services.project.settings import change
from rrt_qual.services.quotes import acts as quote_acts
from rrt_qual.services.quotes import choose as quotes
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.store import undo
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals


@pytest.fixture
def talk(empty: Project) -> Project:
    """Six interviews about threats, by people of whom three share a role."""
    quotable(empty)
    change(empty, "privacy.threshold", str(2))
    return empty


@pytest.fixture
def bob(talk: Project) -> Coder:
    return talk.coder("Bob")


def search_all(project: Project, name: str = "", word: str = "") -> None:
    """As if the finder had searched every interview and found one word in one of them."""
    from rrt_qual.privacy.find.finder import Finder

    now = Finder(scanning.names_of(project)).fingerprint
    with transaction(project.conn) as conn:
        for other, interview_id in interviews.names(conn).items():
            found = []
            if other == name:
                at = originals.load_text(conn, interview_id).index(word)
                found = [Find(Span(at, at + len(word)), FindKind.PERSON, 0.9, "rule", "a rule")]
            findings.scanned(conn, interview_id, now, found)


def test_interviews_are_searched_first(talk: Project) -> None:
    """Choosing searches the interviews that were never searched, and again when a name was listed since."""
    quotes.choose(talk, theme="threats")
    tallies = findings.tallies(talk.conn)
    assert all(t.finder for t in tallies.values())
    with transaction(talk.conn) as conn:
        pseudonyms.list_name(conn, FindKind.PERSON, "Bridget")
    found = quotes.choose(talk, theme="threats", n=9)
    assert {t.finder for t in findings.tallies(talk.conn).values()}.isdisjoint({t.finder for t in tallies.values()})
    assert not any("searched" in why for q in found.held for why in q.held_back)
    assert found.quotes


def test_an_open_find_holds_a_quote_back_until_somebody_releases_it(talk: Project, bob: Coder) -> None:
    """A quote with an open find is replaced; released it is printed, its find covered; undo holds it back again."""
    search_all(talk, "W6", "Nobody")
    found = quotes.choose(talk, theme="threats", n=9)
    [held] = [q for q in found.held if q.interview == "W6"]
    assert "[person]" in held.wording and not any(q.interview == "W6" for q in found.quotes)
    quote_acts.release(talk, bob, held.interview_id, held.span, "She has read it and agrees.")
    [free] = [q for q in quotes.choose(talk, theme="threats", n=9).quotes if q.interview == "W6"]
    assert free.span == held.span and free.wording.startswith("[person] has ever threatened me")
    with pytest.raises(Conflict, match="Nothing holds"):
        quote_acts.release(talk, bob, free.interview_id, free.span, "Again.")
    assert undo.undo(talk.conn, bob.id)
    assert not any(q.interview == "W6" for q in quotes.choose(talk, theme="threats", n=9).quotes)


def test_nobody_releases_what_the_participant_forbids(talk: Project, bob: Coder) -> None:
    """Words of somebody who does not want to be quoted are held back, pinned or not, and cannot be released."""
    search_all(talk)
    ids = interviews.names(talk.conn)
    consent.set_state(talk, bob, ids["W6"], Consent.PARAPHRASE)
    found = quotes.choose(talk, theme="threats", n=9)
    [held] = [q for q in found.held if q.interview == "W6"]
    assert not any(q.interview == "W6" for q in found.quotes)
    with pytest.raises(Conflict, match="Nobody can release"):
        quote_acts.release(talk, bob, held.interview_id, held.span, "I would like to.")
    quote_acts.pin(talk, bob, held.interview_id, held.span, "threats")
    assert not any(q.interview == "W6" for q in quotes.choose(talk, theme="threats", n=9).quotes)


def test_attributions_are_shared_by_enough_people(talk: Project) -> None:
    """What is said of a speaker beside the filter is true of as many people as the policy asks for."""
    search_all(talk)
    for threshold in (2, 3, 4):
        change(talk, "privacy.threshold", str(threshold))
        for where in ((), (("role", "Social worker"),)):
            found = quotes.choose(talk, theme="threats", n=9, where=where)
            assert bool(found.quotes) is (threshold < 4 or not where)
            for q in found.quotes:
                pairs = {**dict(q.attribution), **dict(where)}
                assert len(sharing(talk, pairs)) >= threshold or not pairs


def sharing(project: Project, pairs: dict[str, str]) -> set[str]:
    """The people of whom all of this is true."""
    return {
        h.participant
        for h in interviews.heads(project.conn)
        if all({**h.attributes, "wave": h.wave}.get(k) == v for k, v in pairs.items())
    }


def test_choosing_reads_nothing_that_was_not_prepared(talk: Project, bob: Coder) -> None:
    """Once prepared, choosing touches the project file no more: what was written meanwhile shows after the next."""
    ready = quotes.prepare(talk, ["threats", "colleagues"])
    asked: list[str] = []
    talk.conn.set_trace_callback(asked.append)
    found = quotes.choose(talk, theme="threats", where=[("role", "Social worker")], ready=ready)
    every = quotes.choose_every(talk, "indicator", wave="2026", used=set(), ready=ready)
    talk.conn.set_trace_callback(None)
    assert found.quotes and every and not asked
    one = found.quotes[-1]
    quote_acts.pin(talk, bob, one.interview_id, one.span, "threats")
    assert not any(q.pinned for q in quotes.choose(talk, theme="threats", ready=ready).quotes)
    assert quotes.choose(talk, theme="threats", ready=quotes.prepare(talk, ["threats"], like=ready)).quotes[0].pinned


def test_preparing_says_what_it_searched(talk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The interviews of the themes alone are searched, each once, also when only some kinds are looked for."""
    review_settings.set_kinds(talk, [FindKind.PERSON, FindKind.PLACE])
    assert quotes.prepare(talk, ["colleagues"]).searched == 2
    assert quotes.prepare(talk, ["threats", "colleagues"]).searched == 4
    monkeypatch.setattr(scanning, "scan", lambda *words, **more: pytest.fail("it was searched before"))
    assert quotes.prepare(talk, ["threats", "colleagues"]).searched == 0
