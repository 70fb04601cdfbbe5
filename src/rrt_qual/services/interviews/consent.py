"""What each participant allows: quoted, paraphrased only, not at all, or withdrawn. Every change is logged."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from rrt_qual.domain.coding import Coder
from rrt_qual.domain.confidentiality.consent_words import understood
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import consents, interviews
from rrt_qual.store.project import changes
from rrt_qual.store.project.changes import Change

__all__ = ["ConsentStanding", "refuse_withdrawn", "set_state", "standings", "states", "take_words"]


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """An interview and what its participant allows."""

    interview_id: str
    interview: str
    wave: str
    state: Consent


def states(project: Project) -> dict[str, Consent]:
    """Interview id -> what its participant allows, of all interviews; where nothing was said, they may be quoted."""
    said = consents.every(project.conn)
    return {i: said.get(i, Consent.QUOTE) for i in interviews.names(project.conn).values()}


def standings(project: Project) -> list[ConsentStanding]:
    """What every participant allows, by wave and name; interviews as readers may call them."""
    names = PublicNames(project).interviews
    return [
        ConsentStanding(h.id, names[h.id], h.wave, h.consent)
        for h in interviews.heads(project.conn, None, with_withdrawn=True)
    ]


def set_state(project: Project, coder: Coder, interview_id: str, state: Consent) -> bool:
    """Say what a participant allows; one act that undo takes back. Returns whether that was new.

    A withdrawn interview is out of every count and list when this returns; any other state brings it back.

    Raises:
        NotFound: no such interview.
    """
    with transaction(project.conn) as conn:
        if states(project).get(interview_id) is None:
            raise NotFound("That interview is no longer in the project.")
        change = _put(conn, interview_id, state, coder.id)
        if change is None:
            return False
        changes.record(conn, label=f"consent {state}", coder_id=coder.id, changes=[change])
        return True


def take_words(conn: sqlite3.Connection, said: Mapping[str, str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Set consents from what a column says (interview id -> words), inside the caller's transaction.

    Returns the ids of the interviews that changed, and (interview id, why) of words that were not followed: those
    not understood, and those that would lift a withdrawal, which only a person does by name. An empty cell says
    nothing. Logged, but no coder's act: what a file says is changed by a file or by hand.
    """
    done: list[Change] = []
    left: list[tuple[str, str]] = []
    have = consents.every(conn)
    for interview_id, words in said.items():
        if not words.strip():
            continue
        state = understood(words)
        if state is None:
            left.append((interview_id, "its consent is not understood; say quote, paraphrase, none or withdrawn"))
        elif have.get(interview_id) is Consent.WITHDRAWN and state is not Consent.WITHDRAWN:
            left.append((interview_id, "is withdrawn and stays so; only 'rrt-qual consent' brings it back"))
        elif change := _put(conn, interview_id, state, None):
            done.append(change)
    if done:
        changes.record(conn, label="consent from attributes", coder_id=None, changes=done, kind="log")
    return [str(change.interview_id) for change in done], left


def refuse_withdrawn(project: Project, interview_id: str) -> None:
    """Raise NotFound when the participant has withdrawn: what they said is not to be read any more."""
    if consents.every(project.conn).get(interview_id) is Consent.WITHDRAWN:
        raise NotFound(
            "The participant of that interview has withdrawn, so it is not opened.",
            "'rrt-qual erase' takes it out for good; 'rrt-qual consent' brings it back.",
        )


def _put(conn: sqlite3.Connection, interview_id: str, state: Consent, coder_id: str | None) -> Change | None:
    """Set one state and count anew; None when it was so already."""
    before = consents.every(conn).get(interview_id, Consent.QUOTE)
    if before is state:
        return None
    change = consents.put(conn, interview_id, state, coder_id)
    if Consent.WITHDRAWN in (before, state):
        frequencies.refresh_interview(conn, interview_id)
    return change
