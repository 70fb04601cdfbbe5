"""Comparing waves and groups: who speaks of what, then and now, here and there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rrt_qual.analysis.figures import comparison
from rrt_qual.analysis.figures.comparison import Limits, Side, SpokenIn, by_chance, matched
from rrt_qual.analysis.figures.families import Family
from rrt_qual.analysis.figures.frequency import LEVELS
from rrt_qual.analysis.figures.groups import NONE, belongs
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.report.evidence import Comparison, ShareDifference
from rrt_qual.services.codebook import mapping as theme_mapping
from rrt_qual.services.figures.frequencies import checked_wave
from rrt_qual.services.figures.hidden_groups import Scope, hidden_of
from rrt_qual.services.figures.limits import threshold
from rrt_qual.services.figures.ratings import rule
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import evidence
from rrt_qual.store.figures.evidence import KnownTheme, Member, Mention
from rrt_qual.store.file.connection import snapshot
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import coders

__all__ = ["compare"]


def compare(
    project: Project,
    *,
    before: str,
    after: str,
    by: str | None = None,
    group: str | None = None,
    wave: str | None = None,
    level: str = "indicator",
    stance: Stance | None = None,
    coder: str | None = None,
) -> Comparison:
    """The shares of interviews in `after` less those in `before`, a row for each thing anybody speaks of.

    Without `by`, `before` and `after` are waves; with `by` and `group`, they are waves of that group alone; with `by`
    alone they are two groups by that attribute (a value, or a band such as '<2'), in `wave` or in all. A row for any
    stance and for each of the three, or for `stance` alone. Figures of small groups are withheld.

    Raises:
        NotFound: no such wave, attribute, group or coder.
        UsageError: no such level, twice the same side, or groups that share interviews.
    """
    if level not in LEVELS:
        raise UsageError(f"There is no level '{level}'.", f"Levels: {', '.join(LEVELS)}.")
    with snapshot(project.conn) as conn:
        name = coders.by_name(conn, coder).name if coder else None
        _check(project, before, after, by, group, wave)
        found = evidence.members(conn, coder=name, attribute=by)
        sides = _sides(found, before, after, by, group, wave)
        themes = evidence.known_themes(conn)
        kin = theme_mapping.of_project(project)
        mentions = evidence.mentions(conn, coder=name)
        said = _spoken(mentions, level, themes, kin, stance)
        late = _late(project, themes, before) if level == "theme" and (by is None or group) else {}
        names = {key: t.name for key, t in themes.items()} if level == "theme" else evidence.known_names(conn, level)
        order = [f.key for f in kin] if level == "theme" else list(names)
        limits = Limits(rule(project).min_interviews, threshold(project), cells=by is not None)
        hidden = hidden_of(project, found, sides, Scope(by, group, wave, name), mentions) if by else []
    said.sort(key=lambda one: (order.index(one.key), 0 if one.stance is None else 1 + STANCES.index(one.stance)))
    if level == "theme":
        said = [replace(one, note=_noted(one, themes, late)) for one in said]
    members = {f.key: f.members for f in kin} if level == "theme" else {}
    for n, one in enumerate(said):
        cells = [(level, key, one.stance) for key in members.get(one.key, (one.key,))]
        said[n] = replace(one, hidden=any(limit.hides(side, cells) for limit, side in hidden))
    held = any(side in limit.groups for limit, side in hidden)
    shown = not held and all(side.base >= limits.threshold for side in sides)
    rows = comparison.compare(level, said, *sides, limits) if shown else []
    told = {row.key for row in rows}
    notes = _notes(sides, rows, shown, kin if level == "theme" else (), told)
    return Comparison(
        level, sides[0].label, sides[1].label, tuple(rows), tuple(notes), names,
        by=by or "", group=group or "", wave=wave or "", coder=name or "",
    )  # fmt: skip


def _check(project: Project, before: str, after: str, by: str | None, group: str | None, wave: str | None) -> None:
    if by is not None and by not in (have := interviews.attribute_names(project.conn)):
        raise NotFound(f"There is no attribute '{by}'.", f"Attributes in this project: {', '.join(have)}.")
    if group is not None and by is None:
        raise UsageError(f"By which attribute is '{group}' a group?", "Say it with --by.")
    of_waves = by is None or group is not None
    for one in (before, after) if of_waves else ():
        checked_wave(project, one)
    if of_waves and wave is not None:
        raise UsageError("Two waves cannot be compared within one wave.", "Leave --wave out, or compare groups.")
    checked_wave(project, wave)
    if before == after:
        raise UsageError(f"'{before}' cannot be compared with itself.", "Name two waves, or two groups.")


def _sides(
    found: Sequence[Member], before: str, after: str, by: str | None, group: str | None, wave: str | None
) -> tuple[Side, Side]:
    if by is None or group is not None:
        there = found if by is None or group is None else _group(found, by, group)
        parts = [[m for m in there if m.wave == one] for one in (before, after)]
    else:
        there = [m for m in found if wave in (None, m.wave)]
        parts = [_group(there, by, one) for one in (before, after)]
        if {m.interview_id for m in parts[0]} & {m.interview_id for m in parts[1]}:
            raise UsageError(f"Some interviews are both '{before}' and '{after}'.", "Choose groups that share none.")
    people = {m.interview_id: m.participant for m in found}
    first, second = (
        Side(label, frozenset(m.interview_id for m in part), people)
        for label, part in zip((before, after), parts, strict=True)
    )
    return first, second


def _group(found: Sequence[Member], by: str, words: str) -> list[Member]:
    values = {m.value for m in found}
    inside = belongs(words, values)
    if inside is None:
        some = sorted(v or NONE for v in values)
        listed = ", ".join(some[:12]) + (" …" if len(some) > 12 else "")
        bands = " For numbers also bands: '<2', '2-5', '6+'." if any(v[:1].isdigit() for v in some) else ""
        raise NotFound(f"No coded interview has the {by} '{words}'.", f"There are: {listed or 'none'}.{bands}")
    return [m for m in found if inside(m.value)]


def _spoken(
    mentions: Sequence[Mention], level: str, themes: dict[str, KnownTheme], kin: Sequence[Family], stance: Stance | None
) -> list[SpokenIn]:
    """Who speaks of each thing; themes that became one another are one thing, and stand where the later ones do."""
    family = {member: f for f in kin for member in f.members}
    where = {member: _place(f, member, themes) for f in kin for member in f.members}
    wanted: tuple[Stance | None, ...] = (stance,) if stance else (None, *STANCES)
    marks = {"*" if s is None else str(s): s for s in wanted}
    out: dict[tuple[str, Stance | None], set[str]] = {}
    for m in mentions:
        if m.stance in marks and m.theme in family:
            key = family[m.theme].key if level == "theme" else getattr(where[m.theme], level)
            if key:
                out.setdefault((key, marks[m.stance]), set()).add(m.interview_id)
    notes = {f.key: f.note for f in kin} if level == "theme" else {}
    return [SpokenIn(key, s, found, notes.get(key, "")) for (key, s), found in out.items()]


def _place(family: Family, member: str, themes: dict[str, KnownTheme]) -> KnownTheme:
    """The theme whose indicator and domain a member counts for: those of what it became, when that is one place."""
    own = themes[member]
    heirs = [themes[m] for m in family.members if not themes[m].retired]
    one_place = len({(t.indicator, t.domain) for t in heirs}) == 1
    return heirs[0] if own.retired and one_place else own


def _late(project: Project, themes: dict[str, KnownTheme], wave: str) -> dict[str, bool]:
    """Themes that came into the codebook only after the last coding of a wave was made."""
    last = evidence.last_coded(project.conn).get(wave, "")
    return {key: bool(last and t.since and t.since > last) for key, t in themes.items()}


def _noted(one: SpokenIn, themes: dict[str, KnownTheme], late: dict[str, bool]) -> str:
    if one.note:
        return one.note
    if themes[one.key].retired:
        return "no longer in the codebook: fewer may only mean that ('codebook map' can say what it became)"
    if late.get(one.key):
        return "came into the codebook after the earlier wave was coded: more may only mean that"
    return ""


def _notes(
    sides: tuple[Side, Side], rows: Sequence[ShareDifference], shown: bool, kin: Sequence[Family], told: set[str]
) -> list[str]:
    before, after = sides
    couples = len(matched(before, after))
    method = (
        f"Differences are the share in {after.label} less that in {before.label},"
        " with 95 % intervals by Newcombe (1998)"
    )
    if couples:
        people = "1 person is" if couples == 1 else f"{couples} people are"
        method += (
            f". {people} in both and compared with themselves, all others as separate people"
            " (the interval takes both into account)."
        )
    else:
        method += " for independent groups: nobody is known to be in both."
    notes = [method]
    chance = by_chance(rows)
    if chance >= 1:
        notes.append(f"Of so many intervals about {chance:.0f} would leave 0 out by chance alone.")
    if not shown:
        notes.append(
            "Figures of these two are withheld: one is too small, or another group could be worked out from them."
        )
    withheld = sum(row.before.n is None for row in rows)
    if withheld:
        notes.append(f"{withheld} of {len(rows)} rows are withheld, so that nobody can be made out.")
    notes += [f"{f.note[0].upper()}{f.note[1:]}." for f in kin if f.note and f.key in told]
    return notes
