"""`rrt-qual ratings`: red, amber or green for each indicator, by the project's rule or by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import asked, show, show_rule
from rrt_qual.cli.shared.numbers import settings
from rrt_qual.cli.shared.terminal import say
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.report.evidence import Rating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rrt_qual.domain.report.evidence import IndicatorRating
    from rrt_qual.services.shared.project import Project


def ratings(
    project: ProjectArgument = None,
    wave: Annotated[str | None, typer.Option(help="This wave's interviews alone.")] = None,
    coder: Annotated[
        str | None, typer.Option(metavar="NAME", help="This coder's codings alone; with --override, who says so.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="ID", help="One indicator with its reasons, themes and solutions.")
    ] = None,
    solutions: Annotated[bool, typer.Option("--solutions", help="What staff propose, in their words.")] = False,
    show_rule_only: Annotated[bool, typer.Option("--rule", help="Show the rule and stop.")] = False,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=NUMBER", help="Change a number of the rule.")
    ] = None,
    override: Annotated[str | None, typer.Option(metavar="ID", help="Rate this indicator by hand.")] = None,
    rating: Annotated[Rating | None, typer.Option(help="With --override: the rating.")] = None,
    reason: Annotated[str, typer.Option(help="With --override: why; it is shown.")] = "",
    retract: Annotated[str | None, typer.Option(metavar="ID", help="Go back to the rule's rating.")] = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Rate each indicator red, amber or green from what the interviews say of it.

    One rule for all, kept in the project: --rule shows it in words. Interviews
    are counted that speak of it as a risk, a strength or both, and never a
    machine's codings. Where the rule is wrong, a person may rate otherwise with
    a reason, which is shown beside it, logged, and can be undone.

    Example:  rrt-qual ratings thornmere.rrtq --wave 2026

    Leaves alone: everything, without --set, --override and --retract.
    """
    from rrt_qual.domain.figures import ratings as figure
    from rrt_qual.services.figures import frequencies
    from rrt_qual.services.figures import ratings as service

    found = opened(project)
    if show_rule_only or setting:
        show_rule(service.set_rule(found, settings(setting)) if setting else service.rule(found), form)
        return
    if override or retract:
        _by_hand(found, override, retract, rating, reason, coder, wave)
        return
    if rating is not None or reason:
        raise UsageError("Which indicator is rated by hand?", "Say it with --override ID.")
    coder = frequencies.checked(found, wave, None, coder)
    rows, rule, book = service.ratings(found, wave, coder), service.rule(found), found.codebook()
    if solutions or indicator:
        _talk(found, wave, coder, indicator, form, rows)
        return
    sheet = figure.sheet(book, rows, coder)
    about = {
        "project": found.name,
        "wave": wave,
        "coder": coder,
        "rule": rule.settings(),
        "rule_in_words": rule.words(),
    }
    base = next((row.any.base for row in rows if row.any.n is not None), 0)
    show(
        sheet,
        form,
        about,
        head=(
            asked(found.name, wave, coder),
            f"Base: {base} interviews that are coded or marked as done. The rule: --rule.",
        ),
        reading=lambda: [figure.reading(sheet, book, rule.confidence)],
    )
    if not any(row.any.n for row in rows):
        say("No interview can be counted yet: nothing is coded, or too few interviews are.")


def _by_hand(
    found: Project,
    override: str | None,
    retract: str | None,
    rating: Rating | None,
    reason: str,
    coder: str | None,
    wave: str | None,
) -> None:
    from rrt_qual.services.figures import ratings as service

    if override and retract:
        raise UsageError("Rate by hand, or take that back?", "Give --override or --retract, not both.")
    if not coder:
        raise UsageError("Who says so?", "A rating by hand is kept under a name: give it with --coder NAME.")
    if override and rating is None:
        raise UsageError("Rated how?", "Give --rating red, amber, green or 'not enough evidence'.")
    if override and rating is not None:
        if not reason.strip():
            raise UsageError(
                "A rating by hand needs a reason.", "Give one with --reason; it is shown beside the rating."
            )
        key = _indicator(found, override)
        service.set_override(found, found.coder(coder), key, rating, reason, wave)
        say(f"'{key}' is rated {rating} by {coder}{f' for wave {wave}' if wave else ''}.")
    elif retract:
        key = _indicator(found, retract)
        service.retract(found, found.coder(coder), key, wave)
        say(f"'{key}' is rated by the rule again{f' for wave {wave}' if wave else ''}.")


def _indicator(found: Project, words: str) -> str:
    """The id of the indicator of that id or name, in any case."""
    indicators = found.codebook().indicators
    for one in indicators:
        if words.strip().casefold() in (one.id.casefold(), one.name.casefold()):
            return one.id
    raise NotFound(f"The codebook has no indicator '{words}'.", f"There are: {', '.join(i.id for i in indicators)}.")


def _talk(
    found: Project,
    wave: str | None,
    coder: str | None,
    indicator: str | None,
    form: OutputFormat,
    rows: Sequence[IndicatorRating],
) -> None:
    from rrt_qual.domain.figures import solutions
    from rrt_qual.services.figures.solutions import talk

    book = found.codebook()
    said = talk(found, wave, coder, indicator=_indicator(found, indicator) if indicator else None)
    rated = {row.indicator: row for row in rows}
    laid = solutions.reading(book, said, rated, whole=indicator is not None)
    none = () if laid else ("No solution is proposed, or none may be shown.",)
    about = {"project": found.name, "wave": wave, "coder": coder}
    show(solutions.sheet(book, said, wave, coder), form, about, head=none, reading=lambda: laid)
