"""What has become of each domain, indicator and theme from one wave, or one group, to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.evidence import Comparison, ShareDifference
from rrt_qual.domain.report.report import Column, Sheet, Value


def columns(before: str, after: str) -> tuple[Column, ...]:
    """The columns of a comparison of these two."""
    return (
        *col.WHERE,
        col.text("stance", "Stance", "strength, risk or solution; 'any': spoken of at all"),
        col.text("before", "Before", "the earlier wave, or the one group", brief=False),
        col.count("before_interviews", before, f"interviews of {before} that speak of it so"),
        col.count("before_base", f"of ({before})", f"interviews of {before} that were coded"),
        col.share("before_share", f"{before}, share", "before_interviews / before_base", brief=False),
        col.text("after", "After", "the later wave, or the other group", brief=False),
        col.count("after_interviews", after, f"interviews of {after} that speak of it so"),
        col.count("after_base", f"of ({after})", f"interviews of {after} that were coded"),
        col.share("after_share", f"{after}, share", "after_interviews / after_base", brief=False),
        col.share("difference", "Difference", "after_share less before_share", unit="-1 to 1"),
        col.share("low", "95 % from", "lower end of the difference's 95 % interval (Newcombe)", unit="-1 to 1"),
        col.share("high", "to", "upper end of it", unit="-1 to 1"),
        col.count(
            "paired", "In both", "participants who took part in both; 0: two groups apart", unit="people", brief=False
        ),
        col.text("direction", "Direction", "new, gone, worse, better, more, less, same or too few"),
        col.text("note", "Note", "what to be careful of"),
        col.text("by", "By", "the attribute that the groups are of; empty: none", brief=False),
        col.text("group", "Group", "the group in which two waves are compared; empty: everybody", brief=False),
        col.text("wave", "Wave", "the wave in which two groups are compared; empty: all waves", brief=False),
        col.CODER,
    )


#: As the documents show them, which name two waves for an example.
COLUMNS = columns("2025", "2026")


def sheet(codebook: Codebook, found: Sequence[Comparison]) -> Sheet:
    """The differences of the same two at one or more levels; `found` has one comparison a level, at least one."""
    before, after = found[0].before, found[0].after
    where = col.places(codebook)
    rows = tuple(
        (
            d.level,
            *where.get((d.level, d.key), _retired(d))[:3],
            one.names.get(d.key, d.key),
            str(d.stance or "any"),
            *(
                v
                for label, s in ((before, d.before), (after, d.after))
                for v in (label, s.n, col.based(s), col.rounded(s.value))
            ),
            *map(col.rounded, (d.difference, d.low, d.high)),
            d.paired,
            str(d.direction),
            d.note,
            *(one.by, one.group, one.wave, col.or_any(one.coder)),
        )
        for one in found
        for d in one.rows
    )
    title = f"Comparison: {before} and {after}"
    return Sheet("comparison", title, columns(before, after), rows, _notes_of(found))


def _notes_of(found: Sequence[Comparison]) -> tuple[str, ...]:
    """The notes of all levels; one that is not of every level says of which it is."""
    out: dict[str, None] = {}
    for one in found:
        for note in one.notes:
            everywhere = all(note in other.notes for other in found)
            out[note if everywhere else f"Of {one.level}s: {note}"] = None
    return tuple(out)


def _retired(d: ShareDifference) -> tuple[str, ...]:
    """Where something stood that the codebook has no more: its own id alone."""
    return tuple(d.key if d.level == level else "" for level in ("domain", "indicator", "theme"))


def reading(found: Sheet, *levels: str) -> Sheet:
    """The comparison for people, of these levels: n of N on both sides, differences in percentage points."""
    before, after = col.pick(found.columns, "before_interviews", "after_interviews")
    laid = (
        col.NAME,
        *col.pick(COLUMNS, "stance"),
        col.text("before", before.title),
        col.text("after", after.title),
        col.text("difference", "Difference in points (95 % interval)", short="points (95 % CI)"),
        *col.pick(COLUMNS, "direction", "note"),
    )
    rows = tuple(_row(r) for r in found.records() if r["level"] in levels)
    return Sheet(found.name, "", laid, rows, found.notes)


def _row(r: Mapping[str, Value]) -> tuple[Value, ...]:
    sides = (col.n_of(r[f"{side}_interviews"], r[f"{side}_base"]) for side in ("before", "after"))
    return (r["name"], r["stance"], *sides, col.points(r["difference"], r["low"], r["high"]), r["direction"], r["note"])
