"""The key: real names, and the words they stand in, moved out of the project into an encrypted file, and back.

While the key is out the project works as before and shows pseudonyms. The words under them are overwritten in place,
sign for sign, so that every coding stands where it stood.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.privacy import Status
from rrt_qual.domain.errors import Conflict, FileFault, ProjectError, UsageError
from rrt_qual.domain.interview import text_hash
from rrt_qual.domain.settings import KEY_OUT
from rrt_qual.domain.spans import Span, merge
from rrt_qual.privacy.hide.known_names import Mask, fill
from rrt_qual.privacy.hide.masker import KnownWords
from rrt_qual.services.confidentiality import archive
from rrt_qual.services.confidentiality.key_content import Key, check_passphrase, read, refuse_taken, write
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import vectors as vector_cache
from rrt_qual.services.texts import real_names
from rrt_qual.store.confidentiality import cells, findings, sealing
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file import begun, wipe
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change

__all__ = ["BroughtBack", "MovedOut", "bring_back", "check_passphrase", "is_out", "move_out", "refuse_in"]


_NUMBERED = re.compile(r" \(\d+\)")


@dataclass(frozen=True, slots=True)
class MovedOut:
    """What went into the key file, and what a person should still look at.

    `words` are places in texts, `notes` other cells (memos, labels, attributes), `forms` names with a pseudonym,
    `listed` listed names. `open_finds` have not been decided, `kept` are names that somebody decided to keep,
    `unscanned` names interviews that were never searched: their words are in the project still. `backups` lie beside
    it and hold everything. `wiped` is False when another program was reading: older pages are wiped later.
    """

    key_id: str
    file: str
    interviews: int
    words: int
    notes: int
    forms: int
    listed: int
    open_finds: int
    kept: int
    unscanned: tuple[str, ...]
    backups: tuple[Path, ...]
    wiped: bool


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back. `changed` cells were edited meanwhile and stay so; `erased` interviews are gone for good."""

    interviews: int
    words: int
    notes: int
    forms: int
    changed: int
    erased: int


def is_out(project: Project) -> bool:
    """Whether the real names are in a key file and not in the project."""
    return coders.get_setting(project.conn, KEY_OUT) is not None


def out_file(project: Project) -> str:
    """The name of the key file that is out, or ''."""
    return str((coders.get_setting(project.conn, KEY_OUT) or {}).get("file", ""))


def move_out(project: Project, path: Path, passphrase: str, *, coder: Coder | None = None) -> MovedOut:
    """Move the real names and the words under them into a new key file at `path`.

    The project notes that the file is begun; the file is written and read back; then the names go out and the note
    with them, in one transaction; then the project's file is rewritten, so that nothing is left of the words. Whatever
    fails before leaves the project as it was, and no key file: after a kill it goes when the project is next opened.

    Raises:
        UsageError: the key is out already, nothing was replaced yet, the passphrase is too short, `path` is taken.
        FileFault: the key file cannot be written.
        Conflict: somebody changed the project while the key was being sealed.
    """
    check_passphrase(passphrase)
    archive.refuse(project)
    conn = project.conn
    with snapshot(conn):
        _refuse_out(project)
        key, _ = _gather(project)
    if not key.texts and not any(key.rows.values()):
        raise UsageError(
            "There is nothing to move out: no name has been replaced or listed.",
            "Find and replace names first, with 'rrt-qual deidentify'.",
        )
    refuse_taken(path)
    sealed = key.sealed(passphrase)  # takes a second, while others may write
    proof = hashlib.sha256(sealed).hexdigest()
    note = begun.begin(conn, "key", path, proof)
    with _undone_file(project, key, note, path, proof), transaction(conn):
        _refuse_out(project)
        same, texts = _gather(project, key) if begun.end(conn, note) else (None, {})
        if same != key:
            raise Conflict("Somebody changed the project meanwhile.", "Nothing was moved out; try again.")
        name = Mask(real_names.known(project)).text(path.name)
        write(key, sealed, path, passphrase)
        _apply(project, key, texts, name, coder)
    return _report(project, key, path)


def _refuse_out(project: Project) -> None:
    if is_out(project):
        raise UsageError(
            f"The key is out already, in '{out_file(project)}'.", "Bring it back first, with --key-in FILE."
        )


@contextlib.contextmanager
def _undone_file(project: Project, key: Key, note: str, path: Path, proof: str) -> Iterator[None]:
    """Take the key file away again when the project did not change after all, and the note of it.

    A program that is killed cannot: the note stands then, and the file goes when the project is next opened.
    """
    try:
        yield
    except BaseException:
        if (coders.get_setting(project.conn, KEY_OUT) or {}).get("key_id") != key.key_id:
            begun.drop_key(path, proof)
        with contextlib.suppress(ProjectError, sqlite3.Error):  # who holds the project makes up for it later
            begun.end(project.conn, note)
        raise


