"""Makes docs/exports.md from the columns of the sheets: `python -m rrt_qual.services.report.dictionary FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.figures import (
    comparison,
    dominance,
    frequencies,
    joint,
    quotes,
    ratings,
    relations,
    saturation,
    solutions,
    workforce,
)  # fmt: skip
from rrt_qual.domain.report.report import Column
from rrt_qual.export.documents.markdown import escaped
from rrt_qual.services.report import about as report_about
from rrt_qual.services.report import matrix as report_matrix

_BOOK = Codebook("", "", 0, ())

#: The figures: name of the sheet, the command that prints it ('': none) and its columns.
FIGURES: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    ("frequencies", "themes", frequencies.COLUMNS),
    ("frequencies by ATTR", "themes --by ATTR", frequencies.BY_COLUMNS),
    ("indicators", "ratings", ratings.COLUMNS),
    ("quotes", "quotes", quotes.COLUMNS),
    ("joint display", "survey", joint.COLUMNS),
    ("comparison", "compare", comparison.COLUMNS),
    ("dominance", "", dominance.COLUMNS),
    ("workforce", "survey --workforce", workforce.COLUMNS),
    ("codebook", "", report_about.book(_BOOK).columns),
    ("how it was done", "", report_about.facts(()).columns),
)

#: What commands alone print: it says more than may be published.
INSIDE: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    ("solutions", "ratings --solutions", solutions.COLUMNS),
    ("held quotes", "quotes --held", quotes.HELD_COLUMNS),
    ("relations", "relations", relations.COLUMNS),
    ("saturation", "saturation", saturation.COLUMNS),
)

HEAD = """# Data dictionary of the figures

Made from the program by `python -m rrt_qual.services.report.dictionary docs/exports.md`; do not edit by hand.

Each figure has one set of columns, wherever it stands: the header of `--format csv`, the keys of a row under `rows` of
`--format json`, the files of `--to csv` (the name of the file with `_` for spaces), the sheets of `--to xlsx` and the
`sheets` of `--to json`. The values differ in one thing: a command may show the project's own people what an export
holds back. A table that a project has nothing for is left out of an export, and the read-me says why. An empty cell is
nothing known, or a figure held back as confidential: then the column `withheld` says which. Shares are 0 to 1.
[report.md](report.md#exports) says what each kind of export is for.
"""

ALONE = """
# Printed by commands alone

These tables are for the project's own people: no export holds them.
"""

MATRIX = """
# Microdata: `--to sav` and `--to parquet`

One row an interview, in order of wave and participant. Join it with the survey's data by `participant` and `wave`.
Attributes stand behind `wave` under their own names, as far as enough people share them. Then come, for each indicator
(`i_…`) and theme (`t_…`), three columns; the names are ids with `_` for what SPSS does not take. All three are empty
where the interview has not been coded: nobody knows what it speaks of.

"""

#: (command, what it was called, what it is called now): what a script of before must be told.
OLD_NAMES = (
    ("themes", "suppressed", "withheld"),
    ("themes", "group, by (without --by)", "left out"),
    ("themes, JSON", "risk.interviews, risk.passages, …", "risk_interviews, risk_passages, …"),
    ("ratings", "any_interviews, any_share, any_low, any_high", "interviews, share, low, high"),
    ("ratings --solutions, JSON", "indicators[].solutions[], strengths[], risks[]", "rows"),
    ("survey", "together", "agreement"),
    ("survey", "interviews_rating, interviews_by_rule", "rating, by_rule"),
    (
        "survey",
        "any, risk, strength, solution",
        "interviews, risk_interviews, strength_interviews, solution_interviews",
    ),
    ("survey, JSON", "rows[].answers", "answers"),
    ("survey --workforce, JSON", "figures", "rows"),
    ("compare", "became", "direction"),
    ("compare", "key", "domain, indicator or theme"),
    ("quotes", "why", "reason"),
    ("quotes", "disagrees (1, 0)", "dissent (yes, no)"),
    ("quotes", "pinned (1, 0)", "pinned (yes, no)"),
    ("quotes", "level, key, name (of what was asked for)", "domain, indicator, theme; name is the theme's"),
    ("quotes, JSON", "selections[].quotes[]; parts.central, …", "rows; central, …"),
    ("quotes --held", "reason, reasons", "held_back"),
    ("relations, JSON", "pairs", "rows"),
    ("saturation", "interview", "interviews"),
    ("saturation, JSON", "curve", "rows"),
    ("export --to json", "counted, rating, by_wave, changes, themes (of a page)", "frequencies, ratings, comparison"),
    ("export --to json", "survey, quotes (of a page)", "rows of the sheets, under their keys"),
    ("all", "wave, coder, group: empty for all", "all, any, all"),
)


def page() -> str:
    """The whole document."""
    matrix = (*report_matrix.KEYS, *report_matrix.columns("theme", "t_caseload_size", "Caseload size"))
    parts = [HEAD, *(_section(*one) for one in FIGURES), ALONE, *(_section(*one) for one in INSIDE)]
    old = [f"| {command} | {before} | {now} |\n" for command, before, now in OLD_NAMES]
    return "".join(
        [*parts, MATRIX, _table(matrix), "\n# Old names\n\n| command | was | is |\n| --- | --- | --- |\n", *old]
    )


def _section(name: str, command: str, columns: tuple[Column, ...]) -> str:
    printed = f"Printed by `{command}`.\n\n" if command else ""
    return f"\n## `{name}`\n\n{printed}{_table(columns)}"


def _table(columns: tuple[Column, ...]) -> str:
    lines = ["| column | type | unit | meaning |", "| --- | --- | --- | --- |"]
    for c in columns:
        values = "; ".join(f"{value} {word}" for value, word in c.labels)
        meaning = escaped(c.meaning + (f": {values}" if values else ""))
        lines.append(f"| `{c.key}` | {c.type} | {escaped(c.unit)} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
