"""Waves and groups of a project compared: who is counted, who is paired, over revisions of the codebook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_project import say
from rrt_qual.domain.codebook import Codebook, Stance, Theme
from rrt_qual.domain.errors import Conflict, NotFound, UsageError
from rrt_qual.domain.report.evidence import Comparison, Direction, ShareDifference
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.codebook import mapping as theme_mapping
from rrt_qual.services.codebook.codebooks import CodebookFile
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures.comparison import compare
from rrt_qual.services.shared.project import Project
from small_project import CODEBOOK


def row(found: Comparison, key: str, stance: Stance | None = None) -> ShareDifference:
    """The row of one thing."""
    return next(r for r in found.rows if r.key == key and r.stance is stance)


@pytest.fixture
def study(empty: Project) -> Project:
    """Ten interviews a wave; five people took part in both, and teams North and South."""
    teams = {f"{w}{n}": {"team": "North" if n < 6 else "South", "years": str(n)} for w in "NO" for n in range(10)}
    old = {f"O{n}": ("-visits",) if n < 2 else ("+colleagues",) for n in range(10)}
    new = {f"N{n}": ("-visits", "-threats") if n < 9 else ("!blame",) for n in range(10)}
    say(empty, old, wave="2025", people={f"O{n}": f"P{n}" for n in range(10)}, attributes=teams)
    people = {f"N{n}": f"P{n}" if n < 5 else f"Q{n}" for n in range(10)}
    say(empty, new, wave="2026", people=people, attributes=teams)
    return empty


def test_waves(study: Project) -> None:
    """Shares, difference and direction of every level; whoever took part in both is paired."""
    found = compare(study, before="2025", after="2026")
    safety = row(found, "safety", Stance.RISK)
    assert (safety.before.n, safety.before.base, safety.after.n, safety.after.base) == (2, 10, 9, 10)
    assert safety.direction is Direction.WORSE and safety.paired == 5
    assert safety.difference == pytest.approx(0.7) and safety.low is not None and safety.low > 0
    assert row(found, "team", Stance.STRENGTH).direction is Direction.GONE
    assert row(found, "team").direction is Direction.GONE
    assert row(found, "culture", Stance.SOLUTION).direction is Direction.SAME
    assert [r.key for r in found.rows] == sorted((r.key for r in found.rows), key=["safety", "culture", "team"].index)
    assert "5 people are in both" in found.notes[0]
    themes = compare(study, before="2025", after="2026", level="theme", stance=Stance.RISK)
    assert [r.key for r in themes.rows] == ["threats", "visits"] and {r.stance for r in themes.rows} == {Stance.RISK}
    domains = compare(study, before="2025", after="2026", level="domain")
    assert row(domains, "safe").after.n == 10 and domains.names["safe"] == "I feel safe"


def test_turned_round(study: Project) -> None:
    """From the later wave to the earlier every difference has the other sign."""
    one, other = (compare(study, before=a, after=b) for a, b in (("2025", "2026"), ("2026", "2025")))
    for there, back in zip(one.rows, other.rows, strict=True):
        assert there.difference is not None and back.difference is not None
        assert there.difference == pytest.approx(-back.difference)


def test_groups(study: Project) -> None:
    """Groups are values or bands; a cell of under five takes the one beside it along."""
    found = compare(study, before="north", after="South", by="team", wave="2025")
    assert found.rows == () and any("too small" in n for n in found.notes)
    found = compare(study, before="North", after="South", by="team")
    assert (row(found, "safety").before.n, row(found, "safety").after.n) == (None, None)
    assert any("withheld" in n for n in found.notes)
    found = compare(study, before="<4", after="4+", by="years")
    assert row(found, "culture").before.n is None
    within = compare(study, before="2025", after="2026", by="team", group="North")
    assert within.rows == () and any("another group could be worked out" in n for n in within.notes)


def test_bands_that_may_be_shown(empty: Project) -> None:
    """Bands and teams of enough people show their figures."""
    years = {f"N{n:02}": {"years": str(n), "team": "ABCD"[n // 6]} for n in range(24)}
    say(empty, {name: ("-visits",) if n % 6 else () for n, name in enumerate(years)}, attributes=years)
    found = compare(empty, before="<12", after="12+", by="years")
    safety = row(found, "safety", Stance.RISK)
    assert (safety.before.n, safety.before.base, safety.after.n, safety.after.base) == (10, 12, 10, 12)
    assert safety.direction is Direction.SAME
    teams = [compare(empty, before=a, after=b, by="team") for a, b in ("AB", "BC", "CD")]
    assert {row(t, "safety", Stance.RISK).before.n for t in teams} == {5}


def test_what_one_comparison_hides_no_other_gives_away(empty: Project) -> None:
    """Of four teams one is small in a cell: with the total known, a second team's cell is hidden wherever it stands."""
    speak = {"A": 3, "B": 6, "C": 7, "D": 8}
    talk = {f"{t}{n}": ("-visits",) if n < k else () for t, k in speak.items() for n in range(9)}
    say(empty, talk, attributes={name: {"team": name[0]} for name in talk})
    seen: dict[str, int] = {}
    for before, after in ("AB", "BC", "CD", "BD"):
        found = row(compare(empty, before=before, after=after, by="team"), "safety")
        seen |= {team: s.n for team, s in ((before, found.before), (after, found.after)) if s.n is not None}
    assert "A" not in seen and len(seen) <= 2


