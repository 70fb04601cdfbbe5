"""What a report says of itself: the read-me, how everything was done, and the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rrt_qual.domain.codebook import Codebook
from rrt_qual.domain.figures.columns import text
from rrt_qual.domain.report.report import Absent, Fact, Provenance, Sheet, Value


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


def book(codebook: Codebook) -> Sheet:
    """The codebook: one row a theme."""
    columns = (
        text("domain", "Domain", "name of the domain"),
        text("indicator", "Indicator", "name of the indicator"),
        text("theme", "Id", "id of the theme", brief=False),
        text("name", "Theme", "name of the theme"),
        text("definition", "Definition", "what it means"),
        text("use_when", "Use when", "when to use it", brief=False),
        text("not_when", "Not when", "when to use another", brief=False),
        text("examples", "Examples", "invented phrases, a line each, with the sign of their stance", brief=False),
        text("see_also", "See also", "ids of neighbouring themes", brief=False),
    )
    rows = []
    for t in codebook.themes:
        domain, indicator = codebook.domain_of(t), codebook.indicator_of(t)
        examples = "\n".join(f"{e.stance.letter} {e.text}" if e.stance else e.text for e in t.examples)
        above = (domain.name if domain else "", indicator.name if indicator else "")
        rows.append((*above, t.id, t.name, t.definition, t.use_when, t.not_when, examples, ", ".join(t.see_also)))
    return Sheet("codebook", "Codebook", columns, tuple(rows))
