"""Which embeddings may stay when words are taken out: those of texts that still stand in the project."""

from __future__ import annotations

from rrt_qual.domain.interview import text_hash
from rrt_qual.services.project import Project
from rrt_qual.store import codings, interviews, sealing, suggestions


def forget_gone_texts(project: Project) -> int:
    """Drop the embeddings of all texts but those that can be read in the project now; returns how many went.

    A vector, and the hash it is kept under, can tell what was said. Inside the caller's transaction.
    """
    from rrt_qual.services.suggestions import spoken_texts

    conn = project.conn
    standing = set(spoken_texts(suggestions.talk(conn)))
    texts = {i: text for i, _, text in interviews.texts(conn)}
    standing |= {" ".join(c.span.of(texts[c.interview_id]).split()) for c in codings.every(conn)}
    return sealing.keep_embeddings(conn, {text_hash(text) for text in standing})
