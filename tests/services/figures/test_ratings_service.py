"""Ratings of a project: counted from its codings, overridden by people, undone, and silent where they must be."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_project import say
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Origin
from rrt_qual.domain.confidentiality.privacy import Consent, Find, FindKind
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.report.evidence import IndicatorRating, Rating, Sides
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures import ratings as service
from rrt_qual.services.figures.solutions import talk
from rrt_qual.services.shared.project import Project, create
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.figures import evidence, frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import consents
from rrt_qual.store.project import changes
from small_project import CODEBOOK


def of(project: Project, indicator: str, wave: str | None = None, coder: str | None = None) -> IndicatorRating:
    """One indicator's rating."""
    return next(r for r in service.ratings(project, wave, coder) if r.indicator == indicator)


@pytest.fixture
def study(empty: Project) -> Project:
    """Ten interviews of 2026 and five of 2025, coded by Ann."""
    say(
        empty,
        {
            **{f"N{n}": ("-visits", "+colleagues") for n in range(6)},
            "N6": ("-threats", "+visits", "-colleagues"),
            "N7": ("!visits", "+jokes"),
            "N8": ("·visits",),
            "N9": (),
        },
    )
    say(empty, {f"O{n}": ("+visits", "-blame") for n in range(5)}, wave="2025")
    return empty


def test_ratings_are_counted_from_codings(study: Project) -> None:
    """Every indicator in the order of the codebook, its interviews by side, its base, and the rule's word for it."""
    assert [r.indicator for r in service.ratings(study)] == ["safety", "culture", "team"]
    safety = of(study, "safety", "2026")
    assert safety.sides == Sides(risk_only=6, strength_only=0, both=1, solution=1, any=9, concern=8)
    assert (safety.rating, safety.risk.n, safety.strength.n, safety.any.base) == (Rating.RED, 7, 1, 10)
    assert of(study, "safety", "2025").rating is Rating.GREEN
    assert of(study, "safety").rating is Rating.AMBER and of(study, "safety").any.base == 15
    assert of(study, "culture", "2026").rating is Rating.NOT_ENOUGH
    assert of(study, "team", "2026").rating is Rating.GREEN


def test_machine_made_codings_never_count(study: Project) -> None:
    """A batch of a machine's codings leaves every rating as it was."""
    before = service.ratings(study)
    with transaction(study.conn) as conn:
        machine, theme_id = study.coder("machine"), codings.theme_id_of(conn, "blame")
        for member in evidence.members(conn, coder=None):
            codings.insert(
                conn,
                interview_id=member.interview_id,
                theme_id=theme_id,
                coder_id=machine.id,
                span=Span(0, 3),
                stance=Stance.RISK,
                origin=Origin.MACHINE,
            )
        frequencies.rebuild(conn)
    assert service.ratings(study) == before


def test_one_coders_ratings(study: Project) -> None:
    """With a coder, that coder's codings alone count, with their own base."""
    say(study, {"N9": ("-blame",)}, coder="Ben")
    assert of(study, "safety", "2026", "Ann").rating is Rating.RED
    ben = of(study, "safety", "2026", "ben")
    assert ben.rating is Rating.NOT_ENOUGH and ben.any.n is None
    with pytest.raises(NotFound):
        service.ratings(study, coder="Nobody")


def test_small_waves_show_no_figure(empty: Project) -> None:
    """Of four interviews nothing is shown; of five it is."""
    say(empty, {f"N{n}": ("-visits",) for n in range(4)})
    few = of(empty, "safety")
    assert few.risk.n is None and few.sides is None and few.lean is None and "4" not in few.because
    say(empty, {"N4": ("-visits",)})
    assert of(empty, "safety").risk.n == 5


def test_nothing_coded(empty: Project) -> None:
    """A project without interviews rates nothing, and raises nothing."""
    assert {r.rating for r in service.ratings(empty)} == {Rating.NOT_ENOUGH}
    assert talk(empty)["team"].solutions == ()


def test_override_undo_and_retract(study: Project) -> None:
    """A person's rating stands beside the rule's for its wave alone; undo, redo and retract bring back what was."""
    ann, ben = study.coder("Ann"), study.coder("Ben")
    service.set_override(study, ann, "safety", Rating.AMBER, " One team only. ", "2026")
    found = of(study, "safety", "2026")
    assert (found.rating, found.by_rule, found.overridden_by) == (Rating.AMBER, Rating.RED, "Ann")
    assert found.override_reason == "One team only."
    assert not of(study, "safety").overridden_by and not of(study, "safety", "2025").overridden_by
    service.set_override(study, ben, "safety", Rating.GREEN, "No.", "2026")
    assert of(study, "safety", "2026").rating is Rating.GREEN
    assert CodingSession(study, ben).undo() is not None
    assert of(study, "safety", "2026").overridden_by == "Ann"
    assert CodingSession(study, ben).redo() is not None
    assert of(study, "safety", "2026").overridden_by == "Ben"
    service.retract(study, ann, "safety", "2026")
    assert of(study, "safety", "2026").rating is Rating.RED
    assert CodingSession(study, ann).undo() is not None
    assert of(study, "safety", "2026").rating is Rating.GREEN
    assert [a.label for a in changes.acts(study.conn, 1)] == ["rate safety by the rule"]


