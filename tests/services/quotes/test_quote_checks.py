"""What holds a quote back, what may be said of its speaker, and who may let it go all the same."""

from __future__ import annotations

import json

import pytest

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote, Hold, QuoteCandidate
from rrt_qual.domain.confidentiality.privacy import Consent, Find, FindKind
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality.scan import fingerprint
from rrt_qual.services.project.settings import change
from rrt_qual.services.quotes.checks import Checker, check, release
from rrt_qual.services.shared.project import Project
from rrt_qual.store import undo
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import consents, interviews, originals
from rrt_qual.store.project import changes
from small_project import fill, transcript

SAID = {
    "A": "The team is kind. My blue folder helps. Then my blue folder again. We laugh a lot",
    "B": "The team is kind. Nobody rang me that day",
    "C": "The team is kind. It is quiet here now",
    "D": "The team is kind. The bampot left us",
    "E": "The team is kind. We talk every morning",
    "F": "The team is kind. They help me a lot",
}
ROLE = {"A": "Worker", "B": "Worker", "C": "Worker", "D": "Worker", "E": "Worker", "F": "Manager"}


@pytest.fixture
def study(empty: Project) -> Project:
    """Six people of one wave, five with the same role, all searched with nothing found."""
    fill(empty, *(transcript(name, "How is it", said) for name, said in SAID.items()))
    with transaction(empty.conn) as conn:
        for name, key in interviews.names(conn).items():
            interviews.set_attributes(conn, key, {"role": ROLE[name], "team": name})
    searched(empty)
    return empty


def searched(project: Project, *finds: tuple[str, Find]) -> None:
    """Say that all interviews were searched by today's finder, and that this was found."""
    finder = fingerprint(project)
    with transaction(project.conn) as conn:
        for name, key in interviews.names(conn).items():
            findings.scanned(conn, key, finder, [f for n, f in finds if n == name])


def passage(project: Project, name: str, words: str, theme: str = "") -> QuoteCandidate:
    key = interviews.names(project.conn)[name]
    text = originals.load_text(project.conn, key)
    at = text.index(words)
    return QuoteCandidate(key, Span(at, at + len(words)), theme)


def one(project: Project, name: str, words: str, theme: str = "") -> CheckedQuote:
    return check(project, [passage(project, name, words, theme)])[0]


def holds(checked: CheckedQuote) -> set[Hold]:
    return {r.hold for r in checked.reasons}


def test_plain_words_of_a_searched_interview_may_be_printed(study: Project) -> None:
    """What gives nobody away is let through, with the role that five people share and without the team that one has."""
    found = one(study, "A", "The team is kind.")
    assert found.printable and found.attribution == (("role", "Worker"), ("wave", "2026"))


def test_an_attribution_that_too_few_share_is_not_said(study: Project) -> None:
    """The only manager among six is a participant of the wave, and nothing more."""
    assert one(study, "F", "The team is kind.").attribution == (("wave", "2026"),)
    change(study, "privacy.threshold", str(7))
    assert one(study, "F", "The team is kind.").attribution == ()


def test_a_person_in_two_waves_counts_once(study: Project) -> None:
    """Four people who took part twice are four people, not eight."""
    with transaction(study.conn) as conn:
        interviews.set_attributes(conn, interviews.names(conn)["E"], {"participant": "P-A"})
    assert one(study, "A", "The team is kind.").attribution == (("wave", "2026"),)


def test_unsearched_and_formerly_searched_interviews_are_held(study: Project) -> None:
    """Nobody knows what identifies somebody in talk that was not searched, or before a name was listed."""
    key = interviews.names(study.conn)["A"]
    with transaction(study.conn) as conn:
        findings.scanned(conn, key, "older", [])
    assert holds(one(study, "A", "The team is kind.")) == {Hold.SEARCHED_BEFORE}
    study.conn.execute("DELETE FROM finding_scan WHERE interview_id = ?", (key,))
    assert holds(one(study, "A", "The team is kind.")) == {Hold.NOT_SEARCHED}


def test_open_finds_hold_a_quote_and_the_reason_says_no_word(study: Project) -> None:
    """A find that nobody decided on holds the passage back; the sentence repeats nothing of it."""
    at = passage(study, "B", "Nobody").span
    searched(study, ("B", Find(at, FindKind.PERSON, 0.9, "model", "taken for a person")))
    found = one(study, "B", "Nobody rang me that day.")
    assert holds(found) == {Hold.OPEN_FINDS} and "Nobody" not in " ".join(found.held_back)
    assert one(study, "B", "The team is kind.").printable


@pytest.mark.parametrize(
    ("state", "hold"),
    [(Consent.NONE, Hold.NO_CONSENT), (Consent.PARAPHRASE, Hold.PARAPHRASE), (Consent.WITHDRAWN, Hold.WITHDRAWN)],
)
def test_what_the_participant_does_not_allow_nobody_releases(study: Project, state: Consent, hold: Hold) -> None:
    """Consent is the participant's: no person's decision stands above it."""
    with transaction(study.conn) as conn:
        consents.put(conn, interviews.names(conn)["A"], state, None)
    candidate = passage(study, "A", "The team is kind.")
    assert hold in holds(check(study, [candidate])[0])
    with pytest.raises(Conflict, match="Nobody can release it"):
        release(study, study.coder("Ama"), candidate.interview_id, candidate.span, "I asked")


