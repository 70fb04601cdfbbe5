"""Talk that no theme explains: clusters to be made a new theme, given to one that is there, or dismissed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrt_qual.domain.codebook import Codebook, Stance, Theme
from rrt_qual.domain.errors import FileFault, NotFound, UsageError
from rrt_qual.domain.settings import DISMISSED
from rrt_qual.domain.spans import Span
from rrt_qual.ingest.codebook.yaml_file import parse_codebook_yaml, write_codebook_yaml
from rrt_qual.services.codebook import codebooks as books
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.contexts import Rows
from rrt_qual.services.suggestions.suggester import Progress, Suggester
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change
from rrt_qual.store.suggestions import decisions
from rrt_qual.store.suggestions.suggestions import SegmentTalk

if TYPE_CHECKING:
    from rrt_qual.suggest.discover import PassageCluster as _Found

__all__ = ["DiscoveredTalk", "SegmentTalk", "clusters", "dismiss", "give", "make_theme"]


#: A colour of the codebook's palette for a theme that a person has not painted yet.
_GREY = "#7F7F7F"


@dataclass(frozen=True, slots=True)
class DiscoveredTalk:
    """Participant talk that speaks of something alike and that no theme explains.

    `words` tell it from the other clusters, `central` are the passages nearest its middle, nearest first,
    `segments` all its passages, `interviews` how many they come from, `tightness` (0 to 1) how alike they are.
    """

    words: tuple[str, ...]
    central: tuple[SegmentTalk, ...]
    segments: tuple[SegmentTalk, ...]
    interviews: int
    tightness: float

    @property
    def name(self) -> str:
        """Its words in a row, for a heading."""
        return ", ".join(self.words) or "(no word stands out)"


def clusters(
    project: Project, progress: Progress | None = None, *, suggester: Suggester | None = None, most: int = 20
) -> list[DiscoveredTalk]:
    """Clusters of uncoded participant talk that no theme explains, those of most interviews first.

    `suggester` saves reading the talk again when there is one already (of this thread). Talk in clusters
    that were dismissed is left out.
    """
    from rrt_qual.suggest import discover

    suggester = suggester or Suggester(project, progress=progress)
    talk = suggester.talk
    if not talk:
        return []
    texts = [t.words for t in talk]
    rows = discover.unexplained(suggester.table, texts, sorted(_coded(project, talk) | _dismissed_rows(project, talk)))
    found = discover.discover(rows, suggester.features.vectors, texts, [t.interview_id for t in talk], most=most)
    return [_cluster(one, talk) for one in found]


def _cluster(found: _Found, talk: Sequence[SegmentTalk]) -> DiscoveredTalk:
    return DiscoveredTalk(
        words=found.words,
        central=tuple(talk[row] for row in found.central),
        segments=tuple(talk[row] for row in found.rows),
        interviews=found.docs,
        tightness=found.tightness,
    )


def _coded(project: Project, talk: Sequence[SegmentTalk]) -> set[int]:
    """The rows of `talk` that a person's coding touches."""
    rows, every = Rows(talk), codings.every(project.conn, with_machine=False)
    return {row for coding in every for row in rows.touched(coding.interview_id, coding.span)}


def _dismissed_rows(project: Project, talk: Sequence[SegmentTalk]) -> set[int]:
    gone = set(coders.get_setting(project.conn, DISMISSED))
    return {row for row, one in enumerate(talk) if one.segment_id in gone}


def dismiss(project: Project, cluster: DiscoveredTalk, coder_id: str) -> None:
    """Leave this talk out of all clusters from now on; logged, and the talk itself is untouched."""
    with transaction(project.conn) as conn:
        before = list(coders.get_setting(conn, DISMISSED))
        fresh = [t.segment_id for t in cluster.segments if t.segment_id not in set(before)]
        coders.set_setting(conn, DISMISSED, [*before, *fresh])
        changes.record(
            conn,
            label="dismiss a cluster",
            coder_id=coder_id,
            changes=[Change("setting", DISMISSED.key, None, None, {"segments": fresh})],
            kind="log",
        )


def give(
    project: Project,
    passages: Sequence[SegmentTalk],
    theme: str,
    coder_id: str,
    stance: Stance = Stance.UNSPECIFIED,
) -> int:
    """Code these passages with a theme in one act that undo takes back; returns how many were new.

    The codings are marked as accepted, for a machine gathered the passages. Hand over what the person has
    seen (a cluster's central passages, say), not what they have not.

    Raises:
        NotFound: the codebook has no such theme.
    """
    places = [(t.interview_id, Span(t.span.start, t.span.end)) for t in passages]
    return decisions.accept_passages(
        project.conn, places, theme=theme, coder_id=coder_id, stance=stance, label=f"give cluster to {theme}"
    )


def make_theme(project: Project, name: str, *, indicator: str | None = None, definition: str = "") -> str:
    """Add a theme to the project's codebook, as a new revision; returns its id.

    It gets no examples: a codebook is passed on to other councils, and what people said is not. What is
    coded with it teaches it.

    Raises:
        UsageError: no name, or a theme of that name is there.
        NotFound: no such indicator.
    """
    name = " ".join(name.split())
    if not name:
        raise UsageError("A theme needs a name.")
    codebook = _whole(project)
    if any(t.name.casefold() == name.casefold() for t in codebook.themes):
        raise UsageError(f"There is a theme '{name}' already.", "Give the cluster to it, or choose another name.")
    taken = {thing.id for level in (codebook.domains, codebook.indicators, codebook.themes) for thing in level}
    key = first = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "theme"
    number = 2
    while key in taken:
        key, number = f"{first}-{number}", number + 1
    if indicator is not None and indicator not in {i.id for i in codebook.indicators}:
        raise NotFound(f"The codebook has no indicator '{indicator}'.")
    theme = Theme(id=key, name=name, colour=_GREY, definition=definition.strip() or name, indicator=indicator)
    grown = replace(codebook, themes=_beside(codebook, theme), version=codebook.version + 1)
    file = books.CodebookFile(grown, write_codebook_yaml(grown), f"{codebook.id}.yaml")
    books.update(project, file)
    return key


def _beside(codebook: Codebook, theme: Theme) -> tuple[Theme, ...]:
    """The themes with a new one behind the last of its indicator's, or at the end."""
    at = [n for n, t in enumerate(codebook.themes) if (i := codebook.indicator_of(t)) and i.id == theme.indicator]
    place = at[-1] + 1 if at and theme.indicator else len(codebook.themes)
    return (*codebook.themes[:place], theme, *codebook.themes[place:])


def _whole(project: Project) -> Codebook:
    """The codebook with what the project's tables do not hold: its description and words on stance."""
    current, revision = project.codebook(), codebooks.latest(project.conn)
    if revision is None:
        return current
    try:
        kept = parse_codebook_yaml(revision.content)
    except FileFault:
        return current
    return replace(current, language=kept.language, description=kept.description, stances=kept.stances)
