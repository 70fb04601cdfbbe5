"""Deciding many finds at once: the same words everywhere, or all that are likely; one transaction, one act."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import Find, FindKind, KeptFind, Pseudonym, Status
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.occurrences import HiddenForms, everyday
from rrt_qual.privacy.hide.pseudonyms import UNKEYED
from rrt_qual.services.confidentiality.naming import KnownNames, Naming
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.store.confidentiality import findings, pseudonyms, reviews
from rrt_qual.store.confidentiality.reviews import FindDecision, InterviewFinds
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

_KNOWN = "These words were replaced elsewhere."
_EVERYDAY = "These words were replaced elsewhere, but are an everyday word as well."


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What 'everywhere' did: finds decided (the first one included), how many of them nobody had found before, and
    in how many interviews; `doubtful` places were made open finds, to be looked at; `left` finds overlap others.

    `pseudonym` is None when the words are kept.
    """

    pseudonym: Pseudonym | None
    decided: int
    added: int
    interviews: int
    doubtful: int = 0
    left: int = 0


class OnlyCounted(Exception):
    """Raised to take back what was done only to be counted."""


def everywhere(
    conn: sqlite3.Connection, project: Project, coder: Coder, known: KnownNames, finding: KeptFind
) -> Everywhere:
    """Decide all finds of the same words as this one, in the caller's transaction."""
    talks = list(reviews.talks(conn))
    home = next(t for t in talks if t.interview_id == finding.interview_id)
    words = finding.span.of(home.text)
    if finding.status is Status.KEPT:
        return _keep_everywhere(conn, coder, talks, form_key(words))
    batch = _Batch(conn, Naming(project, known))
    if finding.pseudonym_id:
        pseudonym = batch.naming.registry.pseudonyms[finding.pseudonym_id]
    else:
        near = {f.pseudonym_id for f in home.findings if f.pseudonym_id}
        proposal = batch.naming.proposal(finding.kind, words, home.wave, near)
        pseudonym = batch.naming.give(proposal, finding.kind, home.wave)
        batch.naming.learn(pseudonym, words)
        batch.verdicts.append(FindDecision(finding, Status.REPLACED, pseudonym.id, pseudonym.kind))
    keys = {form_key(words)} if pseudonym.kind in UNKEYED else batch.naming.registry.alike(pseudonym.id)
    for talk in talks:
        batch.decide_open(talk, pseudonym, keys, but=finding.id)
    if pseudonym.kind not in UNKEYED:
        batch.find_more(talks, pseudonym, keys)
    return batch.finish(coder, pseudonym, talks)


def _keep_everywhere(conn: sqlite3.Connection, coder: Coder, talks: Sequence[InterviewFinds], key: str) -> Everywhere:
    verdicts = [
        FindDecision(f, Status.KEPT)
        for talk in talks
        for f in talk.findings
        if f.status is Status.OPEN and form_key(f.span.of(talk.text)) == key
    ]
    log, _ = reviews.decide_all(conn, verdicts, coder.id)
    if log:
        changes.record(conn, label="keep everywhere", coder_id=coder.id, changes=log)
    return Everywhere(None, len(log), 0, len({v.finding.interview_id for v in verdicts}))


