"""Bringing transcripts in: one file one transaction, so that a bad file or a crash loses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rrt_qual.domain import held
from rrt_qual.domain.consent_words import COLUMN
from rrt_qual.domain.errors import FileFault, RrtError, UsageError
from rrt_qual.domain.interview import SpeakerRole, Transcript
from rrt_qual.ingest.preview import SpeakerPreview, preview
from rrt_qual.services import attributes as attribute_files
from rrt_qual.services import consent
from rrt_qual.services.attributes import RESERVED, AttributeReport
from rrt_qual.services.project import Project
from rrt_qual.store import changes, frequencies, interviews
from rrt_qual.store.changes import Change
from rrt_qual.store.connection import transaction

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
        attribute_files.read(project, attributes, [(f.stem, f.name) for f in files])
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file.name)
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
        try:
            transcript = _read(file, interviewer)
        except _SkippedError as why:
            out.append(Previewed(file.name, fault=str(why)))
        else:
            rows = tuple(preview(transcript))
            out.append(Previewed(file.name, rows, transcript.removed, transcript.warnings))
    return out + [Previewed(name, fault=why) for name, why in report.skipped]


def _expand(paths: Iterable[Path], attributes: Path | None, report: ImportReport) -> list[Path]:
    """The files that are meant, each once; what lies in a folder but is no transcript goes to `left_out`."""
    files: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            files.setdefault(path.absolute(), path)
            continue
        inside = [p for p in _listing(path) if not p.name.startswith((".", "~$"))]
        for file in inside:
            if attributes is not None and file.absolute() == attributes.absolute():
                continue
            why = "is a folder: name it as well." if file.is_dir() else _BESIDE.get(file.stem.casefold(), "")
            if why:
                report.left_out.append((file.name, f"{file.name} {why}"))
            else:
                files.setdefault(file.absolute(), file)
        if not inside:
            report.notes.append(f"The folder '{path}' is empty.")
    return list(files.values())


def _listing(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda p: (p.name.casefold(), p.name))
    except OSError as fault:
        raise FileFault(f"The folder '{folder}' cannot be read: {fault.strerror}.") from None


def _read(file: Path, interviewer: Sequence[str]) -> Transcript:
    from rrt_qual.ingest import read_transcript

    if file.exists() and not file.is_file():  # a pipe or a device may never end
        raise _SkippedError(f"{file.name} is not an ordinary file.")
    try:
        return read_transcript(file, interviewer=interviewer)
    except RrtError as fault:
        raise _SkippedError(str(fault)) from fault
    except MemoryError as fault:
        raise _SkippedError(f"{file.name} is too large for this machine's memory. Split it.") from fault
    except Exception as fault:  # one odd file must not keep the others out
        raise _SkippedError(
            f"{file.name} cannot be read as a transcript ({type(fault).__name__}). Save it as plain text and try again."
        ) from fault


def _import_one(project: Project, file: Path, wave: str, interviewer: Sequence[str], report: ImportReport) -> None:
    try:
        known = interviews.sources(project.conn).get(_sha256(file))
        if known is not None:
            report.recognised.append((file.name, known))
            return
        transcript = _read(file, interviewer)
        added = _add(project, transcript, wave)
    except _SkippedError as why:
        report.skipped.append((file.name, str(why)))
        return
    if added is None:
        report.recognised.append((file.name, interviews.sources(project.conn)[transcript.source.sha256]))
    else:
        report.added.append(added)


def _sha256(file: Path) -> str:
    """The hash of a file's content; '' when it cannot be read, which its reader will say better."""
    try:
        if not file.is_file() or held.is_held(file):
            return ""
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


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
