"""Bringing transcripts in: one file one transaction, so that a bad file or a crash loses nothing."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rrt_qual.domain.confidentiality.consent_words import COLUMN
from rrt_qual.domain.errors import RrtError, UsageError
from rrt_qual.domain.files.door import file_name, in_words, unreadable
from rrt_qual.domain.interview import SpeakerRole, Transcript
from rrt_qual.ingest.draft import RawFile
from rrt_qual.ingest.transcripts.preview import SpeakerPreview, preview
from rrt_qual.services.interviews import attributes as attribute_files
from rrt_qual.services.interviews import consent
from rrt_qual.services.interviews.attributes import RESERVED, AttributeReport
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

#: Called before each file with its number (from 0), how many there are, and its name.
Progress = Callable[[int, int, str], None]

#: Names of files that lie beside transcripts without being one, in lower case and without ending.
_BESIDE = {
    "readme": "is about the folder.",
    "license": "is about the folder.",
    "attributes": "holds attributes: give it with --attributes.",
    "codings": "holds codings: bring it in with 'rrt-qual codings import'.",
    "entities": "lists identifying words, not talk.",
    "names": "lists names, not talk; it goes to 'rrt-qual deidentify --list'.",
    "survey": "holds survey scores, not talk; it goes to 'rrt-qual survey'.",
    "workforce": "holds workforce figures, not talk; it goes to 'rrt-qual survey --workforce'.",
    "codebook": "is a codebook: give it to 'rrt-qual init' or 'rrt-qual codebook update'.",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """One interview that was added, and what a person should know of it."""

    file: str
    interview: str
    interview_id: str
    turns: int
    segments: int
    removed: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Previewed:
    """What an import would make of one file; `fault` says why it would be skipped."""

    file: str
    speakers: tuple[SpeakerPreview, ...] = ()
    removed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fault: str = ""


@dataclass
class ImportReport:
    """What came of an import: each file is in one of the four lists.

    `recognised` are (file, the interview it is already), `skipped` are (file, why), `left_out` are
    (file, why) of those in a folder that are no transcripts by their names. `notes` are sentences about
    the import as a whole, `attributes` is what the file of attributes did.
    """

    added: list[Imported] = field(default_factory=list)
    recognised: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attributes: AttributeReport | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything that was given has found its place."""
        return not self.skipped and not (self.attributes and self.attributes.rows_without_interview)


class _SkippedError(Exception):
    """Why one file does not come in, as a sentence."""


def import_files(
    project: Project,
    paths: Iterable[Path],
    *,
    attributes: Path | None = None,
    wave: str = "",
    interviewer: Sequence[str] = (),
    progress: Progress | None = None,
) -> ImportReport:
    """Bring transcripts into the project; a folder stands for all the files in it.

    `wave` is given to the new interviews; the file of attributes may say otherwise. A file that
    was imported before is recognised by its content.

    Raises:
        FileFault: the file of attributes cannot be read; nothing was imported.
        UsageError: the wave cannot be called that.
    """
    if wave == RESERVED:
        raise UsageError(f"A wave cannot be called '{RESERVED}'.", "Give it another name.")
    report = ImportReport()
    files = _expand(paths, attributes, report)
    if attributes is not None:
        attribute_files.read(project, attributes, [(in_words(f.stem), file_name(f)) for f in files])
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file_name(file))
        _import_one(project, file, wave, interviewer, report)
    if wave and (left := _of_other_waves(project, wave, report.recognised)):
        report.notes.append(
            f"The wave of what is there already stays as it is ({', '.join(left)}); change it with --attributes."
        )
    if attributes is not None:
        imported = [one.interview for one in report.added] + [name for _, name in report.recognised]
        report.attributes = attribute_files.apply(project, attributes, imported=imported)
    return report


def _of_other_waves(project: Project, wave: str, recognised: Iterable[tuple[str, str]]) -> list[str]:
    """Those of the recognised interviews that are not of this wave, a few of them by name."""
    waves = {head.name: head.wave for head in interviews.heads(project.conn, with_withdrawn=True)}
    names = [name for _, name in recognised if waves.get(name) != wave]
    return names if len(names) <= 5 else [*names[:5], "…"]


def preview_files(paths: Iterable[Path], *, interviewer: Sequence[str] = ()) -> list[Previewed]:
    """What an import would make of each file; nothing is kept."""
    report = ImportReport()
    out = []
    for file in _expand(paths, None, report):
        name = file_name(file)
        try:
            transcript = _read(_load(file), interviewer)
        except _SkippedError as why:
            out.append(Previewed(name, fault=str(why)))
        else:
            rows = tuple(preview(transcript))
            out.append(Previewed(name, rows, transcript.removed, transcript.warnings))
    return out + [Previewed(name, fault=why) for name, why in report.skipped]


