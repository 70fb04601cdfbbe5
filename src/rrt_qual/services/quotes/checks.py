"""Whether a quote may be printed, what may be said of its speaker, and a person's decision that it may all the same."""

from __future__ import annotations

from collections.abc import Sequence

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.disclosure import (
    NEVER_RELEASED,
    CheckedQuote,
    Hold,
    Policy,
    QuoteCandidate,
    Release,
)
from rrt_qual.domain.confidentiality.privacy import Status
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.disclose import attribution, quote_checks
from rrt_qual.privacy.disclose.own_words import usage
from rrt_qual.privacy.disclose.quote_checks import QuoteFacts
from rrt_qual.services.confidentiality.scan import fingerprint
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


def check(project: Project, passages: Sequence[QuoteCandidate]) -> list[CheckedQuote]:
    """What holds each passage back, and what may be said of its speaker; see `Checker`."""
    return Checker(project).check(passages)


class Checker:
    """The checks of a project as it was when this was made: all is read then, so that each check is a pure function.

    Passages are checked as one selection, in their order: behind the most that the policy allows of one participant,
    the rest of theirs are held back.
    """

    def __init__(self, project: Project) -> None:
        with snapshot(project.conn):
            self.facts = _facts(project)

    def check(self, passages: Sequence[QuoteCandidate]) -> list[CheckedQuote]:
        """What holds each of the passages back (in their order), and what may be said of its speaker."""
        return quote_checks.check(self.facts, passages)


def _facts(project: Project) -> QuoteFacts:
    conn, texts, policy = project.conn, Texts(project), policies.policy(project)
    persons = talk.persons(conn)
    heads = {h.id: h for h in interviews.heads(conn)}
    open_finds: dict[str, list[Span]] = {}
    for f in findings.every(conn, Status.OPEN):
        open_finds.setdefault(f.interview_id, []).append(f.span)
    said = ((persons[t.interview_id], t.words) for t in texts.talk())
    return QuoteFacts(
        policy=policy,
        usage=usage(said, _known(project.codebook())),
        texts={i: texts.of(i) for i in heads},
        persons=persons,
        speakers={i: {**head.attributes, "wave": head.wave} for i, head in heads.items()},
        consent=consents.every(conn),
        searched={i: tally.finder for i, tally in findings.tallies(conn).items()},
        finder=fingerprint(project),
        open_finds=open_finds,
        releases={(r.interview_id, r.span): r for r in releases.every(conn)},
        dominant=_who_dominates(project, policy),
        attributes=attribution.order(interviews.attribute_names(conn), policy.attribution),
    )


def _known(book: Codebook) -> list[str]:
    """Texts whose words tell nobody apart: those of the codebook."""
    known = [f"{t.name} {t.definition} {' '.join(e.text for e in t.examples)}" for t in book.themes]
    return known + [f"{i.name} {i.covers}" for i in book.indicators] + [d.name for d in book.domains]


def _who_dominates(project: Project, policy: Policy) -> dict[str, str]:
    """Theme -> the person who says more of it than the policy allows."""
    said: dict[str, dict[str, int]] = {}
    for one in talk.passages_by_person(project.conn):
        said.setdefault(one.theme, {})[one.person] = one.passages
    out = {}
    for theme, by_person in said.items():
        person, most = max(by_person.items(), key=lambda item: (item[1], item[0]))
        total = sum(by_person.values())
        if total >= policy.dominance_from and most > policy.dominance * total:
            out[theme] = person
    return out


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
