"""What a screen knows of the program that it runs in.

Screens ask the host to open one another: so no room of screens imports another for that, and none imports the app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.spans import Span

if TYPE_CHECKING:
    from rrt_qual.services.coding.lens import Lens
    from rrt_qual.services.confidentiality.scan import ScanReport
    from rrt_qual.services.shared.project import Project
    from rrt_qual.tui.shared.asked import QuotesAsked
    from rrt_qual.tui.shared.screen import RrtScreen
    from rrt_qual.tui.shared.suggesting import Suggesting


class Watcher(Protocol):
    """Looks at what others write to the project."""

    #: how often others' work has been shown so far
    seen: int

    def show(self, screen: RrtScreen[Any]) -> None:
        """Let a screen read the project again; one that may not be shown any more is left, with a sentence."""

    def close_above(self, screen: Screen[Any], kind: type[Screen[Any]]) -> None:
        """Close a dialog of that kind that stands on a screen: it shows words that read otherwise by now."""

    def leave(self, screen: Screen[Any], why: RrtError) -> None:
        """Close a screen and all that stands on it, and say why."""


class Host(Protocol):
    """The program, as its screens see it."""

    project: Project
    #: who codes, and what they see; None until somebody has said who they are
    session: Lens | None
    #: whether suggestions and others' codings are hidden
    blind: bool
    suggesting: Suggesting
    #: searches for identifying words; None: the real finder
    scan: Callable[..., ScanReport] | None
    #: how many keys and clicks have been acted on, and the key that was acted on last ('': a click)
    acts: int
    last_key: str

    @property
    def watching(self) -> Watcher:
        """Who looks at what others write."""

    @property
    def is_between_frames(self) -> bool:
        """Whether an act is under way whose parts are painted together when it has ended."""

    def tell(self, fault: BaseException) -> None:
        """Say that something went wrong."""

    def ask_coder(self) -> None:
        """Ask who is coding."""

    def set_blind(self, blind: bool, interview_id: str | None = None) -> None:
        """Hide or show suggestions and others' codings."""

    def start_suggestions(self) -> None:
        """Begin to get suggestions ready; not for blind coding."""

    def open_interview(self, interview_id: str, place: Span | None = None) -> None:
        """Code an interview, at `place` or where it was left."""

    def open_themes(self) -> None:
        """Show the table of themes."""

    def open_pictures(self) -> None:
        """Show the figures as pictures."""

    def open_ratings(self) -> None:
        """Show the ratings of the indicators."""

    def open_quotes(self, asked: QuotesAsked) -> None:
        """Show quotes for a theme, an indicator or a domain."""

    def open_trust(self) -> None:
        """Show what came of the suggestions."""

    def open_discover(self) -> None:
        """Show talk that no theme explains."""

    def open_privacy(self) -> None:
        """Show who still has identifying words open."""

    def open_review(self, interview_id: str) -> None:
        """Review the identifying words of an interview."""

    def open_search(self, words: str = "") -> None:
        """Search in all interviews."""

    async def action_quit(self) -> None:
        """Leave; what is being written is asked about first."""
