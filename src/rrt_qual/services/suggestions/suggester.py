"""Theme suggestions for a project: made by the model in `suggest`, kept and logged by the store.

Nothing heavy is loaded by importing this module; the model's libraries load inside `Suggester`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrt_qual import __version__
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Coding
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.settings import MODEL, SUGGESTED_FROM
from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.contexts import Contexts, left_uncoded
from rrt_qual.services.texts import texts as overlay
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings, progress
from rrt_qual.store.confidentiality import overlays
from rrt_qual.store.project import coders
from rrt_qual.store.suggestions import decisions, embeddings, suggestions
from rrt_qual.store.suggestions.suggestions import KeptSuggestion, SegmentTalk

if TYPE_CHECKING:
    from rrt_qual.suggest.embed.types import Floats, PassageCodes, ScoreTable, TalkPassage
    from rrt_qual.suggest.features import Features
    from rrt_qual.suggest.model import SuggestionModel

__all__ = ["KeptSuggestion", "SegmentTalk", "Suggester", "SuggestionReason"]

#: How many themes are kept as standing suggestions for each segment.
KEPT = 5

#: Every how many codings the likelihoods and thresholds are fitted anew.
CALIBRATE_EVERY = 10

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SuggestionReason:
    """Why a theme is proposed: the nearest example or coded passage, and the words that weigh most.

    `source` is 'example', 'coded' or 'definition'; `interview` names where a coded passage stands.
    """

    source: str
    nearest: str
    similarity: float
    words: tuple[tuple[str, float], ...] = ()
    interview: str = ""

    def kept(self) -> dict[str, Any]:
        """All of it, for the standing suggestions, which never leave the project by themselves."""
        words = [[word, round(weight, 3)] for word, weight in self.words]
        return {
            "source": self.source,
            "nearest": self.nearest,
            "similarity": round(self.similarity, 3),
            "words": words,
            "interview": self.interview,
        }

    def as_json(self) -> dict[str, Any]:
        """For the log: what it resembled and which words, without a word of another interview."""
        shown = self.nearest if self.source != "coded" else ""
        return {"source": self.source, "nearest": shown, "words": [w for w, _ in self.words]}


class ProjectVectors:
    """The project's cache of embeddings, as the engine wants it.

    A vector of another length than the model's is damaged: it counts as missing, and is made again.
    """

    def __init__(self, project: Project, dimension: int) -> None:
        self._project = project
        self._bytes = dimension * 4

    def get(self, fingerprint: str, hashes: Sequence[str]) -> Mapping[str, Floats]:
        """The vectors that are kept, by hash."""
        import numpy as np

        found = embeddings.get(self._project.conn, fingerprint, hashes)
        return {k: np.frombuffer(v, np.float32) for k, v in found if len(v) == self._bytes}

    def put(self, fingerprint: str, vectors: Mapping[str, Floats]) -> None:
        """Keep these: one transaction."""
        embeddings.put(self._project.conn, fingerprint, {k: v.astype("float32").tobytes() for k, v in vectors.items()})


def state(project: Project, model: str = "") -> str:
    """A fingerprint of all that suggestions depend on: program, talk, codebook, codings, rejections, model setting."""
    conn = project.conn
    parts = [__version__, model or str(coders.get_setting(conn, MODEL)), *suggestions.state_parts(conn)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_current(project: Project) -> bool:
    """Whether the standing suggestions were made of the project as it is now.

    Those made by comparing words for want of the model that the setting names never are: it may be there now.
    """
    conn = project.conn
    if coders.get_setting(conn, SUGGESTED_FROM) != state(project):
        return False
    return coders.get_setting(conn, MODEL) == "lexical" or not suggestions.only_words(conn)


class Suggester:
    """The model at work on one project. Not for sharing between threads.

    Making one loads the model and reads the talk; `progress(done, total)` counts texts encoded anew.
    `lexical` is True, and `warning` says why, when no language model could be loaded and words alone
    are compared.

    Raises:
        NothingToLearn: the codebook has no theme.
    """

    def __init__(self, project: Project, *, progress: Progress | None = None) -> None:
        from rrt_qual.suggest.embed.open import CachingEmbedder
        from rrt_qual.suggest.model import SuggestionModel

        self.project = project
        self.warning = ""
        embedder = self._open()
        self.embedder = CachingEmbedder(embedder, ProjectVectors(project, embedder.dimension))
        self.lexical = self.embedder.lexical
        self._calibrated_at = -1
        self._table: ScoreTable | None = None
        self._read_talk(progress)
        self.model: SuggestionModel = SuggestionModel(project.codebook(), self.embedder)
        self.features: Features = self._features()
        self.refit()

    def _read_talk(self, progress: Progress | None = None) -> None:
        """Read the talk as it may be read now, and encode what is new of it."""
        self.overlay = overlay.state(self.project)
        self.texts = Texts(self.project)
        self.talk: list[SegmentTalk] = self.texts.talk()
        self._row = {t.segment_id: n for n, t in enumerate(self.talk)}
        self._interviews = {t.interview_id: t.interview for t in self.talk}
        self.embedder.encode(spoken_texts(self.talk), progress)

    def _features(self) -> Features:
        features = self.model.read([_passage(t) for t in self.talk])
        self.embedder.forget()  # the features hold what is needed of the talk; the project's cache has the rest
        return features

    def keep_up(self) -> None:
        """Read the talk anew, and learn from it, if words were replaced (or brought back) meanwhile.

        Screens call this before they show anything: a name that was replaced a moment ago is not read again.
        """
        if self.overlay != overlay.state(self.project):
            self.refit()

    def _open(self) -> Any:
        from rrt_qual.suggest.embed.open import LexicalEmbedder, open_embedder

        setting = str(coders.get_setting(self.project.conn, MODEL))
        try:
            return open_embedder(setting, cache_folder())
        except RrtError as fault:
            if setting:
                raise
            self.warning = f"{fault} Until then words alone are compared."
            return LexicalEmbedder()

    @property
    def model_name(self) -> str:
        """The model's fingerprint."""
        return self.embedder.fingerprint

    def refit(self) -> None:
        """Learn from all codings and rejections as they stand now, and score the talk again."""
        if self.overlay != overlay.state(self.project):
            self._read_talk()
            self.features = self._features()
        coded, rejected = self.evidence()
        self.model.fit(coded, rejected)
        if self._calibrated_at < 0 or abs(len(coded) - self._calibrated_at) >= CALIBRATE_EVERY:
            self.model.calibrate()
            self._calibrated_at = len(coded)
        self._table = None

    def evidence(self) -> tuple[list[PassageCodes], list[Any]]:
        """What people coded (one passage for each span, with all its themes) and rejected, as the model wants it.

        A coding's context is that of the segment it begins in. Machine-made codings teach nothing. Passages
        that were read and left uncoded come along without a theme: they keep the likelihoods honest.
        """
        from rrt_qual.suggest.embed.types import PassageCodes, Rejected, TalkPassage

        conn = self.project.conn
        context = Contexts(self.talk)
        live = {one.id for one in overlays.named(conn)}
        by_span: dict[tuple[str, int, int], dict[str, Stance]] = {}
        by_people = codings.every(conn, with_machine=False)
        for c in by_people:
            by_span.setdefault((c.interview_id, c.span.start, c.span.end), {})[c.theme] = c.stance
        coded = [
            PassageCodes(
                TalkPassage(" ".join(self.texts.words(i, Span(start, end)).split()), i, context.at(i, start)),
                tuple(themes),
                tuple(themes.values()),
            )
            for (i, start, end), themes in by_span.items()
            if i in live
        ]
        left = left_uncoded(self.talk, by_people, progress.done_interviews(conn)) if coded else []
        coded += [PassageCodes(_passage(t), ()) for t in left]
        rejected = [
            Rejected(_passage(self.talk[self._row[r.segment_id]]), r.theme)
            for r in decisions.rejections(conn)
            if r.segment_id in self._row
        ]
        return coded, rejected

    @property
    def table(self) -> ScoreTable:
        """The scores of all participant segments, in the order of `talk`."""
        if self._table is None:
            self._table = self.model.score(self.features)
        return self._table

    def row_of(self, segment_id: str) -> int:
        """The row of a segment in `talk` and `table`; raises KeyError for an interviewer's segment."""
        return self._row[segment_id]

    def proposals(self, rows: Sequence[int], k: int = KEPT) -> list[KeptSuggestion]:
        """The `k` likeliest themes of each row of `talk`, those below the threshold marked as such."""
        out: list[KeptSuggestion] = []
        by_theme: dict[str, list[tuple[int, int, Any]]] = {}
        for row in rows:
            for position, found in enumerate(self.table.best(row, k, every=True), start=1):
                by_theme.setdefault(found.theme, []).append((row, position, found))
        for theme, found_rows in by_theme.items():
            guesses = self.model.stances([_passage(self.talk[row]) for row, _, _ in found_rows], theme)
            for (row, position, found), guess in zip(found_rows, guesses, strict=True):
                talk = self.talk[row]
                out.append(
                    KeptSuggestion(
                        segment_id=talk.segment_id,
                        interview_id=talk.interview_id,
                        span=talk.span,
                        theme=theme,
                        position=position,
                        likelihood=min(1.0, max(0.0, float(found.likelihood))),
                        above_threshold=bool(found.above_threshold),
                        stance=guess.stance,
                        stance_likelihood=float(max(guess.likelihoods.values(), default=0.0)),
                        model=self.model_name,
                        lexical=self.lexical,
                    )
                )
        order = {t.segment_id: n for n, t in enumerate(self.talk)}
        return sorted(out, key=lambda p: (order[p.segment_id], p.position))

    def for_interview(self, interview_id: str) -> list[KeptSuggestion]:
        """Proposals for every participant segment of an interview."""
        return self.proposals([n for n, t in enumerate(self.talk) if t.interview_id == interview_id])

    def explain(self, proposal: KeptSuggestion) -> SuggestionReason:
        """Why this theme is proposed for this segment."""
        talk = self.talk[self._row[proposal.segment_id]]
        why = self.model.explain(_passage(talk), proposal.theme)
        said_in = self._interviews.get(why.doc, "")
        return SuggestionReason(why.source, why.nearest, float(why.similarity), tuple(why.words[:4]), said_in)

    def store(self) -> int:
        """Make the proposals for all talk the project's standing suggestions; returns how many.

        Those at or above their theme's threshold are kept with their reasons.
        """
        before = state(self.project)
        found = self.proposals(range(len(self.talk)))
        reasons = {(p.segment_id, p.theme): self.explain(p).kept() for p in found if p.above_threshold}
        suggestions.replace(self.project.conn, found, before, reasons, self.overlay)
        return len(found)


