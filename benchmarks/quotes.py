"""How long quotes take: `python benchmarks/quotes.py [--interviews 200] [--codings 20000]`.

Interviews are put together from the sample interviews' own sentences; codings are spread over all themes of the
retention codebook. Printed: making the project (not counted), the first choice for every theme, with vectors to be
made, and the choice once they are kept, in parts: preparing (searching, reading, vectors and scores, who says what)
and choosing, a pure read, of which the checks of confidentiality are timed apart. Times are of this process alone, so
that others on the machine do not count.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from rrt_qual.domain.codebook import STANCES
from rrt_qual.domain.coding import Origin
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn, text_hash
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.project import demo
from rrt_qual.services.quotes import choose as quotes
from rrt_qual.services.quotes.checks import Checker
from rrt_qual.services.shared.project import Project, create
from rrt_qual.services.shared.resources import default_codebook
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews

SENTENCES = 250


def main() -> None:
    """Make the project, choose twice, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--interviews", type=int, default=200)
    arguments.add_argument("--codings", type=int, default=20_000)
    arguments.add_argument("--model", default="", help="'lexical' compares words alone")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = made(Path(folder), asked.interviews, asked.codings, asked.model)
        themes = [t.id for t in project.codebook().themes]
        checking = Clock(Checker.check)
        Checker.check = lambda self, found: checking(self, found)  # type: ignore[assignment,return-value]
        for name in ("first (vectors are made)", "again (vectors are kept)"):
            begun = time.process_time()
            ready = quotes.prepare(project, themes)
            prepared = time.process_time()
            found = quotes.choose_every(project, used=set(), ready=ready)
            done = time.process_time()
            print(f"{name}: {done - begun:.2f} s for {len(found)} themes, {sum(len(f.quotes) for f in found)} quotes")
            choosing = done - prepared - checking.seconds
            print(f"  preparing {prepared - begun:.2f}, choosing {choosing:.2f}, checks {checking.seconds:.2f}")
            checking.seconds = 0.0
        project.close_all()


class Clock:
    """A function that is timed."""

    def __init__(self, inner: object) -> None:
        self._inner, self.seconds = inner, 0.0

    def __call__(self, *words: object, **more: object) -> object:
        begun = time.process_time()
        try:
            return self._inner(*words, **more)  # type: ignore[operator]
        finally:
            self.seconds += time.process_time() - begun


def made(folder: Path, many: int, how_many: int, model: str) -> Project:
    """A project of `many` interviews with `how_many` codings by two coders."""
    chance = random.Random(7)
    said = _sentences(folder)
    book = codebooks.read(default_codebook())
    project = create(
        folder / "big.rrtq", codebook=book.codebook, content=book.content, source_name="retention.yaml", name="Big"
    )
    from rrt_qual.privacy.find.finder import Finder
    from rrt_qual.services.confidentiality.scan import names_of
    from rrt_qual.store.project import coders

    searched = Finder(names_of(project)).fingerprint  # as if nothing identifying had been found
    roles = ("Social worker", "Manager", "Student")
    with transaction(project.conn) as conn:
        coders.set_setting(conn, SETTINGS["suggest.model"], model)
        who = [project.coder(name).id for name in ("Ama", "Ben")]
        rows = {t.id: codings.theme_id_of(conn, t.id) for t in book.codebook.themes}
        for n in range(many):
            talk = _transcript(f"T{n:03}", chance.choices(said, k=SENTENCES))
            interview_id = interviews.add(conn, talk, wave=str(2025 + n % 2), participant=f"P{n // 2}")
            interviews.set_attributes(conn, interview_id, {"role": roles[n % 3]})
            findings.scanned(conn, interview_id, searched, [])
            for _ in range(how_many // many):
                first = chance.randrange(0, SENTENCES - 4)
                span = talk.segments[first].span.hull(talk.segments[first + chance.randrange(1, 4)].span)
                codings.insert(
                    conn,
                    interview_id=interview_id,
                    theme_id=rows[chance.choice(list(rows))],
                    coder_id=chance.choice(who),
                    span=span,
                    stance=chance.choice(STANCES),
                    origin=Origin.HAND,
                )
        frequencies.rebuild(conn)
    return project


def _sentences(folder: Path) -> list[str]:
    """What participants say in the sample interviews, sentence by sentence."""
    from rrt_qual.services.texts.texts import Texts

    path = folder / "demo.rrtq"
    project = demo.open_or_build(path).project
    words = [t.words for t in Texts(project).talk() if len(t.words.split()) > 3]
    project.close_all()
    return words


def _transcript(name: str, said: list[str]) -> Transcript:
    text, segments, turns = "", [], []
    for n, words in enumerate(said):
        if n % 10 == 0:
            turns.append(len(text))
        segments.append(Segment(len(turns) - 1, Span(len(text), len(text) + len(words))))
        text += words + " "
    ends = [*turns[1:], len(text)]
    return Transcript(
        name=name,
        text=text,
        speakers=(Speaker("P", SpeakerRole.PARTICIPANT),),
        turns=tuple(Turn(0, Span(a, b)) for a, b in zip(turns, ends, strict=True)),
        source=Source(f"{name}.txt", text_hash(name + text), "txt"),
        segments=tuple(segments),
    )


if __name__ == "__main__":
    main()