def _gather(project: Project, like: Key | None = None) -> tuple[Key, dict[str, str]]:
    """The key, and interview id -> text with its words overwritten, of those that have any.

    With `like` it is that key, gathered anew.
    """
    conn = project.conn
    known = real_names.known(project)
    mask = Mask(known)
    rows = sealing.take_rows(conn)
    key = Key(project_id=project.id, rows=rows) if like is None else replace(like, texts={}, cells=[], rows=rows)
    replaced, kept = _spans(project, Status.REPLACED), _spans(project, Status.KEPT)
    blanked: dict[str, str] = {}
    for interview_id, text in originals.every(conn).items():
        spans = replaced.get(interview_id, [])
        decided = spans + kept.get(interview_id, [])
        spans = merge([*spans, *(span for span, _ in real_names.stray(text, mask, decided))])
        if spans:
            blanked[interview_id] = fill(text, spans)
            pieces = [[span.start, span.of(text)] for span in spans]
            key.texts[interview_id] = {"sha256": text_hash(text), "pieces": pieces}
    _gather_cells(conn, key, known)
    return key, blanked


def _spans(project: Project, status: Status) -> dict[str, list[Span]]:
    out: dict[str, list[Span]] = {}
    for f in findings.every(project.conn, status):
        out.setdefault(f.interview_id, []).append(f.span)
    return out


def _gather_cells(conn: sqlite3.Connection, key: Key, known: list[KnownWords]) -> None:
    """Every other cell that holds a name, with what it will hold instead."""
    speakers = dict(_speaker_cells(conn))
    touched = set(key.texts) | {interview_id for interview_id, _ in speakers.values()}
    # the hash of a file whose names alone are unknown would prove a guess; so it goes out as well
    hashes = {h: f"sealed-{i}" for i, h in sealing.source_hashes(conn).items() if i in touched}
    for old, new in hashes.items():
        key.cells.append(["interview", new.removeprefix("sealed-"), "source_sha256", old, new])
    mask = Mask([*known, *(KnownWords(old, new) for old, new in hashes.items())])
    instead = real_names.StandIns(mask, sealing.people(conn))
    for cell in cells.every(conn):
        if cell.table == "suggestion":
            continue
        if cell.table == "speaker":
            now = speakers.get((cell.row_id, cell.column), ("", cell.text))[1]
        else:
            now = instead.of(cell)
        if now != cell.text:
            key.cells.append([cell.table, cell.row_id, cell.column, cell.text, now])


def _speaker_cells(conn: sqlite3.Connection) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """(speaker id, column) -> (interview id, what it will hold), of labels that name somebody and all names."""
    by_interview: dict[str, list[sealing.Voice]] = {}
    for voice in sealing.voices(conn):
        by_interview.setdefault(voice.interview_id, []).append(voice)
    for interview_id, voices in by_interview.items():
        labels = real_names.called(voices)
        for voice in voices:
            if labels[voice.id] != voice.label:
                yield (voice.id, "label"), (interview_id, labels[voice.id])
            if voice.name:
                yield (voice.id, "name"), (interview_id, "")


def _apply(project: Project, key: Key, texts: dict[str, str], name: str, coder: Coder | None) -> None:
    """Change the project, inside the caller's transaction."""
    conn = project.conn
    whole = originals.every(conn)
    for interview_id, text in texts.items():
        sealing.seal(conn, interview_id, text, key.mark(whole[interview_id]), key.key_id)
    for table, row_id, column, _, now in key.cells:
        cells.put(conn, table, row_id, column, now)
    sealing.drop_rows(conn)
    sealing.drop_suggestions(conn)
    vector_cache.forget_gone_texts(project)
    frequencies.rebuild(conn)
    coders.set_setting(conn, KEY_OUT, {"key_id": key.key_id, "file": name, "at": key.made_at})
    _log(conn, key, "names moved out into a key file", name, coder)
    wipe.owe(conn)


def _report(project: Project, key: Key, path: Path) -> MovedOut:
    wiped = wipe.wipe(project.conn)
    tallies = findings.tallies(project.conn)
    names = {i: name for name, i in interviews.names(project.conn).items()}
    return MovedOut(
        key_id=key.key_id,
        file=path.name,
        interviews=len(key.texts),
        words=sum(len(t["pieces"]) for t in key.texts.values()),
        notes=len(key.cells),
        forms=len(key.rows["pseudonym_form"]),
        listed=len(key.rows["listed_name"]),
        open_finds=sum(t.open for t in tallies.values()),
        kept=sum(t.kept for t in tallies.values()),
        unscanned=tuple(names[i] for i, t in tallies.items() if not t.finder),
        backups=tuple(wipe.backups(project.path)),
        wiped=wiped,
    )


