"""The house stands as it was drawn: where SQL lives, what loads when, what the codebook promises."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rrt_qual"
HEAVY = {
    *("torch", "sentence_transformers", "spacy", "sklearn", "scipy", "transformers", "onnxruntime", "docx"),
    *("phonenumbers", "pyrage", "jinja2", "matplotlib", "xlsxwriter", "openpyxl", "pyreadstat", "pyarrow", "plotext"),
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_sql_lives_in_the_store_alone() -> None:
    """A query outside store/ would be a second truth about the tables."""
    guilty = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if path.relative_to(SOURCE).parts[0] != "store"
        and re.search(r'"(SELECT|INSERT|UPDATE|DELETE)\b|\.execute\(', path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_heavy_libraries_are_imported_inside_functions() -> None:
    """torch, spaCy and the like at module level would make the first screen wait."""
    guilty = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            guilty += [f"{path.name}: {n}" for n in names if n.split(".")[0] in HEAVY]
    assert guilty == []


@pytest.mark.parametrize(
    "script",
    [
        "from rrt_qual.cli.main import run\nimport sys\nsys.argv = ['rrt-qual', '--help']\n"
        "try: run()\nexcept SystemExit: pass",
        "import rrt_qual.tui.app, rrt_qual.tui.coding.screen, rrt_qual.tui.interviews.screen",
    ],
    ids=["help", "screens"],
)
def test_first_screen_waits_for_nothing_heavy(script: str) -> None:
    """`--help` and the coding screen load without torch, spaCy or scikit-learn."""
    check = f"{script}\nimport sys\nprint('LOADED', sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"
