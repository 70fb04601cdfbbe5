"""Whether a quote may be printed, what may be said of its speaker, and a person's decision that it may all the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.disclosure import (
    NEVER_RELEASED,
    Checked,
    Hold,
    Policy,
    QuoteCandidate,
    Reason,
    Release,
)
from rrt_qual.domain.confidentiality.privacy import Consent, Status
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.disclose import attribution
from rrt_qual.privacy.disclose.own_words import Own, Usage, own, usage
from rrt_qual.privacy.words.wordlist import words_of
from rrt_qual.services.figures import policies
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.interviews import consents, interviews, talk
from rrt_qual.store.project import changes
from rrt_qual.store.quotes import releases

__all__ = ["Checker", "check", "release"]

#: Numbers in words tell nobody apart by being said twice.
_NUMBERS = frozenset(
    words_of(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half"
    )
)

_CONSENT = {
    Consent.WITHDRAWN: Reason(Hold.WITHDRAWN, "The participant has withdrawn."),
    Consent.NONE: Reason(Hold.NO_CONSENT, "The participant does not want to be quoted."),
    Consent.PARAPHRASE: Reason(Hold.PARAPHRASE, "The participant may be paraphrased, not quoted."),
}


def check(project: Project, passages: Sequence[QuoteCandidate]) -> list[Checked]:
    """What holds each passage back, and what may be said of its speaker; see `Checker`."""
    return Checker(project).check(passages)


class Checker:
    """The checks of a project as it is when this is made: what everybody says is counted once, each check is quick.

    Passages are checked as one selection, in their order: behind the most that the policy allows of one participant,
    the rest of theirs are held back.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        conn = project.conn
        self.policy: Policy = policies.policy(project)
        with snapshot(conn):
            self._texts = Texts(project)
            self._consent = consents.every(conn)
            self._tallies = findings.tallies(conn)
            self._persons = talk.persons(conn)
            self._heads = {h.id: h for h in interviews.heads(conn)}
            self._open: dict[str, list[Span]] = {}
            for f in findings.every(conn, Status.OPEN):
                self._open.setdefault(f.interview_id, []).append(f.span)
            self._releases = {(r.interview_id, r.span): r for r in releases.every(conn)}
            self._dominant = self._who_dominates()
        self._attributions: dict[str, tuple[tuple[str, str], ...]] = {}

    @cached_property
    def _finder(self) -> str:
        """The fingerprint of the finder as it would search now."""
        from rrt_qual.services.confidentiality.scan import fingerprint

        return fingerprint(self.project)

    @cached_property
    def _usage(self) -> Usage:
        """Who says what, in words as they may be read, and the words of the codebook."""
        book = self.project.codebook()
        known = [f"{t.name} {t.definition} {' '.join(e.text for e in t.examples)}" for t in book.themes]
        known += [f"{i.name} {i.covers}" for i in book.indicators] + [d.name for d in book.domains]
        return usage(((self._persons[t.interview_id], t.words) for t in self._texts.talk()), known)

    def _who_dominates(self) -> dict[str, str]:
        """Theme -> the person who says more of it than the policy allows."""
        said: dict[str, dict[str, int]] = {}
        for one in talk.passages_by_person(self.project.conn):
            said.setdefault(one.theme, {})[one.person] = one.passages
        out = {}
        for theme, by_person in said.items():
            person, most = max(by_person.items(), key=lambda item: (item[1], item[0]))
            total = sum(by_person.values())
            if total >= self.policy.dominance_from and most > self.policy.dominance * total:
                out[theme] = person
        return out

    def check(self, passages: Sequence[QuoteCandidate]) -> list[Checked]:
        """What holds each of the passages back (in their order), and what may be said of its speaker."""
        out = []
        so_far: dict[str, int] = {}
        for candidate in passages:
            checked = self._one(candidate, so_far)
            if checked.printable:
                person = self._persons[candidate.interview_id]
                so_far[person] = so_far.get(person, 0) + 1
            out.append(checked)
        return out

    def _one(self, candidate: QuoteCandidate, so_far: dict[str, int]) -> Checked:
        interview_id = candidate.interview_id
        if interview_id not in self._heads or interview_id not in self._persons:
            return Checked(candidate, (_CONSENT[Consent.WITHDRAWN],))
        found, mine = self._reasons(candidate, so_far)
        released = self._releases.get((interview_id, candidate.span))
        lifted = tuple(r for r in found if released and r.hold in released.holds and r.hold not in NEVER_RELEASED)
        return Checked(
            candidate,
            tuple(r for r in found if r not in lifted),
            self.attribution(interview_id),
            (*mine.words, *mine.phrases),
            lifted,
            released if lifted else None,
        )

    def _reasons(self, c: QuoteCandidate, so_far: dict[str, int]) -> tuple[list[Reason], Own]:
        out: list[Reason] = []
        person = self._persons[c.interview_id]
        if c.interview_id in self._consent and (no := _CONSENT.get(self._consent[c.interview_id])):
            out.append(no)
        finder = self._tallies[c.interview_id].finder if c.interview_id in self._tallies else ""
        if not finder:
            out.append(Reason(Hold.NOT_SEARCHED, "The interview has not been searched for identifying words yet."))
        elif finder != self._finder:
            out.append(Reason(Hold.SEARCHED_BEFORE, "The interview was searched before the names listed now."))
        grown = self._texts.of(c.interview_id).grown(c.span)
        if n := sum(span.overlaps(grown) for span in self._open.get(c.interview_id, ())):
            many = "words that may identify somebody and have" if n == 1 else f"{n} finds that have"
            out.append(Reason(Hold.OPEN_FINDS, f"It holds {many} not been decided on."))
        mine = self._own(c, person)
        if n := len(mine.words):
            what = "a rare word" if n == 1 else f"{n} rare words"
            out.append(Reason(Hold.RARE_WORDS, f"It holds {what} that nobody else in the project uses."))
        if n := len(mine.phrases):
            what = "a turn of phrase" if n == 1 else f"{n} turns of phrase"
            out.append(Reason(Hold.OWN_PHRASE, f"It holds {what} that this person alone keeps using."))
        if len(set(self._persons.values())) < self.policy.threshold:
            out.append(Reason(Hold.FEW_PEOPLE, f"Fewer than {self.policy.threshold} people were interviewed."))
        if c.theme and self._dominant.get(c.theme) == person:
            share = f"{100 * self.policy.dominance:.0f} %"
            out.append(Reason(Hold.DOMINANT, f"More than {share} of what is said of this theme is this person's."))
        if so_far.get(person, 0) >= self.policy.max_quotes:
            out.append(Reason(Hold.TOO_MANY, f"There are {self.policy.max_quotes} quotes of this person already."))
        return out, mine

    def _own(self, c: QuoteCandidate, person: str) -> Own:
        from rrt_qual.privacy.words.lexicon import FUNCTION, is_ordinary, no_secrets

        secrets = no_secrets()
        projection = self._texts.of(c.interview_id)
        return own(
            projection.original,
            c.span,
            person,
            self._usage,
            is_ordinary=lambda w: is_ordinary(w) or w in secrets,
            is_small=lambda w: len(w) < 3 or "'" in w or w in FUNCTION or w in _NUMBERS,
            hidden=[r.span for r in projection.touching(c.span)],
        )

    def attribution(self, interview_id: str) -> tuple[tuple[str, str], ...]:
        """What may be said of an interview's speaker, as (attribute, value)."""
        if interview_id not in self._attributions:
            everybody = [
                (self._persons[h.id], self._said_of(h.id)) for h in self._heads.values() if h.id in self._persons
            ]
            names = attribution.order(interviews.attribute_names(self.project.conn), self.policy.attribution)
            self._attributions[interview_id] = attribution.allowed(
                self._said_of(interview_id), everybody, names, self.policy.threshold
            )
        return self._attributions[interview_id]

    def _said_of(self, interview_id: str) -> dict[str, str]:
        head = self._heads[interview_id]
        return {**head.attributes, "wave": head.wave}


