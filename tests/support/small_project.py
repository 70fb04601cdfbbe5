"""A small codebook, three small interviews, and how to put them into a project."""

from __future__ import annotations

from pathlib import Path

import rrt_qual
from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Theme
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn, text_hash
from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews

#: Where the program lies that these tests run, source or installed: processes that a test starts run the same one.
PROGRAM = str(Path(rrt_qual.__file__).parents[1])

#: A codebook of two domains, three indicators and five themes, one of which stands below another.
CODEBOOK = Codebook(
    id="small",
    name="Small codebook",
    version=1,
    domains=(Domain("safe", "I feel safe", "#0072b2"), Domain("happy", "I feel happy", "#e69f00")),
    indicators=(
        Indicator("safety", "Physical safety", "visits", "safe"),
        Indicator("culture", "Just culture", "blame", "safe"),
        Indicator("team", "Team", "colleagues", "happy"),
    ),
    themes=(
        Theme("threats", "Threats", "#009e73", "Being threatened.", indicator="safety"),
        Theme("visits", "Lone visits", "#cc79a7", "Going alone.", indicator="safety"),
        Theme("blame", "Blame", "#56b4e9", "Being blamed.", indicator="culture"),
        Theme("colleagues", "Colleagues", "#d55e00", "Who one works with.", indicator="team"),
        Theme("jokes", "Jokes", "#f0e442", "Laughing together.", indicator="team", parent="colleagues"),
    ),
)

#: The themes' ids, for drawing from.
THEMES = tuple(theme.id for theme in CODEBOOK.themes)


def transcript(name: str, *talk: str) -> Transcript:
    """An interview in which interviewer and participant speak in turn; each sentence of `talk` is a segment."""
    text = ""
    turns: list[Turn] = []
    segments: list[Segment] = []
    for number, said in enumerate(talk):
        start = len(text)
        for sentence in said.split(". "):
            begin = text.find(sentence, len(text))
            begin = len(text) if begin < 0 else begin
            text += sentence + ". "
            segments.append(Segment(number, Span(begin, begin + len(sentence) + 1)))
        turns.append(Turn(number % 2, Span(start, len(text) - 1)))
        text += "\n"
    return Transcript(
        name=name,
        text=text,
        speakers=(Speaker("I", SpeakerRole.INTERVIEWER), Speaker("P", SpeakerRole.PARTICIPANT)),
        turns=tuple(turns),
        source=Source(f"{name}.txt", text_hash(name + text), "txt", "utf-8"),
        segments=tuple(segments),
    )


INTERVIEWS = (
    transcript("A", "How is it", "The team is kind. We laugh a lot. Visits alone frighten me", "And blame", "No blame"),
    transcript(
        "B", "How is it", "He threatened me. Nobody rang. They blamed me for it", "Really", "Yes, really 🙂 truly"
    ),
    transcript("C", "How is it", "Nothing much. It is quiet here", "Quiet", "Very quiet"),
)


def fill(project: Project, *transcripts: Transcript, wave: str = "2026") -> dict[str, str]:
    """Put interviews into a project; returns name -> id."""
    with transaction(project.conn) as conn:
        for one in transcripts:
            interviews.add(conn, one, wave=wave, participant=f"P-{one.name}")
        ids = interviews.names(conn)
        frequencies.refresh_bases(conn, ids.values())
    return ids
