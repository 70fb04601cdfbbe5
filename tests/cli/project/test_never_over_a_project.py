"""No command writes over another project or another program's database, whether it is open or not."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from rrt_qual.cli.main import main

WRITERS = {
    "export csv": ["export", "{project}", "--to", "csv", "{other}", "--yes"],
    "export html": ["export", "{project}", "--to", "html", "{other}", "--yes"],
    "export sav": ["export", "{project}", "--to", "sav", "{other}", "--yes"],
    "codings": ["codings", "export", "{project}", "{other}"],
    "codings, yes": ["codings", "export", "{project}", "{other}", "--yes"],
    "report": ["report", "{project}", "{other}", "--yes"],
    "key": ["deidentify", "{project}", "--key-out", "{other}"],
    "text": ["deidentify", "{project}", "--export", "{other}", "--yes"],
    "codebook": ["codebook", "export", "{project}", "{other}"],
    "init": ["init", "{other}", "--codebook", "{book}", "--name", "x"],
    "demo": ["demo", "{other}", "--no-open"],
}


@pytest.mark.parametrize("words", WRITERS.values(), ids=WRITERS.keys())
@pytest.mark.parametrize("name", ["other.rrtq", "other.csv"])
def test_nothing_is_written_over_a_database(
    project: Path, tmp_path: Path, words: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another project, and a database under any other name, keeps every byte: told by its name and its first bytes."""
    monkeypatch.setenv("RRT_QUAL_PASSPHRASE", "a long enough passphrase")
    other = tmp_path / name
    if name.endswith(".rrtq"):
        shutil.copy(project, other)
    else:
        plain = sqlite3.connect(other)
        plain.execute("CREATE TABLE t (x)")
        plain.close()
    before = other.read_bytes()
    main([word.format(project=project, other=other, book="codebooks/retention.yaml") for word in words])
    assert other.read_bytes() == before
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(name) and p != other]
