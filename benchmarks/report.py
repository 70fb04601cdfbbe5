"""Reports and the table of themes at size: the parts of a full report, and `themes` against a plain GROUP BY.

python benchmarks/report.py [--quick]

A report of 200 interviews and 20,000 codings is made in parts, each timed; then `themes` reads the stored tables of
1,000,000 codings (5,000 interviews), beside what the same figures cost as one GROUP BY over the same rows in the same
run. Projects are made of invented words in a folder that is thrown away; start-up of Python is left out.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.interview import Segment, Source, Speaker, SpeakerRole, Transcript, Turn, text_hash
from rrt_qual.domain.spans import Span
from rrt_qual.export.registry import KINDS, Options
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.figures import frequencies
from rrt_qual.services.report.build import build
from rrt_qual.services.shared import resources
from rrt_qual.services.shared.project import Project, create
from rrt_qual.store.codebook import codebooks as codebooks_store
from rrt_qual.store.figures import frequencies as stored
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import coders
from rrt_qual.store.project.ids import new_id

QUICK = "--quick" in sys.argv
STANCES = (Stance.STRENGTH, Stance.RISK, Stance.SOLUTION, Stance.UNSPECIFIED)
WORDS = ["manager", "caseload", "visit", "child", "family", "team", "court", "report", "never", "really", "week"]
TEAMS = ["Assessment", "Fostering", "Front Door", "Leaving Care"]
AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


def told(what: str, seconds: float, note: str = "") -> None:
    """One line of the result."""
    print(f"{what:<66} {seconds:9.3f} s   {note}")


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Median seconds of some calls."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def interview(number: int, sentences: int, chance: random.Random) -> Transcript:
    """One interview of one participant's sentences."""
    text, segments = "", []
    for n in range(sentences):
        words = " ".join(chance.choice(WORDS) for _ in range(9))
        sentence = f"In week {n} the {words} went on."
        segments.append(Segment(0, Span(len(text), len(text) + len(sentence))))
        text += sentence + " "
    name = f"I{number:05}"
    return Transcript(
        name=name,
        text=text,
        speakers=(Speaker("P", SpeakerRole.PARTICIPANT),),
        turns=(Turn(0, Span(0, len(text) - 1)),),
        source=Source(f"{name}.txt", text_hash(name + text), "txt", "utf-8"),
        segments=tuple(segments),
    )


def filled(path: Path, count: int, codings: int, chance: random.Random) -> Project:
    """A project of the retention codebook with `count` interviews in two waves and `codings` by two coders."""
    book = codebooks.read(resources.default_codebook())
    project = create(path, codebook=book.codebook, content=book.content, source_name="r.yaml", name="Benchmark")
    each = codings // count
    themes = [theme.id for theme in book.codebook.themes]
    with transaction(project.conn) as conn:
        for n in range(count):
            made = interview(n, each // 2, chance)
            wave = str(2025 + n % 2)
            interviews.add(conn, made, wave=wave, participant=f"P{n // 2:05}")
        ids = interviews.names(conn)
        for n, interview_id in enumerate(ids.values()):
            interviews.set_attributes(conn, interview_id, {"team": TEAMS[n // 7 % len(TEAMS)]})
        people = [coders.ensure(conn, name) for name in ("Ama", "Tom")]
        spans = [(s.span.start, s.span.end) for s in originals.load(conn, next(iter(ids.values()))).segments]
        keys = codebooks_store.ids_of(conn, "theme")
        conn.executemany(
            'INSERT INTO coding (id, interview_id, theme_id, coder_id, start, "end", stance, origin, created_at,'
            " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'imported', ?1, ?1)".replace("?1", "'2026-11-25T10:00:00.000Z'"),
            (
                (
                    new_id(),
                    interview_id,
                    keys[chance.choice(themes)],
                    coder.id,
                    place[0],
                    place[1],
                    chance.choice(STANCES),
                )
                for interview_id in ids.values()
                for coder in people
                for place in spans
            ),
        )
        stored.rebuild(conn)
    return project


def report_in_parts(folder: Path) -> None:
    """The report of 200 interviews and 20,000 codings: the model, then each kind of file."""
    count, codings = (20, 2_000) if QUICK else (200, 20_000)
    print(f"A report of {count} interviews, {codings:,} codings")
    project = filled(folder / "report.rrtq", count, codings, random.Random(1))
    report = build(project, by=("team",), made_at=AT, with_matrix=True)  # what is loaded first is start-up
    total = timed(lambda: build(project, by=("team",), made_at=AT, with_matrix=True), 3)
    told("  the model: figures, ratings, quotes, survey, waves, matrix", total)
    for kind in KINDS.values():
        options = Options(None, kind.endings[0] if kind.endings else "")
        kind.render(report, options)
        seconds = timed(lambda k=kind, o=options: k.render(report, o), 3)  # type: ignore[misc]
        told(f"  {kind.name}", seconds)
        total += seconds
    told("  together", total)
    project.close_all()


GROUP_BY = (
    "SELECT t.key, c.stance, COUNT(DISTINCT c.interview_id), COUNT(*) FROM coding AS c JOIN theme AS t"
    " ON t.id = c.theme_id WHERE c.retired_at IS NULL AND c.origin <> 'machine' GROUP BY t.key, c.stance"
)
STORED = (
    "SELECT theme, stance, interviews, passages FROM theme_frequency WHERE wave = '*' AND coder = '*' AND stance <> '*'"
)


def themes_at_size(folder: Path) -> None:
    """`themes` from the stored tables of a million codings, and the GROUP BY that it does without."""
    count, codings = (200, 20_000) if QUICK else (5_000, 1_000_000)
    print(f"The table of themes of {count:,} interviews, {codings:,} codings")
    begin = time.perf_counter()
    project = filled(folder / "themes.rrtq", count, codings, random.Random(2))
    told("  (made in", time.perf_counter() - begin, ")")
    conn = project.conn
    grouped: list[sqlite3.Row] = []

    def group() -> None:
        grouped[:] = conn.execute(GROUP_BY).fetchall()

    plain = timed(group, 3)
    told("  one GROUP BY over the codings, themes alone", plain)
    have = {(r[0], r[1]): r[2] for r in conn.execute(STORED)}
    assert have == {(r[0], r[1]): r[2] for r in grouped}, "the stored figures are not those of the GROUP BY"
    ours = timed(lambda: frequencies.table(project), 5)
    told("  themes: every level, all stances, with intervals", ours, f"aim < 0.050 s; {plain / ours:,.0f} times faster")
    wave = timed(lambda: frequencies.table(project, wave="2026", coder="Ama"), 5)
    told("  themes --wave 2026 --coder Ama", wave, "aim < 0.050 s")
    told("  themes --by team (counted, not stored)", timed(lambda: frequencies.table(project, by="team")))
    project.close_all()


def main() -> None:
    """Everything, in a folder that is thrown away."""
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder:
        report_in_parts(Path(folder))
        themes_at_size(Path(folder))


if __name__ == "__main__":
    main()