def release(project: Project, coder: Coder, interview_id: str, span: Span, why: str) -> Release:
    """A named person's decision that a quote may be printed although something holds it back; logged, undoable.

    It covers what holds back these very words now, for any theme that they are coded with; what comes later holds
    them back again. While the words stay the same it stands also when more of them are replaced.

    Raises:
        UsageError: no reason was given.
        Conflict: nothing holds it back, or something does that nobody can release.
    """
    why = " ".join(why.split())
    if not why:
        raise UsageError("A release needs a reason.", "Say why this quote may be printed.")
    with transaction(project.conn) as conn:
        themes = {c.theme for c in codings.of_interview(conn, interview_id) if c.span.overlaps(span)}
        checker = Checker(project)
        found = {
            r.hold: r
            for theme in ("", *sorted(themes))
            for checked in checker.check([QuoteCandidate(interview_id, span, theme)])
            for r in checked.reasons
        }
        if firm := [r.sentence for hold, r in found.items() if hold in NEVER_RELEASED]:
            raise Conflict(f"{' '.join(firm)} Nobody can release it.", "Choose another quote.")
        if not found:
            raise Conflict("Nothing holds this quote back.", "It may be printed as it is.")
        holds = {str(hold) for hold in found} | {str(Hold.TOO_MANY)}
        release_id, change = releases.insert(conn, interview_id, span, holds, why, coder.id)
        changes.record(conn, label="release a quote", coder_id=coder.id, changes=[change])
    return next(r for r in releases.every(project.conn) if r.id == release_id)
