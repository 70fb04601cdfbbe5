"""`rrt-qual codebook map`: which theme of an earlier codebook is which of the one that stands."""

from __future__ import annotations

from typing import Annotated

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import PROJECT_HELP, FormatOption, OutputFormat, is_project, opened
from rrt_qual.cli.shared.terminal import out, say, shown
from rrt_qual.domain.errors import UsageError


def map_themes(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PROJECT] [FROM TO]", help=PROJECT_HELP + " FROM, TO: ids of themes."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="[renamed|split|merged]", help="Left out: as the other mappings make it.")
    ] = None,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so; then it can be undone.")] = None,
    retract: Annotated[bool, typer.Option("--retract", help="Take the mapping back.")] = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Say that a theme of an earlier codebook became another, or list what was said.

    'compare' then counts both waves alike, in the coarser of the two: a theme
    that was split together with its parts, those that were merged together.
    Two mappings from one theme make a split, two to one theme a merger.

    Example:  rrt-qual codebook map thornmere.rrtq caseload caseload-size

    Leaves alone: the codings; they keep the theme they were made with.
    """
    from rrt_qual.services.codebook import mapping as theme_mapping

    given = list(words or [])
    which = given.pop(0) if given and (len(given) in (1, 3) or is_project(given[0])) else None
    if len(given) not in (0, 2):
        raise UsageError("Which theme became which?", "Give FROM and TO, or neither to list what was said.")
    found = opened(which)
    if given:
        earlier, later = given
        who = found.coder(coder) if coder else None
        if retract:
            theme_mapping.retract(found, earlier, later, who)
            say(f"'{earlier}' is not mapped to '{later}' any more.")
        else:
            made = theme_mapping.add(found, earlier, later, kind, who)
            say(f"'{earlier}' became '{later}' ({made}).")
        return
    if retract:
        raise UsageError("Take which mapping back?", "Give FROM and TO.")
    rows = [{"from": m.earlier, "to": m.later, "kind": m.kind} for m in theme_mapping.every(found)]
    if form is OutputFormat.JSON:
        output.write_json(rows)
    elif form is OutputFormat.CSV:
        output.write_csv(("from", "to", "kind"), rows)
    else:
        for row in rows:
            out().print(shown(f"{row['from']} -> {row['to']} ({row['kind']})"))
    if not rows:
        say("No theme has been mapped to another.")
