"""Erasing an interview for good, when its participant has withdrawn: nothing of it stays in the project's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.coding import Coder
from rrt_qual.privacy.disclose.repeated import Echo
from rrt_qual.privacy.hide.known_names import Mask
from rrt_qual.privacy.hide.masker import KnownWords
from rrt_qual.services.confidentiality import key_file as keyfile
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import vectors
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.confidentiality import cells, pseudonyms, sealing
from rrt_qual.store.confidentiality import erase as rows
from rrt_qual.store.file import wipe
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

__all__ = ["Erased", "Preview", "erase", "preview"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What erasing would take: the interview's name as readers see it, how many codings (by how many coders), memos."""

    interview: str
    codings: int
    coders: int
    memos: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, by table, and where the words may still be.

    `echoes` are cells elsewhere that quoted it and had that cut out. `examples` are themes of the codebook one of
    whose examples repeats it: edit the codebook. `backups` lie beside the project; `key_file` ('' for none) holds its
    words; `files` are (name, what, when) of files that the log says were written. `wiped` is False when another
    program was reading: older pages are wiped later.
    """

    counts: Mapping[str, int]
    echoes: int
    examples: tuple[str, ...]
    backups: tuple[Path, ...]
    key_file: str
    files: tuple[tuple[str, str, str], ...]
    wiped: bool


def preview(project: Project, interview_id: str) -> Preview:
    """What erasing that interview would take; raises NotFound."""
    conn = project.conn
    head = next((h for h in interviews.heads(conn, with_withdrawn=True) if h.id == interview_id), None)
    if head is None:
        originals.load_text(conn, interview_id)  # raises
        raise AssertionError("an interview without a head")
    coders, memos = rows.work_on(conn, interview_id)
    return Preview(PublicNames(project).interviews[interview_id], head.all_codings, coders, memos)


def erase(project: Project, interview_id: str, coder: Coder) -> Erased:
    """Take an interview out for good: text, codings, memos, finds, log. It cannot be undone.

    One line stays in the log: that an interview was erased on request, by whom, when, and how much went.

    Raises:
        NotFound: no such interview.
    """
    conn = project.conn
    with transaction(conn):
        text = originals.load_text(conn, interview_id)
        sentences = [span.of(text) for span in rows.segment_spans(conn, interview_id)]
        key_file = keyfile.out_file(project) if interview_id in sealing.every(conn) else ""
        rows.drop_forms(conn, _own_forms(conn, interview_id, text))
        counts = rows.drop(conn, interview_id)
        sealing.drop_suggestions(conn)
        echo = Echo(text, sentences)
        echoes = _cut_echoes(conn, echo)
        vectors.forget_gone_texts(project)
        changes.record(
            conn,
            label="erased an interview on request",
            coder_id=coder.id,
            changes=[Change("project", project.id, None, None, dict(counts))],
            kind="log",
        )
        wipe.owe(conn)
    themes = {key for key, words in rows.examples(conn) if echo.cut(words) != words}
    return Erased(
        counts=counts,
        echoes=echoes,
        examples=tuple(sorted(themes)),
        wiped=wipe.wipe(conn),
        backups=tuple(wipe.backups(project.path)),
        key_file=key_file,
        files=tuple(changes.files(conn)),
    )


def _own_forms(conn: sqlite3.Connection, interview_id: str, text: str) -> list[str]:
    """Forms of shared pseudonyms that only this interview says: nobody else's text or list has them."""
    listed = {f.casefold() for n in pseudonyms.listed(conn) for f in (n.name, *n.aliases)}
    mask = Mask(
        KnownWords(form, row_id) for row_id, form in rows.used(conn, interview_id) if form.casefold() not in listed
    )
    own = {row_id for _, row_id in mask.places(text)}
    for other_id, other in originals.every(conn).items():
        if own and other_id != interview_id:
            own -= {row_id for _, row_id in mask.places(other)}
    return sorted(own)


def _cut_echoes(conn: sqlite3.Connection, echo: Echo) -> int:
    """Cut out of notes, reasons and the log what they quote; returns how many cells that changed."""
    count = 0
    for cell in list(cells.notes(conn)):
        now = cell.mapped(echo.cut)
        if now != cell.text:
            cells.put(conn, cell.table, cell.row_id, cell.column, now)
            count += 1
    return count
