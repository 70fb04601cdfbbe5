"""How well identifying words are found in a project's interviews, held against a file of marked words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrt_qual.domain.confidentiality.privacy import Find
from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.files.characters import has_half
from rrt_qual.domain.files.door import file_name, read_text
from rrt_qual.domain.files.limits import JSON_BYTES
from rrt_qual.domain.interview import Transcript
from rrt_qual.services.confidentiality.scan import Progress, names_of
from rrt_qual.services.shared.project import Project
from rrt_qual.store.interviews import interviews, originals

if TYPE_CHECKING:
    from rrt_qual.privacy.words.measure import Marked, Score
    from rrt_qual.privacy.words.types import Names


@dataclass(frozen=True, slots=True)
class FindingEvaluation:
    """Scores by label and of 'all'; `faults` are (line, sentence) of rows that were passed over."""

    scores: dict[str, Score]
    interviews: int
    faults: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, dict[str, Any]]:
        """{label: {marked, found, recall, predicted, precision}}, with 'all' last."""
        return {label: score.as_dict() for label, score in self.scores.items()}


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A marked word: the interview by name, the turn from 0, the words as they stand, what they are."""

    line: int
    interview: str
    turn: int
    text: str
    label: str


def on_entities(
    project: Project, path: Path, *, with_lists: bool = True, progress: Progress | None = None
) -> FindingEvaluation:
    """Search the interviews that the file names afresh, and hold what is found against its rows.

    Nothing in the project is changed or read but texts, attributes, speakers and the list of names; `with_lists`
    False leaves out the latter three.

    Raises:
        FileFault: the file cannot be read, or a line is no row; the sentence begins with file:line.
    """
    from rrt_qual.privacy.words.measure import Measure

    rows = read_rows(path)
    transcripts, faults = _transcripts(project, rows)
    marked, more = _marked(transcripts, rows)
    names = names_of(project, with_lists=with_lists)
    found = _found(list(transcripts.values()), names, progress)
    measure = Measure()
    for label in dict.fromkeys(row.label for row in rows):
        measure.start(label)
    for key, transcript in transcripts.items():
        measure.add(transcript.text, (t.span for t in transcript.turns), marked[key], found[transcript.name])
    ordered = sorted([*faults, *more])
    return FindingEvaluation(
        measure.result(), len(transcripts), tuple((f"{path.name}:{line}", said) for line, said in ordered)
    )


def read_rows(path: Path) -> list[EntityRow]:
    """The rows of a JSONL file of {interview, turn, text, label}; blank lines and other keys are passed over.

    Raises:
        FileFault: it cannot be read, or a line is no such row.
    """
    text = read_text(path, JSON_BYTES, shown=f"'{file_name(path)}'")
    rows = [_row(path, n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not rows:
        raise FileFault(f"'{path.name}' has no rows.", "Each line is {interview, turn, text, label}.")
    return rows


def _row(path: Path, number: int, line: str) -> EntityRow:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise FileFault(f"{path.name}:{number}: this line is not JSON.", "Each line is one JSON object.") from None
    if not isinstance(row, dict):
        raise FileFault(f"{path.name}:{number}: this line is no JSON object.", "It needs interview, turn, text, label.")
    missing = [key for key in ("interview", "turn", "text", "label") if key not in row]
    if missing:
        raise FileFault(
            f"{path.name}:{number}: {', '.join(missing)} missing.", "It needs interview, turn, text, label."
        )
    turn, label = row["turn"], str(row["label"]).strip()
    if isinstance(turn, str) and turn.strip().isdecimal() and len(turn.strip()) < 10:
        turn = int(turn)
    if isinstance(turn, bool) or not isinstance(turn, int):
        raise FileFault(f"{path.name}:{number}: the turn is no whole number.", "Turns are counted from 0.")
    if not isinstance(row["text"], str) or not row["text"].strip() or not label:
        raise FileFault(f"{path.name}:{number}: the text or the label is empty.", "Both need words.")
    if has_half(label) or has_half(row["text"]) or has_half(str(row["interview"])):
        raise FileFault(f"{path.name}:{number}: a text holds half of a character.", "Write it anew.")
    return EntityRow(number, str(row["interview"]), turn, row["text"].strip(), label)


def _transcripts(project: Project, rows: list[EntityRow]) -> tuple[dict[str, Transcript], list[tuple[int, str]]]:
    """Key (name in small letters) -> transcript of the interviews that rows name, and what is said of other rows."""
    ids = {name.casefold(): interview_id for name, interview_id in interviews.names(project.conn).items()}
    transcripts: dict[str, Transcript] = {}
    faults = []
    for row in rows:
        key = row.interview.casefold()
        if key not in ids:
            faults.append((row.line, f"no interview is called '{row.interview}'."))
        elif key not in transcripts:
            transcripts[key] = originals.load(project.conn, ids[key])
    return transcripts, faults


def _marked(
    transcripts: dict[str, Transcript], rows: list[EntityRow]
) -> tuple[dict[str, list[Marked]], list[tuple[int, str]]]:
    """What is marked in each interview, and what is said of rows whose words are not there.

    Of several rows with the same words in a turn the n-th means the n-th place; a single one means any of them.
    """
    from rrt_qual.privacy.words.measure import Marked, occurrences

    marked: dict[str, list[Marked]] = defaultdict(list)
    faults = []
    times = Counter((row.interview.casefold(), row.turn, row.text) for row in rows)
    nth: Counter[tuple[str, int, str]] = Counter()
    for row in rows:
        key = row.interview.casefold()
        transcript = transcripts.get(key)
        if transcript is None:
            continue
        if not 0 <= row.turn < len(transcript.turns):
            faults.append((row.line, f"interview '{transcript.name}' has no turn {row.turn}."))
            continue
        places = occurrences(transcript.text, transcript.turns[row.turn].span, row.text)
        at = (key, row.turn, row.text)
        n, nth[at] = nth[at], nth[at] + 1
        chosen = places if times[at] == 1 else places[n : n + 1]
        if not chosen:
            often = "" if not places else f" {n + 1} times"
            faults.append((row.line, f"these words do not stand{often} in turn {row.turn} of '{transcript.name}'."))
            continue
        marked[key].append(Marked(row.label, tuple(chosen)))
    return marked, faults


def _found(transcripts: list[Transcript], names: Names, progress: Progress | None) -> dict[str, list[Find]]:
    """Interview name -> finds, with names found surely in one looked for in the others, as a scan does."""
    from rrt_qual.privacy.find.echo import sure_forms
    from rrt_qual.privacy.find.finder import Finder, Spreader

    finder = Finder(names)
    found: dict[str, list[Find]] = {}
    forms: dict[Any, str] = {}
    for n, transcript in enumerate(transcripts):
        if progress:
            progress(n, len(transcripts))
        found[transcript.name] = finder.find(transcript)
        forms |= dict.fromkeys(sure_forms(transcript.text, found[transcript.name]), "echo")
    if progress:
        progress(len(transcripts), len(transcripts))
    spreader = Spreader(forms)
    return {t.name: spreader.spread(t, found[t.name]) for t in transcripts}