def test_wrong_overrides(study: Project) -> None:
    """No reason, no such indicator, no such wave, nothing to take back: a sentence each, and nothing is kept."""
    ann = study.coder("Ann")
    with pytest.raises(UsageError, match="reason"):
        service.set_override(study, ann, "safety", Rating.RED, "  ")
    with pytest.raises(NotFound, match="'pay'"):
        service.set_override(study, ann, "pay", Rating.RED, "So.")
    with pytest.raises(NotFound, match="'1999'"):
        service.set_override(study, ann, "safety", Rating.RED, "So.", "1999")
    with pytest.raises(NotFound, match="by hand"):
        service.retract(study, ann, "safety")
    assert not any(r.overridden_by for r in service.ratings(study))


def test_rule_is_the_projects_own(study: Project) -> None:
    """Changing a number changes the ratings, is logged, and a wrong number changes nothing."""
    service.set_rule(study, {"min_taking_sides": 8})
    assert of(study, "safety", "2026").rating is Rating.NOT_ENOUGH
    assert service.rule(study).min_taking_sides == 8 and service.rule(study).confidence == 0.8
    assert changes.acts(study.conn, 1)[0].label == "rule of ratings"
    with pytest.raises(UsageError):
        service.set_rule(study, {"confidence": 7})
    assert service.rule(study).min_taking_sides == 8


def test_solutions_are_grouped_and_told_once(empty: Project) -> None:
    """Solutions stand by theme, the most proposed first; overlapping passages are one, and no words come twice."""
    ids = say(empty, {f"N{n}": ("!visits", "!threats") if n < 2 else ("!visits",) for n in range(5)})
    ben = CodingSession(empty, empty.coder("Ben"))
    span = ben.codings(ids["N0"])[0].span
    ben.apply(ids["N0"], Span(span.start, span.end - 3), "visits", Stance.SOLUTION)
    ben.apply(ids["N0"], span, "threats", Stance.SOLUTION)
    found = talk(empty)["safety"].solutions
    assert [(s.tally.theme, s.tally.interviews) for s in found] == [("visits", 5), ("threats", 2)]
    assert [len(s.proposals) for s in found] == [5, 2]
    words = [p.words for s in found for p in s.proposals]
    assert len(set(words)) == len(words) and "N0 says 0 of it." in words


def test_words_obey_overlays_and_consent(empty: Project) -> None:
    """Open finds are covered in what leaves, and whoever does not allow quotes is counted and not quoted."""
    ids = say(empty, {f"N{n}": ("!visits",) for n in range(6)})
    text = CodingSession(empty, empty.coder("Ann")).transcript(ids["N1"]).text
    at = text.index("N1 says")
    with transaction(empty.conn) as conn:
        findings.insert(conn, ids["N1"], Find(Span(at, at + 2), FindKind.PERSON, 0.9, "rule", "a name"))
        for name, state in (("N0", Consent.NONE), ("N2", Consent.PARAPHRASE)):
            changes.record(
                conn, label="consent", coder_id=None, changes=[consents.put(conn, ids[name], state, None)], kind="log"
            )
    (solution,) = talk(empty)["safety"].solutions
    words = [p.words for p in solution.proposals]
    assert solution.tally.interviews == 6 and solution.unquoted == 2
    assert "[person] says 0 of it." in words and not any("N0" in w or "N1" in w or "N2" in w for w in words)


WORDS = st.lists(
    st.sampled_from([m + t for m in "+-!·" for t in ("visits", "threats", "blame")]), max_size=4, unique=True
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=6, max_size=6))
def test_one_query_agrees_with_counting_by_hand(tmp_path: Path, talk_: list[list[str]]) -> None:
    """The sides of an indicator are those that counting the codings one by one gives."""
    path = tmp_path / f"{uuid4()}.rrtq"  # made anew for each example
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Small")
    said = {f"N{n}": words for n, words in enumerate(talk_)}
    say(project, said)
    marks = {n: {w[0] for w in ws if w[1:] in ("visits", "threats")} for n, ws in said.items()}
    found = evidence.sides(project.conn, wave=None, coder=None).get("safety", Sides())
    project.close_all()
    assert found == Sides(
        risk_only=sum("-" in m and "+" not in m for m in marks.values()),
        strength_only=sum("+" in m and "-" not in m for m in marks.values()),
        both=sum({"+", "-"} <= m for m in marks.values()),
        solution=sum("!" in m for m in marks.values()),
        any=sum(bool(m) for m in marks.values()),
        concern=sum(bool(m & {"-", "!"}) for m in marks.values()),
    )
