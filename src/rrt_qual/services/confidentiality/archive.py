"""An irreversible copy of the project for an archive: bracketed replacements, and a log of them kept apart.

In the copy the text of an interview *is* what readers may see. The project itself is not changed.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rrt_qual.domain.confidentiality.overlay import Projection, Replacement
from rrt_qual.domain.confidentiality.overlay import project as overlaid
from rrt_qual.domain.confidentiality.privacy import Consent, KeptFind, Status
from rrt_qual.domain.errors import UsageError
from rrt_qual.domain.files import held
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.settings import ARCHIVE
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.known_names import Mask
from rrt_qual.services.shared.project import SUFFIX, Project
from rrt_qual.services.texts import real_names
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.services.texts.written import logged
from rrt_qual.store.coding import progress as reading
from rrt_qual.store.confidentiality import archive as rows
from rrt_qual.store.confidentiality import cells, erase, findings, pseudonyms, sealing
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file import begun
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import consents, interviews, originals
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change

__all__ = ["Archived", "is_archive", "log_path", "refuse", "write"]


#: Words that a key file holds are signs like this; in the copy they become this.
_BLANKS, _BLANKED = re.compile(r"█+(?:[^\S\n]+█+)*"), "[removed]"


@dataclass(frozen=True, slots=True)
class Archived:
    """What the copy holds: interviews, replaced places by how they came about, and who was left out and why."""

    file: Path
    log: Path
    interviews: int
    replaced: int
    covered: int
    left_out: tuple[tuple[str, str], ...]
    unscanned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """One replacement: where in the original, what is shown, and how it came about."""

    span: Span
    shown: str
    kind: str
    how: str
    by: str = ""
    at: str = ""


#: The interview, where the replacement stands in the copy, and what it is.
_Told = tuple[str, Span, _Place]


class _Copy(Project):
    """The copy in memory, for all that reads projects."""

    def __init__(self, path: Path, copy: sqlite3.Connection) -> None:
        super().__init__(path)
        self._copy = copy

    @property
    def conn(self) -> sqlite3.Connection:
        """The copy."""
        return self._copy


def is_archive(project: Project) -> bool:
    """Whether this project is an archive copy: there is nothing in it to find or to replace."""
    return bool(coders.get_setting(project.conn, ARCHIVE))


def refuse(project: Project) -> None:
    """Raise UsageError for an archive copy, in which no name is left to be found, replaced or moved out."""
    if is_archive(project):
        raise UsageError(
            "This is an archive copy: its names were replaced for good when it was made.",
            "Find and replace names in the project that it was made from.",
        )


def log_path(out: Path) -> Path:
    """Where the log of replacements of a copy is written."""
    return out.with_name(out.name + begun.BESIDE_ARCHIVE)


def write(
    project: Project,
    out: Path,
    *,
    even_so: bool = False,
    with_none: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Archived:
    """Write the archive copy to `out`, and the log of replacements, without a real word, beside it.

    Left out are withdrawn interviews, and those whose participants allow nothing, unless `with_none`. Interviews
    that were never searched for names are refused, unless `even_so`.

    Raises:
        UsageError: `out` or its log is there already, the project is a copy itself, or interviews are unsearched.
        FileFault: it cannot be written; nothing is left of it.
    """
    refuse(project)
    out = out if out.suffix else out.with_suffix(SUFFIX)
    log = log_path(out)
    for path in (out, log):
        if path.exists():
            raise UsageError(f"'{path}' is there already.", "Choose another name.")
        held.refuse(path)
    with rows.copied(project.conn) as copy:
        made = _Copy(project.path, copy)
        with transaction(copy):
            known, names = real_names.known(made), PublicNames(made).interviews
            mask, everywhere = Mask(known), Mask([*known, *real_names.undecided(made)])
            left_out = _leave_out(copy, names, with_none)
            unscanned = [names[i] for i, tally in findings.tallies(copy).items() if not tally.finder]
            if unscanned and not even_so:
                raise UsageError(
                    f"{len(unscanned)} interviews were never searched for names, '{unscanned[0]}' among them.",
                    "Run 'rrt-qual deidentify' first; or add --even-so, and their names stay in the copy.",
                )
            told = _rewrite(made, mask, everywhere, progress)
            _mark(copy, project, len(left_out))
            count = len(interviews.names(copy))
        with logged(project, "archive copy written", out, kind="archive"):
            _write_both(copy, out, log, told)
    places = [place for _, _, place in told]
    decided = sum(place.how == "decided" for place in places)
    return Archived(out, log, count, decided, len(places) - decided, tuple(left_out), tuple(unscanned))


def _leave_out(copy: sqlite3.Connection, names: Mapping[str, str], with_none: bool) -> list[tuple[str, str]]:
    """Drop the interviews that may not be archived; (name, why) of each."""
    out = []
    for interview_id, state in consents.every(copy).items():
        if state is Consent.WITHDRAWN or (state is Consent.NONE and not with_none):
            erase.drop(copy, interview_id)
            out.append((names[interview_id], "withdrawn" if state is Consent.WITHDRAWN else "consent: none"))
    return sorted(out)


def _rewrite(made: _Copy, mask: Mask, everywhere: Mask, progress: Callable[[int, int], None] | None) -> list[_Told]:
    """Replace everything in the copy; (interview, where it stands now, what it is) of every replacement."""
    copy = made.conn
    places = _places(made, mask)
    _hide_names(copy, everywhere)
    names = {i: name for name, i in interviews.names(copy).items()}
    texts = originals.every(copy)
    told: list[_Told] = []
    for n, (interview_id, text) in enumerate(texts.items()):
        found = places.get(interview_id, [])
        shown = overlaid(text, [Replacement(p.span, p.shown) for p in found])
        rows.remap(copy, interview_id, shown.text, offset=offsets(shown), span=shown.span)
        for one in shown.replacements:
            about = next(p for p in found if p.span.overlaps(one.span) and p.shown == one.text)
            told.append((names.get(interview_id, ""), shown.span(one.span), about))
        if progress:
            progress(n + 1, len(texts))
    rows.reduce(copy)
    return sorted(told, key=lambda row: (row[0], row[1]))


def _places(made: _Copy, mask: Mask) -> dict[str, list[_Place]]:
    """Interview id -> all that is replaced in it: decided, found and not decided, known from elsewhere, blank."""
    conn = made.conn
    shown = {p.id: p.name for p in pseudonyms.every(conn)}
    people = {c.id: c.name for c in coders.every(conn)}
    out: dict[str, list[_Place]] = {}
    decided: dict[str, list[Span]] = {}
    for f in findings.every(conn):
        decided.setdefault(f.interview_id, []).append(f.span)
        if f.status is not Status.KEPT:
            out.setdefault(f.interview_id, []).append(_place_of(f, shown, people))
    for interview_id, text in originals.every(conn).items():
        spans = decided.get(interview_id, [])
        extra = [_Place(s, t, "known name", "known") for s, t in real_names.stray(text, mask, spans)]
        extra += [
            _Place(span, _BLANKED, "known name", "known")
            for m in _BLANKS.finditer(text)
            if not any((span := Span(*m.span())).overlaps(d) for d in spans)
        ]
        out.setdefault(interview_id, []).extend(extra)
    return out


def _place_of(f: KeptFind, shown: dict[str, str], people: dict[str, str]) -> _Place:
    if f.status is Status.REPLACED:
        return _Place(f.span, shown[f.pseudonym_id], f.kind, "decided", people.get(f.decided_by, ""), f.decided_at)
    return _Place(f.span, real_names.covered(f.kind), f.kind, "found, not decided")


def offsets(shown: Projection) -> Callable[[int], int]:
    """Where a bound of a turn or segment goes: one inside replaced words goes behind what stands for them."""

    def offset(at: int) -> int:
        place = shown.place(at)
        if not place.inside:
            return place.at
        over = shown.touching(Span(at, at + 1))
        return shown.place(over[0].span.end).at if over else place.at

    return offset


def _hide_names(copy: sqlite3.Connection, mask: Mask) -> None:
    """Take known names out of labels, notes, attributes and names of interviews."""
    instead = real_names.StandIns(mask, sealing.people(copy))
    for cell in list(cells.every(copy)):
        if cell.table in ("suggestion", "change", "speaker", "finding"):
            continue
        now = instead.of(cell)
        if now != cell.text:
            cells.put(copy, cell.table, cell.row_id, cell.column, now)
    codes = rows.participants(copy)
    by_interview: dict[str, list[sealing.Voice]] = {}
    for voice in sealing.voices(copy):
        by_interview.setdefault(voice.interview_id, []).append(voice)
    for interview_id, voices in by_interview.items():
        labels = real_names.called(voices)
        own = [v for v in voices if v.role == SpeakerRole.PARTICIPANT]
        if len(own) == 1 and codes[interview_id]:
            labels[own[0].id] = codes[interview_id]
        for voice in voices:
            rows.rename_speaker(copy, voice.id, labels[voice.id])


def _mark(copy: sqlite3.Connection, project: Project, left_out: int) -> None:
    """Count anew, and say in settings and log what this file is."""
    reading.recount_all(copy)
    frequencies.rebuild(copy)
    coders.set_setting(copy, ARCHIVE, True)
    changes.record(
        copy,
        label="archive copy made",
        coder_id=None,
        changes=[Change("project", project.id, None, None, {"archive": True, "left_out": left_out})],
        kind="log",
    )


def _write_both(copy: sqlite3.Connection, out: Path, log: Path, told: Sequence[_Told]) -> None:
    """Write the log and the copy: both or neither."""
    _write_log(log, told)
    try:
        rows.write_file(copy, out)
    except BaseException:
        log.unlink(missing_ok=True)
        raise


def _write_log(log: Path, told: Sequence[_Told]) -> None:
    from rrt_qual.export.safe import atomic_write, csv_cell

    with atomic_write(log) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["interview", "start", "end", "kind", "shown", "how", "decided_by", "decided_at"])
        for name, span, p in told:
            row = (name, span.start, span.end, p.kind, p.shown, p.how, p.by, p.at)
            writer.writerow([csv_cell(value) for value in row])