def cache_folder() -> Path:
    """Where an exported model is kept between runs: this user's cache, readable by them alone."""
    from rrt_qual.services.shared.folders import own_folder

    return own_folder("cache")


def remarks() -> list[str]:
    """What there is to tell about how the model was loaded (it could not be kept, say): each sentence once."""
    from rrt_qual.suggest.embed.cache import take_remarks

    return take_remarks()


def spoken_texts(talk: Sequence[SegmentTalk]) -> list[str]:
    """All that is encoded of the talk: segments, the sentences of long ones, and what was said before."""
    from rrt_qual.suggest.embed.open import sentences

    found = dict.fromkeys(t.words for t in talk)
    found.update(dict.fromkeys(part for words in list(found) for part in sentences(words)))
    found.update(dict.fromkeys(t.context for t in talk if t.context.strip()))
    return list(found)


def _passage(talk: SegmentTalk) -> TalkPassage:
    from rrt_qual.suggest.embed.types import TalkPassage

    return TalkPassage(talk.words, talk.interview_id, talk.context)


# what a coder does with them -------------------------------------------------------------------------


def accept(
    project: Project,
    proposal: KeptSuggestion,
    coder_id: str,
    *,
    span: Span | None = None,
    stance: Stance | None = None,
    reason: SuggestionReason | None = None,
) -> Coding:
    """Code the proposal's segment (or `span`) with its theme and stance, marked as accepted; one act.

    Raises:
        Conflict: coded already.
    """
    return decisions.accept(
        project.conn,
        proposal,
        coder_id=coder_id,
        span=span or proposal.span,
        stance=proposal.stance if stance is None else stance,
        reason=reason.as_json() if reason else {},
        label=f"accept {proposal.theme}",
    )


