"""The first of two steps to quotes: what is slow or is written happens here, once; choosing only reads what came of it.

Interviews are searched for identifying words (and the finds kept), the project is read at one moment, and the vectors
of what was said are made (and kept). Words are read through `services.texts` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrt_qual.analysis.quotes.choose import ScoredPassage, cut, scored
from rrt_qual.analysis.quotes.passages import PassageReader, QuotedTalk
from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.coding import Coding
from rrt_qual.domain.confidentiality.disclosure import Policy
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.quotes.kept import KeptQuote
from rrt_qual.domain.settings import MODEL
from rrt_qual.domain.spans import Span
from rrt_qual.services.figures import disclosure
from rrt_qual.services.quotes.checks import Checker
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.file.connection import snapshot, working_out
from rrt_qual.store.interviews import interviews
from rrt_qual.store.interviews.interviews import Head
from rrt_qual.store.project import coders
from rrt_qual.store.quotes import quotes

if TYPE_CHECKING:
    from rrt_qual.analysis.quotes.choose import Floats
    from rrt_qual.suggest.embed.open import Embedder

__all__ = ["SPREAD_OVER", "Prepared", "Progress", "QuotesReading", "every_candidate", "prepare"]

Progress = Callable[[int, int], None]

#: The attribute that quotes are spread over: the first of these that has more than one value.
SPREAD_OVER = ("role", "team")


@dataclass(frozen=True, slots=True)
class QuotesReading:
    """What of a project was read at one moment for quotes of some themes: codings by theme and interview, and `talk`,
    the interviews that these stand in, or in which something is pinned. `attributes` may be filtered by."""

    codebook: Codebook
    attributes: Sequence[str]
    heads: Mapping[str, Head]
    kept: Sequence[KeptQuote]
    coded: Mapping[str, Mapping[str, Sequence[Coding]]]
    talk: Mapping[str, QuotedTalk]
    spread_over: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that quotes of some themes are chosen from; nothing here reads the project again.

    `candidates` are the scored ones of each theme, `vectors` theirs by `row`. `names` are what the interviews may be
    called, `mask` covers names in free text. `searched` interviews were searched for identifying words on the way;
    `warning` says why, when words alone are compared for want of the language `model`.
    """

    project_id: str
    reading: QuotesReading
    candidates: Mapping[str, Sequence[ScoredPassage]]
    vectors: Floats
    policy: Policy
    checker: Checker
    names: Mapping[str, str]
    mask: Callable[[str], str]
    model: Embedder
    warning: str = ""
    searched: int = 0

    def of(self, themes: Iterable[str]) -> list[ScoredPassage]:
        """The candidates of some themes, of all waves and stances; none of a theme that was not prepared."""
        return [c for theme in themes for c in self.candidates.get(theme, ())]

    def coded(self, themes: Iterable[str]) -> bool:
        """Whether a person has coded any of these themes."""
        return any(self.reading.coded.get(theme) for theme in themes)


def prepare(
    project: Project, themes: Sequence[str], progress: Progress | None = None, *, like: Prepared | None = None
) -> Prepared:
    """Search the interviews that these themes are coded in, unless they have been; then read all that is needed.

    `like`, an older one, lends its language model, so that it is loaded once. A project that can only be read is
    searched in memory, and what is found stays there.
    """
    searched = _search(project, codings.interviews_with(project.conn, themes), progress)
    with snapshot(project.conn):
        reading = _read(project, themes)
        policy, checker, public = disclosure.policy(project), Checker(project), PublicNames(project)
        names, mask = public.interviews, public.masker.mask
    model, warning = (like.model, like.warning) if like else _opened(project)
    found, vectors = _judged(project, reading, model, progress)
    return Prepared(project.id, reading, found, vectors, policy, checker, names, mask, model, warning, searched)


def every_candidate(project: Project) -> list[ScoredPassage]:
    """All that could be chosen, whatever the checks say: nothing is searched for it."""
    with snapshot(project.conn):
        reading = _read(project, [t.id for t in project.codebook().themes])
    found, _ = _judged(project, reading, _opened(project)[0], None)
    return [c for candidates in found.values() for c in candidates]


