"""Makes docs/exports.md from the columns of the sheets: `python -m rrt_qual.services.report.dictionary FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.confidentiality.disclosure import Policy
from rrt_qual.domain.report.evidence import Comparison
from rrt_qual.domain.report.report import Sheet
from rrt_qual.export.documents.markdown import escaped
from rrt_qual.services.report import about as report_about
from rrt_qual.services.report import matrix as report_matrix
from rrt_qual.services.report import sheets as report_sheets

HEAD = """# Data dictionary of the exports

Made from the program by `python -m rrt_qual.services.report.dictionary docs/exports.md`; do not edit by hand.

The same tables are the files of `--to csv` (the name of the file with `_` for spaces), the sheets of `--to xlsx` and
the `sheets` of `--to json`. A table that a project has nothing for is left out, and the read-me says why. An empty cell
is nothing known, or a figure held back as confidential: then the column `withheld` says which. Shares are 0 to 1.
[report.md](report.md#exports) says what each kind of export is for.
"""

MATRIX = """
## Microdata: `--to sav` and `--to parquet`

One row an interview, in order of wave and participant. Join it with the survey's data by `participant` and `wave`.
Attributes stand behind `wave` under their own names, as far as enough people share them. Then come, for each indicator
(`i_…`) and theme (`t_…`), three columns; the names are ids with `_` for what SPSS does not take. All three are empty
where the interview has not been coded: nobody knows what it speaks of.
"""


def page() -> str:
    """The whole document."""
    book = Codebook("", "", 0, ())
    sheets = [
        report_sheets.frequencies(book, (), ()),
        report_sheets.breakdown(book, "ATTR", (), ()),
        report_sheets.indicators(book, ()),
        report_sheets.quotes(book, (), ()),
        report_sheets.joint(book, ()),
        report_sheets.comparison(book, (Comparison("indicator", "2025", "2026", ()),)),
        report_sheets.dominance(book, (), Policy()),
        report_sheets.workforce(()),
        report_sheets.book(book),
        report_about.facts(()),
    ]
    columns = (*report_matrix.KEYS, *report_matrix.columns("theme", "t_caseload_size", "Caseload size"))
    parts = [HEAD, *(f"\n## `{sheet.name}`\n\n{_table(sheet)}" for sheet in sheets)]
    return "".join([*parts, MATRIX, "\n", _table(Sheet("matrix", "Matrix", columns, ()))])


def _table(sheet: Sheet) -> str:
    lines = ["| column | type | meaning |", "| --- | --- | --- |"]
    for c in sheet.columns:
        values = "; ".join(f"{value} {word}" for value, word in c.labels)
        meaning = escaped(c.meaning + (f": {values}" if values else ""))
        lines.append(f"| `{c.key}` | {c.type} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
