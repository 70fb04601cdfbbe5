"""The thread that makes suggestions: asked through a queue, it answers with one message a result.

It owns the engine and its own connection to the project. A newer request takes the place of an older one of
its kind that has not begun; an answer that is no longer the latest of its kind is dropped by its number.
"""

from __future__ import annotations

import itertools
import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.message import Message

from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions.engine import (
    Engine,
    KeptSuggestion,
    Meaning,
    Open,
    QueueKind,
    QueuePlace,
    SuggestionReason,
    open_engine,
)

if TYPE_CHECKING:
    from rrt_qual.services.suggestions.discover import DiscoveredTalk

#: In this order, when several things are asked for.
_ORDER = ("restart", "open", "explain", "queue", "clusters", "refit", "saw")


#: Seconds after which a thread with nothing to do looks whether it was cancelled.
_LOOK_UP = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to do; `number` counts all requests."""

    kind: str
    number: int
    interview_id: str = ""
    proposal: KeptSuggestion | None = None
    queue: QueueKind = QueueKind.USEFUL
    coder_id: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """So many of the texts that are new have been read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is ready; `remarks` are sentences to show once, as that the model could not be kept."""

    warning: str
    lexical: bool
    remarks: tuple[str, ...] = ()
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """The proposals for an interview."""

    interview_id: str
    proposals: list[KeptSuggestion]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a theme is proposed."""

    proposal: KeptSuggestion
    reason: SuggestionReason


@dataclass(frozen=True, slots=True)
class Queued:
    """Where to look next."""

    queue: QueueKind
    theme: str
    places: list[QueuePlace]


@dataclass(frozen=True, slots=True)
class Discovered:
    """Talk that no theme explains."""

    clusters: list[DiscoveredTalk]


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work. `fatal`: there will be no suggestions."""

    fault: Exception
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """How far the suggestions are: `status` is a line to show while they are not ready, or why they are poor."""

    ready: bool
    lexical: bool
    status: str


Result = Reading | Ready | Offered | Explained | Queued | Discovered | Failed


@runtime_checkable
class Listener(Protocol):
    """A screen that wants to know what the thread found."""

    def hear(self, result: Result) -> None:
        """Take in a result."""


class Answer(Message, namespace="suggesting"):
    """A result from the thread; `kind` and `number` are those of the request ('' and 0: unasked)."""

    def __init__(self, kind: str, number: int, result: Result) -> None:
        super().__init__()
        self.kind, self.number, self.result = kind, number, result


class Sightings:
    """What was shown already, so that each is written down once."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str, str]] = set()

    def fresh(self, coder_id: str, shown: Sequence[KeptSuggestion]) -> list[KeptSuggestion]:
        """Those of `shown` that this coder was not shown before; they count as shown from now on."""
        new = [p for p in shown if (coder_id, p.segment_id, p.theme) not in self._seen]
        self._seen.update((coder_id, p.segment_id, p.theme) for p in new)
        return new


