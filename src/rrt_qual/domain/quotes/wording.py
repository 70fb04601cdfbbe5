"""The publishable wording of a passage: what may be changed of what somebody said, and proof that no more was.

An `Edit` is kept beside the passage instead of the wording itself: which words are left out (shown as […]), which
fillers are cleaned away, and what is added in [square brackets]. So a wording cannot stray from the transcript, a
pseudonym that is decided later reaches it as well, and no word of an interview stands in the log of changes.
Why so few marks: those who spoke care how editing shows them (Corden and Sainsbury 2006).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.quotes.fillers import droppable
from rrt_qual.domain.spans import Span

MARK = "[…]"

#: How long a clarification may be, in code points: it explains, it does not tell.
LONGEST_CLARIFICATION = 60

TOKEN = re.compile(r"(?:\[[^\[\]\n]*\]|[^\s\[\]])+|[\[\]]")
_TRAIL = re.compile(r"[.,;:!?…–—-]+[\"”’')]*$")
LOOSE = re.compile(r"[,;:–—-]+$")
END = re.compile(r"[.!?…]['\"”’)]*$")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class QuoteWord:
    """A word as it is shown, with the punctuation that touches it, and where it stands in the original."""

    shown: str
    span: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """What is changed of a passage. Offsets are of the interview's original text.

    `cuts` are left out and marked; `cleaned` are fillers that go unmarked; `added` are clarifications, each behind
    the word that ends at its offset (or before the first word). `capital`: the first letter becomes a capital;
    `stop`: a full stop ends it.
    """

    cuts: tuple[Span, ...] = ()
    cleaned: tuple[Span, ...] = ()
    added: tuple[tuple[int, str], ...] = ()
    capital: bool = False
    stop: bool = False

    def __bool__(self) -> bool:
        return bool(self.cuts or self.cleaned or self.added or self.capital or self.stop)

    def moved(self, to: Callable[[Span], Span]) -> Edit:
        """The same edit of a text that has other offsets: `to` gives the new place of a span, an empty one included."""

        def spans(found: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(new for s in found if (new := to(s)))

        added = tuple((to(Span(at, at)).end, words) for at, words in self.added)
        return replace(self, cuts=spans(self.cuts), cleaned=spans(self.cleaned), added=added)


#: What is done to a quote that nobody edited: a capital begins it and a full stop ends it.
TYPOGRAPHIC = Edit(capital=True, stop=True)


class Strays(UsageError):
    """A wording says something that the transcript does not. `at` is where, in the wording."""

    def __init__(self, sentence: str, remedy: str, at: Span) -> None:
        super().__init__(sentence, remedy)
        self.at = at


def words_of(projection: Projection, span: Span) -> list[QuoteWord]:
    """The words of a span of the original as they are shown; a pseudonym in brackets is one word."""
    shown = projection.span(span)
    return [
        QuoteWord(m[0], projection.original_span(Span(m.start(), m.end())))
        for m in TOKEN.finditer(projection.text, shown.start, shown.end)
    ]


def fillers(words: Sequence[QuoteWord]) -> tuple[Span, ...]:
    """The words that cleaning takes away, as an `Edit` keeps them."""
    flags = droppable([w.shown for w in words])
    return tuple(w.span for w, flag in zip(words, flags, strict=True) if flag)


def left_out(words: Sequence[QuoteWord], edit: Edit) -> list[str]:
    """For each word 'cut', 'cleaned' or '' (it stays).

    Words that are no fillers any more, and fillers beside a cut, count as cut: the mark stands for them too.
    """
    flags = droppable([w.shown for w in words])
    out = []
    for word, flag in zip(words, flags, strict=True):
        if any(c.overlaps(word.span) for c in edit.cuts):
            out.append("cut")
        elif any(c.overlaps(word.span) for c in edit.cleaned):
            out.append("cleaned" if flag else "cut")
        else:
            out.append("")
    for order in (range(1, len(out)), range(len(out) - 2, -1, -1)):
        for n in order:
            beside = out[n - 1] if order.step > 0 else out[n + 1]
            if out[n] == "cleaned" and beside == "cut":
                out[n] = "cut"
    return out


def render(words: Sequence[QuoteWord], edit: Edit | None = None) -> str:
    """The wording: the words on one line with the edit's marks.

    A comma before cleaned words goes with them, and the full stop behind them stays; punctuation moves behind a
    clarification.
    """
    edit = edit or Edit()
    state = left_out(words, edit)
    notes = _notes(words, state, edit)
    parts = [f"[{text}]" for text in notes.get(-1, ())]
    first = True
    for n in range(len(words)):
        if state[n] == "cut" and (n == 0 or state[n - 1] != "cut"):
            parts.append(MARK)
        elif not state[n]:
            shown = _tidied(words, state, n)
            start = n
            while start and state[start - 1] == "cleaned":
                start -= 1
            opens = (first and edit.capital) or (start < n and opened(words, start))
            parts.append(capital(shown) if opens else shown)
            first = False
        for text in notes.get(n, ()):
            trail = trail_of(parts[-1])
            parts[-1] = parts[-1][: len(parts[-1]) - len(trail)]
            parts.append(f"[{text}]{trail}")
    if edit.stop and parts and not END.search(parts[-1]) and parts[-1] != MARK:
        parts[-1] = LOOSE.sub("", parts[-1]) + "."
    return " ".join(parts)


def _notes(words: Sequence[QuoteWord], state: Sequence[str], edit: Edit) -> dict[int, list[str]]:
    """The clarifications by the number of the word that they stand behind, -1 before the first."""
    out: dict[int, list[str]] = {}
    for at, text in edit.added:
        n = sum(w.span.end <= at for w in words) - 1
        while n >= 0 and state[n] == "cleaned":
            n -= 1
        out.setdefault(n, []).append(text)
    return out


def _tidied(words: Sequence[QuoteWord], state: Sequence[str], n: int) -> str:
    """A word that stays, its punctuation mended where fillers behind it were cleaned away."""
    after = n + 1
    while after < len(words) and state[after] == "cleaned":
        after += 1
    return closed(words[n].shown, words[after - 1].shown) if after > n + 1 else words[n].shown


def opened(words: Sequence[QuoteWord], start: int) -> bool:
    """Whether the fillers that were cleaned away from `start` on began a sentence with a capital."""
    return (not start or bool(END.search(words[start - 1].shown))) and words[start].shown[:1].isupper()


def closed(shown: str, last: str) -> str:
    """`shown` with its comma gone, and ended as the last of the cleaned words behind it ended."""
    bare = LOOSE.sub("", shown) or shown
    end = re.match(r"[.!…]+", trail_of(last))
    return bare + end[0] if end and not END.search(bare) else bare


def trail_of(shown: str) -> str:
    """The punctuation that a word ends with; none of a mark, or of punctuation that stands alone."""
    found = _TRAIL.search(shown)
    return found[0] if found and found.start() else ""


def capital(shown: str) -> str:
    """A word with a capital as its first letter; a pseudonym stays as it is."""
    at = next((n for n, c in enumerate(shown) if c.isalpha()), None)
    if at is None or "[" in shown[: at + 1]:
        return shown
    upper = shown[at].upper()
    return shown[:at] + upper + shown[at + 1 :] if len(upper) == 1 else shown


def clarification(text: str, names: Callable[[str], bool] = lambda text: False) -> str:
    """`text` as it may be added in square brackets; `names` says whether a text has somebody's real name in it.

    Raises:
        UsageError: it is empty, too long, has brackets in it, or names somebody.
    """
    text = " ".join(_INVISIBLE.sub(" ", text).split())
    if text[:1] == "[" and text[-1:] == "]":
        text = text[1:-1].strip()
    if not text or text in ("…", "..."):
        raise UsageError("A clarification needs words.", "Say what the speaker meant.")
    if "[" in text or "]" in text:
        raise UsageError("A clarification has no brackets inside.", "It is put into square brackets by itself.")
    if len(text) > LONGEST_CLARIFICATION:
        raise UsageError(
            f"A clarification has at most {LONGEST_CLARIFICATION} characters, this one has {len(text)}.",
            "Explain one word; say the rest in the report.",
        )
    if names(text):
        raise UsageError(
            "That clarification names somebody or something that is known in this project.",
            "Use the pseudonym, or say what they are: [the manager].",
        )
    return text


# keeping ---------------------------------------------------------------------------------------------


def dumps(edit: Edit) -> str:
    """The edit as it is kept: JSON, '{}' for one that changes nothing."""
    value = {
        "cuts": [[s.start, s.end] for s in edit.cuts],
        "cleaned": [[s.start, s.end] for s in edit.cleaned],
        "added": [[at, text] for at, text in edit.added],
        "capital": edit.capital,
        "stop": edit.stop,
    }
    return json.dumps({k: v for k, v in value.items() if v}, ensure_ascii=False, sort_keys=True)


def loads(kept: str | None) -> Edit:
    """The edit that was kept; `TYPOGRAPHIC` where none was; what cannot be read is none, so the words stand as said."""
    if not kept:
        return TYPOGRAPHIC
    try:
        value = json.loads(kept)
        return Edit(
            _spans(value.get("cuts", ())),
            _spans(value.get("cleaned", ())),
            tuple((int(at), str(text)) for at, text in value.get("added", ())),
            bool(value.get("capital")),
            bool(value.get("stop")),
        )
    except (ValueError, TypeError, AttributeError):
        return Edit()


def _spans(found: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(int(start), int(end)) for start, end in found)
