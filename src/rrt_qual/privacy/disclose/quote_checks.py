"""What holds a quote back, and what may be said of its speaker: pure functions of what was read of a project before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rrt_qual.domain.confidentiality.disclosure import (
    NEVER_RELEASED,
    CheckedQuote,
    Hold,
    Policy,
    QuoteCandidate,
    Release,
    WithheldReason,
)
from rrt_qual.domain.confidentiality.overlay import Projection
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.disclose import attribution
from rrt_qual.privacy.disclose.own_words import Own, Usage, own
from rrt_qual.privacy.words.wordlist import words_of

#: Numbers in words tell nobody apart by being said twice.
_NUMBERS = frozenset(
    words_of(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half"
    )
)

_CONSENT = {
    Consent.WITHDRAWN: WithheldReason(Hold.WITHDRAWN, "The participant has withdrawn."),
    Consent.NONE: WithheldReason(Hold.NO_CONSENT, "The participant does not want to be quoted."),
    Consent.PARAPHRASE: WithheldReason(Hold.PARAPHRASE, "The participant may be paraphrased, not quoted."),
}


@dataclass(frozen=True)
class QuoteFacts:
    """All of a project that quotes are checked against, by interview id where nothing else is said.

    `texts` are as they may be read; `persons` the keys of who speaks, the same in all waves; `speakers` what is known
    of them, wave included (interviews that are withdrawn are left out). `searched` is the mark of the finder that
    searched the interview ('': none did), `finder` the mark it would have now; `open_finds` are spans nobody has
    decided on. `dominant` maps a theme to the person who says more of it than the policy allows. `attributes` may be
    said of a speaker, the dearest first. `usage` is who says what. `told` remembers what was worked out of speakers.
    """

    policy: Policy
    texts: Mapping[str, Projection]
    persons: Mapping[str, str]
    speakers: Mapping[str, Mapping[str, str]]
    consent: Mapping[str, Consent]
    searched: Mapping[str, str]
    finder: str
    open_finds: Mapping[str, Sequence[Span]]
    releases: Mapping[tuple[str, Span], Release]
    dominant: Mapping[str, str]
    attributes: Sequence[str]
    usage: Usage
    told: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, compare=False, repr=False)


def check(facts: QuoteFacts, passages: Sequence[QuoteCandidate]) -> list[CheckedQuote]:
    """What holds each of the passages back (in their order), and what may be said of its speaker.

    They are one selection: behind the most that the policy allows of one participant, the rest of theirs are held.
    """
    out = []
    so_far: dict[str, int] = {}
    for candidate in passages:
        checked = _one(facts, candidate, so_far)
        if checked.printable:
            person = facts.persons[candidate.interview_id]
            so_far[person] = so_far.get(person, 0) + 1
        out.append(checked)
    return out


def _one(facts: QuoteFacts, c: QuoteCandidate, so_far: Mapping[str, int]) -> CheckedQuote:
    if c.interview_id not in facts.speakers or c.interview_id not in facts.persons:
        return CheckedQuote(c, (_CONSENT[Consent.WITHDRAWN],))
    mine = _own(facts, c)
    found = [*_of_interview(facts, c), *_of_words(facts, c, mine), *_of_selection(facts, c, so_far)]
    released = facts.releases.get((c.interview_id, c.span))
    lifted = tuple(r for r in found if released and r.hold in released.holds and r.hold not in NEVER_RELEASED)
    return CheckedQuote(
        c,
        tuple(r for r in found if r not in lifted),
        said_of(facts, c.interview_id),
        (*mine.words, *mine.phrases),
        lifted,
        released if lifted else None,
    )


def _of_interview(facts: QuoteFacts, c: QuoteCandidate) -> list[WithheldReason]:
    """What the participant allows, and whether the interview has been searched."""
    consent = facts.consent.get(c.interview_id)
    out = [_CONSENT[consent]] if consent in _CONSENT else []
    searched = facts.searched.get(c.interview_id, "")
    if not searched:
        out.append(WithheldReason(Hold.NOT_SEARCHED, "The interview has not been searched for identifying words yet."))
    elif searched != facts.finder:
        out.append(WithheldReason(Hold.SEARCHED_BEFORE, "The interview was searched before the names listed now."))
    return out


def _of_words(facts: QuoteFacts, c: QuoteCandidate, mine: Own) -> list[WithheldReason]:
    """What the words themselves give away."""
    out = []
    grown = facts.texts[c.interview_id].grown(c.span)
    if n := sum(span.overlaps(grown) for span in facts.open_finds.get(c.interview_id, ())):
        many = "words that may identify somebody and have" if n == 1 else f"{n} finds that have"
        out.append(WithheldReason(Hold.OPEN_FINDS, f"It holds {many} not been decided on."))
    if n := len(mine.words):
        what = "a rare word" if n == 1 else f"{n} rare words"
        out.append(WithheldReason(Hold.RARE_WORDS, f"It holds {what} that nobody else in the project uses."))
    if n := len(mine.phrases):
        what = "a turn of phrase" if n == 1 else f"{n} turns of phrase"
        out.append(WithheldReason(Hold.OWN_PHRASE, f"It holds {what} that this person alone keeps using."))
    return out


def _of_selection(facts: QuoteFacts, c: QuoteCandidate, so_far: Mapping[str, int]) -> list[WithheldReason]:
    """What comes of who else was interviewed, speaks of the theme, and is quoted."""
    policy, person = facts.policy, facts.persons[c.interview_id]
    out = []
    if len(set(facts.persons.values())) < policy.threshold:
        out.append(WithheldReason(Hold.FEW_PEOPLE, f"Fewer than {policy.threshold} people were interviewed."))
    if c.theme and facts.dominant.get(c.theme) == person:
        share = f"{100 * policy.dominance:.0f} %"
        out.append(WithheldReason(Hold.DOMINANT, f"More than {share} of what is said of this theme is this person's."))
    if so_far.get(person, 0) >= policy.max_quotes:
        out.append(WithheldReason(Hold.TOO_MANY, f"There are {policy.max_quotes} quotes of this person already."))
    return out


def _own(facts: QuoteFacts, c: QuoteCandidate) -> Own:
    from rrt_qual.privacy.words.lexicon import FUNCTION, is_ordinary, no_secrets

    secrets = no_secrets()
    projection = facts.texts[c.interview_id]
    return own(
        projection.original,
        c.span,
        facts.persons[c.interview_id],
        facts.usage,
        is_ordinary=lambda w: is_ordinary(w) or w in secrets,
        is_small=lambda w: len(w) < 3 or "'" in w or w in FUNCTION or w in _NUMBERS,
        hidden=[r.span for r in projection.touching(c.span)],
    )


def said_of(facts: QuoteFacts, interview_id: str) -> tuple[tuple[str, str], ...]:
    """What may be said of an interview's speaker, as (attribute, value)."""
    if interview_id not in facts.told:
        everybody = [(facts.persons[i], said) for i, said in facts.speakers.items() if i in facts.persons]
        mine, threshold = facts.speakers[interview_id], facts.policy.threshold
        facts.told[interview_id] = attribution.allowed(mine, everybody, facts.attributes, threshold)
    return facts.told[interview_id]