def _search(project: Project, interview_ids: Iterable[str], progress: Progress | None) -> int:
    """Search the interviews that were never searched, or not as they would be now; returns how many that were."""
    from rrt_qual.services.confidentiality.scan import fingerprint, scan
    from rrt_qual.store.confidentiality import findings

    now, tallies = fingerprint(project), findings.tallies(project.conn)
    todo = [i for i in interview_ids if i in tallies and tallies[i].finder != now]
    if not todo:
        return 0
    with working_out(project.conn):
        return scan(project, todo, progress=progress).scanned


def _read(project: Project, themes: Iterable[str]) -> QuotesReading:
    heads = {h.id: h for h in interviews.heads(project.conn)}
    kept = quotes.every(project.conn)
    coded: dict[str, dict[str, list[Coding]]] = {theme: {} for theme in themes}
    for c in codings.every(project.conn, with_machine=False):
        if c.theme in coded and c.interview_id in heads:
            coded[c.theme].setdefault(c.interview_id, []).append(c)
    wanted = {i for found in coded.values() for i in found}
    wanted |= {k.interview_id for k in kept if k.theme in coded and k.status == "pinned"}
    spread_over = _spread_over(heads.values())
    talk = _talk(project, [h for h in heads.values() if h.id in wanted], spread_over)
    attributes = interviews.attribute_names(project.conn)
    return QuotesReading(project.codebook(), attributes, heads, kept, coded, talk, spread_over)


def _spread_over(heads: Iterable[Head]) -> str:
    every = list(heads)
    return next((name for name in SPREAD_OVER if len({h.attributes.get(name, "") for h in every}) > 1), "")


def _talk(project: Project, heads: Iterable[Head], spread_over: str) -> dict[str, QuotedTalk]:
    """The interviews as quotes are cut from them: as they may be exported, and as they may be read."""
    shown, read, sentences = Texts(project, for_export=True), Texts(project), quotes.sentences(project.conn)
    return {
        h.id: QuotedTalk(
            h.participant or h.id,
            h.attributes.get(spread_over, "") if spread_over else "",
            sentences.get(h.id, ()),
            shown.of(h.id),
            read.of(h.id),
        )
        for h in heads
    }


def _judged(
    project: Project, reading: QuotesReading, model: Embedder, progress: Progress | None
) -> tuple[dict[str, list[ScoredPassage]], Floats]:
    """The scored candidates of each theme, and the vectors of all of them by `row`; those made anew are kept."""
    import numpy as np

    from rrt_qual.services.suggestions.suggester import ProjectVectors
    from rrt_qual.suggest.embed.open import CachingEmbedder

    reader = PassageReader(reading.talk)
    pinned: dict[str, list[tuple[str, Span]]] = {}
    for k in reading.kept:
        if k.status == "pinned" and k.interview_id in reading.talk:
            pinned.setdefault(k.theme, []).append((k.interview_id, k.span))
    passages = {t: reader.passages(t, coded, pinned.get(t, ())) for t, coded in reading.coded.items()}
    said = CachingEmbedder(model, ProjectVectors(project, model.dimension)).encode(list(reader.said), progress)
    out: dict[str, list[ScoredPassage]] = {}
    parts: list[Floats] = [np.zeros((0, model.dimension), np.float32)]
    at = 0
    for theme, found in passages.items():
        cut_, vectors = cut(found, said)
        out[theme] = [replace(c, row=c.row + at) for c in scored(cut_, vectors)]
        parts.append(vectors)
        at += len(vectors)
    return out, np.concatenate(parts)


def _opened(project: Project) -> tuple[Embedder, str]:
    """What makes vectors, and why words alone are compared ('': they are not)."""
    from rrt_qual.services.suggestions.suggester import cache_folder
    from rrt_qual.suggest.embed.open import LexicalEmbedder, open_embedder

    try:
        return open_embedder(str(coders.get_setting(project.conn, MODEL)), cache_folder()), ""
    except RrtError as fault:
        return LexicalEmbedder(), f"{fault} Until then passages are compared by their words alone."