def refuse_in(project: Project) -> None:
    """Raise UsageError when there is no key to bring back."""
    if not is_out(project):
        raise UsageError("The key is not out: the names are in the project.")


def bring_back(project: Project, path: Path, passphrase: str, *, coder: Coder | None = None) -> BroughtBack:
    """Put the names and words of a key file back where they were, exactly; the file stays.

    Raises:
        UsageError: the key is not out.
        FileFault: no such file, damaged, or the key of another project or another moving out.
        WrongPassphrase: that is not its passphrase.
        Conflict: somebody else opened the project at that moment.
    """
    conn = project.conn
    refuse_in(project)
    key = read(path, passphrase)
    if key.project_id != project.id:
        raise FileFault(f"'{path.name}' is the key of another project.", "Nothing was changed.")
    _refuse_other(project, key, path)
    with _names_back_or_nowhere(conn):
        _refuse_other(project, key, path)
        sealed = sealing.every(conn)
        words = sum(_restore_text(conn, key, one, path.name) for one in sealed.values())
        there = originals.every(conn)
        notes, changed = _restore_cells(conn, key)
        forms = sealing.put_rows(conn, key.rows)
        sealing.unseal_all(conn)
        sealing.drop_suggestions(conn)
        frequencies.rebuild(conn)
        _log(conn, key, "names brought back from a key file", out_file(project), coder)
        coders.drop_setting(conn, KEY_OUT)
    erased = len(key.texts.keys() - there.keys())
    return BroughtBack(len(sealed), words, notes, forms, changed, erased)


def _refuse_other(project: Project, key: Key, path: Path) -> None:
    if (coders.get_setting(project.conn, KEY_OUT) or {}).get("key_id") != key.key_id:
        raise FileFault(
            f"'{path.name}' is a key of this project, but not the one that is out.",
            f"Bring back '{out_file(project)}'; nothing was changed.",
        )


@contextlib.contextmanager
def _names_back_or_nowhere(conn: sqlite3.Connection) -> Iterator[None]:
    """One transaction in which names come back; when it does not end, none of them is left in the project's files.

    Half of it may stand in the log when the program is killed: so a wipe is owed until all of it is done.
    """
    owed = wipe.is_owed(conn)
    with transaction(conn):
        wipe.owe(conn)
    try:
        with transaction(conn):
            if not wipe.is_owed(conn):  # another program that was opened just now has wiped already
                raise Conflict("Somebody else opened the project at this moment.", "Nothing was changed; try again.")
            yield
            if not owed:
                wipe.settle(conn)
    except BaseException:
        wipe.make_up(conn)
        raise


def _restore_text(conn: sqlite3.Connection, key: Key, one: sealing.Sealed, file: str) -> int:
    """Put the words of one interview back; returns in how many places."""
    entry = key.texts.get(one.interview_id)
    text = originals.load_text(conn, one.interview_id)
    pieces = entry["pieces"] if entry else []
    whole = list(text)
    for start, words in pieces:
        whole[start : start + len(words)] = words
    restored = "".join(whole)
    if entry is None or text_hash(restored) != entry["sha256"] or key.mark(restored) != one.mark:
        raise FileFault(
            f"The words in '{file}' do not fit the text of an interview, which has been changed meanwhile.",
            "Nothing was changed; 'rrt-qual check' says which, and a backup may help.",
        )
    sealing.write_text(conn, one.interview_id, restored)
    return len(pieces)


def _restore_cells(conn: sqlite3.Connection, key: Key) -> tuple[int, int]:
    """Put names back into the cells that nobody has edited meanwhile; (how many, how many were edited)."""
    done = changed = 0
    for table, row_id, column, was, now in key.cells:
        have = cells.get(conn, table, row_id, column)
        if have is None:
            continue  # erased
        if have == now or _NUMBERED.fullmatch(have.removeprefix(now)):
            cells.put(conn, table, row_id, column, was)
            done += 1
        else:
            changed += 1
    return done, changed


def _log(conn: sqlite3.Connection, key: Key, label: str, file: str, coder: Coder | None) -> None:
    after = {"file": file, "interviews": len(key.texts)}
    changes.record(
        conn,
        label=label,
        coder_id=coder.id if coder else None,
        changes=[Change("key", key.key_id, None, None, after)],
        kind="log",
    )
