"""Review: what a person decides about each find, one act a decision, each taken back and done again at will.

A find is replaced by a pseudonym, or kept because it identifies nobody. Equal words get equal pseudonyms in the
whole project. The log holds ids, places and decisions, never a word of an interview.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from rrt_qual.domain.coding import Coder, Undone
from rrt_qual.domain.confidentiality.privacy import Find, FindKind, KeptFind, Pseudonym, Status
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.occurrences import neat
from rrt_qual.privacy.hide.pseudonyms import ProposedPseudonym
from rrt_qual.services.confidentiality import batch as review_batch
from rrt_qual.services.confidentiality.batch import Everywhere, count_likely, replace_all
from rrt_qual.services.confidentiality.items import Item, Used
from rrt_qual.services.confidentiality.name_lists import ListReport, import_list, listed
from rrt_qual.services.confidentiality.naming import KnownNames, Naming
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store import undo
from rrt_qual.store.confidentiality import findings, pseudonyms, reviews
from rrt_qual.store.confidentiality.reviews import ReviewProgress
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import originals
from rrt_qual.store.project import changes, coders, rows
from rrt_qual.store.project.changes import Act, Change

__all__ = [
    "Everywhere",
    "Item",
    "ListReport",
    "ProposedPseudonym",
    "Review",
    "ReviewProgress",
    "Used",
    "count_likely",
    "import_list",
    "listed",
    "replace_all",
    "tallies",
]

_BY_HAND = "Marked by a person."


def tallies(project: Project) -> list[ReviewProgress]:
    """How far the review of every interview has come: who still has finds open, who was never searched.

    Interviews are called what readers may call them.
    """
    names = PublicNames(project).interviews
    return [replace(s, name=names[s.interview_id]) for s in reviews.standings(project.conn)]


class Review:
    """One coder reviews finds. Acts take a `KeptFind` as it was seen; one that has changed since is a Conflict."""

    def __init__(self, project: Project, coder: Coder) -> None:
        self.project = project
        self.coder = coder
        self.known = KnownNames(project)

    # reading ------------------------------------------------------------------------------------

    def items(self, interview_id: str) -> list[Item]:
        """The finds of an interview by place, each with its words and its proposal.

        Raises:
            NotFound: there is no such interview.
            Conflict: nobody may see originals in this project.
        """
        self.check_allowed()
        conn = self.project.conn
        text, wave = originals.load_text(conn, interview_id), reviews.wave_of(conn, interview_id)
        found = findings.of_interview(conn, interview_id)
        book = self.known.book()
        near = {f.pseudonym_id for f in found if f.pseudonym_id}
        who = {c.id: c.name for c in coders.every(conn)}
        known: dict[tuple[FindKind, str], ProposedPseudonym] = {}
        out = []
        for f in found:
            words = f.span.of(text)
            proposal = None
            if f.status is Status.OPEN:
                if (f.kind, words) not in known:
                    known[f.kind, words] = book.propose(f.kind, words, wave, self.known.reals, near)
                proposal = known[f.kind, words]
            shown = book.pseudonyms[f.pseudonym_id].name if f.pseudonym_id in book.pseudonyms else ""
            out.append(Item(f, words, proposal.name if proposal else shown, proposal, who.get(f.decided_by, "")))
        return out

    def pseudonyms(self, interview_id: str) -> list[Used]:
        """The pseudonyms that an interview's words may be replaced by, the most used first; shows real names.

        Raises:
            Conflict: nobody may see originals in this project.
        """
        self.check_allowed()
        conn = self.project.conn
        used = reviews.uses(conn)
        serving = self.known.book().serving(reviews.wave_of(conn, interview_id))
        forms: dict[str, list[str]] = {}
        for found in pseudonyms.forms(conn).values():
            for form, pseudonym_id in found:
                forms.setdefault(pseudonym_id, []).append(form)
        out = [Used(p, tuple(forms.get(p.id, ())), *reversed(used.get(p.id, (0, 0)))) for p in serving]
        return sorted(out, key=lambda u: -u.times)

    def next_names(self, kind: FindKind) -> Callable[[str], str]:
        """Tells what a new pseudonym of a kind with a label ('' for the usual one) would be called, as of now.

        What it gives raises UsageError for a label that is a real name.
        """
        book, reals = self.known.book(), self.known.reals()
        return lambda label: book.next_name(kind, reals, label)

    def check_allowed(self) -> None:
        """Raises Conflict when the project lets nobody see original words."""
        if not review_settings.may_see_originals(self.project):
            raise Conflict(
                "Nobody may see original words in this project, and a review shows them.",
                "The setting 'privacy.original' says so.",
            )

    # acts ---------------------------------------------------------------------------------------

    def accept(self, seen: KeptFind) -> Pseudonym:
        """Replace a find by the proposed pseudonym; returns it. Raises NotFound, Conflict."""
        return self._replace(seen, self._proposed(), "replace")

    def change(
        self, seen: KeptFind, *, to: str = "", label: str = "", name: str = "", kind: FindKind | None = None
    ) -> Pseudonym:
        """Replace a find by another pseudonym: the one with the id `to`, the next of a `label`, or a new `name`.

        `kind` is what the words are (None: as found; with `to`: that pseudonym's).

        Raises:
            NotFound, Conflict: the find is gone or was decided meanwhile; the name stands for somebody else.
            UsageError: no such pseudonym in this wave, or a name that is a real one.
        """

        def chosen(naming: Naming, finding: KeptFind, words: str, wave: str) -> Pseudonym:
            if to:
                found = next((p for p in naming.registry.serving(wave) if p.id == to), None)
                if found is None:
                    raise UsageError(
                        "That pseudonym is not there, or serves another wave.", "Choose one from the list."
                    )
                return found
            wanted = kind or finding.kind
            if name:
                given = naming.registry.check_name(name, naming.registry.wave_for(wave, wanted, name), naming.reals())
            else:
                given = naming.registry.next_name(wanted, naming.reals(), label)
            return naming.make(wanted, given, wave)

        return self._replace(seen, chosen, "replace by choice")

    def keep(self, seen: KeptFind) -> None:
        """Say that a find identifies nobody: its words stay. Raises NotFound, Conflict."""
        self._decide(seen, Status.KEPT, "keep")

    def reopen(self, seen: KeptFind) -> None:
        """Take a decision back: the find is open again. Raises NotFound, Conflict."""
        self._decide(seen, Status.OPEN, "reopen")

    def everywhere(self, seen: KeptFind, *, only_count: bool = False) -> Everywhere:
        """Decide all finds of the same words alike, in all interviews and waves; an open one is accepted first.

        With `only_count` it is done and at once taken back within one transaction: it says what would be done.
        Raises NotFound, Conflict.
        """
        try:
            with transaction(self.project.conn) as conn:
                finding = self._current(seen)
                if finding.status is not Status.KEPT:
                    self._need_key()
                known = KnownNames(self.project) if only_count else self.known
                done = review_batch.everywhere(conn, self.project, self.coder, known, finding)
                if only_count:
                    raise review_batch.OnlyCounted
                version = reviews.version(conn)
        except review_batch.OnlyCounted:
            return done
        self.known.in_step(version)
        return done

    def mark(self, interview_id: str, span: Span, kind: FindKind) -> KeptFind:
        """Make words that were not found a find of a kind and replace them at once; returns it.

        White space, punctuation and a possessive at the ends are left out.

        Raises:
            UsageError: no words in the span.
            Conflict: some of the words are replaced already, or the key is out.
        """
        with transaction(self.project.conn) as conn:
            self._need_key()
            finding_id, log = self._by_hand(interview_id, span, kind)
            self.known.forget_reals()
            self._replaced(findings.get(conn, finding_id), self._proposed(), "mark", log)
            return findings.get(conn, finding_id)

    def bounds(self, seen: KeptFind, span: Span) -> KeptFind:
        """Give a find other bounds; what was decided stays, save that a kept one is open again. Returns it.

        Raises UsageError, NotFound, Conflict.
        """
        with transaction(self.project.conn) as conn:
            finding = self._current(seen)
            if finding.status is not Status.REPLACED:
                return self._instead(finding, span, finding.kind, "bounds")
            self._need_key()
            text = originals.load_text(conn, finding.interview_id)
            neatly = _neat(text, span)
            naming = Naming(self.project, self.known)
            pseudonym = naming.registry.pseudonyms[finding.pseudonym_id]
            naming.learn(pseudonym, neatly.of(text))
            log = [
                *naming.log,
                *self._absorb(finding, neatly),
                findings.decide(
                    conn, finding.id, Status.REPLACED, coder_id=self.coder.id, pseudonym_id=pseudonym.id, span=neatly
                ),
                *reviews.unlearn(conn, pseudonym.id, finding.span.of(text)),
            ]
            changes.record(conn, label="bounds", coder_id=self.coder.id, changes=log)
            return findings.get(conn, finding.id)

    def set_kind(self, seen: KeptFind, kind: FindKind) -> KeptFind:
        """Say that a find is of another kind; it is open then, as another pseudonym would stand for it. Returns it.

        Raises NotFound, Conflict.
        """
        with transaction(self.project.conn):
            finding = self._current(seen)
            return self._instead(finding, finding.span, kind, "kind")

    def undo(self) -> Undone | None:
        """Take back this coder's latest act, a coding as well; None when there is none. Raises Conflict."""
        return _told(undo.undo(self.project.conn, self.coder.id))

    def redo(self) -> Undone | None:
        """Do again what was taken back last; None when there is nothing. Raises Conflict."""
        return _told(undo.redo(self.project.conn, self.coder.id))

    # how acts are done --------------------------------------------------------------------------

    def _current(self, seen: KeptFind) -> KeptFind:
        """The find as it is now, which must be as it was seen."""
        now = findings.get(self.project.conn, seen.id)
        if now != seen:
            who = {c.id: c.name for c in coders.every(self.project.conn)}.get(now.decided_by, "Somebody")
            raise Conflict(f"{who} has decided this find otherwise meanwhile.", "Look again: it is shown as it is now.")
        return now

    def _need_key(self) -> None:
        if review_settings.key_is_out(self.project):
            raise Conflict(
                "The real names are in a key file outside the project, so nobody can tell who has a pseudonym already.",
                "Bring the key back first.",
            )

    def _proposed(self) -> Callable[[Naming, KeptFind, str, str], Pseudonym]:
        def proposed(naming: Naming, finding: KeptFind, words: str, wave: str) -> Pseudonym:
            near = reviews.used_in(self.project.conn, finding.interview_id)
            return naming.give(naming.proposal(finding.kind, words, wave, near), finding.kind, wave)

        return proposed

    def _replace(
        self, seen: KeptFind, choose: Callable[[Naming, KeptFind, str, str], Pseudonym], label: str
    ) -> Pseudonym:
        with transaction(self.project.conn) as conn:
            self._need_key()
            finding = self._current(seen)
            pseudonym = self._replaced(finding, choose, label, [])
            version = reviews.version(conn)
        if finding.pseudonym_id in ("", pseudonym.id):
            self.known.in_step(version)
        return pseudonym

    def _replaced(
        self,
        finding: KeptFind,
        choose: Callable[[Naming, KeptFind, str, str], Pseudonym],
        label: str,
        log: Iterable[Change],
    ) -> Pseudonym:
        """Replace a find, in the caller's transaction; `log` is what the same act has done before."""
        conn = self.project.conn
        words = finding.span.of(originals.load_text(conn, finding.interview_id))
        naming = Naming(self.project, self.known)
        pseudonym = choose(naming, finding, words, reviews.wave_of(conn, finding.interview_id))
        naming.learn(pseudonym, words)
        done = [*naming.log, *log, *self._absorb(finding, finding.span)]
        done.append(
            findings.decide(
                conn,
                finding.id,
                Status.REPLACED,
                coder_id=self.coder.id,
                pseudonym_id=pseudonym.id,
                kind=pseudonym.kind,
            )
        )
        if finding.pseudonym_id and finding.pseudonym_id != pseudonym.id:
            done += reviews.unlearn(conn, finding.pseudonym_id, words)
        changes.record(conn, label=label, coder_id=self.coder.id, changes=done)
        return pseudonym

    def _decide(self, seen: KeptFind, status: Status, label: str) -> None:
        conn = self.project.conn
        with transaction(conn):
            finding = self._current(seen)
            if finding.status is status:
                return
            current = self.known.is_current()
            if finding.pseudonym_id:
                self._need_key()
            log = [findings.decide(conn, finding.id, status, coder_id=self.coder.id)]
            log += self._unlearned(finding)
            changes.record(conn, label=label, coder_id=self.coder.id, changes=log)
            version = reviews.version(conn)
        if current and not finding.pseudonym_id:
            self.known.in_step(version)

    def _unlearned(self, finding: KeptFind) -> list[Change]:
        """Nothing is left in the key of a replacement that does not stand any more."""
        if not finding.pseudonym_id:
            return []
        words = finding.span.of(originals.load_text(self.project.conn, finding.interview_id))
        return reviews.unlearn(self.project.conn, finding.pseudonym_id, words)

    def _absorb(self, finding: KeptFind, span: Span) -> list[Change]:
        """Finds within words that are replaced as a whole have nothing left to decide."""
        conn = self.project.conn
        return findings.retire(conn, reviews.within(conn, finding.interview_id, span, finding.id))

    def _by_hand(self, interview_id: str, span: Span, kind: FindKind) -> tuple[str, list[Change]]:
        conn = self.project.conn
        text = originals.load_text(conn, interview_id)
        find = Find(_neat(text, span), kind, 1.0, "hand", _BY_HAND)
        finding_id = findings.insert(conn, interview_id, find)
        return finding_id, [rows.changed(conn, "finding", finding_id, None)]

    def _instead(self, finding: KeptFind, span: Span, kind: FindKind, label: str) -> KeptFind:
        """An open find by hand in the place of another, which a new search leaves as it is."""
        conn = self.project.conn
        if finding.pseudonym_id:
            self._need_key()
        gone = findings.retire(conn, [finding.id]) + self._unlearned(finding)
        finding_id, log = self._by_hand(finding.interview_id, span, kind)
        changes.record(conn, label=label, coder_id=self.coder.id, changes=[*gone, *log])
        return findings.get(conn, finding_id)


def _neat(text: str, span: Span) -> Span:
    neatly = neat(text, span)
    if not neatly:
        raise UsageError("There are no words in that selection.")
    return neatly


def _told(act: Act | None) -> Undone | None:
    """What was undone, at the place of the first find or coding of the act."""
    if act is None:
        return None
    for step in act.changes:
        row = step.after or step.before or {}
        if "start" in row and "end" in row:
            return Undone(act.label, step.interview_id, Span(row["start"], row["end"]))
    return Undone(act.label, act.changes[0].interview_id, None)
