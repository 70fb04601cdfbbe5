"""Confidentiality: what identifies a person, what stands for it, and what the participant allows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rrt_qual.domain.spans import Span


class FindKind(StrEnum):
    """What sort of identifying words these are."""

    PERSON = "person"
    PLACE = "place"
    TEAM = "team"
    ORGANISATION = "organisation"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    NHS_NUMBER = "nhs_number"
    CASE_NUMBER = "case_number"
    DATE = "date"
    AGE = "age"
    JOB_TITLE = "job_title"
    OTHER = "other"


class Status(StrEnum):
    """What has become of a finding."""

    OPEN = "open"
    REPLACED = "replaced"
    KEPT = "kept"


class Consent(StrEnum):
    """What a participant allows to be done with their words."""

    QUOTE = "quote"
    PARAPHRASE = "paraphrase"
    NONE = "none"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Find:
    """Words that may identify somebody, as the finder reports them.

    `likelihood` (0 to 1) that they identify; `source` is 'model', 'rule', 'list', 'known' or 'hand'; `reason` is a
    sentence for people that repeats no word of the text.
    """

    span: Span
    kind: FindKind
    likelihood: float
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeptFind:
    """A find that is kept in the project, and what was decided about it.

    `pseudonym_id` is set when the status is 'replaced'; `decided_by` is the id of the coder who decided, or ''.
    """

    id: str
    interview_id: str
    span: Span
    kind: FindKind
    likelihood: float
    source: str
    reason: str
    status: Status = Status.OPEN
    pseudonym_id: str = ""
    decided_by: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """What stands for one person, place, team …: `name` with its brackets; `wave` '' when it serves all waves."""

    id: str
    kind: FindKind
    name: str
    wave: str = ""


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name that the project itself gives: an office, a team, a manager; `aliases` are other forms of it."""

    id: str
    kind: FindKind
    name: str
    aliases: tuple[str, ...] = ()
