"""Suggestions in a project: opening to the first suggestion, suggesting twice, learning from 5,000 codings, memory.

python benchmarks/suggestions_project.py [--quick]      (python benchmarks/suggestions.py runs this as well)

Each figure is a number beside what was aimed at. Times are of this process's own work, the start of Python left
out; what is compared with sentence-transformers runs in processes of their own. Everything is thrown away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from rrt_qual.domain.codebook import Codebook, Example, Stance, Theme
from rrt_qual.domain.coding import Coding, Origin
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn, text_hash
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.interviews import imports
from rrt_qual.services.shared import resources
from rrt_qual.services.shared.project import Project, create
from rrt_qual.services.suggestions import standing as proposals
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.store.coding import batches
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import coders
from rrt_qual.store.project.ids import new_id

QUICK = "--quick" in sys.argv
WORDS = ["manager", "caseload", "visit", "child", "family", "team", "court", "report", "never", "really", "week"]


def timed(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def told(what: str, seconds: float, aim: str, note: str = "") -> None:
    print(f"{what:<58} {seconds:9.3f} s   {aim}{'   ' + note if note else ''}")


def sample(folder: Path) -> Project:
    """A project of the invented interviews that come with the program (three of them when quick)."""
    book = codebooks.read(resources.default_codebook())
    project = create(
        folder / "sample.rrtq", codebook=book.codebook, content=book.content, source_name="r.yaml", name="Sample"
    )
    files = sorted(p for p in resources.samples().iterdir() if p.name.startswith("T2"))
    imports.import_files(project, files[:3] if QUICK else files)
    return project


def twice(project: Project) -> None:
    """A second `suggest` on an unchanged project against the first."""

    def suggest() -> None:
        proposals.bring_up_to_date(project)
        proposals.rows(project)

    first, second = timed(suggest), min(timed(suggest) for _ in range(3))
    told("suggest, the first time", first, "")
    told("suggest again, nothing changed", second, "aim: 100 times faster", f"{first / second:,.0f} times")


def process(script: str, path: Path) -> float:
    """What a script in a process of its own prints as its own time: the least of three."""
    lines = [
        subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script), str(path)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        ).stdout.split()[-1]
        for _ in range(1 if QUICK else 3)
    ]
    return min(map(float, lines))


OPEN = """
    import sys, time
    begin = time.perf_counter()
    from pathlib import Path
    from rrt_qual.services.shared.project import open_project
    from rrt_qual.services.suggestions.suggester import Suggester
    from rrt_qual.store.interviews import interviews
    project = open_project(Path(sys.argv[1]))
    suggester = Suggester(project)
    first = suggester.for_interview(next(iter(interviews.names(project.conn).values())))[0]
    suggester.explain(first)
    print(time.perf_counter() - begin)
"""
TORCH = """
    import sys, time
    begin = time.perf_counter()
    from rrt_qual.suggest.embed.open import packaged_model
    from sentence_transformers import SentenceTransformer
    SentenceTransformer(str(packaged_model()), device="cpu").encode(["One sentence."], show_progress_bar=False)
    print(time.perf_counter() - begin)
"""


def opening(project: Project) -> None:
    """From opening a project whose talk is in the cache to its first suggestion with its reason."""
    ours, theirs = process(OPEN, project.path), process(TORCH, project.path)
    told("open a cached project to its first suggestion", ours, "aim: under 1.5 s")
    told("sentence-transformers, until it has encoded one sentence", theirs, "", f"{theirs / ours:.1f} times ours")


class Random:
    """Vectors of no meaning, so that only our own work is timed."""

    fingerprint, dimension, lexical = "random", 384, False

    def encode(self, texts: list[str]) -> np.ndarray:
        x = np.random.default_rng(len(texts)).standard_normal((len(texts), 384)).astype(np.float32)
        return x / np.linalg.norm(x, axis=1, keepdims=True)


def spoken(number: int, segments: int) -> Transcript:
    """An interview of so many participant sentences, four to a turn, a question before each turn."""
    random = np.random.default_rng(number)
    text = ""
    turns: list[Turn] = []
    pieces: list[Segment] = []
    for n in range(segments // 4):
        said = [" ".join(random.choice(WORDS, random.integers(6, 40))) + f" {number} {n} {part}." for part in range(4)]
        for speaker, sentences in ((0, [f"What of matter {n}?"]), (1, said)):
            start = len(text)
            for sentence in sentences:
                pieces.append(Segment(len(turns), Span(len(text), len(text) + len(sentence))))
                text += sentence + " "
            turns.append(Turn(speaker, Span(start, len(text) - 1)))
            text += "\n"
    speakers = (Speaker("I", SpeakerRole.INTERVIEWER), Speaker("P", SpeakerRole.PARTICIPANT))
    name = f"S{number:04d}"
    return Transcript(name, text, speakers, tuple(turns), Source(name, text_hash(text), "txt", "utf-8"), tuple(pieces))


def large(folder: Path, segments: int) -> Project:
    """A project of 60 themes, and of interviews of 400 participant segments, every fourth of them coded."""
    themes = tuple(
        Theme(f"t{i}", f"Theme {i}", "#000000", " ".join(WORDS[i % 9 :]), examples=(Example(f"example {i}"),) * 10)
        for i in range(60)
    )
    book = Codebook("c", "c", 1, themes)
    project = create(folder / "large.rrtq", codebook=book, content="c", source_name="c", name="Large")
    coder = project.coder("Ama")
    made: list[Coding] = []
    with transaction(project.conn) as conn:
        for number in range(segments // 400):
            one = spoken(number, 400)
            key = interviews.add(conn, one, wave="2026", participant=f"P{number}")
            mine = [s for s in one.segments if one.turns[s.turn].speaker == 1]
            made += [
                Coding(new_id(), key, f"t{n % 60}", coder.id, s.span, Stance.RISK, Origin.HAND)
                for n, s in enumerate(mine[::4])
            ]
    batches.put(project.conn, made, label="benchmark")
    return project


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def learning(folder: Path) -> None:
    """Refit and rescore of a large project, and the memory that it takes."""
    segments = 4000 if QUICK else 20000
    project = large(folder, segments)
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "random")
    suggestions.Suggester._open = lambda self: Random()  # type: ignore[method-assign,assignment]
    before = resident()
    suggester = suggestions.Suggester(project)
    held = resident() - before
    learned = len(suggester.evidence()[0])
    read = timed(suggester.evidence)
    coded, rejected = suggester.evidence()
    fit = min(timed(lambda: suggester.model.fit(coded, rejected)) for _ in range(3))
    score = min(timed(lambda: suggester.model.score(suggester.features)) for _ in range(3))
    told(f"read {learned:,} codings from the project", read, "")
    told(f"refit on {learned:,} codings, rescore {segments:,} x 60", fit + score, "aim: under 0.5 s")
    told("   of which refit", fit, "")
    told("calibrate by cross-validation (every tenth coding)", timed(suggester.model.calibrate), "")
    held_each = held * 1e6 / segments
    print(f"{'memory that the talk takes':<58} {held:9.0f} MB  {held_each:,.0f} bytes a segment")
    print(f"{'   so 1,000 interviews (400,000 segments) take':<58} {held_each * 0.4e6 / 1e9:9.2f} GB")
    project.close()


def run() -> None:
    with tempfile.TemporaryDirectory() as name:
        project = sample(Path(name))
        twice(project)
        opening(project)
        project.close()
        learning(Path(name))


if __name__ == "__main__":
    run()
