"""How often each domain, indicator and theme is spoken of; broken down, a row for each value of an attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Protocol

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.figures import columns as col
from rrt_qual.domain.report.report import Counted, Sheet, Value

BY = col.text("by", "By", "the attribute whose values the groups are", brief=False)
GROUP = col.text("group", "Group", "value of that attribute; (none): interviews without one")

_FIGURES = (
    col.INTERVIEWS,
    col.BASE,
    col.share("share", "Share", "interviews / base"),
    col.share("low", "95 % from", "lower end of the share's 95 % Wilson interval"),
    col.share("high", "to", "upper end of the share's 95 % Wilson interval"),
    col.PASSAGES,
    *(
        column
        for s in col.ALL_STANCES
        for column in (
            col.stance_count(s),
            col.count(
                f"{s}_passages", f"{s.value.capitalize()}, passages", f"passages as {s}", unit="passages", brief=False
            ),
        )
    ),
    col.text("withheld", "Confidential", "which figures of this row are held back as confidential, and so empty"),
    col.WAVE,
    col.CODER,
    col.text("stance", "Stance", "the stance that alone is counted; 'any': all of them", brief=False),
    col.text("counting_rule", "Counting rule", "when an interview counts", brief=False),
)
COLUMNS = (*col.WHERE, *_FIGURES)
BY_COLUMNS = (*col.WHERE, BY, GROUP, *_FIGURES)

#: The longest bar of stances, in signs.
_BAR = 14


class Counting(Protocol):
    """What a table of figures was counted by."""

    @property
    def wave(self) -> str | None:
        """The wave (None: all)."""

    @property
    def by(self) -> str | None:
        """The attribute that it is broken down by (None: it is not)."""

    @property
    def coder(self) -> str | None:
        """The coder (None: any)."""

    @property
    def stance(self) -> Stance | None:
        """The stance that alone is counted (None: all)."""

    @property
    def counting_rule(self) -> str:
        """When an interview counts."""


def sheet(how: Counting, groups: Mapping[str, Sequence[Counted]], notes: Sequence[str] = ()) -> Sheet:
    """A row a group and thing; a table that is not broken down has one group, ''."""
    tail = (col.or_all(how.wave), col.or_any(how.coder), col.or_any(how.stance), how.counting_rule)
    by = (how.by,) if how.by is not None else ()
    columns = (*col.WHERE, *(BY, replace(GROUP, title=how.by)), *_FIGURES) if how.by is not None else COLUMNS
    found = [(c, (*by, group) if by else ()) for group, counted in groups.items() for c in counted]
    rows = tuple((*_where(c), *of, *_numbers(c), c.withheld, *tail) for c, of in found)
    name = " by ".join(("frequencies", *by))
    return Sheet(name, f"F{name[1:]}", columns, rows, tuple(notes), tuple(c.depth for c, _ in found))


def _where(c: Counted) -> tuple[Value, ...]:
    return c.level, c.domain, c.indicator, c.key if c.level == "theme" else "", c.name


def _numbers(c: Counted) -> tuple[Value, ...]:
    stances: list[Value] = []
    for stance in col.ALL_STANCES:
        stances += (c.of(stance).n, c.stance_passages.get(stance, 0 if c.passages is not None else None))
    low, high = col.rounded(c.any.low), col.rounded(c.any.high)
    return (c.any.n, col.based(c.any), col.rounded(c.any.value), low, high, c.passages, *stances)


def reading(found: Sheet) -> Sheet:
    """A table that is not broken down, for people: n of N, the interval in one cell, the stances as signs."""
    records = found.records()
    totals = [sum(col.numbers([r[f"{s}_interviews"] for s in col.ALL_STANCES])) for r in records]
    per_sign = max(1, ceil(max(totals, default=0) / _BAR))
    columns = (
        col.NAME,
        col.count("interviews", "n of N"),
        *col.pick(COLUMNS, "share"),
        col.count("interval", col.INTERVAL.head),
        col.PASSAGES,
        col.text("stances", "Stances"),
    )
    rows = tuple(
        (
            r["name"],
            col.n_of(r["interviews"], r["base"]),
            r["share"],
            col.ends(r["low"], r["high"]),
            r["passages"],
            _bar(r, per_sign),
        )
        for r in records
    )
    each = "one interview" if per_sign == 1 else f"about {per_sign} interviews"
    legend = "  ".join(f"{s.letter} {s}" for s in col.ALL_STANCES) + f"  (each sign is {each})"
    return Sheet(found.name, "", columns, rows, (legend, *found.notes), found.depths)


def _bar(row: Mapping[str, Value], per_sign: int) -> str:
    """The stances as signs, a sign an interview (or a few): `+++--!`."""
    counts = [(s, n) for s in col.ALL_STANCES if isinstance(n := row[f"{s}_interviews"], int) and n]
    return "".join(s.letter * max(1, round(n / per_sign)) for s, n in counts)


def pivoted(found: Sheet, levels: Sequence[str], *, shares: bool = False) -> Sheet:
    """A breakdown for people: a row a thing of these levels, a column a group, 'n of N' each (and its share)."""
    groups = list(dict.fromkeys(str(r["group"]) for r in found.records()))
    cells: dict[tuple[Value, ...], dict[str, str]] = {}
    depths: dict[tuple[Value, ...], int] = {}
    for r, depth in zip(found.records(), found.depths or [0] * len(found.rows), strict=True):
        if r["level"] in levels:
            key = (r["level"], r[str(r["level"])], r["name"])
            part = share_of(r["share"]) if shares and r["interviews"] is not None and r["base"] is not None else ""
            cells.setdefault(key, {})[str(r["group"])] = f"{col.n_of(r['interviews'], r['base'])}{part}"
            depths.setdefault(key, depth)
    columns = (col.NAME, *(col.text(f"group {n}", group) for n, group in enumerate(groups)))
    rows = tuple((key[-1], *(of.get(group) for group in groups)) for key, of in cells.items())
    return Sheet(found.name, "", columns, rows, found.notes, tuple(depths.values()))


def share_of(value: Value) -> str:
    """A share behind its count: '  67 %'."""
    return f"{f'{100 * value:.0f} %' if isinstance(value, int | float) else '-':>7}"
