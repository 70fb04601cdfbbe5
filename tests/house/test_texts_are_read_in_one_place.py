"""Who may read original words: a service that is not named here must ask `services.overlay`."""

from __future__ import annotations

import re
from pathlib import Path

SERVICES = Path(__file__).parents[2] / "src" / "rrt_qual" / "services"

#: Service -> why it reads original texts.
ORIGINALS = {
    "overlay.py": "makes the projections",
    "coding.py": "codes the original; screens hold the lens",
    "codings_file.py": "places rows of a file in the original",
    "demo.py": "reads the samples that it imports",
    "imports.py": "reads files that are not in the project yet",
    # finding, reviewing and taking out names is work on the originals
    "scanning.py": "looks for names",
    "review.py": "shows names to whoever decides about them",
    "review_settings.py": "knows real names, so that no pseudonym is one",
    "finding_evaluation.py": "measures how names are found",
    "keyfile.py": "takes real names out",
    "archive.py": "takes real names out",
    "erasure.py": "takes an interview out",
    "quote_acts.py": "sees that a quote's bounds cut no word of the original",
    "quote_refs.py": "sees that a quote's bounds lie in the original",
}

_READS = re.compile(r"\binterviews\.(load|load_text|texts)\(|\bread_transcript\(")


def test_only_these_services_read_originals() -> None:
    """A new reader that went round the projection would show what was replaced."""
    readers = {p.name for p in SERVICES.rglob("*.py") if _READS.search(p.read_text(encoding="utf-8"))}
    assert readers <= set(ORIGINALS), "read through services.overlay.Texts, or say here why not"
