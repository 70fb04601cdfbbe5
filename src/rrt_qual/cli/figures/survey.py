"""`rrt-qual survey`: the survey's scores in, and the joint display of survey and interviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import PROJECT_HELP, FormatOption, OutputFormat, is_project, opened
from rrt_qual.cli.shared.figure import show, show_rule
from rrt_qual.cli.shared.numbers import settings
from rrt_qual.cli.shared.terminal import list_items, plural, say
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.shared.project import Project


def survey(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PROJECT] [FILE]…", help=PROJECT_HELP + " Files: CSV or .xlsx.", show_default=False),
    ] = None,
    wave: Annotated[
        str | None, typer.Option(help="This wave alone; with a file, the wave of rows that name none.")
    ] = None,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="This coder's codings alone.")] = None,
    workforce: Annotated[
        bool, typer.Option("--workforce", help="Turnover, vacancies and the like in place of survey scores.")
    ] = False,
    show_rule_only: Annotated[bool, typer.Option("--rule", help="Show the rule and stop.")] = False,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=NUMBER", help="Change a number of the rule: worst=0, best=100, …"),
    ] = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Bring survey scores in, or show them beside what the interviews say.

    With files: columns indicator, wave, group, n, score, rating, and one for
    each answer. Headings are known by many names. What cannot be placed is
    listed with its line; the same file twice changes nothing.

    Without: the joint display. It says where survey and interviews agree, where
    interviews explain a score, where they contradict it, and where there is too
    little to say.

    Example:  rrt-qual survey thornmere.rrtq scores-2026.xlsx

    Leaves alone: the interviews and their codings, and the files.
    """
    from rrt_qual.services.figures import survey as service

    which, files = _parted(words or [])
    found = opened(which)
    if show_rule_only or setting:
        show_rule(service.set_rule(found, settings(setting)) if setting else service.rule(found), form)
    elif files:
        _bring_in(found, files, wave, workforce=workforce)
    elif workforce:
        _workforce(found, wave, form)
    else:
        _joint(found, wave, coder, form)


def _parted(words: list[str]) -> tuple[str | None, list[Path]]:
    """The project, which may be left out, and the files."""
    which = words[0] if words and (is_project(words[0]) or not _is_table(words[0])) else None
    files = [Path(word).expanduser() for word in words[which is not None :]]
    wrong = [f.name for f in files if not _is_table(f.name)]
    if wrong:
        raise UsageError(f"'{wrong[0]}' says no format.", "Give files ending in .csv, .tsv, .txt or .xlsx.")
    return which, files


def _is_table(word: str) -> bool:
    return Path(word).suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")


def _bring_in(found: Project, files: list[Path], wave: str | None, *, workforce: bool) -> None:
    from rrt_qual.services.figures import survey as service

    what = "figure" if workforce else "score"
    took, skipped = 0, 0
    for path in files:
        bring = service.import_workforce if workforce else service.import_scores
        report = bring(found, path, wave=wave)
        took += report.added + report.replaced + report.same
        skipped += len(report.skipped)
        say(
            f"'{report.file}': {plural(report.added, what)} added, {report.replaced} replaced,"
            f" {report.same} there already."
        )
        list_items("Look at these:", [("", warning) for warning in report.warnings])
        list_items("Skipped:", [(f"line {line}", why) for line, why in report.skipped])
    if skipped or not took:
        raise typer.Exit(1 if took else 3)


def _workforce(found: Project, wave: str | None, form: OutputFormat) -> None:
    from rrt_qual.domain.figures import workforce
    from rrt_qual.services.figures import survey as service

    sheet = workforce.sheet(service.workforce(found, wave))
    show(sheet, form, {"project": found.name, "wave": wave}, reading=lambda: workforce.reading(sheet))
    if not sheet.rows:
        say("There are no workforce figures yet: 'rrt-qual survey PROJECT FILE --workforce' brings them in.")


def _joint(found: Project, wave: str | None, coder: str | None, form: OutputFormat) -> None:
    from rrt_qual.domain.figures import joint, workforce
    from rrt_qual.services.figures import frequencies
    from rrt_qual.services.figures import survey as service

    coder = frequencies.checked(found, None, None, coder)
    rows, rule = service.joint(found, wave, coder), service.rule(found)
    sheet, beside = joint.sheet(found.codebook(), rows, coder), workforce.sheet(service.workforce(found, wave))
    about = {
        "project": found.name,
        "wave": wave,
        "coder": coder,
        "rule": rule.settings(),
        "rule_in_words": rule.words(),
    }
    answers = [{"wave": r.wave or "all", "indicator": r.indicator, "answers": r.answers} for r in rows if r.answers]
    show(
        sheet,
        form,
        {**about, "workforce": beside.records(), "answers": answers},
        head=(f"{found.name}, survey beside interviews, {coder or 'any coder'}", rule.words()[0]),
        reading=lambda: [*joint.reading(sheet), *workforce.reading(beside)],
    )
    if not any(row.survey_n is not None for row in rows):
        say("There are no survey scores here yet: 'rrt-qual survey PROJECT FILE' brings them in.")
