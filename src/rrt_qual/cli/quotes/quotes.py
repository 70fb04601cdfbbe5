"""`rrt-qual quotes`: passages that represent a theme and may be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from rrt_qual.cli.shared.arguments import CODER_VARIABLE, FormatOption, OutputFormat, ProjectArgument, opened
from rrt_qual.cli.shared.figure import show
from rrt_qual.cli.shared.progress import count_progress
from rrt_qual.cli.shared.terminal import plural, say
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.quotes.choose import QuoteSelection
    from rrt_qual.services.shared.project import Project

_PLACE = "PLACE"


@dataclass(frozen=True, slots=True)
class Asked:
    """What quotes were asked for."""

    theme: str | None
    indicator: str | None
    domain: str | None
    every: str | None
    stance: Stance | None
    wave: str | None
    where: tuple[tuple[str, str], ...]
    n: int
    per_participant: int
    repeat: bool


def quotes(
    project: ProjectArgument = None,
    theme: Annotated[str | None, typer.Option(metavar="THEME", help="Quotes for this theme, by id or name.")] = None,
    indicator: Annotated[str | None, typer.Option(metavar="INDICATOR", help="For this indicator.")] = None,
    domain: Annotated[str | None, typer.Option(metavar="DOMAIN", help="For this domain.")] = None,
    all_themes: Annotated[bool, typer.Option("--all-themes", help="For every theme; none is used twice.")] = False,
    all_indicators: Annotated[
        bool, typer.Option("--all-indicators", help="For every indicator; none is used twice.")
    ] = False,
    stance: Annotated[Stance | None, typer.Option(help="Of this stance alone.")] = None,
    wave: Annotated[str | None, typer.Option(help="Of this wave alone.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="ATTR=VALUE", help="Of these interviews alone; more than once: all.")
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=100, metavar="N", help="How many, beside one that disagrees.")] = 5,
    per_participant: Annotated[
        int, typer.Option(min=1, max=20, metavar="N", help="At most so many of one participant, in all waves.")
    ] = 2,
    repeat: Annotated[bool, typer.Option("--repeat", help="Let a quote stand for several themes.")] = False,
    held: Annotated[bool, typer.Option("--held", help="List what is held back, and why, instead.")] = False,
    show: Annotated[
        str | None, typer.Option(metavar=_PLACE, help="Where a quote stands, with the talk around it.")
    ] = None,
    pin: Annotated[str | None, typer.Option(metavar=_PLACE, help="Have it stand first, always.")] = None,
    wording: Annotated[
        str | None, typer.Option(metavar="TEXT", help="With --pin: its wording, with […] and [additions].")
    ] = None,
    refuse: Annotated[str | None, typer.Option(metavar=_PLACE, help="Never propose it again.")] = None,
    forget: Annotated[str | None, typer.Option(metavar=_PLACE, help="Neither pinned nor refused any more.")] = None,
    release: Annotated[str | None, typer.Option(metavar=_PLACE, help="Print it although it is held back.")] = None,
    why: Annotated[str | None, typer.Option(metavar="REASON", help="With --release: why; it is kept.")] = None,
    coder: Annotated[
        str | None, typer.Option(envvar=CODER_VARIABLE, metavar="NAME", help="Who pins, refuses or releases.")
    ] = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Choose passages that represent a theme, and print them safely.

    Quotes are central to what is said, stand on their own, differ from one
    another, and are spread over stances and roles as the theme is; one more
    disagrees. What the confidentiality checks hold back is left out: --held
    lists it. Printed is only what may be said of a speaker, and a reference.
    PLACE is that reference, or INTERVIEW:START-END.

    Example:  rrt-qual quotes thornmere.rrtq --indicator overload -n 3

    Leaves alone: the texts and the codings. Interviews that were
    not searched for identifying words yet are searched first.
    """
    found = opened(project)
    acts = {"show": show, "pin": pin, "refuse": refuse, "forget": forget, "release": release}
    named = {act: place for act, place in acts.items() if place is not None}
    if len(named) > 1:
        raise UsageError("One thing at a time.", f"Leave out all but one of: {', '.join('--' + a for a in named)}.")
    if named:
        from rrt_qual.cli.quotes.acts import act

        [(name, place)] = named.items()
        act(found, name, place, theme=theme, coder=coder, wording=wording, why=why)
        return
    from rrt_qual.services.quotes.filter import parse_pair

    every = "theme" if all_themes else "indicator" if all_indicators else None
    pairs = tuple(parse_pair(words) for words in where or ())
    asked = Asked(theme, indicator, domain, every, stance, wave, pairs, n, per_participant, repeat)
    _print(found, _choose(found, asked), form, held=held)


def _choose(project: Project, asked: Asked) -> list[QuoteSelection]:
    from rrt_qual.services.quotes import choose as service

    if asked.every and (asked.theme or asked.indicator or asked.domain):
        raise UsageError(f"Every {asked.every}, or one?", "Name one, or leave --all-… and choose for every one.")
    with count_progress("Reading") as progress:
        if asked.every:
            return service.choose_every(
                project,
                asked.every,
                stance=asked.stance,
                wave=asked.wave,
                where=asked.where,
                n=asked.n,
                per_participant=asked.per_participant,
                used=None if asked.repeat else set(),
                progress=progress,
            )
        return [
            service.choose(
                project,
                theme=asked.theme,
                indicator=asked.indicator,
                domain=asked.domain,
                stance=asked.stance,
                wave=asked.wave,
                where=asked.where,
                n=asked.n,
                per_participant=asked.per_participant,
                progress=progress,
            )
        ]


def _print(project: Project, found: list[QuoteSelection], form: OutputFormat, *, held: bool) -> None:
    from rrt_qual.domain.figures import quotes as figure

    book = project.codebook()
    asked = [{"level": one.level, "key": one.key, "name": one.name, "held": len(one.held)} for one in found]
    about = {"project": project.name, "selections": asked}
    if held:
        sheet = figure.held_sheet(book, (q for one in found for q in one.held))
        laid = [figure.held_reading((one.name, q) for one in found for q in one.held)]
    else:
        sheet = figure.sheet(book, (q for one in found for q in one.quotes))
        laid = [figure.reading(one.name, one.quotes) for one in found]
    show(sheet, form, about, reading=lambda: laid)
    if searched := max((one.searched for one in found), default=0):
        say(f"{plural(searched, 'interview')} searched for identifying words first; 'deidentify' shows the finds.")
    for warning in dict.fromkeys(w for one in found for w in one.warnings):
        say(warning)
    back = sum(len(one.held) for one in found)
    if not any(one.quotes or one.held for one in found):
        say("Nothing has been coded so by a person yet.")
    elif back and not held:
        say(f"{plural(back, 'quote')} held back by the checks; --held says why.")
