"""Talk that no theme explains, in clusters: to be made a new theme, given to one there is, or dismissed."""

from __future__ import annotations

from collections.abc import Hashable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from rrt_qual.domain.spans import Span
from rrt_qual.services.project.watch import readable_state
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import discover
from rrt_qual.services.suggestions.discover import DiscoveredTalk
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.codebook.picker import PickResult, ThemePicker
from rrt_qual.tui.shared.screen import RrtScreen
from rrt_qual.tui.shared.suggesting import Discovered, Failed, Reading, Ready, Result
from rrt_qual.tui.suggestions.new_theme import NewTheme, NewThemeScreen
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze
from rrt_qual.tui.widgets.row_list import RowList
from rrt_qual.tui.widgets.row_table import RowTable, TableColumn
from rrt_qual.tui.widgets.signs import letters

_NOTHING = "No cluster was found: what is left is explained by themes, was dismissed, or is said by one person alone."


class DiscoverScreen(RrtScreen[None]):
    """The clusters, and the passages nearest the middle of the one under the cursor."""

    BINDINGS = actions.bindings("discover")
    SCOPE = "discover"
    SHOWS_OTHERS = True
    AUTO_FOCUS = "RowTable"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._clusters: list[DiscoveredTalk] = []
        self._asked = False
        self._seen = ""

    def compose(self) -> ComposeResult:
        """What this is, the clusters, the passages of one, the keys."""
        with Horizontal(classes="heading"):
            yield Static(Text("Discover: talk that no theme explains", style="bold"), id="what", markup=False)
            yield Static(id="how-many", classes="right", markup=False)
        yield Static(id="status", classes="line", markup=False)
        yield RowTable(id="clusters")
        with VerticalScroll(id="central", can_focus=False):
            yield Static(id="passages", markup=False)
        yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Look for clusters, once the first picture stands."""
        self.call_after_refresh(self.action_again)

    @property
    def awaits(self) -> Hashable | None:
        """The clusters that are looked for."""
        return self.rrt.suggesting.awaited("clusters") if self._asked else None

    def on_screen_resume(self) -> None:
        """One comes back, maybe from replacing a name."""
        self.project_changed()

    def project_changed(self) -> None:
        """Words were replaced, or an interview withdrawn: what stands here may not be read any more; look again."""
        if self._clusters and self._seen != (seen := readable_state(self._project)):
            self._seen = seen
            self._show([])
            self.action_again()

    # what the thread answers --------------------------------------------------------------------

    def hear(self, result: Result) -> None:
        """Show how far it is, and then the clusters."""
        suggesting = self.rrt.suggesting
        if isinstance(result, Discovered):
            self._asked = False
            self._seen = readable_state(self._project)
            self._show(result.clusters)
        elif isinstance(result, Reading) and self._asked:
            self._status(suggesting.status.replace("Suggestions: r", "R"))
        elif isinstance(result, Ready) and self._asked:
            self._status("Looking for clusters …")
        elif isinstance(result, Failed) and self._asked:
            self._asked = False
            self._status(f"It did not work: {result.fault}")

    def _show(self, clusters: list[DiscoveredTalk]) -> None:
        self._clusters = clusters
        passages = sum(len(c.segments) for c in clusters)
        self.query_one("#how-many", Static).update(count(len(clusters), "cluster"))
        said = f"{count(passages, 'uncoded passage')} of participants, below every theme's threshold, in clusters."
        self._status(said if clusters else _NOTHING)
        table = self.query_one(RowTable)
        room = max(20, table.row_width - 2 * 12)
        columns = [
            TableColumn("Its words", room),
            TableColumn("Passages", 10, right=True),
            TableColumn("Interviews", 10, right=True),
        ]
        table.set_table(columns, len(clusters), self._cells, cursor=table.cursor or 0)
        if not clusters:
            self.query_one("#passages", Static).update("")

    def _cells(self, row: int) -> list[Text]:
        cluster = self._clusters[row]
        figures = (len(cluster.segments), cluster.interviews)
        return [Text(squeeze(cluster.name), style="bold"), *(Text(f"{n:,}") for n in figures)]

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the passages nearest the middle."""
        cluster = self._cluster()
        out = Text()
        for passage in cluster.central if cluster else ():
            out.append(f"{squeeze(passage.interview)}  ", style="bold")
            out.append(f"“{visible(passage.words)}”\n\n")
        self.query_one("#passages", Static).update(out)
        self.query_one("#central", VerticalScroll).scroll_home(animate=False)

    def _cluster(self) -> DiscoveredTalk | None:
        at = self.query_one(RowTable).cursor
        return self._clusters[at] if at is not None and at < len(self._clusters) else None

    def _status(self, words: str) -> None:
        self.query_one("#status", Static).update(Text(words, no_wrap=True, overflow="ellipsis"))

    # keys ---------------------------------------------------------------------------------------

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """A second click opens."""
        self.action_open()

    def action_again(self) -> None:
        if self.rrt.blind:
            self._status("You code blind, so nothing is looked for here.")
            return
        suggesting = self.rrt.suggesting
        if suggesting.failed:
            self._status(suggesting.status)
            return
        self._asked = True
        self.rrt.start_suggestions()
        self._status("Looking for clusters …" if suggesting.ready else suggesting.status.replace("Suggestions: g", "G"))
        suggesting.ask_clusters()

    def action_new_theme(self) -> None:
        cluster = self._chosen()
        if cluster is None:
            return

        made: list[str] = []

        def save(found: NewTheme) -> None:
            made.append(
                discover.make_theme(self._project, found.name, indicator=found.indicator, definition=found.definition)
            )

        def after(found: NewTheme | None) -> None:
            if found is None:
                return
            self.notify(f"The theme ‘{found.name}’ stands in the codebook now.")
            self.rrt.suggesting.ask_restart(self._project.codebook().version)
            self._offer_passages(cluster, made[-1], found.name)

        def about() -> str:
            return cluster.name if cluster in self._clusters else "a cluster of passages"

        self.app.push_screen(NewThemeScreen(self._project.codebook(), about, save), after)

    def action_give(self) -> None:
        cluster = self._chosen()
        if cluster is None:
            return
        codebook = self._project.codebook()
        names = {t.id: t.name for t in codebook.themes}

        def given(found: PickResult | None) -> None:
            if found is not None:
                self._offer_passages(cluster, found.theme_id, names[found.theme_id])

        words = cluster.central[0].words if cluster.central else ""
        self.app.push_screen(ThemePicker(codebook, letters(codebook), "Give to", words), given)

    def _offer_passages(self, cluster: DiscoveredTalk, theme: str, name: str) -> None:
        """Ask before anything is coded: only what was shown is."""
        from rrt_qual.tui.dialogs.confirm import BatchConfirmScreen

        session = self.rrt.session
        if session is None or not cluster.central:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                new = discover.give(self._project, cluster.central, theme, session.coder.id)
                self.notify(f"{count(new, 'passage')} coded with ‘{name}’. z on the coding screen takes it back.")
            self.action_again()

        shown = count(len(cluster.central), "passage")
        where = count(len({p.interview_id for p in cluster.central}), "interview")
        question = f"Code the {shown} shown here, of {where}, with ‘{squeeze(name)}’, as {squeeze(session.coder.name)}?"
        self.app.push_screen(BatchConfirmScreen(question), answered)

    def action_leave_out(self) -> None:
        cluster, session = self._chosen(), self.rrt.session
        if cluster is None or session is None:
            return
        discover.dismiss(self._project, cluster, session.coder.id)
        self._show([c for c in self._clusters if c is not cluster])
        self.notify("Dismissed: this talk comes into no cluster again.", timeout=2)

    def action_open(self) -> None:
        cluster = self._chosen()
        if cluster is not None and cluster.central:
            passage = cluster.central[0]
            self.rrt.open_interview(passage.interview_id, Span(passage.span.start, passage.span.end))

    def _chosen(self) -> DiscoveredTalk | None:
        """The cluster under the cursor, when somebody is there to do something with it."""
        cluster = self._cluster()
        if cluster is None:
            self.notify("There is no cluster to choose.", timeout=2)
        elif self.rrt.session is None:
            self.notify("Say who is coding first: c in the list of interviews.", severity="warning")
            return None
        return cluster

    def action_back(self) -> None:
        self.dismiss()
