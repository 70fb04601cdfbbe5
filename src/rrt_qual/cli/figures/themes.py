"""`rrt-qual themes`: how many interviews speak of each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import asked, show
from rrt_qual.cli.shared.terminal import plural, say
from rrt_qual.domain.codebook import Stance

if TYPE_CHECKING:
    from rrt_qual.domain.confidentiality.disclosure import Policy
    from rrt_qual.services.figures.frequencies import FrequencyTable


def themes(
    project: ProjectArgument = None,
    wave: Annotated[str | None, typer.Option(help="This wave's interviews alone.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="ATTR", help="A column for each value of an attribute: wave, role, team, …")
    ] = None,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="This coder's codings alone.")] = None,
    stance: Annotated[Stance | None, typer.Option(help="Codings of this stance alone.")] = None,
    level: Annotated[
        str, typer.Option(metavar="[domain|indicator|theme]", help="How far down the codebook to go.")
    ] = "theme",
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Count how many interviews speak of each domain, indicator and theme.

    People are counted, not sentences: the first figure is the number and share
    of interviews, with its 95 % Wilson interval; then the passages, and how
    many interviews speak of it as + strength, - risk, ! solution. The base is
    the interviews that were coded or marked as done. Machine-made codings never
    count. With --by, figures that could point at a person are held back: [c].

    Example:  rrt-qual themes thornmere.rrtq --wave 2026 --by team --format csv

    Leaves alone: everything.
    """
    from rrt_qual.domain.confidentiality.disclosure import CONFIDENTIAL
    from rrt_qual.domain.figures import frequencies as figure
    from rrt_qual.services.figures import disclosure, frequencies

    levels = frequencies.upto(level)
    found = opened(project)
    policy = disclosure.policy(found)
    table = frequencies.table(found, wave=wave, by=by, coder=coder, stance=stance)
    protected = [disclosure.protect(table, policy)] if by else []
    public = protected[0] if protected else table
    coded, there = public.total
    how = {"wave": table.wave, "by": by, "coder": table.coder, "stance": stance, "counting_rule": table.counting_rule}
    groups = [{"group": g, "coded": c, "interviews": n} for g, (c, n) in public.bases.items() if by]
    sheet = frequencies.sheet(public, levels)
    base, all_of = (CONFIDENTIAL if n is None else n for n in (coded, there))
    show(
        sheet,
        form,
        {"project": found.name, **how, "base": {"coded": coded, "interviews": there, "groups": groups}},
        head=(
            asked(found.name, wave, table.coder, f"as {stance}" if stance else "", f"by {by}" if by else ""),
            f"Base: {base} of {all_of} interviews are coded or marked as done.",
            f"Rule: {table.counting_rule}.",
        ),
        reading=lambda: [figure.pivoted(sheet, levels, shares=True) if by else figure.reading(sheet)],
    )
    _warn(table, policy)
    for sentence in disclosure.notes(policy, protected) if protected else ():
        say(sentence)


def _warn(table: FrequencyTable, policy: Policy) -> None:
    """Say on stderr what a reader of the figures should know and cannot see in them."""
    coded, _ = table.total
    if not coded:
        say("Nothing has been coded yet: every figure is 0 of 0.")
    elif not table.by and coded < policy.threshold:
        say(
            f"Only {plural(coded, 'interview')} coded: figures of fewer than {policy.threshold} can point at a person."
            " Do not pass them on as they are."
        )
