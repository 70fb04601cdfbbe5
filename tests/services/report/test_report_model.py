"""What a report is made of: pages, facts, microdata, and nothing that may not be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_project import AT, build_up, survey_file
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.privacy import Consent, FindKind
from rrt_qual.domain.errors import NotFound
from rrt_qual.domain.report.report import Report
from rrt_qual.services.figures import ratings, survey
from rrt_qual.services.figures.frequencies import passages, table
from rrt_qual.services.project.settings import change
from rrt_qual.services.quotes.filter import read_filter
from rrt_qual.services.report import dictionary as report_dictionary
from rrt_qual.services.report.appendix import ITEMS, NOT_MEASURED
from rrt_qual.services.report.build import build
from rrt_qual.services.report.matrix import variables
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.confidentiality import pseudonyms
from rrt_qual.store.figures import reporting
from rrt_qual.store.figures.frequencies import rebuild
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import consents, interviews


@pytest.fixture
def coded(empty: Project, tmp_path: Path) -> Project:
    build_up(empty)
    survey.import_scores(empty, survey_file(tmp_path))
    return empty


def whole(project: Project, **more: object) -> Report:
    return build(project, made_at=AT, with_matrix=True, **more)  # type: ignore[arg-type]


def test_pages_hold_every_indicator_and_theme(coded: Project) -> None:
    """For drilling down: all themes under their indicators, in order, with the figures of the table of themes."""
    report = whole(coded)
    assert [page.key for page in report.pages()] == ["safety", "culture", "team"]
    figures = {row.key: row.figure for row in table(coded).of_level("theme")}
    for page in report.pages():
        for theme in page.themes:
            c = theme.counted
            assert (c.any.n, c.passages) == (figures[c.key].interviews, figures[c.key].passages)
            assert c.of(Stance.RISK).n == figures[c.key].by_stance.get(Stance.RISK, (0, 0))[0]
    team = list(report.pages())[2]
    assert [(t.counted.key, t.depth) for t in team.themes] == [("colleagues", 0), ("jokes", 1)]
    assert team.strengths == ("colleagues", "jokes") and team.risks == ()
    assert team.rating is not None and [r.wave for r in team.by_wave] == ["2025", "2026"]
    assert team.joint is not None and team.joint.wave == "2026" and team.joint.survey_score == 4.4
    assert {d.key for d in team.differences} == {"team"}


def test_breakdown_hides_what_the_policy_hides(coded: Project) -> None:
    """No cell of a breakdown shows fewer than five interviews, and the row says what is missing."""
    sheet = whole(coded, by=("team",)).sheet("frequencies by team")
    assert sheet is not None and sheet.rows
    for row in sheet.records():
        n = row["interviews"]
        assert n is None or n == 0 or int(n) >= 5  # type: ignore[arg-type]
        assert ("interviews" in str(row["withheld"])) == (n is None)


def test_too_few_interviews_show_no_figure(project: Project) -> None:
    """One person's interview alone: every figure and the base are held back."""
    from rrt_qual.domain.spans import Span
    from rrt_qual.services.coding.session import CodingSession

    CodingSession(project, project.coder("Ama")).apply(interviews.names(project.conn)["A"], Span(0, 9), "jokes")
    report = whole(project)
    assert report.provenance.coded is None and report.provenance.interviews is None
    assert all(c.counted.any.n is None for page in report.pages() for c in page.themes)


def test_numbers_of_a_rating_say_no_more_than_its_sentence(coded: Project) -> None:
    """Who takes which side is exported where the rule's sentence tells it, not where that tells of too few alone."""
    told = ("risk_only", "strength_only", "both", "lean", "lean_low", "lean_high")
    sheet = whole(coded).sheet("indicators")
    assert sheet is not None and all(row[key] is not None for row in sheet.records() for key in told)
    ratings.set_rule(coded, {"min_interviews": 8})
    sheet = whole(coded).sheet("indicators")
    assert sheet is not None
    for row in sheet.records():
        assert all((row[key] is None) == (row["wave"] != "all") for key in told), row["because"]
        assert row["risk_interviews"] is not None


def test_every_item_of_both_checklists_is_there(coded: Project) -> None:
    """All 32 items of COREQ and 21 of SRQR are named; what the project cannot know is blank, never made up."""
    coreq, srqr = set(), set()
    for _, _, ours, theirs in ITEMS:
        for part in filter(None, ours.split(", ")):
            first, _, last = part.partition("-")
            coreq |= set(range(int(first), int(last or first) + 1))
        for part in theirs.split(", "):
            first, _, last = part.replace("S", "").partition("-")
            srqr |= set(range(int(first), int(last or first) + 1))
    assert coreq == set(range(1, 33)) and srqr == set(range(1, 22))
    facts = {fact.topic: fact.answer for fact in whole(coded).facts}
    assert facts["Who coded, and how many"].startswith("2: Ama (") and "Tom (" in facts["Who coded, and how many"]
    assert facts["Agreement between coders"] == NOT_MEASURED
    assert facts["Field notes"] == facts["Ethical approval and consent"] == facts["Who held the interviews"] == ""
    assert facts["Saturation"]


def test_matrix_agrees_with_the_table_and_knows_what_it_does_not_know(coded: Project) -> None:
    """Ones add up to the table's interviews, counts to its passages; who was not coded has no 0."""
    matrix = whole(coded).matrix
    assert matrix is not None
    records = list(matrix.sheet.records())
    assert len(records) == 14 and len({(r["participant"], r["wave"]) for r in records}) == 14
    figures = {row.key: row.figure for row in table(coded).of_level("theme")}
    for key, figure in figures.items():
        known = [r for r in records if r[f"t_{key}"] is not None]
        assert len(known) == figure.base and {r["coded"] for r in known} == {1}
        assert sum(int(r[f"t_{key}"] or 0) for r in known) == figure.interviews
        assert sum(int(r[f"t_{key}_n"] or 0) for r in known) == figure.passages
    assert {r["t_threats_stance"] for r in records} == {0, 2, None}