class _Batch:
    """What one act of many decisions gathers before it is written."""

    def __init__(self, conn: sqlite3.Connection, naming: Naming) -> None:
        self.conn = conn
        self.naming = naming
        self.verdicts: list[FindDecision] = []
        self.made: dict[str, bool] = {}
        self.doubtful: list[str] = []

    def target(self, pseudonym: Pseudonym, wave: str) -> Pseudonym:
        """What stands for the same in an interview of `wave`; made when each wave has pseudonyms of its own."""
        found = self.naming.registry.counterpart(pseudonym.id, wave)
        if found is None:
            name = self.naming.registry.next_name(pseudonym.kind, self.naming.reals(), _label(pseudonym.name))
            found = self.naming.make(pseudonym.kind, name, wave)
        return found

    def decide_open(self, talk: InterviewFinds, pseudonym: Pseudonym, keys: set[str], but: str) -> None:
        """The open finds of an interview that have the same words."""
        book = self.naming.registry
        used = {f.pseudonym_id for f in talk.findings if f.pseudonym_id}
        for f in talk.findings:
            if f.status is not Status.OPEN or f.id == but:
                continue
            words = f.span.of(talk.text)
            key = form_key(words)
            if key not in keys or (pseudonym.kind in UNKEYED and f.kind is not pseudonym.kind):
                continue
            target = self.target(pseudonym, talk.wave)
            rivals = book.rivals(key, target.id)
            if rivals & used or any(book.pseudonyms[i].kind is f.kind is not target.kind for i in rivals):
                continue  # here, or for this kind, the words mean somebody or something else
            self.naming.learn(target, words)
            self.verdicts.append(FindDecision(f, Status.REPLACED, target.id, target.kind))

    def find_more(self, talks: Sequence[InterviewFinds], pseudonym: Pseudonym, keys: set[str]) -> None:
        """Where the same words stand and were not found: replaced as well, or opened when they may be a mere word."""
        written = self._written(keys)
        plain = {form for form in written if everyday(form, (t.text for t in talks))}
        sure, unsure = HiddenForms(written - plain), HiddenForms(plain)
        for talk in talks:
            known = [f.span for f in talk.findings]
            used = {f.pseudonym_id for f in talk.findings if f.pseudonym_id}
            new = sure.find(talk.text, known)
            for span in new:
                target = self.target(pseudonym, talk.wave)
                words = span.of(talk.text)
                if self.naming.registry.rivals(form_key(words), target.id) & used:
                    self._insert(talk, span, target.kind, _KNOWN, 0.5, doubtful=True)
                    continue
                self.naming.learn(target, words)
                finding = self._insert(talk, span, target.kind, _KNOWN, 1.0)
                self.verdicts.append(FindDecision(finding, Status.REPLACED, target.id, target.kind))
            for span in unsure.find(talk.text, [*known, *new]):
                self._insert(talk, span, pseudonym.kind, _EVERYDAY, 0.3, doubtful=True)

    def _written(self, keys: set[str]) -> set[str]:
        found = {f for key, forms in pseudonyms.forms(self.conn).items() if key in keys for f, _ in forms}
        for one in pseudonyms.listed(self.conn):
            found |= {f for f in (one.name, *one.aliases) if form_key(f) in keys}
        return found

    def _insert(
        self,
        talk: InterviewFinds,
        span: Span,
        kind: FindKind,
        reason: str,
        likelihood: float,
        *,
        doubtful: bool = False,
    ) -> KeptFind:
        finding_id = findings.insert(self.conn, talk.interview_id, Find(span, kind, likelihood, "known", reason))
        if doubtful:
            self.doubtful.append(finding_id)
        self.made[finding_id] = True
        return KeptFind(finding_id, talk.interview_id, span, kind, likelihood, "known", reason)

    def finish(self, coder: Coder, pseudonym: Pseudonym, talks: Iterable[InterviewFinds]) -> Everywhere:
        """Write it all down."""
        log, left = self.write(coder, talks, "replace everywhere")
        decided = [c for c in log if c.entity == "finding" and c.after and c.after["status"] == "replaced"]
        return Everywhere(
            pseudonym,
            len(decided),
            sum(c.entity_id in self.made for c in decided),
            len({c.interview_id for c in decided}),
            len(self.doubtful),
            left,
        )

    def write(self, coder: Coder, talks: Iterable[InterviewFinds], label: str) -> tuple[list[Change], int]:
        """Decide what was gathered and record it as one act."""
        log, left = reviews.decide_all(self.conn, self.verdicts, coder.id)
        log = [replace(c, before=None) if c.entity_id in self.made else c for c in log]
        opened = [reviews.opened(self.conn, finding_id) for finding_id in self.doubtful]
        absorbed = findings.retire(self.conn, self._absorbed(talks))
        done = [*self.naming.log, *absorbed, *log, *opened]
        if done:
            changes.record(self.conn, label=label, coder_id=coder.id, changes=done)
        return done, left

    def _absorbed(self, talks: Iterable[InterviewFinds]) -> list[str]:
        """Finds within words that are replaced as a whole now."""
        spans: dict[str, list[Span]] = {}
        ids = set()
        for v in self.verdicts:
            spans.setdefault(v.finding.interview_id, []).append(v.finding.span)
            ids.add(v.finding.id)
        return [
            f.id
            for talk in talks
            if talk.interview_id in spans
            for f in talk.findings
            if f.status is not Status.REPLACED and f.id not in ids
            if any(span.covers(f.span) for span in spans[talk.interview_id])
        ]


def replace_all(project: Project, coder: Coder, *, min_likelihood: float) -> int:
    """Replace every open find that is at least so likely (0 to 1) by its proposed pseudonym; returns how many.

    Full names come before their parts, so that 'Lesley' follows 'Lesley Tranter'. Finds that overlap one that is
    replaced stay open. One act.

    Raises:
        UsageError: the likelihood is not between 0 and 1.
        Conflict: the key is out.
    """
    if not 0 <= min_likelihood <= 1:
        raise UsageError("A likelihood lies between 0 and 1.", "Give one such as 0.8.")
    with transaction(project.conn) as conn:
        if review_settings.key_is_out(project):
            raise Conflict("The real names are in a key file outside the project.", "Bring the key back first.")
        batch = _Batch(conn, Naming(project, KnownNames(project)))
        talks = list(reviews.talks(conn))
        near = {t.interview_id: {f.pseudonym_id for f in t.findings if f.pseudonym_id} for t in talks}
        for talk, f in _likely(talks, min_likelihood):
            words = f.span.of(talk.text)
            proposal = batch.naming.proposal(f.kind, words, talk.wave, near[talk.interview_id])
            given = batch.naming.give(proposal, f.kind, talk.wave)
            batch.naming.learn(given, words)
            near[talk.interview_id].add(given.id)
            batch.verdicts.append(FindDecision(f, Status.REPLACED, given.id, given.kind))
        batch.write(coder, talks, "replace all likely ones")
        return len(batch.verdicts)


def count_likely(project: Project, *, min_likelihood: float) -> tuple[int, int]:
    """How many open finds `replace_all` would replace, and in how many interviews."""
    found = _likely(list(reviews.talks(project.conn)), min_likelihood)
    return len(found), len({talk.interview_id for talk, _ in found})


def _likely(talks: Sequence[InterviewFinds], least: float) -> list[tuple[InterviewFinds, KeptFind]]:
    """The open finds at least so likely, full names first, without those that overlap one that is replaced."""
    taken = {t.interview_id: [f.span for f in t.findings if f.status is Status.REPLACED] for t in talks}
    todo = [(t, f) for t in talks for f in t.findings if f.status is Status.OPEN and f.likelihood >= least]
    todo.sort(key=lambda pair: -len(pair[1].span.of(pair[0].text).split()))
    out = []
    for talk, f in todo:
        there = taken[talk.interview_id]
        if not any(f.span.overlaps(span) for span in there):
            there.append(f.span)
            out.append((talk, f))
    return out


def _label(name: str) -> str:
    """'Manager' of '[Manager A]', so that the pseudonym of another wave says the same of them."""
    words = name.strip("[]").split()
    last = words[-1]
    return " ".join(words[:-1] if len(words) > 1 and (last.isdigit() or (last.isupper() and len(last) < 3)) else words)
