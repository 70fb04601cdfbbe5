"""A few hundred broken files, the same each time: every reader says a sentence or reads them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).parents[2] / "benchmarks" / "fuzz_readers.py"
_SPEC = importlib.util.spec_from_file_location("fuzz_readers", _SCRIPT)
assert _SPEC is not None and _SPEC.loader is not None
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("reader", fuzz.readers())
def test_no_reader_ends_in_a_traceback(tmp_path: Path, reader: str) -> None:
    """Whatever is broken in a file, its reader raises nothing but a fault of ours (the long form is the script)."""
    assert fuzz.batch(reader, 7, tmp_path, 20, 10_000) == []
