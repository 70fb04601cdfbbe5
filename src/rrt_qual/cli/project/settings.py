"""`rrt-qual settings`: what a project has settled, and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import PROJECT_HELP, FormatOption, OutputFormat, is_project, opened
from rrt_qual.cli.shared.terminal import out, say, shown
from rrt_qual.domain.errors import UsageError

if TYPE_CHECKING:
    from rrt_qual.services.project.settings import Set

_COLUMNS = ("setting", "value", "default", "may_be", "meaning")


def settings(
    project: Annotated[str | None, typer.Argument(metavar="PROJECT", help=PROJECT_HELP, show_default=False)] = None,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="KEY", help="One setting; with a value behind it, change that.")
    ] = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show what the project has settled, or change one setting.

    With a KEY, that setting alone; with a VALUE as well, it is changed, and the
    log says so. The value 'default' brings the default back.

    Example:  rrt-qual settings thornmere.rrtq privacy.original nobody

    Leaves alone: everything but the one setting that is named with a value.
    """
    from rrt_qual.domain.settings import changeable
    from rrt_qual.services.project import settings as service

    said = list(words or [])
    if project is not None and not is_project(project):
        said.insert(0, project)
        project = None
    if len(said) > 2:
        raise UsageError("That is more than a setting and its value.", "Put a value of several words in quotes.")
    if said:
        changeable(said[0])
    found = opened(project)
    if len(said) == 2:
        now = service.change(found, said[0], said[1])
        say(f"{now.setting.key} is now {_worded(now)}.")
        return
    rows = [service.one(found, said[0])] if said else service.every(found)
    if form is OutputFormat.JSON:
        output.write_json([_row(one) for one in rows])
    elif form is OutputFormat.CSV:
        output.write_csv(
            _COLUMNS,
            [
                _row(o) | {"value": o.setting.written(o.value), "default": o.setting.written(o.setting.default)}
                for o in rows
            ],
        )
    else:
        _table(rows)


def _worded(now: Set) -> str:
    words = now.setting.written(now.value)
    return words if isinstance(now.value, int | float) and not isinstance(now.value, bool) else f"'{words}'"


def _row(one: Set) -> dict[str, Any]:
    setting = one.setting
    return {
        "setting": setting.key,
        "value": one.value,
        "default": setting.default,
        "may_be": setting.may_be(),
        "meaning": setting.meaning,
    }


def _table(rows: list[Set]) -> None:
    """A setting in its line, what it means and may be below it."""
    from rich.text import Text

    width = max(len(one.setting.key) for one in rows)
    for one in rows:
        head = Text(f"{one.setting.key:<{width}}  ", "bold")
        head.append(shown(one.setting.written(one.value)) or "(empty)", "bold")
        if one.changed:
            default = shown(one.setting.written(one.setting.default)) or "(empty)"
            head.append(f"  (default: {default})", "dim")
        out().print(head)
        out().print(Text(f"{one.setting.meaning}\nMay be: {one.setting.may_be()}.", "dim"), style="dim")