class Suggesting:
    """Both ends of the queue: `ask_…` on the event loop, `run` in the thread.

    `post` must be safe to call from the thread. `status` is one line about how far it is ('' when there
    is nothing to say); it is kept by `heard`, on the event loop.
    """

    def __init__(self, project: Project, post: Callable[[Answer], object], open_: Open = open_engine) -> None:
        self._project, self._post, self._open = project, post, open_
        self._queue: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._numbers = itertools.count(1)
        self._latest: dict[str, int] = {}
        self._answered: dict[str, int] = {}
        self._sightings = Sightings()
        self._seen: list[tuple[str, KeptSuggestion]] = []
        self._version = -1
        self._stopped = False
        self.started = False
        self.ready = False
        self.failed = False
        self.lexical = False
        #: the search of the codebook by meaning, once it is there
        self.meaning: Meaning | None = None
        self.status = "Suggestions: getting ready …"

    # on the event loop --------------------------------------------------------------------------

    def offer(self) -> Offer:
        """How things stand, for the panel."""
        return Offer(self.ready, self.lexical, self.status)

    def ask_open(self, interview_id: str) -> None:
        """Proposals for this interview, as things stand."""
        self._ask("open", interview_id=interview_id)

    def ask_refit(self, interview_id: str) -> None:
        """Learn from what was done, and give this interview's proposals anew."""
        self._ask("refit", interview_id=interview_id)

    def ask_restart(self, version: int, interview_id: str = "") -> None:
        """The codebook is another one, of this version: begin again, unless that was asked already."""
        if version != self._version:
            self._version = version
            self._ask("restart", interview_id=interview_id)
        elif interview_id:
            self.ask_open(interview_id)

    def ask_explain(self, proposal: KeptSuggestion) -> None:
        """Why this is proposed."""
        self._ask("explain", proposal=proposal)

    def ask_queue(self, kind: QueueKind, coder_id: str, theme: str = "") -> None:
        """Where to look next."""
        self._ask("queue", queue=kind, coder_id=coder_id, theme=theme)

    def ask_clusters(self) -> None:
        """Talk that no theme explains."""
        self._ask("clusters")

    def saw(self, coder_id: str, shown: list[KeptSuggestion]) -> None:
        """Write down that this coder was shown these, in the thread; each once."""
        for proposal in self._sightings.fresh(coder_id, shown):
            self._queue.put(Request("saw", next(self._numbers), proposal=proposal, coder_id=coder_id))

    def awaited(self, kind: str) -> tuple[str, int] | None:
        """What was asked last of this kind ('queue', 'clusters'), while the answer is yet to come."""
        number = self._latest.get(kind, 0)
        return None if self.failed or self._answered.get(kind, 0) >= number else (kind, number)

    def stop(self) -> None:
        """End the thread when it next looks up."""
        self._stopped = True
        self._queue.put(None)

    def heard(self, answer: Answer) -> Result | None:
        """The result of an answer, or None when something newer was asked meanwhile; keeps `status`."""
        result = answer.result
        if answer.number:
            self._answered[answer.kind] = answer.number
        if answer.number and answer.number != self._latest.get(answer.kind):
            return None
        if isinstance(result, Reading):
            self.status = f"Suggestions: reading the interviews, {result.done:,} of {result.total:,}"
        elif isinstance(result, Ready):
            self.ready, self.lexical, self.status = True, result.lexical, result.warning
            self.meaning = result.meaning
        elif isinstance(result, Failed) and result.fatal:
            self.failed, self.status = True, f"No suggestions: {result.fault}"
        return result

    def _ask(
        self,
        kind: str,
        *,
        interview_id: str = "",
        proposal: KeptSuggestion | None = None,
        queue: QueueKind = QueueKind.USEFUL,
        coder_id: str = "",
        theme: str = "",
    ) -> None:
        number = next(self._numbers)
        self._latest[kind] = number
        self._queue.put(Request(kind, number, interview_id, proposal, queue, coder_id, theme))

    # in the thread ------------------------------------------------------------------------------

    def run(self, cancelled: Callable[[], bool]) -> None:
        """Work until `stop`; what fails is told, and the rest goes on."""
        try:
            engine = self._load(cancelled)
            waiting: dict[str, Request] = {}
            while engine is not None and self._gather(waiting) and not cancelled():
                kind = next((k for k in _ORDER if k in waiting), "saw")
                request = waiting.pop(kind, None)
                if request is None:
                    self._write_sightings()
                elif kind == "restart":
                    engine = self._load(cancelled)
                    if engine is not None and request.interview_id:
                        self._answer(engine, request)
                else:
                    self._answer(engine, request)
        except _Stop:
            pass
        finally:
            self._write_sightings()
            self._project.close()

    def _load(self, cancelled: Callable[[], bool]) -> Engine | None:
        def progress(done: int, total: int) -> None:
            if self._stopped or cancelled():
                raise _Stop
            self._post(Answer("", 0, Reading(done, total)))

        try:
            engine = self._open(self._project, progress)
        except Exception as fault:
            self._post(Answer("", 0, Failed(fault, fatal=True)))
            return None
        remarks = tuple(suggestions.remarks())
        self._post(Answer("", 0, Ready(engine.warning, engine.lexical, remarks, engine.meaning())))
        return engine

    def _gather(self, waiting: dict[str, Request]) -> bool:
        """Take in all that was asked, the newest of each kind; wait when there is nothing to do. False: stop."""
        while True:
            try:
                request = self._queue.get(block=not waiting and not self._seen, timeout=_LOOK_UP)
            except queue.Empty:
                return True
            if request is None:
                return False
            if request.kind == "saw":
                if request.proposal is not None:
                    self._seen.append((request.coder_id, request.proposal))
            else:
                waiting[request.kind] = request

    def _answer(self, engine: Engine, request: Request) -> None:
        try:
            result: Result = self._do(engine, request)
        except Exception as fault:
            result = Failed(fault)
        self._post(Answer(request.kind, request.number, result))

    def _do(self, engine: Engine, request: Request) -> Result:
        if request.kind == "explain" and request.proposal is not None:
            return Explained(request.proposal, engine.explain(request.proposal))
        if request.kind == "queue":
            return Queued(request.queue, request.theme, engine.queue(request.queue, request.coder_id, request.theme))
        if request.kind == "clusters":
            return Discovered(engine.clusters())
        if request.kind == "refit":
            engine.refit()
        return Offered(request.interview_id, engine.offers(request.interview_id))

    def _write_sightings(self) -> None:
        seen, self._seen = self._seen, []
        for coder_id in dict.fromkeys(c for c, _ in seen):
            try:
                suggestions.saw(self._project, coder_id, [p for c, p in seen if c == coder_id])
            except Exception as fault:
                self._post(Answer("saw", 0, Failed(fault)))


class _Stop(BaseException):
    """Raised out of the reading when the program ends."""
