"""Giving pseudonyms inside one act: proposes, makes what is new, and gathers what the log must say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind, Pseudonym
from rrt_qual.privacy.hide.pseudonyms import UNKEYED, ProposedPseudonym, Reals, Registry
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.store.confidentiality import pseudonyms, reviews
from rrt_qual.store.project import rows
from rrt_qual.store.project.changes import Change


def registry(project: Project) -> Registry:
    """The pseudonyms of a project as they stand."""
    conn = project.conn
    return Registry(
        pseudonyms.every(conn),
        pseudonyms.forms(conn),
        listed=pseudonyms.listed(conn),
        styles=review_settings.styles(project),
        policy=review_settings.wave_policy(project),
    )


class KnownNames:
    """The pseudonyms and the real names of a project, read when first needed and again after the file has changed.

    Reading them takes as long as reading every text; an act that has kept them in step says so with `in_step`.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._others = -1
        self._reals: Reals | None = None
        self._version = (-1, -1)
        self._book: Registry | None = None

    def reals(self) -> Reals:
        """All real names. What one's own acts add was found in the texts before, save what is marked by hand."""
        others, _ = reviews.version(self._project.conn)
        if self._reals is None or others != self._others:
            self._reals, self._others = review_settings.reals(self._project), others
        return self._reals

    def book(self) -> Registry:
        """The pseudonyms as they stand."""
        if self._book is None or not self.is_current():
            self._version = reviews.version(self._project.conn)
            self._book = registry(self._project)
        return self._book

    def is_current(self) -> bool:
        """Whether the book says what the file holds."""
        return self._book is not None and self._version == reviews.version(self._project.conn)

    def in_step(self, version: tuple[int, int]) -> None:
        """An act was committed that told the book all it changed; `version` was asked for just before the commit."""
        self._version = version

    def forget_reals(self) -> None:
        """Words were marked that nobody had found: read the real names anew next time."""
        self._reals = None


class Naming:
    """One act's dealings with pseudonyms, in the caller's transaction; `log` is what to record before the finds."""

    def __init__(self, project: Project, known: KnownNames) -> None:
        self._conn: sqlite3.Connection = project.conn
        self.registry = known.book()
        self.reals = known.reals
        self.log: list[Change] = []

    def proposal(self, kind: FindKind, words: str, wave: str, near: Iterable[str] = ()) -> ProposedPseudonym:
        """What would be given."""
        return self.registry.propose(kind, words, wave, self.reals, near)

    def give(self, proposal: ProposedPseudonym, kind: FindKind, wave: str) -> Pseudonym:
        """The proposed pseudonym, made when it is new."""
        if proposal.pseudonym_id:
            return self.registry.pseudonyms[proposal.pseudonym_id]
        return self.make(kind, proposal.name, wave)

    def make(self, kind: FindKind, name: str, wave: str) -> Pseudonym:
        """Make a pseudonym for words of an interview of `wave`."""
        made = pseudonyms.make(self._conn, kind, name, self.registry.wave_for(wave, kind, name))
        self.registry.add(made)
        self.log.append(rows.changed(self._conn, "pseudonym", made.id, None))
        return made

    def learn(self, pseudonym: Pseudonym, words: str) -> None:
        """From now on these words mean that pseudonym, unless words of its kind name nobody by themselves."""
        key = form_key(words)
        if pseudonym.kind in UNKEYED or not key or key in self.registry.keys_of[pseudonym.id]:
            return
        form_id = pseudonyms.add_form(self._conn, pseudonym.id, " ".join(words.split()), key)
        self.registry.learn(pseudonym.id, key)
        self.log.append(rows.changed(self._conn, "pseudonym_form", form_id, None))