def reject(project: Project, proposal: KeptSuggestion, coder_id: str, reason: SuggestionReason | None = None) -> None:
    """Turn a proposal down: it is not shown to this coder again, and it teaches; one act."""
    decisions.reject(
        project.conn,
        proposal,
        coder_id=coder_id,
        reason=reason.as_json() if reason else {},
        label=f"reject {proposal.theme}",
    )


def saw(project: Project, coder_id: str, shown: Sequence[KeptSuggestion]) -> None:
    """Log that a coder was shown these proposals."""
    suggestions.saw(project.conn, coder_id, shown)


def rejected_by(project: Project, coder_id: str) -> set[tuple[str, str]]:
    """(segment id, theme) of what this coder has turned down."""
    return {(r.segment_id, r.theme) for r in decisions.rejections(project.conn) if r.coder_id == coder_id}


def standing(
    project: Project,
    *,
    interview_id: str | None = None,
    theme: str | None = None,
    min_likelihood: float = 0.0,
    above_threshold: bool = False,
) -> list[KeptSuggestion]:
    """The standing suggestions that nobody has coded or turned down; those above their thresholds, or all."""
    return suggestions.standing(
        project.conn,
        interview_id=interview_id,
        theme=theme,
        min_likelihood=min_likelihood,
        above_threshold=above_threshold,
        uncoded_by="*",
    )
