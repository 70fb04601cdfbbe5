"""Why words were taken for identifying ones: each cause with its kind of source, its likelihood and its sentence.

Likelihoods are rounded shares of finds by that cause that were right on marked interviews; docs/methods.md says
on which. No sentence repeats a word of a text.
"""

from __future__ import annotations

from dataclasses import dataclass

from rrt_qual.domain.confidentiality.privacy import Find, FindKind
from rrt_qual.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Cause:
    """A way to find words; `strength` settles who wins where two finds overlap (more wins)."""

    source: str
    likelihood: float
    strength: int
    sentence: str


CAUSES: dict[str, Cause] = {
    # the project's own names
    "listed": Cause("list", 0.97, 90, "It is on the project's list of names."),
    "listed-nickname": Cause("list", 0.85, 88, "It is a short form of a name on the project's list."),
    "attribute": Cause("list", 0.85, 86, "It is what an attribute of an interview says."),
    "speaker": Cause("list", 0.95, 89, "It is the name of somebody who speaks in an interview."),
    "known": Cause("known", 0.95, 87, "The same words were replaced elsewhere."),
    "echo": Cause("known", 0.85, 49, "The same words were found to identify somebody elsewhere."),
    "echo-lower": Cause("known", 0.75, 49, "The same words, written small, were found to identify somebody elsewhere."),
    "echo-doubtful": Cause("known", 0.4, 30, "It may be a name found elsewhere, or an ordinary word."),
    # things with a form of their own
    "email": Cause("rule", 0.99, 100, "It has the form of an e-mail address."),
    "email-spoken": Cause("rule", 0.95, 99, "It is an e-mail address said aloud."),
    "web": Cause("rule", 0.6, 80, "It has the form of a web address."),
    "handle": Cause("rule", 0.7, 80, "It has the form of an account's name."),
    "phone": Cause("rule", 0.97, 98, "It has the form of a telephone number."),
    "phone-spoken": Cause("rule", 0.95, 97, "It is a telephone number said aloud."),
    "phone-short": Cause("rule", 0.7, 70, "It is a short number beside a word about telephoning."),
    "postcode": Cause("rule", 0.97, 98, "It has the form of a postcode."),
    "postcode-spoken": Cause("rule", 0.95, 97, "It is a postcode said aloud."),
    "postcode-outer": Cause("rule", 0.5, 50, "It has the form of the first half of a postcode."),
    "nhs": Cause("rule", 0.98, 99, "It is a number of ten digits with the check digit of an NHS number."),
    "nhs-named": Cause("rule", 0.9, 98, "It is a number beside the name of the NHS number."),
    "ni": Cause("rule", 0.97, 99, "It has the form of a National Insurance number."),
    "plate": Cause("rule", 0.8, 80, "It has the form of a vehicle's number plate."),
    "case-named": Cause("rule", 0.9, 85, "It is a number beside a word for a case or a reference."),
    "case-form": Cause("rule", 0.85, 84, "It has the form of a case number."),
    "long-number": Cause("rule", 0.55, 55, "It is a long number."),
    "long-number-spoken": Cause("rule", 0.5, 54, "It is a long number said aloud."),
    # dates and ages
    "date": Cause("rule", 0.95, 82, "It is a day of a month."),
    "date-numeric": Cause("rule", 0.95, 82, "It has the form of a date."),
    "month-year": Cause("rule", 0.9, 81, "It is a month of a year."),
    "year": Cause("rule", 0.6, 45, "It is a year."),
    "year-spoken": Cause("rule", 0.7, 45, "It is a year said aloud."),
    "month-near": Cause("rule", 0.4, 40, "It is a month that can be told from when the interview was held."),
    "day-only": Cause("rule", 0.35, 40, "It is a day of a month that can be told from the talk."),
    "feast": Cause("rule", 0.35, 40, "It is a day that comes once a year."),
    "age-old": Cause("rule", 0.9, 75, "It says how old somebody is."),
    "age-is": Cause("rule", 0.75, 65, "It follows words that say what somebody is, and may be an age."),
    "age-beside": Cause("rule", 0.75, 64, "It stands beside a word for a person, and may be an age."),
    "age-maybe": Cause("rule", 0.4, 35, "It may be an age."),
    # titles
    "title": Cause("rule", 0.75, 76, "Few people in a council hold this post."),
    "title-common": Cause("rule", 0.3, 33, "Several people in a council may hold this post."),
    "only": Cause("rule", 0.75, 78, "It says that somebody is the only one of their kind."),
    "only-maybe": Cause("rule", 0.35, 34, "It may say that somebody is the only one of their kind."),
    # names by rule
    "person-titled": Cause("rule", 0.95, 74, "A form of address stands before it."),
    "spelled": Cause("rule", 0.9, 72, "It is spelled letter by letter."),
    "person-name": Cause("rule", 0.93, 58, "It is in use as a name and written with a capital."),
    "person-full": Cause("rule", 0.96, 62, "It is a first name with a family name."),
    "person-opens": Cause("rule", 0.85, 56, "It is in use as a name, at the beginning of a sentence."),
    "person-lower": Cause("rule", 0.8, 52, "It is in use as a name, in talk that is written without capitals."),
    "person-lower-maybe": Cause("rule", 0.4, 31, "It may be a name, in talk that is written without capitals."),
    "person-word": Cause("rule", 0.5, 48, "It is in use both as a name and as a word."),
    "named": Cause("rule", 0.8, 57, "Words before it say that a name follows."),
    "capital": Cause("rule", 0.7, 50, "It is written with a capital and is no ordinary word."),
    "capital-words": Cause("rule", 0.5, 42, "It is written with capitals inside a sentence."),
    "capital-word": Cause("rule", 0.35, 32, "It is an ordinary word written with a capital inside a sentence."),
    "opens-unknown": Cause("rule", 0.35, 31, "It is no ordinary word, at the beginning of a sentence."),
    "unknown-lower": Cause("rule", 0.35, 31, "It is no ordinary word, in talk that is written without capitals."),
    "acronym": Cause("rule", 0.3, 30, "It is an abbreviation that is not in general use."),
    "place": Cause("rule", 0.9, 58, "It is a town, a county or a country."),
    "place-lower": Cause("rule", 0.75, 52, "It is a town, a county or a country, written small."),
    "place-word": Cause("rule", 0.5, 44, "It is both a place and a word or a name."),
    "place-form": Cause("rule", 0.9, 68, "It ends as names of streets, houses or sites do."),
    "place-form-lower": Cause("rule", 0.5, 41, "It may be the name of a street, a house or a site."),
    "address": Cause("rule", 0.9, 69, "It has the form of an address."),
    "team": Cause("rule", 0.8, 66, "It is what teams of a council are called."),
    "team-lower": Cause("rule", 0.5, 43, "It may be what a team is called."),
    "organisation": Cause("rule", 0.9, 67, "It ends or begins as names of bodies do."),
    "organisation-known": Cause("rule", 0.5, 46, "It is a body that many people know."),
    # the model
    "model-person": Cause("model", 0.9, 51, "The language model takes it for a person."),
    "model-place": Cause("model", 0.85, 49, "The language model takes it for a place."),
    "model-organisation": Cause("model", 0.6, 47, "The language model takes it for an organisation."),
    "model-other": Cause("model", 0.4, 36, "The language model takes it for a name of some sort."),
    "model-doubtful": Cause(
        "model", 0.25, 29, "The language model takes it for a name, though it is an ordinary word."
    ),
}


@dataclass(frozen=True, slots=True)
class WordHit:
    """Words found by one cause."""

    span: Span
    kind: FindKind
    cause: str

    @property
    def strength(self) -> int:
        """How strongly it holds its place against others."""
        return CAUSES[self.cause].strength

    def as_find(self) -> Find:
        """The find that the project keeps."""
        why = CAUSES[self.cause]
        return Find(self.span, self.kind, why.likelihood, why.source, why.sentence)


def hit(start: int, end: int, kind: FindKind, cause: str) -> WordHit:
    """A hit on [start, end)."""
    return WordHit(Span(start, end), kind, cause)
