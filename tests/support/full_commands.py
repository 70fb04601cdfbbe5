"""Every command of the program as it is run where a disk is full, and what each writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KEY = "study.key"


@dataclass(frozen=True, slots=True)
class Command:
    """Words of a command line; `out` is the file or folder that it writes, `acts` that it changes the project.

    It is run in a folder with the project `study.rrtq` and the files that `desk` makes.
    """

    words: tuple[str, ...]
    out: str = ""
    acts: bool = False


def _of(line: str, *, out: str = "", acts: bool = False) -> Command:
    return Command(tuple(line.split()), out, acts)


_KINDS = {"csv": "tables", "xlsx": "a.xlsx", "sav": "a.sav", "parquet": "a.parquet", "json": "a.json"}
_KINDS |= {"docx": "a.docx", "md": "a.md", "html": "a.html", "codebook": "b.docx"}

#: All of them; a command stands here as often as it has ways to write.
COMMANDS = (
    _of("demo new.rrtq --no-open", out="new.rrtq"),
    _of("new new --name New --transcripts talks --yes", out="new.rrtq"),
    _of("init new", out="new.rrtq"),
    _of("import study.rrtq talks --wave 2027", acts=True),
    _of("import study.rrtq talks --preview"),
    _of("suggest study.rrtq --all"),
    _of("suggest study.rrtq --apply --min-likelihood 0 --yes", acts=True),
    _of("discover study.rrtq"),
    _of("evaluate coded.jsonl --codebook book.csv --coded 0 --seeds 1"),
    _of("evaluate study.rrtq --coded 0 --seeds 1 --plot plot.svg", out="plot.svg"),
    _of("themes study.rrtq"),
    _of("ratings study.rrtq"),
    _of("ratings study.rrtq --override safety --rating red --reason because --coder Ama", acts=True),
    _of("survey study.rrtq"),
    _of("survey study.rrtq scores.csv --wave 2026", acts=True),
    _of("compare study.rrtq --from 2025 --to 2026"),
    _of("relations study.rrtq"),
    _of("saturation study.rrtq --orders 5"),
    _of("deidentify study.rrtq"),
    _of("deidentify study.rrtq --list names.csv", acts=True),
    _of("deidentify study.rrtq --replace-all --coder Ama --yes", acts=True),
    _of("deidentify study.rrtq --export archive.rrtq --even-so --yes", out="archive.rrtq"),
    _of(f"deidentify study.rrtq --key-out {KEY} --yes", out=KEY, acts=True),
    _of("consent study.rrtq"),
    _of("consent study.rrtq N1 --state withdrawn --coder Ama", acts=True),
    _of("erase study.rrtq N1 --coder Ama --yes", acts=True),
    *(_of(f"export study.rrtq --to {kind} {out} --yes", out=out) for kind, out in _KINDS.items()),
    _of("report study.rrtq report.html --yes", out="report.html"),
    _of("quotes study.rrtq --all-themes -n 1"),
    _of("check study.rrtq"),
    _of("settings study.rrtq"),
    _of("settings study.rrtq privacy.threshold 7", acts=True),
    _of("log study.rrtq"),
    _of("doctor"),
    _of("codings import study.rrtq codings.csv", acts=True),
    _of("codings export study.rrtq out.csv", out="out.csv"),
    _of("codings export study.rrtq out.jsonl", out="out.jsonl"),
    _of("codebook check book.csv"),
    _of("codebook check study.rrtq"),
    _of("codebook diff study.rrtq book.csv"),
    _of("codebook export study.rrtq book.yaml", out="book.yaml"),
    _of("codebook update study.rrtq book.csv --yes", acts=True),
    _of("codebook map study.rrtq"),
    _of("codebook map study.rrtq jokes colleagues --coder Ama", acts=True),
)

#: Commands that need a terminal, and have tests of their own.
ON_SCREEN = {("code",)}


def named() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that the program has, with its parameters: ('codebook', 'map') and so on."""
    from rrt_qual.cli.main import _commands

    for name, one in _commands().commands.items():
        if hasattr(one, "commands"):
            yield from (((name, below), inner) for below, inner in one.commands.items())
        else:
            yield (name,), one


def name_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The command that some words run."""
    return words[:2] if words[0] in ("codings", "codebook") else words[:1]


def forms() -> Iterator[Command]:
    """Every command in each of the forms in which it prints figures."""
    with_form = {name for name, one in named() if any("--format" in p.opts for p in one.params)}
    for one in COMMANDS:
        yield one
        if name_of(one.words) in with_form and not one.acts and not one.out:
            for form in ("csv", "json"):
                yield Command((*one.words, "--format", form), one.out, one.acts)
