"""Acts on one quote from the command line: show, pin, refuse, forget, release."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from rrt_qual.cli.shared.terminal import out, say, shown
from rrt_qual.domain.coding import Coder
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.quotes.wording import TYPOGRAPHIC, render
from rrt_qual.services.quotes import acts as quote_acts
from rrt_qual.services.quotes import choose as quotes
from rrt_qual.services.quotes.refs import QuotePlace, reference, resolve
from rrt_qual.services.shared.project import Project


def act(
    project: Project,
    name: str,
    words: str,
    *,
    theme: str | None,
    coder: str | None,
    wording: str | None,
    why: str | None,
) -> None:
    """Do one act on the passage that `words` mean.

    Raises:
        UsageError: an option is missing that the act needs.
        NotFound: no such passage or theme.
    """
    if wording is not None and name != "pin":
        raise UsageError("--wording goes with --pin.", "Pin the quote and give its wording at once.")
    who = None if name == "show" else _coder(project, coder)
    if name == "release" and not (why or "").strip():
        raise UsageError("A release needs a reason.", "Add --why with the reason; it is kept with your name.")
    place = resolve(project, words)
    if who is None:
        _show(project, place)
    elif name == "release":
        quote_acts.release(project, who, place.interview_id, place.span, why or "")
        say(f"Released by {who.name}: {_ref(project, place)} may be printed now. The reason is kept.")
    else:
        _decide(project, who, name, place, _theme(project, place, theme), wording)


def _decide(project: Project, who: Coder, name: str, place: QuotePlace, theme: str, wording: str | None) -> None:
    there = (project, who, place.interview_id, place.span, theme)
    ref = _ref(project, place)
    if name == "pin":
        edit = None
        if wording is not None:
            edit = quote_acts.edit_from_text(project, place.interview_id, place.span, wording)
        new = quote_acts.pin(*there, edit)
        say(f"{ref} is pinned for {theme}." if new else f"{ref} was pinned for {theme} already.")
    elif name == "refuse":
        new = quote_acts.refuse(*there)
        say(f"{ref} is never proposed for {theme} again." if new else f"{ref} was refused for {theme} already.")
    else:
        before = quote_acts.forget(*there)
        say(f"{ref} is {before} for {theme} no more.")


def _coder(project: Project, name: str | None) -> Coder:
    if not (name or "").strip():
        raise UsageError("Who says so?", "Add --coder with your name: it is kept with what you decide.")
    return project.coder(name or "")


def _theme(project: Project, place: QuotePlace, given: str | None) -> str:
    if given:
        return quotes.scope(project.codebook(), theme=given)[1]
    if len(place.themes) == 1:
        return place.themes[0]
    raise UsageError(
        "For which theme?",
        f"Add --theme; it is coded with {', '.join(place.themes)}." if place.themes else "Add --theme.",
    )


def _show(project: Project, place: QuotePlace) -> None:
    """Where a passage stands and the talk around it: for people inside the project."""
    draft = quote_acts.draft(project, place.interview_id, place.span, place.themes[0] if place.themes else "")
    console = out()
    head = f"{_ref(project, place)}  {draft.interview}:{place.span.start}-{place.span.end}  {', '.join(place.themes)}"
    console.print(Text(shown(head), style="bold"))
    before, said = " ".join(draft.before.split()[-30:]), " ".join(w.shown for w in draft.words)
    after = " ".join(draft.after.split()[:30])
    for words, style in ((before and f"… {before}", "dim"), (f"“{said}”", ""), (after and f"{after} …", "dim")):
        if words:
            console.print(Padding(Text(shown(words), style=style), (0, 0, 0, 3)))
    if draft.edit and draft.edit != TYPOGRAPHIC:
        console.print(Padding(Text(shown(f"Wording: “{render(draft.words, draft.edit)}”")), (1, 0, 0, 3)))
    say("This shows where it stands: it is for people inside the project, not for a report.")


def _ref(project: Project, place: QuotePlace) -> str:
    return reference(project.id, place.interview_id, place.span)
