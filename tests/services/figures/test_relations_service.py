"""Relations and saturation of a project: what counts as together, who counts, and the commands."""

from __future__ import annotations

import pytest

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures.relations import relations, sufficiency
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import consents, originals


def code(project: Project, ids: dict[str, str], name: str, words: str, theme: str, coder: str = "Ama") -> None:
    text = originals.load_text(project.conn, ids[name])
    at = text.index(words)
    CodingSession(project, project.coder(coder)).apply(ids[name], Span(at, at + len(words)), theme, Stance.RISK)


def test_together_means_passage_neighbour_or_interview(project: Project, ids: dict[str, str]) -> None:
    """Two themes in neighbouring sentences are together by neighbour and interview, not by passage."""
    code(project, ids, "A", "The team is kind", "colleagues")
    code(project, ids, "A", "We laugh a lot", "jokes")
    code(project, ids, "B", "He threatened me", "threats")
    assert relations(project, within="passage").pairs == ()
    (near,) = relations(project, within="neighbour").pairs
    assert (near.first, near.second, near.interviews) == ("colleagues", "jokes", 1)
    (far,) = relations(project, within="interview").pairs
    assert far.jaccard == 1.0 and far.base == 2


def test_codings_of_one_sentence_by_two_coders_meet(project: Project, ids: dict[str, str]) -> None:
    """Whoever coded it, a sentence that speaks of two things relates them; one coder's view alone does not."""
    code(project, ids, "A", "The team is kind", "colleagues")
    code(project, ids, "A", "team is kind. We laugh", "jokes", coder="Bo")
    assert len(relations(project).pairs) == 1
    assert relations(project, coder="Ama").pairs == ()
    assert relations(project, level="indicator").pairs == ()  # both belong to one indicator


def test_who_has_withdrawn_is_read_by_nobody(project: Project, ids: dict[str, str]) -> None:
    """A withdrawn participant's words stand in no relation and no curve."""
    code(project, ids, "A", "The team is kind", "colleagues")
    code(project, ids, "B", "He threatened me", "threats")
    with transaction(project.conn) as conn:
        consents.put(conn, ids["B"], Consent.WITHDRAWN, None)
    assert relations(project, within="interview").base == 1
    assert sufficiency(project).names == ("A",)


def test_faults_are_sentences(project: Project) -> None:
    """A wrong level, meaning, wave or coder names what there is."""
    for wrong in ({"level": "chapter"}, {"within": "book"}):
        with pytest.raises(UsageError):
            relations(project, **wrong)
    with pytest.raises(NotFound):
        relations(project, wave="1999")
    with pytest.raises(UsageError):
        sufficiency(project, base=0)