def test_words_that_one_person_alone_uses_are_held(study: Project) -> None:
    """Dialect, and what one keeps saying, tell colleagues who speaks; what everybody says does not."""
    rare = one(study, "D", "The bampot left us.")
    assert holds(rare) == {Hold.RARE_WORDS}
    text = originals.load_text(study.conn, rare.candidate.interview_id)
    assert [s.of(text) for s in rare.rare] == ["bampot"]
    assert holds(one(study, "A", "My blue folder helps.")) == {Hold.OWN_PHRASE}
    assert one(study, "A", "We laugh a lot.").printable


def test_a_word_in_the_codebook_is_nobodys_own(study: Project) -> None:
    """The project's own terms are everybody's, however few say them."""
    fill(study, transcript("G", "How is it", "Jokes jokes. The team is kind"))
    searched(study)
    assert one(study, "G", "Jokes jokes.").printable


def test_one_who_dominates_a_theme_is_held_for_that_theme(study: Project) -> None:
    """A theme of which one person says most would be read as theirs; another theme is free."""
    ama = CodingSession(study, study.coder("Ama"))
    for words in ("The team is kind.", "My blue folder helps.", "Then my blue folder again.", "We laugh a lot."):
        c = passage(study, "A", words)
        ama.apply(c.interview_id, c.span, "colleagues")
    c = passage(study, "B", "Nobody rang me that day.")
    ama.apply(c.interview_id, c.span, "colleagues")
    assert holds(one(study, "A", "We laugh a lot.", "colleagues")) == {Hold.DOMINANT}
    assert one(study, "A", "We laugh a lot.", "jokes").printable
    assert one(study, "B", "The team is kind.", "colleagues").printable


def test_a_third_quote_of_one_person_is_held(study: Project) -> None:
    """A selection in which one person speaks again and again is a portrait; those held back do not count."""
    words = ("The team is kind.", "My blue folder helps.", "We laugh a lot.", "The team is kind.")
    found = check(study, [passage(study, "A", w) for w in words])
    assert [holds(f) for f in found] == [set(), {Hold.OWN_PHRASE}, set(), {Hold.TOO_MANY}]


def test_too_few_people_hold_everything(project: Project) -> None:
    """Of three people every reader knows who said what."""
    searched(project)
    assert Hold.FEW_PEOPLE in holds(one(project, "A", "The team is kind."))


def test_a_named_person_releases_with_a_reason_and_it_is_logged(study: Project) -> None:
    """The release says who, when and why, holds no word of the passage, covers those very words, and can be undone."""
    ama: Coder = study.coder("Ama")
    c = passage(study, "D", "The bampot left us.")
    with pytest.raises(UsageError):
        release(study, ama, c.interview_id, c.span, "  ")
    made = release(study, ama, c.interview_id, c.span, "Everybody there says it.")
    assert made.coder_id == ama.id and made.holds >= {"rare-words"}
    freed = check(study, [c])[0]
    assert freed.printable and [r.hold for r in freed.released] == [Hold.RARE_WORDS] and freed.release == made
    shorter = QuoteCandidate(c.interview_id, Span(c.span.start, c.span.end - 4))
    assert holds(check(study, [shorter])[0]) == {Hold.RARE_WORDS}
    logged = changes.act(study.conn, study.conn.execute("SELECT act_id FROM change ORDER BY seq DESC").fetchone()[0])
    assert "bampot" not in json.dumps([[s.before, s.after] for s in logged.changes])
    assert undo.undo(study.conn, ama.id) is not None
    assert not check(study, [c])[0].printable
    assert undo.redo(study.conn, ama.id) is not None


def test_what_comes_later_holds_a_released_quote_back_again(study: Project) -> None:
    """Who released a quote for its dialect has not decided on a name that is found in it tomorrow."""
    c = passage(study, "D", "The bampot left us.")
    release(study, study.coder("Ama"), c.interview_id, c.span, "Said by all.")
    searched(study, ("D", Find(passage(study, "D", "left").span, FindKind.PERSON, 0.9, "model", "taken for a person")))
    assert holds(check(study, [c])[0]) == {Hold.OPEN_FINDS}


def test_nothing_to_release_is_said(study: Project) -> None:
    """A release of what may be printed anyway would only hide what is missing later."""
    c = passage(study, "A", "The team is kind.")
    with pytest.raises(Conflict, match="Nothing holds"):
        release(study, study.coder("Ama"), c.interview_id, c.span, "Because")


def test_checks_made_once_serve_many(study: Project) -> None:
    """One checker answers as each check by itself does."""
    checker = Checker(study)
    for name in SAID:
        c = passage(study, name, "The team is kind.")
        assert checker.check([c]) == check(study, [c])
