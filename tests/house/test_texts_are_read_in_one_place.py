"""Original words have one door in the store; who may pass it stands in the contracts of pyproject.toml."""

from __future__ import annotations

import re
from pathlib import Path

STORE = Path(__file__).parents[2] / "src" / "rrt_qual" / "store"

#: A query that takes words out of the texts. Their length alone is no word.
_READS = re.compile(r"SELECT[^\"\n]*\btext\b[^\"\n]*\bFROM interview\b|substr\(i\.text|SELECT \* FROM interview\b")


def test_texts_are_read_by_one_module_of_the_store() -> None:
    """A query elsewhere would go round the contract that lists who reads original words."""
    readers = {p.relative_to(STORE).as_posix() for p in STORE.rglob("*.py") if _READS.search(p.read_text("utf-8"))}
    assert readers == {"interviews/originals.py"}, "read through store.interviews.originals"
