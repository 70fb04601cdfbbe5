"""Which embeddings may stay when words are taken out: those of texts that still stand in the project."""

from __future__ import annotations

from rrt_qual.domain.interview import text_hash
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.texts import Texts
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import sealing


def forget_gone_texts(project: Project) -> int:
    """Drop the embeddings of all texts but those that can be read in the project now; returns how many went.

    A vector, and the hash it is kept under, can tell what was said. Inside the caller's transaction.
    """
    from rrt_qual.services.suggestions.suggester import spoken_texts

    conn = project.conn
    texts = Texts(project)
    standing = set(spoken_texts(texts.talk()))
    standing |= {" ".join(texts.words(c.interview_id, c.span).split()) for c in codings.every(conn)}
    return sealing.keep_embeddings(conn, {text_hash(text) for text in standing})
