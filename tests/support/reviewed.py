"""Interviews full of invented names, and how to put finds into a project."""

from __future__ import annotations

from rrt_qual.domain.confidentiality.privacy import Find, FindKind, KeptFind
from rrt_qual.domain.spans import Span
from rrt_qual.services.confidentiality.review import Item, Review
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import originals
from small_project import fill, transcript

#: Two of 2026 and one of 2025, in which the same people turn up.
TALK = (
    transcript("R1", "How", "Lesley Tranter is my manager. I told Lesley’s sister. Grace came. Aldersby is far", "And",
               "Will you go. Lesley left. We will see. Call 07700 900123"),
    transcript("R2", "How", "Lesley Tranter rang. LESLEY shouted. Grace Okafor laughed", "And",
               "Mrs Tranter left Aldersby in May"),
    transcript("R3", "How", "The Front Door team and Lesley Tranter's dog. Lesley slept", "And", "Will was 34"),
)  # fmt: skip

#: Words that must never stand in the log.
REAL = (
    "Lesley",
    "Tranter",
    "Grace",
    "Okafor",
    "Aldersby",
    "Will ",
    "07700",
    "Front Door",
    "LESLEY",
    "lesley",
    "tranter",
)

#: Interview -> what the finder found there: words, kind, how many of the same words to pass over.
FOUND = {
    "R1": [("Lesley Tranter", FindKind.PERSON, 0), ("Lesley", FindKind.PERSON, 1), ("Grace", FindKind.PERSON, 0),
           ("Aldersby", FindKind.PLACE, 0), ("Will", FindKind.PERSON, 0), ("07700 900123", FindKind.PHONE, 0)],
    "R2": [("Lesley Tranter", FindKind.PERSON, 0), ("Grace Okafor", FindKind.PERSON, 0),
           ("Mrs Tranter", FindKind.PERSON, 0), ("Aldersby", FindKind.ORGANISATION, 0), ("May", FindKind.DATE, 0)],
    "R3": [("Front Door", FindKind.TEAM, 0), ("Lesley Tranter", FindKind.PERSON, 0), ("34", FindKind.AGE, 0)],
}  # fmt: skip


def place(project: Project, interview_id: str, words: str, skip: int = 0) -> Span:
    """Where words stand in an interview."""
    text, at = originals.load_text(project.conn, interview_id), -1
    for _ in range(skip + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def found(
    project: Project, interview_id: str, words: str, kind: FindKind, skip: int = 0, likelihood: float = 0.8
) -> str:
    """Put one find in."""
    find = Find(place(project, interview_id, words, skip), kind, likelihood, "model", "A name, it seems.")
    with transaction(project.conn) as conn:
        return findings.insert(conn, interview_id, find)


def searched(project: Project) -> dict[str, str]:
    """The interviews above with their finds in a project; returns name -> id."""
    fill(project, *TALK[:2])
    ids = fill(project, TALK[2], wave="2025")
    for name, finds in FOUND.items():
        for words, kind, skip in finds:
            found(project, ids[name], words, kind, skip)
    return ids


def item(review: Review, interview_id: str, words: str, nth: int = 0) -> Item:
    """The nth find of these words."""
    return [i for i in review.items(interview_id) if i.words == words][nth]


def seen(review: Review, interview_id: str, words: str, nth: int = 0) -> KeptFind:
    """As `item`, the find alone."""
    return item(review, interview_id, words, nth).finding


def shown(review: Review, interview_id: str) -> dict[str, str]:
    """Words -> what stands or is proposed for them."""
    return {i.words: i.shown for i in review.items(interview_id)}


def log_text(project: Project) -> str:
    """All that the log holds."""
    rows = project.conn.execute("SELECT label, entity, before, after FROM change").fetchall()
    return "\n".join(str(cell) for row in rows for cell in tuple(row))


def state(project: Project) -> tuple[object, ...]:
    """Everything that reviewing changes, without ids and times."""
    conn = project.conn
    finds = conn.execute(
        'SELECT f.interview_id, f.start, f."end", f.kind, f.status, f.source, p.name, f.decided_by FROM finding AS f'
        " LEFT JOIN pseudonym AS p ON p.id = f.pseudonym_id WHERE f.retired_at IS NULL ORDER BY 1, 2, 3, 4, 5, 6"
    )
    forms = conn.execute(
        "SELECT p.name, p.wave, p.kind, f.form_key FROM pseudonym AS p LEFT JOIN pseudonym_form AS f"
        " ON f.pseudonym_id = p.id AND f.retired_at IS NULL WHERE p.retired_at IS NULL ORDER BY 1, 2, 3, 4"
    )
    return (tuple(map(tuple, finds)), tuple(map(tuple, forms)))
