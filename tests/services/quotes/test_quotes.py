"""Choosing quotes of a project: what is taken, what is held back, what an analyst decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quote_talk import quotable
from rrt_qual.analysis.quotes.passages import stance_of, unions
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coder, Origin
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote, Hold, Policy, QuoteCandidate, WithheldReason
from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.quotes.wording import Edit, Strays
from rrt_qual.domain.report.evidence import ReportQuote
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality import archive
from rrt_qual.services.quotes import acts as quote_acts
from rrt_qual.services.quotes import choose as quotes
from rrt_qual.services.quotes.checks import Checker
from rrt_qual.services.quotes.refs import reference, resolve
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store import undo
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import changes

#: Says of a candidate why it is held back.
Hold_ = Callable[[QuoteCandidate], str]


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> dict[str, Hold_]:
    """The checks hold back what `hold['if']` gives a reason for; the finder finds nothing; two people are enough."""
    rule: dict[str, Hold_] = {"if": lambda one: ""}

    def check(checker: Checker, found: list[QuoteCandidate]) -> list[CheckedQuote]:
        return [
            CheckedQuote(
                c,
                (WithheldReason(Hold.OPEN_FINDS, why),) if (why := rule["if"](c)) else (),
                (("role", "Social worker"),),
            )
            for c in found
        ]

    monkeypatch.setattr("rrt_qual.services.quotes.checks.Checker.check", check)
    monkeypatch.setattr(
        "rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=2, max_quotes=9)
    )
    monkeypatch.setattr("rrt_qual.services.quotes.prepare._search", lambda project, ids, progress: 0)
    return rule


@pytest.fixture
def talk(empty: Project, hold: dict[str, Hold_]) -> Iterator[Project]:
    """Six interviews about threats and colleagues, coded by Ann."""
    quotable(empty)
    return empty


def names(found: quotes.QuoteSelection) -> list[str]:
    return [q.interview for q in found.quotes]


def by_words(project: Project, words: str, theme: str = "threats", **more: object) -> ReportQuote:
    found = quotes.choose(project, theme=theme, n=20, per_participant=9, **more)  # type: ignore[arg-type]
    return next(q for q in (*found.quotes, *found.held) if words in q.wording)


@pytest.fixture
def bob(talk: Project) -> Coder:
    return talk.coder("Bob")


def test_quotes_of_a_theme(talk: Project) -> None:
    """Quotes come with words, stance, attribution, score in parts and reason; the one that disagrees is last."""
    found = quotes.choose(talk, theme="threats", n=3)
    assert (found.level, found.key, found.name) == ("theme", "threats", "Threats")
    assert (found.passages, found.people) == (11, 5)
    assert len(found.quotes) == 4 and not found.held and not found.warnings
    assert [q.dissent for q in found.quotes] == [False, False, False, True]
    assert found.quotes[-1].stance is Stance.STRENGTH and "most speak of it as a risk" in found.quotes[-1].reason
    for q in found.quotes:
        assert q.wording[0].isupper() and q.wording.endswith(".") and (q.indicator, q.domain) == ("safety", "safe")
        assert set(q.parts) == {"central", "stands", "length", "fluency", "stance"} and 0 < q.score <= 1
        assert q.attribution == (("role", "Social worker"),) and not q.held_back
        assert originals.load_text(talk.conn, q.interview_id)[q.span.start : q.span.end].strip()


def test_the_same_project_gives_the_same_quotes(talk: Project) -> None:
    """Choosing twice gives the same, by id as by name."""
    one, two = quotes.choose(talk, theme="threats"), quotes.choose(talk, theme="THREATS ")
    assert one == two


def test_one_person_across_waves(talk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """P1 speaks in both waves and is quoted no more than allowed in all of them together."""
    for most in (1, 2):
        found = quotes.choose(talk, theme="threats", n=20, per_participant=most)
        people = [talk_participant(talk, q) for q in found.quotes]
        assert max(people.count(p) for p in people) == most
    monkeypatch.setattr(
        "rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=2, max_quotes=1)
    )
    assert len(quotes.choose(talk, theme="threats", n=20, per_participant=9).quotes) == 5, "the policy allows one"


def talk_participant(project: Project, quote: ReportQuote) -> str:
    return next(h.participant for h in interviews.heads(project.conn) if h.id == quote.interview_id)


def test_only_people_code_and_participants_speak(talk: Project) -> None:
    """Machine-made codings give no quote, nor does what the interviewer says."""
    ids = interviews.names(talk.conn)
    with transaction(talk.conn) as conn:
        theme = codings.theme_id_of(conn, "jokes")
        for origin, span in ((Origin.MACHINE, Span(12, 40)), (Origin.HAND, Span(0, 9))):
            codings.insert(
                conn,
                interview_id=ids["W1"],
                theme_id=theme,
                coder_id=talk.coder("Ann").id,
                span=span,
                stance=Stance.RISK,
                origin=origin,
            )
    found = quotes.choose(talk, theme="jokes")
    assert found.quotes == () and found.passages == 0


def test_filters(talk: Project) -> None:
    """Stance, wave and attributes choose among the passages; wrong ones are told."""
    assert {q.stance for q in quotes.choose(talk, theme="threats", stance=Stance.STRENGTH).quotes} == {Stance.STRENGTH}
    assert {q.wave for q in quotes.choose(talk, theme="threats", wave="2026", n=9).quotes} == {"2026"}
    managers = quotes.choose(talk, theme="threats", where=[("ROLE", "manager")], n=9)
    assert set(names(managers)) == {"W3", "W4"}
    for wrong, why in (
        ({"where": [("shoe", "9")]}, "no attribute 'shoe'"),
        ({"where": [("role", "Pilot")]}, "has 'Pilot' as its role"),
        ({"wave": "1999"}, "has '1999' as its wave"),
    ):
        with pytest.raises(NotFound, match=why):
            quotes.choose(talk, theme="threats", **wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="Quotes of what"):
        quotes.choose(talk)
    with pytest.raises(UsageError, match="Quotes of what"):
        quotes.choose(talk, theme="threats", domain="safe")
    with pytest.raises(NotFound, match="no indicator 'x'"):
        quotes.choose(talk, indicator="x")


def test_a_filter_that_leaves_too_few_prints_nothing(talk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the quote knows the filter: when it leaves too few people, all is held back, without a number."""
    monkeypatch.setattr("rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=3))
    found = quotes.choose(talk, theme="threats", where=[("role", "Manager")])
    assert not found.quotes and found.held and "fewer than 3 people" in found.warnings[0]
    assert all("fewer than 3" in q.held_back[0] for q in found.held)
    monkeypatch.setattr("rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=4))
    found = quotes.choose(talk, theme="threats", wave="2025", n=9)
    assert not found.quotes
    monkeypatch.setattr("rrt_qual.services.figures.disclosure.policy", lambda project: Policy(threshold=3))
    found = quotes.choose(talk, theme="threats", wave="2025", n=9)
    assert found.quotes and all(q.attribution == () for q in found.quotes), "two social workers of that wave are few"


def test_held_back_quotes_are_replaced_and_listed(talk: Project, hold: dict[str, Hold_]) -> None:
    """What the checks hold back is returned apart with its reasons; the next best takes its place."""
    first = quotes.choose(talk, theme="threats", n=2)
    bad = {(q.interview_id, q.span) for q in first.quotes}
    hold["if"] = lambda one: "Names are open." if (one.interview_id, one.span) in bad else ""
    found = quotes.choose(talk, theme="threats", n=2)
    assert {(q.interview_id, q.span) for q in found.held} == bad and len(found.quotes) == 3
    assert all(q.held_back == ("Names are open.",) for q in found.held)
    assert not bad & {(q.interview_id, q.span) for q in found.quotes}
    hold["if"] = lambda one: "All is held."
    nothing = quotes.choose(talk, theme="threats", n=2)
    assert not nothing.quotes and len(nothing.held) > 2


def test_not_twice_in_a_report(talk: Project) -> None:
    """What was used is not taken again, for an indicator or for a theme, unless nobody minds."""
    used: quotes.Used = set()
    themes = quotes.choose(talk, theme="threats", n=2, used=used)
    assert used == {(q.interview_id, q.span) for q in themes.quotes}
    again = quotes.choose(talk, indicator="safety", n=20, per_participant=9, used=used)
    assert again.quotes and not {(q.interview_id, q.span) for q in themes.quotes} & {
        (q.interview_id, q.span) for q in again.quotes
    }
    assert quotes.choose(talk, theme="threats", n=2) == themes
    passed = {(q.interview_id, q.span) for q in themes.quotes}
    others = quotes.choose(talk, theme="threats", n=2, passed=passed)
    assert others.quotes and not passed & {(q.interview_id, q.span) for q in others.quotes}


def test_for_every_theme(talk: Project) -> None:
    """Every theme that was coded has its quotes, in the codebook's order; the levels above as well."""
    found = quotes.choose_every(talk, n=2, used=set())
    assert [one.key for one in found] == ["threats", "colleagues"]
    assert [one.key for one in quotes.choose_every(talk, "domain")] == ["safe", "happy"]
    assert quotes.choose_every(talk, "indicator")[1].quotes[0].theme == "colleagues"
    with pytest.raises(UsageError, match="no level 'galaxy'"):
        quotes.choose_every(talk, "galaxy")


def test_pinned_first_refused_never(talk: Project, bob: Coder) -> None:
    """A pinned quote stands first and counts, a refused one is not proposed again; both can be taken back."""
    weak = by_words(talk, "He said that was it")
    place = (weak.interview_id, weak.span, "threats")
    assert quote_acts.pin(talk, bob, *place) and not quote_acts.pin(talk, bob, *place)
    found = quotes.choose(talk, theme="threats", n=2)
    assert found.quotes[0].span == weak.span and found.quotes[0].pinned and len(found.quotes) == 3
    assert quotes.choose(talk, indicator="safety", n=1).quotes[0].pinned
    assert quote_acts.forget(talk, bob, *place) == "pinned"
    assert not quotes.choose(talk, theme="threats", n=2).quotes[0].pinned
    with pytest.raises(NotFound, match="neither"):
        quote_acts.forget(talk, bob, *place)
    assert undo.undo(talk.conn, bob.id)
    assert quotes.choose(talk, theme="threats", n=2).quotes[0].pinned
    best = quotes.choose(talk, theme="threats", n=2).quotes[1]
    quote_acts.refuse(talk, bob, best.interview_id, best.span, "threats")
    assert best.span not in [
        q.span for q in quotes.choose(talk, theme="threats", n=20).quotes if q.interview_id == best.interview_id
    ]
    assert undo.undo(talk.conn, bob.id)
    assert quotes.choose(talk, theme="threats", n=2).quotes[1] == best
    assert undo.redo(talk.conn, bob.id)
    assert quotes.choose(talk, theme="threats", n=2).quotes[1] != best


def test_a_pinned_quote_is_checked_as_well(talk: Project, bob: Coder, hold: dict[str, Hold_]) -> None:
    """Pinning prints nothing that the checks hold back."""
    one = quotes.choose(talk, theme="threats", n=1).quotes[0]
    quote_acts.pin(talk, bob, one.interview_id, one.span, "threats")
    hold["if"] = lambda c: "Names are open." if (c.interview_id, c.span) == (one.interview_id, one.span) else ""
    found = quotes.choose(talk, theme="threats", n=1)
    assert [q.pinned for q in found.held] == [True] and not any(q.pinned for q in found.quotes)


def test_wording_is_kept_and_undone(talk: Project, bob: Coder) -> None:
    """An edited wording shows in the quote, is checked against the words, and each edit can be taken back."""
    one = by_words(talk, "my team is")
    place = (one.interview_id, one.span)
    edit = quote_acts.edit_from_text(talk, *place, "My team is threatened […] and we never write it down […]")
    quote_acts.set_wording(talk, bob, *place, "threats", edit)
    first = quotes.choose(talk, theme="threats", n=1).quotes[0]
    assert first.wording == "My team is threatened […] and we never write it down […]"
    assert first.span == one.span and first.pinned
    with pytest.raises(Strays, match="word 5"):
        quote_acts.edit_from_text(talk, *place, "My team is threatened daily […]")
    with pytest.raises(UsageError, match="no word"):
        quote_acts.set_wording(talk, bob, *place, "threats", Edit(cuts=(one.span,)))
    undo.undo(talk.conn, bob.id)
    assert not quotes.choose(talk, theme="threats", n=1).quotes[0].pinned


def test_the_log_holds_no_words(talk: Project, bob: Coder) -> None:
    """What is logged of a wording are offsets: no word of the interview stands in the log."""
    one = by_words(talk, "my team is")
    edit = quote_acts.edit_from_text(talk, one.interview_id, one.span, "My team is threatened […]")
    quote_acts.set_wording(talk, bob, one.interview_id, one.span, "threats", edit)
    act = changes.undoable(talk.conn, bob.id)
    assert act and "quote for threats" in act.label
    assert not any(word in str(act) for word in ("team is", "threatened", "families"))


def test_a_clarification_names_nobody(talk: Project, bob: Coder) -> None:
    """A real name that the project knows is refused in brackets, and not repeated in the sentence."""
    with transaction(talk.conn) as conn:
        pseudonyms.list_name(conn, FindKind.PERSON, "Bridget Ashworth", ["Bridie"])
    one = by_words(talk, "shrugged it off")
    for name in ("Bridget Ashworth", "my head, bridie"):
        edit = Edit(added=((one.span.end, name),))
        with pytest.raises(UsageError, match="names somebody") as fault:
            quote_acts.set_wording(talk, bob, one.interview_id, one.span, "threats", edit)
        assert "ridie" not in str(fault.value) and "Bridget" not in str(fault.value)
    assert quote_acts.set_wording(
        talk, bob, one.interview_id, one.span, "threats", Edit(added=((one.span.end, "Bri"),))
    )


def test_what_cannot_be_quoted(talk: Project, bob: Coder) -> None:
    """Half words, the interviewer's talk and places without words are refused."""
    ids = interviews.names(talk.conn)
    for span, why in (
        (Span(0, 10), "No participant"),
        (Span(0, 40), "whole words"),
        (Span(5000, 5001), "no words"),
    ):
        with pytest.raises(UsageError, match=why):
            quote_acts.pin(talk, bob, ids["W1"], span, "threats")
    text = originals.load_text(talk.conn, ids["W1"])
    with pytest.raises(UsageError, match="Somebody else"):
        quote_acts.pin(talk, bob, ids["W1"], Span(0, text.index(" threatened")), "threats")
    with pytest.raises(NotFound, match="no theme"):
        start = text.index("A father")
        quote_acts.pin(talk, bob, ids["W1"], Span(start, text.index(" last winter")), "nope")


def test_names_are_covered_in_quotes(talk: Project) -> None:
    """A replaced name stands as its pseudonym, an open find as its kind, in the wording and in the talk around it."""
    one = by_words(talk, "mother threatened")
    text = originals.load_text(talk.conn, one.interview_id)
    at = text.index("mother")
    with transaction(talk.conn) as conn:
        findings.insert(conn, one.interview_id, Find(Span(at, at + 6), FindKind.PERSON, 0.9, "rule", "a rule"))
    again = by_words(talk, "[person] threatened")
    assert again.span == one.span and "mother" not in again.wording
    draft = quote_acts.draft(talk, one.interview_id, one.span, "threats")
    assert "mother" not in " ".join(w.shown for w in draft.words) + draft.before + draft.after


def test_references(talk: Project, bob: Coder) -> None:
    """A reference is opaque, the same every time, and leads back to its quote; a place in an interview does too."""
    one = quotes.choose(talk, theme="threats", n=1).quotes[0]
    ref = reference(talk.id, one.interview_id, one.span)
    assert len(ref) == 10 and one.interview not in ref
    found = resolve(talk, f" {ref.upper()} ")
    assert (found.interview_id, found.span, found.themes) == (one.interview_id, one.span, ("threats",))
    assert reference("another project", one.interview_id, one.span) != ref
    assert resolve(talk, f"{one.interview}:{one.span.start}-{one.span.end}") == found
    quote_acts.refuse(talk, bob, one.interview_id, one.span, "threats")
    assert resolve(talk, ref).span == one.span
    with pytest.raises(NotFound, match="reference"):
        resolve(talk, "q-aaaaaaaa")
    with pytest.raises(UsageError, match="no passage"):
        resolve(talk, "somewhere")
    with pytest.raises(UsageError, match="no words"):
        resolve(talk, "W1:10-99999")


def test_release_needs_a_reason(talk: Project, bob: Coder) -> None:
    """Nobody releases a quote without saying why."""
    one = quotes.choose(talk, theme="threats", n=1).quotes[0]
    with pytest.raises(UsageError, match="reason"):
        quote_acts.release(talk, bob, one.interview_id, one.span, "  ")


def test_codings_that_overlap_are_one_passage(talk: Project) -> None:
    """What two people coded alike is one passage; its stance is the one most codings have, its clarity their share."""
    ids = interviews.names(talk.conn)
    mine = codings.of_interview(talk.conn, ids["W6"])[0]
    session = CodingSession(talk, talk.coder("Cho"))
    session.apply(ids["W6"], Span(mine.span.start + 7, mine.span.end), "threats", Stance.RISK)
    session.apply(ids["W6"], Span(mine.span.start + 7, mine.span.end - 3), "threats", Stance.STRENGTH)
    found = codings.of_interview(talk.conn, ids["W6"])
    [(span, together)] = unions(found)
    assert span == mine.span and len(together) == 3
    assert stance_of(together) == (Stance.STRENGTH, pytest.approx(2 / 3))
    assert stance_of([replace(mine, stance=Stance.UNSPECIFIED)]) == (Stance.UNSPECIFIED, 0.0)
    touching = [replace(mine, span=Span(0, 5)), replace(mine, span=Span(5, 9))]
    assert len(unions(touching)) == 2
    assert by_words(talk, "Nobody has ever").parts["stance"] == pytest.approx(2 / 3, abs=1e-3)


def test_without_the_language_model(talk: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no model can be loaded, words are compared and a warning says so."""
    from rrt_qual.store.project import coders
    from rrt_qual.suggest.embed import open as embed
    from rrt_qual.suggest.embed.faults import ModelMissing

    def missing(*words: object, **more: object) -> None:
        raise ModelMissing("There is no model.", "Install it.")

    with transaction(talk.conn) as conn:
        coders.set_setting(conn, SETTINGS["suggest.model"], "")
    monkeypatch.setattr(embed, "open_embedder", missing)
    found = quotes.choose(talk, theme="threats")
    assert found.quotes and "There is no model." in found.warnings[0]


def test_an_archive_copy_has_the_same_wording(talk: Project, bob: Coder, tmp_path: Path) -> None:
    """In the copy, whose text has other offsets, an edited quote reads as it did in the project."""
    one = by_words(talk, "mother threatened")
    text = originals.load_text(talk.conn, one.interview_id)
    for words in ("mother", "my manager"):
        with transaction(talk.conn) as conn:
            at = text.index(words, one.span.start)
            findings.insert(
                conn, one.interview_id, Find(Span(at, at + len(words)), FindKind.JOB_TITLE, 0.9, "hand", "by hand")
            )
    said = "Last month a [job title] threatened to find out where I live [at home] and [job title] shrugged […]"
    edit = quote_acts.edit_from_text(talk, one.interview_id, one.span, said)
    quote_acts.set_wording(talk, bob, one.interview_id, one.span, "threats", edit)
    assert quotes.choose(talk, theme="threats", n=1).quotes[0].wording == said
    archive.write(talk, tmp_path / "copy.rrtq", even_so=True)
    copy = open_project(tmp_path / "copy.rrtq")
    assert quotes.choose(copy, theme="threats", n=1).quotes[0].wording == said
    copy.close_all()
