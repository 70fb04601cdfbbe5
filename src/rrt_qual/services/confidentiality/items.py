"""What the review shows: finds with what would stand for them, and pseudonyms with what they stand for."""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.confidentiality.privacy import KeptFind, Pseudonym
from rrt_qual.privacy.hide.pseudonyms import ProposedPseudonym


@dataclass(frozen=True, slots=True)
class Item:
    """A find as the review shows it: its words, and what stands or would stand for them.

    `proposal` is None when it is decided; `shown` is the pseudonym that stands, or is proposed, or '' when the
    words are kept. `decider` is the name of who decided, or ''.
    """

    finding: KeptFind
    words: str
    shown: str
    proposal: ProposedPseudonym | None = None
    decider: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """A pseudonym with the forms it stands for, and how often it stands in how many interviews."""

    pseudonym: Pseudonym
    forms: tuple[str, ...]
    times: int
    interviews: int
