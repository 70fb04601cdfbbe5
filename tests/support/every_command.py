"""Run the commands that read interviews, one after another in this process, and say how each ended.

`python every_command.py PROJECT FOLDER [FULL]`: PROJECT is a coded project with both waves 2025 and 2026, FOLDER
takes what is written. With FULL the same is done with the demo's fourteen interviews, and with a model on torch.
Prints a line a command: its exit code and its words; the last line is 'all done'.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rrt_qual.ingest.codebook.write import write_codebook_yaml
from small_project import CODEBOOK

KINDS = {
    "csv": "tables",
    "xlsx": "a.xlsx",
    "sav": "a.sav",
    "parquet": "a.parquet",
    "json": "a.json",
    "docx": "a.docx",
    "md": "a.md",
    "html": "a.html",
    "codebook": "book.docx",
}

#: A file of coded passages to evaluate on, in the words of the codebook that is installed and of the small one.
CODED = """\
{"doc": "a", "text": "They blamed me", "codes": ["just-culture", "blame"]}
{"doc": "b", "text": "They threatened me", "codes": ["threats-violence", "threats"]}
"""


def commands(project: str, out: Path) -> Iterator[list[str]]:
    """What is run on one project; whatever loads a library of its own is among it."""
    yield ["check", project]
    yield ["suggest", project, "--all", "--format", "json"]
    yield ["discover", project, "--format", "json"]
    yield [
        "evaluate",
        str(out / "coded.jsonl"),
        "--codebook",
        str(out / "book.yaml"),
        "--coded",
        "0",
        "--format",
        "csv",
    ]
    yield ["evaluate", project, "--coded", "0,2", "--seeds", "1", "--plot", str(out / "plot.svg")]
    yield ["deidentify", project]
    yield ["quotes", project, "--all-themes", "-n", "2"]
    yield ["themes", project, "--by", "team"]
    yield ["ratings", project]
    yield ["relations", project]
    yield ["saturation", project, "--orders", "20"]
    yield ["compare", project, "--from", "2025", "--to", "2026"]
    for kind, name in KINDS.items():
        yield ["export", project, "--to", kind, str(out / name), "--yes"]
    yield ["report", project, str(out / "report.html"), "--yes"]
    yield ["codings", "export", project, str(out / "codings.csv")]
    yield ["codings", "export", project, str(out / "codings.jsonl")]
    yield ["log", project]
    yield ["doctor"]


def main() -> None:
    """Run them; a command that ends with a code other than 0 or 1 ends it all."""
    project, out, full = sys.argv[1], Path(sys.argv[2]), sys.argv[3:] == ["FULL"]
    demo = str(out / "demo.rrtq")
    todo = [["demo", demo, "--no-open"], *commands(project, out)]
    if full:
        (out / "full").mkdir()
        todo += commands(demo, out / "full")
        todo += [["evaluate", str(out / "coded.jsonl"), "--coded", "0", "--seeds", "2"]]  # by the codebook installed
        todo += [["suggest", project, "--model", os.environ["MODEL_FOLDER"]], ["suggest", project]]
    else:
        todo += [["check", demo]]
    for folder in {out, out / "full"} if full else {out}:
        (folder / "coded.jsonl").write_text(CODED, encoding="utf-8")
        (folder / "book.yaml").write_text(write_codebook_yaml(CODEBOOK), encoding="utf-8")
    from rrt_qual.cli.main import main as run

    for words in todo:
        print("begin", *words, flush=True)
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            code = run(words)
        print(code, *words, flush=True)
        if code not in (0, 1):
            sys.exit(f"{' '.join(words)} ended with {code}: {shown.getvalue()[-500:]}")
    print("all done", flush=True)


if __name__ == "__main__":
    main()
