"""Plain text and Markdown: the normalised file is the text, as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from rrt_qual.ingest.decode import decode
from rrt_qual.ingest.draft import RawFile, TranscriptDraft
from rrt_qual.ingest.normalise import normalise
from rrt_qual.ingest.speakers.labels import fold
from rrt_qual.ingest.speakers.people import read_preamble, statements
from rrt_qual.ingest.speakers.turns import parse_turns


def read_plain(file: RawFile, told: Sequence[str] = ()) -> TranscriptDraft:
    """Turns by their labels; front matter, legend, labels and times stay in the text outside every turn.

    Raises:
        FileFault: the file is empty, binary or too long.
    """
    decoded = decode(file.data, file.name)
    normal = normalise(decoded.text)
    draft = draft_of_text(normal.text, told)
    draft.encoding, draft.removed = decoded.encoding, normal.removed
    draft.warnings = [*decoded.warnings, *draft.warnings]
    return draft


def draft_of_text(text: str, told: Sequence[str] = (), line_is_paragraph: bool = False) -> TranscriptDraft:
    """The labelled turns of a normalised text, however it came to be; `told` are names that the user gave."""
    preamble = read_preamble(text)
    keys = [person.key for person in preamble.people if person.key and len(person.key) <= 4]
    names = [*told, *(form for person in preamble.people for form in (person.name, *person.name.split()[:1]))]
    parsed = parse_turns(text, preamble.end, keys, [name for name in names if fold(name)], line_is_paragraph)
    before = text[: parsed.turns[0].span.start] if parsed.turns else ""
    people = [*statements(before, preamble.people), *preamble.people]
    return TranscriptDraft(
        text, parsed.turns, people=people, hints=parsed.hints, warnings=[*preamble.warnings, *parsed.warnings]
    )