def _expand(paths: Iterable[Path], attributes: Path | None, report: ImportReport) -> list[Path]:
    """The files that are meant, each once; what lies in a folder but is no transcript goes to `left_out`."""
    files: dict[Path, Path] = {}
    for path in paths:
        if not _is_folder(path):
            files.setdefault(path.absolute(), path)
            continue
        inside = [p for p in _listing(path) if not p.name.startswith((".", "~$"))]
        for file in inside:
            if attributes is not None and file.absolute() == attributes.absolute():
                continue
            why = "is a folder: name it as well." if _is_folder(file) else _BESIDE.get(file.stem.casefold(), "")
            if why:
                report.left_out.append((file_name(file), f"{file_name(file)} {why}"))
            else:
                files.setdefault(file.absolute(), file)
        if not inside:
            report.notes.append(f"The folder '{path}' is empty.")
    return list(files.values())


def _is_folder(path: Path) -> bool:
    """Whether it is one; what cannot be looked at is none, and its reader will say why."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _listing(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda p: (p.name.casefold(), p.name))
    except OSError as fault:
        raise unreadable(fault, f"The folder '{in_words(str(folder))}'") from None


def _load(file: Path) -> RawFile:
    """The bytes of one file, read once: what is hashed is what is read."""
    from rrt_qual.ingest import load_raw

    try:
        return load_raw(file)
    except RrtError as fault:
        raise _SkippedError(str(fault)) from None


def _read(file: RawFile, interviewer: Sequence[str]) -> Transcript:
    from rrt_qual.ingest import read_raw

    try:
        return read_raw(file, interviewer=interviewer)
    except RrtError as fault:
        raise _SkippedError(str(fault)) from fault
    except Exception as fault:  # one odd file must not keep the others out
        raise _SkippedError(_why(file.name, fault)) from fault


def _why(name: str, fault: Exception) -> str:
    """What keeps a file out that its reader did not foresee; the fault's own words may quote the file."""
    if isinstance(fault, MemoryError):
        return f"{name} is too large for this machine's memory. Split it."
    if isinstance(fault, ImportError):
        part = (fault.name or "a part").split(".")[0]
        return f"{name} cannot be read: the program lacks '{part}'. Install rrt-qual again."
    if isinstance(fault, OSError) and fault.errno in (errno.EMFILE, errno.ENFILE):
        return f"{name} cannot be read: too many files are open. Close other programs and try again."
    return f"{name} cannot be read as a transcript ({type(fault).__name__}). Save it as plain text and try again."


def _import_one(project: Project, path: Path, wave: str, interviewer: Sequence[str], report: ImportReport) -> None:
    name = file_name(path)
    try:
        file = _load(path)
        known = interviews.sources(project.conn).get(hashlib.sha256(file.data).hexdigest())
        if known is not None:
            report.recognised.append((name, known))
            return
        transcript = _read(file, interviewer)
        added = _add(project, transcript, wave)
    except _SkippedError as why:
        report.skipped.append((name, str(why)))
        return
    if added is None:
        report.recognised.append((name, interviews.sources(project.conn)[transcript.source.sha256]))
    else:
        report.added.append(added)


def _add(project: Project, transcript: Transcript, wave: str) -> Imported | None:
    """Put one transcript in, with its line in the log; None when it came in meanwhile."""
    said = dict(transcript.attributes)
    wave = said.pop("wave", "") or wave
    participant = said.pop("participant", "")
    allowed = next((said.pop(key) for key in list(said) if key.casefold() == COLUMN), "")
    with transaction(project.conn) as conn:
        if transcript.source.sha256 in interviews.sources(conn):
            return None
        _refuse_same_name(transcript, interviews.source_names(conn), interviews.names(conn))
        interview_id = interviews.add(conn, transcript, wave=wave, participant=participant)
        interviews.set_attributes(conn, interview_id, said)
        about = {
            "name": transcript.name,
            "wave": wave,
            "source_name": transcript.source.name,
            "source_sha256": transcript.source.sha256,
        }
        changes.record(
            conn,
            label="import",
            coder_id=None,
            changes=[Change("interview", interview_id, interview_id, None, about)],
            kind="log",
        )
        _, odd = consent.take_words(conn, {interview_id: allowed})
        frequencies.refresh_bases(conn, [interview_id])
    roles = [transcript.role_of(transcript.turns[s.turn]) for s in transcript.segments]
    return Imported(
        file=transcript.source.name,
        interview=transcript.name,
        interview_id=interview_id,
        turns=len(transcript.turns),
        segments=roles.count(SpeakerRole.PARTICIPANT),
        removed=transcript.removed,
        warnings=(*transcript.warnings, *(f"'{transcript.name}': {why}." for _, why in odd)),
    )


def _refuse_same_name(transcript: Transcript, files: dict[str, str], names: Iterable[str]) -> None:
    twin = next((name for name in names if name.casefold() == transcript.name.casefold()), None)
    if twin is not None:
        source = next((file for file, name in files.items() if name == twin), "another file")
        raise _SkippedError(
            f"An interview called '{twin}' is in the project already, with other words (from '{source}')."
            " If this is another interview, rename the file and import it again;"
            " if it is a corrected transcript: the one in the project stays as it is."
        )
