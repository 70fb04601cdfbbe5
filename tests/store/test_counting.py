"""What the counted tables hold: passages joined where codings overlap, and nothing that a machine coded."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrt_qual.analysis.quotes.passages import unions
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures import disclosure, frequencies, solutions
from rrt_qual.services.interviews import consent
from rrt_qual.services.shared.project import Project
from rrt_qual.store.coding import batches, codings, progress
from rrt_qual.store.figures import frequencies as stored
from rrt_qual.store.figures import relations
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, talk
from rrt_qual.store.project.ids import new_id

COUNTED = ("participant_theme", "theme_frequency", "indicator_frequency", "domain_frequency", "frequency_base")


def joined(spans: Iterable[tuple[int, int]]) -> int:
    """Passages by another road than the program's: spans are neighbours when they share a code point."""
    left = [set(range(start, end)) for start, end in spans]
    groups = 0
    while left:
        group, grown = left.pop(), True
        while grown:
            inside = [s for s in left if s & group]
            left = [s for s in left if not s & group]
            grown = bool(inside)
            group = group.union(*inside)
        groups += 1
    return groups


def counted(project: Project, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the counted tables, for comparing."""
    return {
        table: sorted(tuple(row) for row in project.conn.execute(f"SELECT * FROM {table}"))
        for table in tables or COUNTED
    }


def figure(project: Project, level: str, key: str, coder: str = "*", stance: str = "*") -> tuple[int, int]:
    """(interviews, passages) of one row of a table of figures over all waves; zeros where there is none."""
    row = project.conn.execute(
        f"SELECT interviews, passages FROM {level}_frequency WHERE {level} = ? AND wave = '*' AND coder = ?"
        " AND stance = ?",
        (key, coder, stance),
    ).fetchone()
    return tuple(row) if row else (0, 0)


# overlap is one passage, touching are two -------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda t: (t[0], t[0] + t[1])), max_size=12))
def test_passages_are_what_shares_a_code_point(spans: list[tuple[int, int]]) -> None:
    """Codings make one passage when, and only when, a chain of common code points joins them, in any order."""
    for order in (spans, spans[::-1]):
        passages = stored.cells(("ann", "risk", *span) for span in order)
        assert passages.get(("*", "*"), 0) == joined(spans)


@pytest.mark.parametrize(
    ("spans", "passages"),
    [
        ([(0, 5), (5, 9)], 2),
        ([(0, 5), (4, 9)], 1),
        ([(0, 9), (2, 3), (8, 12)], 1),
        ([(0, 9), (2, 3), (9, 12)], 2),
        ([(3, 7), (3, 7)], 1),
        ([(0, 4), (4, 8), (3, 5)], 1),
    ],
)
def test_touching_codings_are_two_passages_in_every_table(
    project: Project, ids: dict[str, str], spans: Sequence[tuple[int, int]], passages: int
) -> None:
    """Every table of figures, every list and every quote counts touching codings apart and overlapping ones as one."""
    themes = project.codebook().themes
    theme = themes[0].id
    text = CodingSession(project, project.coder("Ann")).transcript(ids["A"]).text
    start = next(n for n in range(len(text)) if not any(c.isspace() for c in text[n : n + 2]))
    for number, (begin, end) in enumerate(spans):  # each by a coder of their own, so that equal ones may stand
        with transaction(project.conn) as conn:
            codings.insert(
                conn,
                interview_id=ids["A"],
                theme_id=codings.theme_id_of(conn, theme),
                coder_id=project.coder(f"Coder {number}").id,
                span=Span(start + begin, start + end),
                stance=Stance.SOLUTION,
                origin=Origin.HAND,
            )
            stored.refresh(conn, {(ids["A"], codings.theme_id_of(conn, theme))})
    indicator = project.codebook().indicator_of(themes[0])
    assert indicator is not None
    levels = {"theme": theme, "indicator": indicator.id, "domain": indicator.domain}
    for level, key in levels.items():
        assert figure(project, level, str(key)) == (1, passages), level
        assert figure(project, level, str(key), stance="solution") == (1, passages), level
    table = frequencies.table(project)
    assert {r.figure.passages for r in table.rows if r.figure.interviews} == {passages}
    assert [s.passages for s in talk.passages_by_person(project.conn)] == [passages]
    assert {d.passages for d in disclosure.dominance(project)} == {passages}
    kept = codings.of_interview(project.conn, ids["A"])
    assert len(unions(kept)) == passages
    assert len(solutions._stretches(kept)) == passages
    tables = COUNTED[:-1]  # in the bases a recount gives everybody a row, also for what they have not coded
    before = counted(project, *tables)
    with transaction(project.conn) as conn:
        stored.rebuild(conn)
    assert counted(project, *tables) == before


def test_one_coder_s_passages_are_their_own(project: Project, ids: dict[str, str]) -> None:
    """Two codings that another coder's bridges are one passage of anybody and two of their own coder."""
    ann, ben = (CodingSession(project, project.coder(name)) for name in ("Ann", "Ben"))
    text = ann.transcript(ids["A"]).text
    start = text.index("The team")
    ann.apply(ids["A"], Span(start, start + 3), "colleagues", Stance.RISK)
    ann.apply(ids["A"], Span(start + 4, start + 8), "colleagues", Stance.STRENGTH)
    ben.apply(ids["A"], Span(start, start + 8), "colleagues", Stance.RISK)
    assert figure(project, "theme", "colleagues") == (1, 1)
    assert figure(project, "theme", "colleagues", coder="Ann") == (1, 2)
    assert figure(project, "theme", "colleagues", coder="Ben") == (1, 1)
    assert figure(project, "theme", "colleagues", stance="risk") == (1, 1)
    assert figure(project, "theme", "colleagues", coder="Ann", stance="strength") == (1, 1)


# whose figures, of which interviews ------------------------------------------------------------------


def test_groups_are_those_of_the_attribute_the_wave_and_the_coder(project: Project, ids: dict[str, str]) -> None:
    """A breakdown counts each interview under its own value of that attribute alone, within the wave, by that coder."""
    ann, ben = (CodingSession(project, project.coder(name)) for name in ("Ann", "Ben"))
    with transaction(project.conn) as conn:
        interviews.set_attributes(conn, ids["A"], {"team": "Blue", "site": "North"})
        interviews.set_attributes(conn, ids["B"], {"team": "Red", "site": ""})
        interviews.set_attributes(conn, ids["C"], {"site": "North", "team": "Blue"})
    for session, name, theme in ((ann, "A", "colleagues"), (ben, "B", "colleagues"), (ben, "C", "threats")):
        spans = [segment.span for segment in session.transcript(ids[name]).segments][:2]
        for span in spans:
            session.apply(ids[name], span, theme, Stance.RISK)
    ann.set_done(ids["C"], True)

    def found(attribute: str, wave: str | None, coder: str | None) -> tuple[object, object]:
        kept = stored.grouped(project.conn, "theme", wave=wave, coder=coder, attribute=attribute)
        return (
            {(c.group, c.key): (c.interviews, c.passages) for c in kept if c.stance == "*"},
            stored.group_bases(project.conn, attribute, wave=wave, coder=coder),
        )

    colleagues, threats = "colleagues", "threats"
    assert found("team", None, None) == (
        {("Blue", colleagues): (1, 2), ("Red", colleagues): (1, 2), ("Blue", threats): (1, 2)},
        {"Blue": (2, 2), "Red": (1, 1)},
    )
    assert found("site", "2026", "Ben") == ({("(none)", colleagues): (1, 2)}, {"North": (0, 1), "(none)": (1, 1)})
    assert found("site", "2025", "Ann") == ({}, {"North": (1, 1)})
    assert found("wave", None, "Ben") == (
        {("2026", colleagues): (1, 2), ("2025", threats): (1, 2)},
        {"2025": (1, 1), "2026": (1, 2)},
    )
    with pytest.raises(ValueError, match="stance"):
        stored.stored(project.conn, "stance", wave=None, coder=None)


def test_the_base_of_who_has_coded_nothing_is_nought_of_all_that_there_are(
    project: Project, ids: dict[str, str]
) -> None:
    """Of a coder without any figure the base is none of the interviews of the wave, withdrawn ones left out."""
    bases = {wave: stored.base(project.conn, wave, "Nobody") for wave in (None, "2026", "2025", "2020")}
    assert bases == {None: (0, 3), "2026": (0, 2), "2025": (0, 1), "2020": (0, 0)}
    consent.set_state(project, project.coder("Ann"), ids["A"], Consent.WITHDRAWN)
    assert [stored.base(project.conn, wave, "Nobody") for wave in (None, "2026", "2025")] == [(0, 2), (0, 1), (0, 1)]


def test_bases_follow_each_wave(project: Project, ids: dict[str, str]) -> None:
    """A theme's base is that of its own wave and coder, also when the base grows after the theme was counted."""
    ann, ben = (CodingSession(project, project.coder(name)) for name in ("Ann", "Ben"))
    ann.set_done(ids["C"], True)
    ann.set_done(ids["B"], True)
    ann.apply(ids["A"], ann.transcript(ids["A"]).segments[0].span, "colleagues", Stance.RISK)
    ben.apply(ids["C"], ben.transcript(ids["C"]).segments[0].span, "colleagues", Stance.RISK)

    def rows() -> dict[tuple[str, str], set[int]]:
        out: dict[tuple[str, str], set[int]] = {}
        for table in stored.FREQUENCIES:
            for r in project.conn.execute(f"SELECT wave, coder, base FROM {table}"):
                out.setdefault((r["wave"], r["coder"]), set()).add(r["base"])
        return out

    expected = {("2026", "Ann"): {2}, ("*", "Ann"): {3}, ("2025", "Ben"): {1}, ("*", "Ben"): {1}}
    anybody = {("2026", "*"): {2}, ("2025", "*"): {1}, ("*", "*"): {3}}
    assert rows() == expected | anybody
    ben.set_done(ids["A"], True)
    assert rows() == expected | anybody | {("*", "Ben"): {2}}
    with transaction(project.conn) as conn:
        stored.rebuild(conn)
    assert rows() == expected | anybody | {("*", "Ben"): {2}}


# what a machine coded counts nowhere ------------------------------------------------------------------


def machine_made(project: Project, ids: dict[str, str], names: str = "ABC", coder: str = "machine") -> list[Coding]:
    """Codings of every theme by a machine, on all talk of these interviews."""
    coder_id = project.coder(coder).id
    session = CodingSession(project, project.coder(coder))
    return [
        Coding(new_id(), ids[name], theme.id, coder_id, segment.span, Stance.RISK, Origin.MACHINE)
        for name, theme in itertools.product(names, project.codebook().themes)
        for segment in session.transcript(ids[name]).segments
    ]


def people_s(project: Project, ids: dict[str, str]) -> None:
    """A few codings by people, one interview coded and one marked as done."""
    ann, ben = (CodingSession(project, project.coder(name)) for name in ("Ann", "Ben"))
    project.coder("machine")
    first, second, *_ = (s.span for s in ann.transcript(ids["A"]).segments if s.turn == 1)
    ann.apply(ids["A"], first, "colleagues", Stance.STRENGTH)
    ben.apply(ids["A"], second, "threats", Stance.RISK)
    ben.set_done(ids["C"], True)


def figures(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """The counted tables, without what is not counted: the rows of those who have coded nothing."""
    found = counted(project)
    found["coder_progress"] = sorted(
        tuple(row)
        for row in project.conn.execute(
            "SELECT interview_id, coder_id, coded_segments, done_at FROM coder_progress"
            " WHERE coded_segments > 0 OR done_at IS NOT NULL"
        )
    )
    return found


@pytest.mark.parametrize("coder", ["machine", "Ann"])
def test_machine_made_codings_change_no_count(project: Project, ids: dict[str, str], coder: str) -> None:
    """All five tables of figures and everybody's progress stay as they were, whoever's name a machine codes under."""
    people_s(project, ids)
    before = figures(project)
    assert all(before.values())
    shown = frequencies.table(project)
    batches.put(project.conn, machine_made(project, ids, coder=coder), label="machine batch")
    assert figures(project) == before
    assert frequencies.table(project) == shown
    with transaction(project.conn) as conn:
        stored.rebuild(conn)
        progress.recount_all(conn)
    assert figures(project) == before
    batches.retire_machine(project.conn, label="machine batch taken back")
    assert figures(project) == before


def test_machine_made_codings_change_no_count_at_a_later_act(project: Project, ids: dict[str, str]) -> None:
    """A person's act on the same passages, undone again, counts theirs alone while a machine's codings stand."""
    ann = CodingSession(project, project.coder("Ann"))
    ben = CodingSession(project, project.coder("Ben"))
    people_s(project, ids)
    before = figures(project)
    batches.put(project.conn, machine_made(project, ids, coder="Ann"), label="machine batch")
    span = ann.transcript(ids["A"]).segments[-1].span
    made = ben.apply(ids["A"], span, "jokes", Stance.RISK)
    assert figure(project, "theme", "jokes") == (1, 1) == figure(project, "theme", "jokes", stance="risk")
    assert figure(project, "theme", "jokes", coder="Ann") == (0, 0)
    assert stored.base(project.conn, None, "Ben") == (2, 3) == stored.base(project.conn, None, None)
    assert stored.base(project.conn, None, "Ann") == (1, 3)
    ben.set_stance([made.id], Stance.STRENGTH)
    assert figure(project, "theme", "jokes", stance="risk") == (0, 0)
    ben.undo()
    ben.undo()
    assert figures(project) == before


def test_machine_made_codings_change_no_count_when_consent_changes(project: Project, ids: dict[str, str]) -> None:
    """Recounting one interview for its consent brings nothing in that a machine coded."""
    people_s(project, ids)
    before = figures(project)
    batches.put(project.conn, machine_made(project, ids), label="machine batch")
    with transaction(project.conn) as conn:
        for interview_id in ids.values():
            stored.refresh_interview(conn, interview_id)
    assert figures(project) == before


def test_machine_made_codings_are_behind_no_figure(project: Project, ids: dict[str, str]) -> None:
    """Neither the passages behind a figure nor groups, relations or recent themes know what a machine coded."""
    people_s(project, ids)
    themes = [t.id for t in project.codebook().themes]

    def behind() -> tuple[object, ...]:
        return (
            [c.id for c in codings.passages(project.conn, themes=themes)],
            [c.id for c in codings.every(project.conn, with_machine=False)],
            stored.grouped(project.conn, "theme", wave=None, coder=None, attribute="wave"),
            stored.group_bases(project.conn, "wave", wave=None, coder=None),
            relations.coded(project.conn),
            talk.passages_by_person(project.conn),
            codings.recent_themes(project.conn, project.coder("Ann").id),
        )

    before = behind()
    batches.put(project.conn, machine_made(project, ids, coder="Ann"), label="machine batch")
    assert behind() == before