@pytest.mark.parametrize(
    ("words", "fault", "about"),
    [
        ({"before": "1999", "after": "2026"}, NotFound, "no wave '1999'"),
        ({"before": "2026", "after": "2026"}, UsageError, "with itself"),
        ({"before": "2025", "after": "2026", "level": "galaxy"}, UsageError, "no level"),
        ({"before": "2025", "after": "2026", "wave": "2026"}, UsageError, "within one wave"),
        ({"before": "2025", "after": "2026", "group": "North"}, UsageError, "By which attribute"),
        ({"before": "North", "after": "South", "by": "shoe"}, NotFound, "no attribute 'shoe'"),
        ({"before": "North", "after": "East", "by": "team"}, NotFound, "There are: North, South"),
        ({"before": "<5", "after": "4+", "by": "years"}, UsageError, "are both"),
        ({"before": "2025", "after": "2026", "coder": "Nobody"}, NotFound, "No coder"),
    ],
)
def test_wrong_questions(study: Project, words: dict[str, str], fault: type[Exception], about: str) -> None:
    """A question that cannot be answered is one sentence."""
    with pytest.raises(fault, match=about):
        compare(study, **words)  # type: ignore[arg-type]


def revised(project: Project, *themes: Theme, drop: tuple[str, ...]) -> None:
    """Put a newer codebook in: without `drop`, with `themes`."""
    kept = tuple(t for t in CODEBOOK.themes if t.id not in drop)
    book: Codebook = replace(CODEBOOK, version=2, themes=(*kept, *themes))
    codebooks.update(project, CodebookFile(book, "small 2", "small2.yaml"))


def theme(key: str, indicator: str = "safety") -> Theme:
    """A theme of the newer codebook."""
    return Theme(key, key.title(), "#009e73", "New.", indicator=indicator)


def test_a_split_theme_is_counted_with_its_parts(empty: Project) -> None:
    """What was one theme and is two now is compared as one, under the old name, and the note says so."""
    say(empty, {f"O{n}": ("-visits",) if n < 6 else () for n in range(8)}, wave="2025")
    revised(empty, theme("alone"), theme("evening", "team"), drop=("visits",))
    say(empty, {f"N{n}": ("-alone",) if n < 3 else ("-evening", "-alone") for n in range(8)}, wave="2026")
    before = compare(empty, before="2025", after="2026", level="theme", stance=Stance.RISK)
    assert row(before, "visits", Stance.RISK).direction is Direction.GONE
    assert "no longer in the codebook" in row(before, "visits", Stance.RISK).note
    assert "came into the codebook after" in row(before, "alone", Stance.RISK).note
    assert theme_mapping.add(empty, "visits", "alone") == "renamed"
    assert theme_mapping.add(empty, "visits", "evening") == "split"
    assert {m.kind for m in theme_mapping.every(empty)} == {"split"}
    found = compare(empty, before="2025", after="2026", level="theme", stance=Stance.RISK)
    (only,) = found.rows
    assert (only.key, only.before.n, only.after.n) == ("visits", 6, 8)
    assert "split into" in only.note and any("split into" in n for n in found.notes)
    assert found.names["visits"] == "Lone visits"


def test_a_renamed_theme_counts_where_it_stands_now(empty: Project) -> None:
    """A theme that moved to another indicator under a new name counts for that indicator in both waves."""
    say(empty, {f"O{n}": ("-visits",) for n in range(6)}, wave="2025")
    revised(empty, theme("alone", "team"), drop=("visits",))
    say(empty, {f"N{n}": ("-alone",) for n in range(6)}, wave="2026")
    ann = empty.coder("Ann")
    theme_mapping.add(empty, "visits", "alone", coder=ann)
    found = compare(empty, before="2025", after="2026", stance=Stance.RISK)
    assert [(r.key, r.before.n, r.after.n) for r in found.rows] == [("team", 6, 6)]
    themes = compare(empty, before="2025", after="2026", level="theme", stance=Stance.RISK)
    assert [(r.key, r.before.n, r.after.n) for r in themes.rows] == [("alone", 6, 6)]
    assert CodingSession(empty, ann).undo() is not None and theme_mapping.every(empty) == []
    assert CodingSession(empty, ann).redo() is not None and len(theme_mapping.every(empty)) == 1


def test_mappings_that_cannot_be(study: Project) -> None:
    """Unknown themes, the same twice, a theme renamed to itself, and nothing to take back: a sentence each."""
    assert theme_mapping.add(study, "visits", "threats") == "renamed"
    assert theme_mapping.add(study, "blame", "threats") == "merged"
    with pytest.raises(Conflict):
        theme_mapping.add(study, "blame", "threats", "merged")
    for words, fault in (
        (("pay", "threats"), NotFound),
        (("jokes", "jokes"), UsageError),
        (("jokes", "team"), NotFound),
        (("jokes", "blame", "torn"), UsageError),
    ):
        with pytest.raises(fault):
            theme_mapping.add(study, *words)
    theme_mapping.retract(study, "blame", "threats")
    with pytest.raises(NotFound):
        theme_mapping.retract(study, "blame", "threats")
