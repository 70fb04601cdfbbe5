"""What a report says of itself: the read-me, and how everything was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rrt_qual.domain.report.report import Absent, Fact, Provenance, Sheet, Value
from rrt_qual.services.report.sheets import text


def facts(found: Iterable[Fact]) -> Sheet:
    """The reporting checklists, as far as the project knows the answers."""
    columns = (
        text("topic", "Item", "what the checklists ask for"),
        text("coreq", "COREQ", "number of the item in COREQ (Tong et al. 2007)"),
        text("srqr", "SRQR", "number of the item in SRQR (O'Brien et al. 2014)"),
        text("answer", "As the project has it", "the fact; [author]: the project does not know, the author writes it"),
    )
    rows = tuple((f.topic, f.coreq, f.srqr, f.answer or AUTHOR) for f in found)
    return Sheet("how it was done", "How it was done", columns, rows)


#: Stands where a fact is the author's to write.
AUTHOR = "[author]"


def read_me(origin: Provenance, sheets: Sequence[Sheet], absent: Sequence[Absent], notes: Sequence[str]) -> Sheet:
    """What everything is out of, what was withheld, what is there and what is not."""
    version = f"{origin.codebook}, version {origin.codebook_version}, revision {origin.revision} in the project"
    rows: list[tuple[Value, ...]] = [
        ("Project", origin.project),
        ("Codebook", version),
        *((f"Filter: {what}", value) for what, value in origin.filters),
        ("Counting rule", origin.counting_rule),
        ("Base", origin.base),
        ("Coders", ", ".join(origin.coders) or "nobody yet"),
        ("Program", origin.program),
        ("Made at", origin.made_at),
        ("Project id", origin.project_id),
        *(("Confidentiality", sentence) for sentence in origin.policy),
        *(("Mind", sentence) for sentence in notes),
        *((f"Sheet: {s.title}", "; ".join(s.notes) or f"{len(s.rows)} rows") for s in sheets),
        *((f"Not here: {a.part}", a.why) for a in absent),
    ]
    columns = (text("what", "What", "what is said"), text("value", "Value", "the answer"))
    return Sheet("read me", "Read me", columns, tuple(rows))
