"""The terminal program: its screens, how they follow one another, and what happens when something fails."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.errors import NotFound, RrtError
from rrt_qual.domain.library_faults import outer
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.lens import Lens
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.interviews.consent import refuse_withdrawn
from rrt_qual.services.shared.faultlog import write_down
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.blind import codes_blind, log_blind
from rrt_qual.services.suggestions.engine import Open, open_engine
from rrt_qual.services.texts.by_name import find
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.interviews.screen import InterviewsScreen
from rrt_qual.tui.program import preferences
from rrt_qual.tui.program.colours import COLOURS
from rrt_qual.tui.program.ending import Ending
from rrt_qual.tui.program.typed_ahead import TypedAhead
from rrt_qual.tui.program.watching import Watching
from rrt_qual.tui.shared.host import Host
from rrt_qual.tui.shared.screen import BLIND, RrtScreen, cover
from rrt_qual.tui.shared.suggesting import Answer, Failed, Listener, Suggesting
from rrt_qual.tui.widgets.cells import visible

if TYPE_CHECKING:
    from rrt_qual.services.confidentiality.scan import ScanReport
    from rrt_qual.tui.shared.asked import QuotesAsked


class RrtApp(TypedAhead):
    """One person at work on one project.

    `coder` is who codes (a coder, or a name); None: a first small screen asks. `interview`, a name or an
    id, is opened at once; without one the list of interviews is shown, the cursor on the one left last.
    `blind` begins with suggestions and others' codings hidden; `engine` opens what makes them (None: the real one).
    `scan` searches for identifying words (None: the real finder).
    """

    TITLE = "rrt-qual"
    CSS_PATH = Path(__file__).parent / "styles" / "frame.tcss"
    BINDINGS = actions.bindings("app")
    SCOPE = "app"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        project: Project,
        coder: Coder | str | None = None,
        interview: str | None = None,
        *,
        blind: bool = False,
        engine: Open | None = None,
        scan: Callable[..., ScanReport] | None = None,
    ) -> None:
        super().__init__()
        self.project = project
        self.blind = blind
        self.scan = scan
        self.suggesting = Suggesting(project, self.post_message, engine or open_engine)
        self.watching = Watching(self, project, self.tell)
        self.session: Lens | None = None
        self._wanted = interview
        for colours in COLOURS:
            self.register_theme(colours)
        self._set_first_colours()
        if isinstance(coder, str):
            coder = project.coder(coder)
        if coder is not None:
            self._begin(coder)

    def _begin(self, coder: Coder) -> None:
        """From now on this person codes; that they do so blind, or still do, is written down."""
        self.session = Lens(self.project, coder)
        if self.blind or codes_blind(self.project, coder.id):
            self.set_blind(True)

    def _set_first_colours(self) -> None:
        """What was chosen last; else what TEXTUAL_THEME says; else dark."""
        from textual.constants import DEFAULT_THEME

        wanted = preferences.colours() or (DEFAULT_THEME if DEFAULT_THEME != "textual-dark" else "rrt-dark")
        self.theme = wanted if wanted in self.available_themes else "rrt-dark"

    def get_default_screen(self) -> InterviewsScreen:
        """The list of interviews."""
        return InterviewsScreen()

    def on_mount(self) -> None:
        """Ask who is coding when nobody said; open the interview that was named."""
        self.watch(self, "theme", self._keep_colours, init=False)
        if why := self.project.why_reading:
            self.title = f"{self.title} (reading)"
            self.notify(f"Open for reading: {why}, so nothing can be coded or changed.", severity="warning", timeout=20)
        Ending(self).listen()
        self.watching.begin()
        if self.session is None:
            self.ask_coder()
        else:
            self._open_wanted()

    # who codes ----------------------------------------------------------------------------------

    def ask_coder(self) -> None:
        """Ask who is coding; the first time, the answer is needed to go on."""
        from rrt_qual.tui.dialogs.name import NameScreen

        names = [c.name for c in self.project.coders()]
        default = self.session.coder.name if self.session else _login_name()
        self.push_screen(NameScreen(names, default), self._named)

    def _named(self, name: str | None) -> None:
        if name is not None:
            coder = self.project.coder(name)
            self._begin(coder)
            for screen in self.screen_stack:
                if isinstance(screen, InterviewsScreen):
                    screen.reload(CodingSession(self.project, coder).last_interview())
            self._open_wanted()

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or self.session is None:
            return
        if any(wanted == head.id for head in self.session.heads()):
            self.open_interview(wanted)
            return
        try:
            self.open_interview(find(self.project, wanted))
        except NotFound:
            self.tell(NotFound(f"No interview is called '{wanted}'.", "Here is the list of those there are."))

    # suggestions --------------------------------------------------------------------------------

    def start_suggestions(self) -> None:
        """Begin to get suggestions ready, in a thread that lasts as long as the program; not for blind coding."""
        if self.suggesting.started or self.blind:
            return
        self.suggesting.started = True
        self.run_worker(self._suggest, thread=True, group="suggest", exit_on_error=False)

    def _suggest(self) -> None:
        worker = get_current_worker()
        self.suggesting.run(lambda: worker.is_cancelled)

    def set_blind(self, blind: bool, interview_id: str | None = None) -> None:
        """Hide or show suggestions and others' codings; written down before anything is hidden or shown."""
        if self.session is not None:
            log_blind(self.project, self.session.coder.id, interview_id, blind)
            self.session.blind = blind
        self.blind = blind
        for screen in self.screen_stack if blind and self._running else ():
            cover(screen)

    def on_suggesting_answer(self, answer: Answer) -> None:
        """Hand a result of the thread to the screens that wait for it; a fault is told."""
        result = self.suggesting.heard(answer)
        if result is None:
            return
        if isinstance(result, Failed) and not (result.fatal and isinstance(result.fault, RrtError)):
            self.tell(result.fault)
        for screen in self.screen_stack:
            if isinstance(screen, Listener) and screen.is_mounted:
                screen.hear(result)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell what went wrong in a thread of the program."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.tell(event.worker.error)

    def on_unmount(self) -> None:
        """End the thread."""
        self.suggesting.stop()
        self.watching.end()

    # going --------------------------------------------------------------------------------------

    def open_interview(self, interview_id: str, place: Span | None = None) -> None:
        """Code an interview, at `place` or where it was left; leaving it leads back to where this was asked.

        A coding screen that is on top already goes there itself. A withdrawn interview is not opened.
        """
        from rrt_qual.tui.coding.screen import CodingScreen

        if self.session is None:
            return
        try:
            refuse_withdrawn(self.project, interview_id)
        except NotFound as fault:
            self.tell(fault)
            return
        if isinstance(self.screen, CodingScreen):
            self.screen.go_to(interview_id, place)
        else:
            self.push_screen(CodingScreen(self.session, interview_id, place))

    def _push(self, screen: RrtScreen[None]) -> None:
        """Put a screen on top; not, for who codes blind, one that shows what others coded."""
        if self.blind and screen.SHOWS_OTHERS:
            self.tell(BLIND)
        else:
            self.push_screen(screen)

    def open_themes(self) -> None:
        """Show the table of themes."""
        from rrt_qual.tui.figures.themes import ThemesScreen

        self._push(ThemesScreen(self.project))

    def open_pictures(self) -> None:
        """Show the figures as pictures."""
        from rrt_qual.tui.figures.pictures import PicturesScreen

        self._push(PicturesScreen(self.project))

    def open_ratings(self) -> None:
        """Show the ratings of the indicators."""
        from rrt_qual.tui.figures.ratings import RatingsScreen

        self._push(RatingsScreen(self.project))

    def open_quotes(self, asked: QuotesAsked) -> None:
        """Show quotes for a theme, an indicator or a domain."""
        from rrt_qual.tui.quotes.screen import QuotesScreen

        self._push(QuotesScreen(self.project, asked))

    def open_trust(self) -> None:
        """Show what came of the suggestions."""
        from rrt_qual.tui.suggestions.trust import TrustScreen

        self._push(TrustScreen(self.project))

    def open_discover(self) -> None:
        """Show talk that no theme explains."""
        from rrt_qual.tui.suggestions.discover import DiscoverScreen

        self._push(DiscoverScreen(self.project))

    def open_privacy(self) -> None:
        """Show who still has identifying words open."""
        from rrt_qual.tui.confidentiality.overview import PrivacyScreen

        self.push_screen(PrivacyScreen(self.project))

    def open_review(self, interview_id: str) -> None:
        """Review the identifying words of an interview; not where nobody may see them."""
        from rrt_qual.services.confidentiality.review import Review
        from rrt_qual.tui.confidentiality.review import ReviewScreen

        if self.session is None:
            self.notify("Say who is coding first: c in the list of interviews.", severity="warning")
            return
        review = Review(self.project, self.session.coder)
        review.check_allowed()
        self.push_screen(ReviewScreen(review, interview_id))

    def open_search(self, words: str = "") -> None:
        """Search in all interviews."""
        from rrt_qual.tui.interviews.search import SearchScreen

        self.push_screen(SearchScreen(self.project, words))

    # actions ------------------------------------------------------------------------------------

    @property
    def scope(self) -> str:
        """The scope of the screen on top; 'app' when it has none of its own."""
        return getattr(self.screen, "SCOPE", "") or "app"

    def action_help(self) -> None:
        """Show every key of this screen; again: close."""
        from rrt_qual.tui.dialogs.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.scope))

    def action_search_everywhere(self) -> None:
        """Search in all interviews."""
        self.open_search()

    async def action_quit(self) -> None:
        """Leave; a memo that is being written is asked about first."""
        from rrt_qual.tui.dialogs.memo import MemoEditor

        editors = [s for s in self.screen_stack if isinstance(s, MemoEditor) and s.changed]
        if not editors:
            self.exit()
        elif self.screen is editors[-1]:
            editors[-1].action_cancel()
        else:
            self.notify("The memo is not saved yet; go back to it first.", severity="warning")

    def action_help_quit(self) -> None:
        """Ctrl+C copies in a field; elsewhere say how to leave."""
        self.notify("Ctrl+Q leaves the program.")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: the actions of the screen and those of the program."""
        listed: set[str] = set()
        for where, namespace in ((getattr(screen, "SCOPE", ""), screen), ("app", self)):
            for action in actions.of(where):
                if action.id not in listed | {"command_palette"}:
                    listed.add(action.id)
                    said = f"{action.help}  Key: {actions.keys_of(action)}"
                    yield SystemCommand(action.words, said, partial(self.run_action, action.id, namespace))

    def _keep_colours(self, name: str) -> None:
        preferences.keep_colours(name)

    # faults -------------------------------------------------------------------------------------

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something in passing. Names of themes and people stand in it, so nothing is markup."""
        super().notify(visible(message), title=title, severity=severity, timeout=timeout, markup=False)

    def tell(self, fault: BaseException) -> None:
        """Say that something went wrong: a sentence and what to do; nothing foreseen goes into the log."""
        foreseen = fault if isinstance(fault, RrtError) else outer(fault)
        if foreseen is not None:
            self.notify(str(foreseen), severity="error", timeout=12)
            return
        log = write_down(fault, "screens")
        where = f" What happened is written down, without a word of any interview, in {log}." if log else ""
        self.notify(
            f"Something went wrong that should not have ({type(fault).__name__}). What you coded is safe.{where}",
            severity="error",
            timeout=20,
        )

    async def _dispatch_action(self, namespace: object, action_name: str, params: object) -> bool:
        """Do what a key, a click or the palette asks; a fault is told instead of ending the program."""
        try:
            return await super()._dispatch_action(namespace, action_name, params)  # type: ignore[arg-type]
        except Exception as fault:
            self.tell(fault)
            return True

    def _handle_exception(self, error: Exception) -> None:
        """What nothing else caught. After a callback the program goes on; else it leaves with a sentence."""
        frame = error.__traceback__.tb_frame.f_code.co_name if error.__traceback__ else ""
        if frame == "_flush_next_callbacks":
            self.tell(error)
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        foreseen = error if isinstance(error, RrtError) else outer(error)
        if foreseen is not None:
            said = str(foreseen)
        else:
            log = write_down(error, "screens")
            said = f"rrt-qual had to stop: {type(error).__name__}. What you coded is safe."
            said += f" What happened is written down in {log}." if log else ""
        from rich.text import Text

        self.panic(Text(visible(said)))


def _as_host(app: RrtApp) -> Host:
    """The app keeps what it promises its screens: seen by the type checker, never called."""
    return app


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
