"""Reading a wording that somebody wrote: it is the transcript's words with permitted marks, or it is refused.

The words outside square brackets must be the transcript's, in order and spelled as there; words that are missing must
be marked by […], unless they are fillers; what is in brackets is a clarification. The first letter may be a
capital, a full stop may end it. Nothing else may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rrt_qual.domain.quotes.fillers import droppable
from rrt_qual.domain.quotes.wording import (
    END,
    LOOSE,
    MARK,
    TOKEN,
    Edit,
    QuoteWord,
    Strays,
    capital,
    clarification,
    closed,
    left_out,
    opened,
    render,
    trail_of,
)
from rrt_qual.domain.spans import Span

_NOTE = re.compile(r"\[(?P<text>[^\[\]]+)\](?P<trail>[.,;:!?…”’\"')]*)")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class _State:
    """How far the wording has come.

    `at` is the next word of the transcript; `gap` says that a mark stands open; `owed` is the punctuation that a
    clarification has still to carry; `since` where the fillers that were cleaned right before `at` begin (-1: none);
    `used` whether any word was read.
    """

    at: int
    gap: bool = False
    owed: str = ""
    since: int = -1
    used: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """How a state was come to: from which, what was added there or which word was read, and how many were added.

    What stands in brackets may be a clarification or a pseudonym: of two readings the one that adds less is right.
    """

    before: _State | None
    note: str = ""
    word: int = -1
    notes: int = 0


def parse(words: Sequence[QuoteWord], text: str) -> Edit:
    """The edit that makes `words` into `text`; `render` of it gives `text` again, save white space.

    Raises:
        Strays: the text says something that the words do not; `at` is where.
        UsageError: a clarification is too long.
    """
    text = " ".join(text.split()).replace("[...]", MARK)
    tokens = list(TOKEN.finditer(text))
    reader = _Reader(words)
    trail: list[dict[_State, _Step]] = [{state: _Step(None) for state in reader.starts()}]
    for number, token in enumerate(tokens):
        there: dict[_State, _Step] = {}
        for state, way in trail[-1].items():
            for new, note, word in reader.steps(state, token[0], last=number == len(tokens) - 1):
                step = _Step(state, note, word, way.notes + bool(note))
                if new not in there or step.notes < there[new].notes:
                    there[new] = step
        if not there:
            raise _strays(number, token)
        trail.append(there)
    ends = sorted((s for s in trail[-1] if reader.done(s)), key=lambda s: trail[-1][s].notes)
    if not ends:
        raise Strays(
            "The wording stops before the passage does, and does not say so.",
            "Mark what is left out with […].",
            Span(len(text), len(text)),
        )
    edits = [reader.edit(trail, end, text) for end in ends]
    edit = next((e for e in edits if _same(words, e, text)), edits[0])
    if len(left := left_out(words, edit)) == len([s for s in left if s]):
        raise Strays("The wording keeps no word of the passage.", "Keep some of it.", Span(0, len(text)))
    if not _same(words, edit, text):
        raise _differing(render(words, edit), tokens)
    return edit


def _same(words: Sequence[QuoteWord], edit: Edit, text: str) -> bool:
    # each word has been compared already; capitals may still differ where a sentence begins behind cleaned fillers
    return render(words, edit).translate(_PLAIN).casefold() == text.translate(_PLAIN).casefold()


def _differing(right: str, tokens: Sequence[re.Match[str]]) -> Strays:
    """The first word of a wording that is not as it may be written."""
    allowed = [t[0].translate(_PLAIN) for t in TOKEN.finditer(right)]
    n = next(
        (n for n, t in enumerate(tokens) if n >= len(allowed) or t[0].translate(_PLAIN) != allowed[n]), len(tokens) - 1
    )
    return _strays(n, tokens[n])


def _strays(number: int, token: re.Match[str]) -> Strays:
    return Strays(
        f"At its word {number + 1} the wording leaves what was said.",
        "Mark what you leave out with […], and put what you add into [square brackets].",
        Span(token.start(), token.end()),
    )


class _Reader:
    """The words of a passage, as a wording is read along them."""

    def __init__(self, words: Sequence[QuoteWord]) -> None:
        self.words = words
        self.shown = [w.shown.translate(_PLAIN) for w in words]
        self.flags = droppable([w.shown for w in words])

    def starts(self) -> Iterator[_State]:
        """Where a wording may begin: at the first word, or behind fillers."""
        yield _State(0)
        for n, flag in enumerate(self.flags, start=1):
            if not flag:
                return
            yield _State(n, since=0)

    def steps(self, state: _State, token: str, *, last: bool) -> Iterator[tuple[_State, str, int]]:
        """Where `token` can lead from a state: (state, clarification, number of the word or -1)."""
        if token == MARK:
            if not state.owed and not state.gap and state.since < 0 and state.at < len(self.words):
                yield replace(state, gap=True), "", -1
        elif note := _NOTE.fullmatch(token):
            if not note["trail"]:
                yield state, note["text"], -1
            elif note["trail"].translate(_PLAIN) in self._trails(state, last):
                yield replace(state, owed=""), note["text"], -1
        if state.owed:
            return
        for n in range(state.at + 1, len(self.words)) if state.gap else (state.at,):
            if n < len(self.words):
                opening = not state.used or (state.since >= 0 and opened(self.words, state.since))
                for end, owed in self._matches(n, token.translate(_PLAIN), opening=opening, last=last):
                    yield _State(end, False, owed, n + 1 if end > n + 1 else -1, True), "", n

    def _trails(self, state: _State, last: bool) -> set[str]:
        """The punctuation that a clarification may carry here."""
        loose = LOOSE.sub("", state.owed)
        return {state.owed, *({loose + "."} if last and not END.search(loose) else ())} - {""}

    def _matches(self, n: int, token: str, *, opening: bool, last: bool) -> Iterator[tuple[int, str]]:
        """(where the next word is, the punctuation still owed) for each way in which `token` is the word `n`."""
        for shown, end in self._forms(n):
            for form in sorted({shown, capital(shown)} if opening else {shown}):
                if token == form or (last and not END.search(form) and token == LOOSE.sub("", form) + "."):
                    yield end, ""
                elif (trail := trail_of(form)) and token == form[: -len(trail)]:
                    yield end, trail

    def _forms(self, n: int) -> Iterator[tuple[str, int]]:
        """How a word may be written, and where the next stands: as it is, or mended where fillers behind it go."""
        yield self.shown[n], n + 1
        for after in range(n + 1, len(self.words)):
            if not self.flags[after]:
                return
            yield closed(self.shown[n], self.shown[after]), after + 1

    def done(self, state: _State) -> bool:
        """Whether the wording may end here."""
        return not state.owed and state.gap == (state.at < len(self.words))

    def edit(self, trail: list[dict[_State, _Step]], final: _State, text: str) -> Edit:
        """The edit that led to `final`, read back along the trail."""
        used: set[int] = set()
        notes: list[tuple[int, str]] = []
        marked: set[int] = set(range(final.at, len(self.words))) if final.gap else set()
        state, behind = final, len(self.words)
        for steps in reversed(trail[1:]):
            step = steps[state]
            assert step.before is not None
            if step.note:
                after = behind if state.gap else state.at
                notes.append((self.words[after - 1].span.end if after else 0, clarification(step.note)))
            if step.word >= 0:
                used.add(step.word)
                behind = step.word
                if step.before.gap:
                    marked.update(range(step.before.at, step.word))
            state = step.before
        cleaned = [n for n in range(len(self.words)) if n not in used and n not in marked]
        plain = Edit(
            tuple(self.words[n].span for n in sorted(marked)),
            tuple(self.words[n].span for n in cleaned),
            tuple(reversed(notes)),
        )
        return self._typographic(plain, text)

    def _typographic(self, plain: Edit, text: str) -> Edit:
        choices = [
            Edit(plain.cuts, plain.cleaned, plain.added, first, stop)
            for first in (False, True)
            for stop in (False, True)
        ]
        alike = [e for e in choices if _same(self.words, e, text)]
        exact = [e for e in alike if render(self.words, e).translate(_PLAIN) == text.translate(_PLAIN)]
        return next(iter(exact or alike), plain)