def teams_called_by_names(coded: Project) -> None:
    """Two teams with somebody's name in theirs, both names replaced by one pseudonym; groups of two may be told."""
    change(coded, "privacy.threshold", "2")
    with transaction(coded.conn) as conn:
        meant = pseudonyms.make(conn, FindKind.PERSON, "Manager A")
        for n, interview_id in enumerate(interviews.names(conn).values()):
            team = "Hub of Quillane" if n % 2 else "Hub of Bernadette"
            interviews.set_attributes(conn, interview_id, {"team": team})
        for form in ("Quillane", "Bernadette"):
            pseudonyms.add_form(conn, meant.id, form, form.casefold())


def test_values_in_the_matrix_hold_no_replaced_name(coded: Project) -> None:
    """A team called by somebody's name shows the pseudonym, and two that would read alike stay two groups."""
    teams_called_by_names(coded)
    matrix = whole(coded).matrix
    assert matrix is not None
    teams = [str(r["team"]) for r in matrix.sheet.records()]
    assert set(teams) == {"Hub of Manager A", "Hub of Manager A 2"} and teams.count("Hub of Manager A") == 7


def test_groups_hold_no_replaced_name(coded: Project) -> None:
    """Tables by team, on screen and in print, call it by the pseudonym, and lead to the passages of that very team."""
    named = table(coded, by="team")
    by_team = {group: named.rows[0].figures[group].passages for group in named.groups}
    teams_called_by_names(coded)
    found = table(coded, by="team")
    assert found.groups == ("Hub of Manager A", "Hub of Manager A 2") and len(by_team) > 1
    raw = {i: interviews.attributes(coded.conn, i)["team"] for i in interviews.names(coded.conn).values()}
    for row in (r for r in found.rows if r.level == "theme"):
        for group in found.groups:
            behind = passages(coded, "theme", row.key, by="team", group=group)
            teams = {raw[p.coding.interview_id] for p in behind}
            assert len(teams) <= 1 and len({p.coding.interview_id for p in behind}) == row.figures[group].interviews
    printed = repr([sheet.rows for sheet in whole(coded, by=("team",)).sheets])
    assert "Hub of Manager A 2" in printed and "Quillane" not in printed and "Bernadette" not in printed


def test_a_filter_is_named_as_it_may_be_read(coded: Project) -> None:
    """A team is found by the name that is shown, and what there is is told without a name."""
    teams_called_by_names(coded)
    heads, mask = interviews.heads(coded.conn), PublicNames(coded).masker.mask
    names = interviews.attribute_names(coded.conn)
    shown = read_filter(names, heads, mask, None, [("team", "hub of manager a 2")])
    assert shown == read_filter(names, heads, mask, None, [("team", "Hub of Quillane")])
    with pytest.raises(NotFound) as told:
        read_filter(names, heads, mask, None, [("team", "Nobody")])
    assert "Manager A" in str(told.value) and "Quillane" not in str(told.value)


def test_withdrawn_participants_are_not_in_the_matrix(coded: Project) -> None:
    """Who withdrew is in no row, and in no figure."""
    interview_id = interviews.names(coded.conn)["X01"]
    with transaction(coded.conn) as conn:
        consents.put(conn, interview_id, Consent.WITHDRAWN, None)
        rebuild(conn)
    report = whole(coded)
    assert report.matrix is not None
    assert interview_id not in {r["interview"] for r in report.matrix.sheet.records()}
    assert interview_id not in reporting.coded(coded.conn, None)
    assert report.provenance.interviews == 13
    assert sum(reporting.formats(coded.conn, None).values()) == 13


def test_no_quote_tells_where_it_stands(coded: Project) -> None:
    """A quote in a report has its words and its attribution: no interview, no offset, no wave of its own."""
    for page in whole(coded).pages():
        for quote in page.quotes:
            assert (quote.interview_id, quote.interview, quote.wave, len(quote.span)) == ("", "", "", 0)


def test_one_wave_is_compared_with_the_one_before(coded: Project) -> None:
    """A report of 2026 compares with 2025, one of 2025 with nothing, and says so."""
    assert whole(coded, wave="2026").compared == ("2025", "2026")
    first = whole(coded, wave="2025")
    assert first.compared is None and any(a.part == "Comparison" for a in first.absent)
    read_me = first.sheet("read me")
    assert read_me is not None
    assert ("Not here: Comparison", "there is no wave before '2025'") in read_me.rows


def test_names_of_variables_are_what_spss_takes() -> None:
    """Reserved words, other scripts, long and equal names: each has a name of its own, endings included."""
    words = ["all", "2nd", "åäö", "x" * 80, "X" * 80, "a-b", "a_b", "a b n", "a b", "<script>"]
    names = variables(words)
    family = [name.lower() + end for name in names for end in ("", "_n", "_stance")]
    assert len(set(family)) == len(family)
    assert all(len(name) <= 57 and name.isascii() and name[0].isalpha() and name.isidentifier() for name in names)
    assert "ALL" not in {name.upper() for name in names}


def test_the_dictionary_of_the_exports_is_as_the_program_writes_them() -> None:
    """docs/exports.md lists the columns that there are."""
    path = Path(__file__).parents[3] / "docs" / "exports.md"
    made = "run: python -m rrt_qual.services.report.dictionary docs/exports.md"
    assert path.read_text("utf-8") == report_dictionary.page(), made
