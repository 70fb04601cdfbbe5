"""Projects in which is said exactly who speaks of what, for ratings, comparisons and the survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from small_project import fill, transcript

MARKS = {"+": Stance.STRENGTH, "-": Stance.RISK, "!": Stance.SOLUTION, "·": Stance.UNSPECIFIED}


def say(
    project: Project,
    talk: Mapping[str, Sequence[str]],
    *,
    wave: str = "2026",
    coder: str = "Ann",
    people: Mapping[str, str] | None = None,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, str]:
    """Put interviews in and code them: name -> words such as '-blame' (blame, as a risk). Returns name -> id.

    Every word gets a sentence of its own. An interview without words is marked as done. `people` are participants'
    codes (left out: each their own), `attributes` those of each interview.
    """
    have = interviews.names(project.conn)
    made = [
        transcript(n, "How is it", ". ".join(f"{n} says {i} of it" for i in range(max(1, len(w)))))
        for n, w in talk.items()
        if n not in have
    ]
    ids = fill(project, *made, wave=wave)
    with transaction(project.conn) as conn:
        for name in talk:
            given = dict((attributes or {}).get(name, {}))
            if people and name in people:
                given["participant"] = people[name]
            if given:
                interviews.set_attributes(conn, ids[name], given)
        frequencies.rebuild(conn)
    session = CodingSession(project, project.coder(coder))
    for name, words in talk.items():
        text = session.transcript(ids[name])
        theirs = [s for s in text.segments if text.role_of(text.turns[s.turn]) is SpeakerRole.PARTICIPANT]
        for number, word in enumerate(words):
            session.apply(ids[name], theirs[number].span, word[1:], MARKS[word[0]])
        if not words:
            session.set_done(ids[name], True)
    return ids
