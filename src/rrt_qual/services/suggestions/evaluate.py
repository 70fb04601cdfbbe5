"""How well the suggestions do, held against named baselines: on a project's codings, or on a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.settings import MODEL
from rrt_qual.domain.spans import Span
from rrt_qual.services.codebook import codebooks
from rrt_qual.services.shared import resources
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.suggester import Progress, ProjectVectors, cache_folder
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.project import coders

if TYPE_CHECKING:
    from rrt_qual.suggest.embed.open import CachingEmbedder
    from rrt_qual.suggest.judge.evaluate import Result
    from rrt_qual.suggest.judge.readers import CodedRow

Level = Literal["auto", "theme", "indicator"]

#: How many codes that are not in the codebook are named before the rest is counted.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every method at every number of coded examples, on what, and what was passed over.

    `unknown` are sentences, one a code that the codebook does not have, with the line where it first stands.
    """

    results: tuple[Result, ...]
    rows: int
    interviews: int
    codes: int
    level: str
    unknown: tuple[str, ...] = ()

    def as_json(self) -> list[dict[str, Any]]:
        """A list of {method, coded, seeds, hit1, hit3, mrr, macro_f1, average_precision, ece, …}."""
        return [result.as_dict() | {"level": self.level} for result in self.results]


def on_file(
    path: Path,
    codebook: Path | None = None,
    *,
    coded: Sequence[int] = (0, 5, 20, 100),
    seeds: int = 5,
    level: Level = "auto",
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate on a JSONL file of {doc, text, codes[, context, stance]}.

    `codebook` is YAML, CSV or JSON; left out, the retention codebook that came with the program. Codes are
    ids or names of its themes or indicators.

    Raises:
        DataFault: the data file or a JSON codebook cannot be read; the sentence begins with file:line.
        FileFault: the codebook cannot be read.
        NothingToLearn: no code is known, or all rows are of one interview.
    """
    from rrt_qual.suggest.embed.faults import NothingToLearn
    from rrt_qual.suggest.embed.open import CachingEmbedder, open_embedder
    from rrt_qual.suggest.judge.readers import read_jsonl

    rows = read_jsonl(path)
    book = read_codebook(codebook or resources.default_codebook())
    chosen = level if level != "auto" else _level(rows, book)
    unknown = _unknown(rows, book, chosen, path)
    names = _Names(book)
    if unknown and not any(names.is_known(code, chosen) for row in rows for code in row.codes):
        listed = "\n".join(unknown)
        raise NothingToLearn(f"None of the codes is in the codebook '{book.name}':\n{listed}", "\nGive --codebook.")
    embedder = CachingEmbedder(open_embedder("", cache_folder()))
    return _evaluate(rows, book, embedder, coded, seeds, chosen, unknown, progress)


def on_project(
    project: Project,
    *,
    coded: Sequence[int] = (0, 5, 20, 100),
    seeds: int = 5,
    level: Level = "auto",
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate on the passages that people coded in a project, split by interview.

    Raises:
        NothingToLearn: nothing is coded, or in one interview alone.
    """
    from rrt_qual.suggest.embed.faults import NothingToLearn
    from rrt_qual.suggest.embed.open import CachingEmbedder, open_embedder

    rows = project_rows(project)
    if not rows:
        raise NothingToLearn("Nobody has coded anything yet.", "There is nothing to hold the suggestions against.")
    inner = open_embedder(str(coders.get_setting(project.conn, MODEL)), cache_folder())
    embedder = CachingEmbedder(inner, ProjectVectors(project, inner.dimension))
    chosen: Level = "theme" if level == "auto" else level
    return _evaluate(rows, project.codebook(), embedder, coded, seeds, chosen, (), progress)


def project_rows(project: Project) -> list[CodedRow]:
    """A row for each passage that people coded, with all its themes; machine-made codings are left out.

    Rows of one interview stand together and in order, each with the turn before it as context.
    """
    from rrt_qual.services.suggestions.contexts import Contexts
    from rrt_qual.suggest.judge.readers import CodedRow

    conn = project.conn
    texts = Texts(project)
    contexts, live = Contexts(texts.talk()), set(texts.names.interviews)
    themes: dict[tuple[str, int, int], dict[str, None]] = {}
    known = {t.id for t in project.codebook().themes}
    for c in codings.every(conn, with_machine=False):
        if c.theme in known and c.interview_id in live:
            themes.setdefault((c.interview_id, c.span.start, c.span.end), {})[c.theme] = None
    return [
        CodedRow(i, " ".join(texts.words(i, Span(start, end)).split()), tuple(found), contexts.at(i, start))
        for (i, start, end), found in themes.items()
    ]


def draw_plot(found: Evaluation, path: Path) -> None:
    """Write our reliability diagram, at the most coded examples that were asked for, as SVG."""
    from rrt_qual.export.pictures.reliability import Dot, write_reliability
    from rrt_qual.suggest.judge.evaluate import OURS

    ours = next((r for r in reversed(found.results) if r.method == OURS), None)
    if ours is None:
        return
    dots = [Dot(b.likelihood, b.right, b.count) for b in ours.reliability]
    write_reliability(path, f"How honest the likelihoods are ({ours.coded} coded)", dots)


def read_codebook(path: Path) -> Codebook:
    """A codebook in YAML or CSV, or in JSON as [{code, name, definition, examples}]."""
    if path.suffix.lower() == ".json":
        from rrt_qual.suggest.judge.readers import read_codebook_json

        return read_codebook_json(path)
    return codebooks.read(path).codebook


def _evaluate(
    rows: Sequence[CodedRow],
    codebook: Codebook,
    embedder: CachingEmbedder,
    coded: Sequence[int],
    seeds: int,
    level: Level,
    unknown: tuple[str, ...],
    progress: Progress | None,
) -> Evaluation:
    from rrt_qual.suggest.judge.evaluate import data_from, evaluate

    data = data_from(rows, codebook, level)
    texts = dict.fromkeys(text for row in data.rows for text in (row.text, row.context) if text.strip())
    embedder.encode(list(texts), progress)
    results = evaluate(data.rows, codebook, embedder, counts=coded, seeds=range(seeds), level=level, progress=progress)
    used = int(data.truth.any(axis=0).sum())
    return Evaluation(
        tuple(results), len(data.rows), len({row.doc for row in data.rows}), used, data.level, tuple(unknown)
    )


class _Names:
    """The codebook's themes and indicators by id or name, case aside."""

    def __init__(self, codebook: Codebook) -> None:
        self.indicator_ids = {i.id for i in codebook.indicators}
        self.themes = {key.casefold() for t in codebook.themes for key in (t.id, t.name)}
        self.indicators = {key.casefold() for i in codebook.indicators for key in (i.id, i.name)}
        self.placed = {key.casefold() for t in codebook.themes if codebook.indicator_of(t) for key in (t.id, t.name)}

    def is_indicator(self, code: str) -> bool:
        return code in self.indicator_ids or (code.casefold() in self.indicators and code.casefold() not in self.themes)

    def is_known(self, code: str, level: Level) -> bool:
        key = code.casefold()
        return key in self.themes if level == "theme" else key in self.indicators or key in self.placed


def _level(rows: Sequence[CodedRow], codebook: Codebook) -> Level:
    """Indicator level as soon as one code is an indicator's: a theme counts for the one above it, so none is lost."""
    names = _Names(codebook)
    return "indicator" if any(names.is_indicator(code) for row in rows for code in row.codes) else "theme"


def _unknown(rows: Sequence[CodedRow], codebook: Codebook, level: Level, path: Path) -> tuple[str, ...]:
    """A sentence for each code that the codebook does not have at this level, with its first line."""
    names = _Names(codebook)
    first: dict[str, int] = {}
    count: dict[str, int] = {}
    for row in rows:
        for code in row.codes:
            if not names.is_known(code, level):
                first.setdefault(code, row.line)
                count[code] = count.get(code, 0) + 1
    sentences = [
        f"{path.name}:{line}: the codebook has no {level} '{code}' ({count[code]:,} in all)."
        for code, line in first.items()
    ]
    more = len(sentences) - _NAMED
    return (*sentences[:_NAMED], *([f"… and {more:,} more codes."] if more > 0 else []))
