"""The table of themes as rows for other programs: the same figures nested (JSON) and flat (CSV)."""

from __future__ import annotations

from typing import Any

from rrt_qual.analysis.figures.frequency import LEVELS, Figure, FrequencyTable, Row
from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.confidentiality.disclosure import ProtectedFigure, ProtectedRow, ProtectedTable
from rrt_qual.domain.errors import UsageError

_STANCES = (*STANCES, Stance.UNSPECIFIED)

#: A table as it is inside the project, or as it may be published: None stands for what is held back.
Tables = FrequencyTable | ProtectedTable
Rows = Row | ProtectedRow
Figures = Figure | ProtectedFigure

#: The columns of the CSV; a script may rely on their names and order.
COLUMNS = (
    *("level", "domain", "indicator", "theme", "name", "group"),
    *("interviews", "base", "share", "low", "high", "passages"),
    *(f"{stance}_{what}" for stance in _STANCES for what in ("interviews", "passages")),
    *("wave", "by", "coder", "stance", "counting_rule", "suppressed"),
)


def upto(level: str) -> tuple[str, ...]:
    """The levels from the top down to `level`; raises UsageError."""
    if level not in LEVELS:
        raise UsageError(f"There is no level '{level}'.", f"Levels: {', '.join(LEVELS)}.")
    return LEVELS[: LEVELS.index(level) + 1]


def as_json(project: str, table: Tables, levels: tuple[str, ...]) -> dict[str, Any]:
    """Everything in one value: what was counted, how, the bases, and a row a level, key and group."""
    coded, there = totals(table)
    groups = [{"group": g, "coded": c, "interviews": n} for g, (c, n) in table.bases.items() if table.by]
    return {
        "project": project,
        "wave": table.wave,
        "by": table.by,
        "coder": table.coder,
        "stance": table.stance,
        "counting_rule": table.counting_rule,
        "base": {"coded": coded, "interviews": there, "groups": groups},
        "rows": [
            {
                **_about(row),
                "group": group if table.by else None,
                **_figure(figure),
                **_stances(figure),
                **({"suppressed": hidden(figure)} if table.by else {}),
            }
            for row in table.rows
            if row.level in levels
            for group, figure in row.figures.items()
        ],
    }


def flat(table: Tables, levels: tuple[str, ...]) -> list[dict[str, Any]]:
    """One flat row a level, key and group; every row says how it was counted."""
    how = {
        "wave": table.wave,
        "by": table.by,
        "coder": table.coder,
        "stance": table.stance,
        "counting_rule": table.counting_rule,
    }
    return [
        {
            **_about(row),
            "group": group if table.by else None,
            **_figure(figure),
            **{f"{s}_{what}": n for s, counts in _stances(figure).items() for what, n in counts.items()},
            **how,
            "suppressed": " ".join(hidden(figure)) or None,
        }
        for row in table.rows
        if row.level in levels
        for group, figure in row.figures.items()
    ]


def totals(table: Tables) -> tuple[int | None, int | None]:
    """(interviews coded or done, interviews there are) of all groups together; None where that is held back."""
    if isinstance(table, ProtectedTable):
        return table.total
    coded, there = (sum(base[n] for base in table.bases.values()) for n in (0, 1))
    return coded, there


def hidden(figure: Figures) -> list[str]:
    """What of a figure is held back: 'interviews', 'base', 'passages', a stance."""
    return list(figure.hidden) if isinstance(figure, ProtectedFigure) else []


def _about(row: Rows) -> dict[str, Any]:
    return {
        "level": row.level,
        "domain": row.domain or None,
        "indicator": row.indicator or None,
        "theme": row.key if row.level == "theme" else None,
        "name": row.name,
    }


def _figure(figure: Figures) -> dict[str, Any]:
    low, high = figure.interval or (None, None)
    return {
        "interviews": figure.interviews,
        "base": figure.base,
        "share": _rounded(figure.share),
        "low": _rounded(low),
        "high": _rounded(high),
        "passages": figure.passages,
    }


def _stances(figure: Figures) -> dict[str, dict[str, int | None]]:
    return {
        str(stance): {"interviews": n, "passages": said}
        for stance in _STANCES
        for n, said in (figure.by_stance.get(stance, (0, 0)),)
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
