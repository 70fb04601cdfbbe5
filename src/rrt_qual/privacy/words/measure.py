"""How good the finder is, held against words that people marked: recall and precision per label.

A marked word is *found* when finds of whatever kind cover it wholly; an article or 'about' before it and punctuation at
its ends need not be covered. A find is *right* when it touches marked
words, whatever their label: it led a person to words that identify. Precision of a label counts the finds of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.spans import Span, merge, touched

ALL = "all"

#: What a file may call our kinds.
SYNONYMS: dict[str, FindKind] = {
    word: kind
    for kind, words in {
        FindKind.PERSON: (
            "person persons per people name names firstname first_name lastname last_name surname forename full_name"
            " nickname"
        ),
        FindKind.PLACE: (
            "place places loc location gpe fac town towns city village county country address street road building"
            " office site area"
        ),
        FindKind.TEAM: "team teams service unit department",
        FindKind.ORGANISATION: (
            "organisation organisations organization org orgs agency school council company employer charity hospital"
            " body"
        ),
        FindKind.PHONE: "phone phones tel telephone phone_number mobile telephone_number",
        FindKind.EMAIL: "email emails mail e_mail email_address",
        FindKind.POSTCODE: "postcode postcodes post_code postal_code zip",
        FindKind.NHS_NUMBER: "nhs nhs_number nhs_no nhsnumber",
        FindKind.CASE_NUMBER: (
            "case case_number case_no case_ref case_reference reference ref file_number case_id id id_number number"
        ),
        FindKind.DATE: "date dates year month day dob date_of_birth",
        FindKind.AGE: "age ages",
        FindKind.JOB_TITLE: "job_title title titles role roles job post position jobtitle",
        FindKind.OTHER: "other misc ni ni_number nino national_insurance url website handle vehicle",
    }.items()
    for word in words.split()
}

_ARTICLE = re.compile(r"(?:the|a|an|about|around)\s+(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked word or phrase of one interview: found when the words of any of `spans` are covered."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one label. Rates are None where there is nothing to count."""

    marked: int = 0
    found: int = 0
    predicted: int = 0
    right: int = 0

    @property
    def recall(self) -> float | None:
        """Share of the marked words that were found, 0 to 1."""
        return self.found / self.marked if self.marked else None

    @property
    def precision(self) -> float | None:
        """Share of the finds that touch marked words, 0 to 1."""
        return self.right / self.predicted if self.predicted else None

    def as_dict(self) -> dict[str, Any]:
        """{marked, found, recall, predicted, precision}, rates rounded to four places."""
        recall, precision = self.recall, self.precision
        return {
            "marked": self.marked,
            "found": self.found,
            "recall": None if recall is None else round(recall, 4),
            "predicted": self.predicted,
            "precision": None if precision is None else round(precision, 4),
        }

    def plus(self, marked: int = 0, found: int = 0, predicted: int = 0, right: int = 0) -> Score:
        """These counts with others added."""
        return Score(self.marked + marked, self.found + found, self.predicted + predicted, self.right + right)


def kind_of(label: str) -> FindKind | None:
    """Which of our kinds a label means; None for one that we know no kind for."""
    return SYNONYMS.get(re.sub(r"[\s-]+", "_", label.strip().lower()))


def occurrences(text: str, span: Span, words: str) -> list[Span]:
    """Where `words` stand in `span` of `text` as whole words, in order."""
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)" if words.strip() else r"(?!)")
    return [Span(m.start(), m.end()) for m in pattern.finditer(text, span.start, span.end)]


def needed(text: str, span: Span) -> Span:
    """What must be covered of marked words: all but an article or 'about' before them and punctuation at their ends."""
    start, end = span.start, span.end
    lead = _ARTICLE.match(text, start, end)
    start = lead.end() if lead else start
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else span


@dataclass
class Measure:
    """Adds up interviews; the labels stand in the order in which they came."""

    scores: dict[str, Score] = field(default_factory=dict)
    _kinds: dict[FindKind, Score] = field(default_factory=dict)
    _all: Score = field(default_factory=Score)

    def start(self, label: str) -> None:
        """Have a label in the result, also when none of its words is counted."""
        self.scores.setdefault(label, Score())

    def add(self, text: str, turns: Iterable[Span], marked: Sequence[Marked], finds: Sequence[Find]) -> None:
        """Count one interview: the marked words, and the finds that lie in its turns."""
        covered = merge(f.span for f in finds)
        for one in marked:
            found = int(any(_is_covered(text, covered, needed(text, span)) for span in one.spans))
            self.scores[one.label] = self.scores.get(one.label, Score()).plus(1, found)
            self._all = self._all.plus(1, found)
        wanted = merge(span for one in marked for span in one.spans)
        talk = merge(turns)
        for find in finds:
            if touched(talk, find.span):
                right = int(bool(touched(wanted, find.span)))
                self._kinds[find.kind] = self._kinds.get(find.kind, Score()).plus(predicted=1, right=right)
                self._all = self._all.plus(predicted=1, right=right)

    def result(self) -> dict[str, Score]:
        """The scores by label, and those of 'all' at the end."""
        out = {}
        for label, score in self.scores.items():
            kind = kind_of(label)
            ours = self._kinds.get(kind, Score()) if kind else Score()
            out[label] = score.plus(predicted=ours.predicted, right=ours.right)
        return {**out, ALL: self._all}


def _is_covered(text: str, covered: Sequence[Span], span: Span) -> bool:
    """Whether every letter and figure of `span` lies in one of `covered` (apart from one another, in order)."""
    inside = [covered[i] for i in touched(covered, span)]
    return all(not text[at].isalnum() or any(at in one for one in inside) for at in range(span.start, span.end))
