"""The table of themes and the passages behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rrt_qual.analysis.figures.frequency import LEVELS, Frequency, FrequencyRow, FrequencyTable, build
from rrt_qual.analysis.figures.proportion import wilson
from rrt_qual.domain.codebook import Codebook, Stance
from rrt_qual.domain.coding import Coding
from rrt_qual.domain.confidentiality.disclosure import ProtectedFigure, ProtectedRow, ProtectedTable
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.figures import frequencies as figure
from rrt_qual.domain.report.evidence import Share
from rrt_qual.domain.report.report import Counted, Sheet
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import snapshot
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import coders

__all__ = [
    "LEVELS",
    "Frequency",
    "FrequencyRow",
    "FrequencyTable",
    "ShownPassage",
    "attribute_names",
    "checked",
    "checked_wave",
    "counted",
    "passages",
    "sheet",
    "table",
    "themes_below",
    "upto",
    "waves",
]


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A coded passage as it is shown behind a figure: who coded it, where, and the words.

    Words, memo and the interview's name are as they may be read; the coding's span is that of the original.
    """

    coding: Coding
    interview: str
    wave: str
    coder: str
    words: str


def table(
    project: Project,
    *,
    wave: str | None = None,
    by: str | None = None,
    coder: str | None = None,
    stance: Stance | None = None,
) -> FrequencyTable:
    """Interviews and passages per domain, indicator and theme, from the project's stored tables.

    Raises:
        NotFound: no such wave, attribute or coder; the sentence names those there are.
    """
    conn = project.conn
    counts: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    with snapshot(conn):
        coder = checked(project, wave, by, coder)
        if by is None:
            bases = {"": frequencies.base(conn, wave, coder)}
            for level in LEVELS:
                for c in frequencies.stored(conn, level, wave=wave, coder=coder):
                    counts[level, c.key, c.stance, ""] = (c.interviews, c.passages)
        else:
            said = _groups(project, by)
            bases = {said[g]: n for g, n in frequencies.group_bases(conn, by, wave=wave, coder=coder).items()}
            for level in LEVELS:
                for c in frequencies.grouped(conn, level, wave=wave, coder=coder, attribute=by):
                    counts[level, c.key, c.stance, said[c.group]] = (c.interviews, c.passages)
    return build(project.codebook(), counts, bases, wave=wave, by=by, coder=coder, stance=stance)


def _groups(project: Project, by: str) -> dict[str, str]:
    """Value of an attribute, or '(none)' -> the group as it may be called: a team may bear somebody's name."""
    found = frequencies.group_bases(project.conn, by, wave=None, coder=None)
    return {wave: wave for wave in found} if by == "wave" else PublicNames(project).values(found)


def upto(level: str) -> tuple[str, ...]:
    """The levels from the top down to `level`; raises UsageError."""
    if level not in LEVELS:
        raise UsageError(f"There is no level '{level}'.", f"Levels: {', '.join(LEVELS)}.")
    return LEVELS[: LEVELS.index(level) + 1]


def sheet(found: FrequencyTable | ProtectedTable, levels: Sequence[str] = LEVELS) -> Sheet:
    """The figures of a table, of these levels, a row a thing and group: as they are, or as they may be published."""
    rows = [row for row in found.rows if row.level in levels]
    return figure.sheet(found, {group: [counted(row, row.figures[group]) for row in rows] for group in found.groups})


def counted(row: FrequencyRow | ProtectedRow, found: Frequency | ProtectedFigure) -> Counted:
    """One row's figures for one group: as they are, or as they may be published."""
    base = found.base or 0
    low, high = found.interval or (None, None)
    return Counted(
        row.level,
        row.key,
        row.name,
        Share(found.interviews, base, low, high),
        {stance: _share(n, base) for stance, (n, _) in found.by_stance.items()},
        found.passages,
        {stance: said for stance, (_, said) in found.by_stance.items()},
        ", ".join(found.hidden),
        row.domain,
        row.indicator,
        row.depth,
    )


def _share(n: int | None, base: int) -> Share:
    return Share(n, base, *wilson(min(n, base), base)) if n is not None and base else Share(n, base)


def passages(
    project: Project,
    level: str,
    key: str,
    *,
    wave: str | None = None,
    coder: str | None = None,
    stance: Stance | None = None,
    by: str | None = None,
    group: str | None = None,
) -> list[ShownPassage]:
    """The coded passages behind one figure, by wave, interview and place; machine-made ones left out.

    `level` is domain, indicator or theme, `key` its id; `group` one of the groups that `table` has for the attribute
    `by` ('(none)': those without a value).

    Raises:
        NotFound: no such thing.
    """
    conn = project.conn
    coder = checked(project, wave, by, coder)
    themes = themes_below(project.codebook(), level, key)
    value = None
    if by and group is not None:
        value = next((raw for raw, said in _groups(project, by).items() if said == group), group)
    found = codings.passages(
        conn,
        themes=themes,
        wave=wave,
        coder_id=coders.by_name(conn, coder).id if coder else None,
        stance=stance,
        attribute=(by, "" if value == "(none)" else value) if by and value is not None else None,
    )
    names = {c.id: c.name for c in coders.every(conn)}
    waves_of = {h.id: h.wave for h in interviews.heads(conn)}
    texts = Texts(project)
    return [
        ShownPassage(
            replace(c, memo=texts.mask(c.memo)),
            texts.name(c.interview_id),
            waves_of[c.interview_id],
            names[c.coder_id],
            texts.words(c.interview_id, c.span),
        )
        for c in found
    ]


def themes_below(codebook: Codebook, level: str, key: str) -> list[str]:
    """The ids of the themes that count for a domain, an indicator or a theme; raises NotFound."""
    if level == "theme":
        found = [t.id for t in codebook.themes if t.id == key]
    elif level == "indicator":
        found = [t.id for t in codebook.themes if (i := codebook.indicator_of(t)) and i.id == key]
    else:
        found = [t.id for t in codebook.themes if (d := codebook.domain_of(t)) and d.id == key]
    if not found:
        raise NotFound(f"The codebook has no {level} '{key}' with themes.")
    return found


def waves(project: Project) -> list[str]:
    """The waves there are."""
    return interviews.waves(project.conn)


def attribute_names(project: Project) -> list[str]:
    """What the table can be broken down by."""
    return interviews.attribute_names(project.conn)


def checked_wave(project: Project, wave: str | None) -> None:
    """Raises NotFound when the project has no such wave; the sentence names those there are."""
    if wave is not None and wave not in (have := interviews.waves(project.conn)):
        raise NotFound(f"There is no wave '{wave}'.", f"Waves in this project: {', '.join(have) or 'none'}.")


def checked(project: Project, wave: str | None, by: str | None, coder: str | None) -> str | None:
    """Check the filters against the project; returns the coder's name as it is written there. Raises NotFound."""
    conn = project.conn
    checked_wave(project, wave)
    if by is not None and by != "participant" and by not in (have := interviews.attribute_names(conn)):
        raise NotFound(f"There is no attribute '{by}'.", f"Attributes in this project: {', '.join(have)}.")
    return coders.by_name(conn, coder).name if coder else None
