"""What `rrt-qual deidentify` prints: how far the review of every interview has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rrt_qual.cli.shared import output
from rrt_qual.cli.shared.arguments import OutputFormat
from rrt_qual.cli.shared.figure import draw
from rrt_qual.cli.shared.terminal import plural, say
from rrt_qual.domain.figures.columns import count, text
from rrt_qual.domain.report.report import Sheet

if TYPE_CHECKING:
    from rrt_qual.services.confidentiality.key_file import MovedOut
    from rrt_qual.services.shared.project import Project

_COLUMNS = ("interview", "wave", "open", "replaced", "kept", "searched")


def show(project: Project, form: OutputFormat) -> None:
    """Print the tallies; what a person should do next goes to stderr."""
    from rrt_qual.services.confidentiality import review
    from rrt_qual.services.texts.names import PublicNames

    names = PublicNames(project).interviews
    found: list[dict[str, Any]] = [
        {
            "interview": names[t.interview_id],
            "wave": t.wave,
            "open": t.open,
            "replaced": t.replaced,
            "kept": t.kept,
            "searched": t.scanned,
        }
        for t in review.tallies(project)
    ]
    total = {key: sum(int(row[key]) for row in found) for key in ("open", "replaced", "kept")}
    if form is OutputFormat.JSON:
        output.write_json({"project": project.name, "interviews": found, "total": total})
    elif form is OutputFormat.CSV:
        output.write_csv(_COLUMNS, found)
    else:
        tallies = tuple(count(key, key.capitalize(), unit="finds") for key in total)
        columns = (text("interview", "Interview"), text("wave", "Wave"), *tallies, text("searched", "Searched"))
        rows = [
            (r["interview"], r["wave"], *(r[k] or "·" for k in total), "yes" if r["searched"] else "never")
            for r in found
        ]
        draw(Sheet("finds", "", columns, (*rows, ("all", "", *total.values(), ""))))
    if total["open"]:
        say(f"{plural(total['open'], 'find')} open: until they are decided, exports cover them by their kind.")


def left_after(done: MovedOut) -> list[tuple[str, str]]:
    """What still holds names after the key went out, with what to do about it."""
    left: list[tuple[str, str]] = []
    if done.open_finds:
        left.append(("", f"{plural(done.open_finds, 'find')} open: those words are in the project still."))
    if done.unscanned:
        some = ", ".join(done.unscanned[:5]) + (" …" if len(done.unscanned) > 5 else "")
        left.append(("", f"Never searched, so their names are in the project still: {some}."))
    for copy in done.backups:
        left.append((copy.name, "is an older copy of the project, names and all: delete it or lock it away."))
    if not done.wiped:
        left.append(
            (
                "",
                "Another program was reading the project, so older pages of the file are not wiped yet."
                " Close it and run 'rrt-qual check'.",
            )
        )
    return left
