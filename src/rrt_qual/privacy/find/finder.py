"""The finder of identifying words: a model of language, rules, and the project's own lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.interview import Transcript
from rrt_qual.domain.spans import Span, merge, touched
from rrt_qual.privacy.find import echo, model
from rrt_qual.privacy.find.ages import ages
from rrt_qual.privacy.find.capitals import capital_names
from rrt_qual.privacy.find.contact import contacts
from rrt_qual.privacy.find.dates import dates
from rrt_qual.privacy.find.people import lower_names, named, spelled, titled
from rrt_qual.privacy.find.references import references
from rrt_qual.privacy.find.structures import structures, structures_lower
from rrt_qual.privacy.find.titles import titles
from rrt_qual.privacy.words.merge import merge_hits
from rrt_qual.privacy.words.reasons import CAUSES, WordHit
from rrt_qual.privacy.words.tokens import Piece, WritingManner, lowered, pieces
from rrt_qual.privacy.words.types import Names

__all__ = ["VERSION", "Finder", "Spreader"]

#: Raised whenever the rules find something else in the same text.
VERSION = 1


class Finder:
    """Finds identifying words in transcripts. Loads spaCy at first use and keeps it; not to be shared by threads."""

    def __init__(self, names: Names | None = None) -> None:
        self._names = names or Names()
        self._forms = echo.forms_of(self._names)
        self._model = model.NameModel()

    @property
    def fingerprint(self) -> str:
        """What finds depend on: the version of the rules, the model, and the project's list of names.

        Attributes, speakers and what is known elsewhere are not in it: they are looked for anew without reading.
        """
        lists = [
            [(n.kind, n.name, n.aliases) for n in self._names.listed],
            [(name, c.likelihood, c.strength) for name, c in CAUSES.items()],
        ]
        digest = hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:12]
        return f"find{VERSION}-{model.version()}-{digest}"

    def find(self, transcript: Transcript) -> list[Find]:
        """Every find in the whole text, headings included, apart from one another and in order."""
        return [one.as_find() for one in self.hits(transcript)]

    def hits(self, transcript: Transcript) -> list[WordHit]:
        """What `find` gives, with the cause of each."""
        text = transcript.text
        low = lowered(text)
        parts = pieces(transcript)
        small = {w.key for p in parts if p.manner is WritingManner.MIXED for w in p.words if not w.is_capital}
        found = [h for before, part in _with_before(text, parts) for h in _by_rule(text, low, part, before, small)]
        found += self._model.names(text, parts)
        found += echo.echoes(text, parts, self._forms)
        first = merge_hits(text, found)
        again = echo.merged_forms(echo.sure_forms(text, (h.as_find() for h in first)))
        return merge_hits(text, [*found, *echo.echoes(text, parts, again)])


class Spreader:
    """Looks for names that are known already, in texts whose finds are at hand; needs no model.

    `forms` says why each (kind, words) is looked for: 'known', 'speaker', 'attribute' or 'echo'.
    """

    def __init__(self, forms: Mapping[tuple[FindKind, str], str]) -> None:
        self._forms = echo.forms_to_spread(forms)

    def spread(self, transcript: Transcript, finds: Sequence[Find], taken: Sequence[Span] = ()) -> list[Find]:
        """`finds` and what else is found, in order; nothing is added that touches `finds` or `taken`."""
        text = transcript.text
        occupied = merge([*(f.span for f in finds), *taken])
        hits = merge_hits(text, echo.echoes(text, pieces(transcript), self._forms))
        more = [one.as_find() for one in hits if not touched(occupied, one.span)]
        return sorted([*finds, *more], key=lambda f: f.span)


def _with_before(text: str, parts: Sequence[Piece]) -> Iterator[tuple[str, Piece]]:
    before = ""
    for part in parts:
        yield before, part
        before = part.span.of(text)[-80:]


def _by_rule(text: str, low: str, part: Piece, before: str, small: set[str]) -> Iterator[WordHit]:
    words = part.span.of(text)
    start = part.span.start
    yield from _shifted(start, contacts(words))
    yield from _shifted(start, references(words))
    yield from _shifted(start, dates(words))
    yield from _shifted(start, ages(words, before))
    yield from _shifted(start, titles(words))
    yield from _shifted(start, spelled(words))
    yield from _shifted(
        start,
        named(
            words if part.manner is not WritingManner.UPPER else part.span.of(low),
            capitals=part.manner is WritingManner.MIXED,
        ),
    )
    if part.manner is WritingManner.MIXED:
        yield from _shifted(start, structures(words))
        yield from _shifted(start, titled(words))
        yield from capital_names(text, part, small)
    else:
        yield from structures_lower(part.span.of(low), start)
        yield from lower_names(low, part)


def _shifted(by: int, hits: Iterable[WordHit]) -> Iterator[WordHit]:
    return (WordHit(one.span.shift(by), one.kind, one.cause) for one in hits)
