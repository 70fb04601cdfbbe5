"""Interviews to choose quotes from: six people of two roles in two waves, who speak of threats and of colleagues."""

from __future__ import annotations

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.project import coders
from small_project import fill, transcript

#: Interview -> (wave, participant, role, what is said, {number of the sentence: theme and stance}).
TALK: dict[str, tuple[str, str, str, str, dict[int, tuple[str, Stance]]]] = {
    "W1": (
        "2025",
        "P1",
        "Social worker",
        "A father threatened me at the door last winter and nobody at the office rang me afterwards. Yeah. "
        "My colleagues made me tea and sat with me until I could drive home again",
        {0: ("threats", Stance.RISK), 2: ("colleagues", Stance.STRENGTH)},
    ),
    "W2": (
        "2025",
        "P2",
        "Social worker",
        "Parents threaten us on home visits and the office says it is part of the job we chose. "
        "He said that was it. The office gave us a buddy to ring after every difficult visit and it helps",
        {0: ("threats", Stance.RISK), 1: ("threats", Stance.RISK), 2: ("threats", Stance.STRENGTH)},
    ),
    "W3": (
        "2025",
        "P3",
        "Manager",
        "Um, my team is, you know, threatened by families most weeks and we, we never write it down anywhere. "
        "A panic alarm for every worker would make the visits safer than any policy could",
        {0: ("threats", Stance.RISK), 1: ("threats", Stance.SOLUTION)},
    ),
    "W4": (
        "2026",
        "P4",
        "Manager",
        "I was threatened with a dog in the hallway and I still had to finish the visit alone. "
        "Colleagues here look after one another better than anywhere else I have worked",
        {0: ("threats", Stance.RISK), 1: ("colleagues", Stance.STRENGTH)},
    ),
    "W5": (
        "2026",
        "P1",
        "Social worker",
        "Last month a mother threatened to find out where I live and my manager shrugged it off. "
        "Another family threatened me on the phone and I had to take their next call as well. "
        "A third threatened me in the car park of the court and I walked back to the office",
        {0: ("threats", Stance.RISK), 1: ("threats", Stance.RISK), 2: ("threats", Stance.RISK)},
    ),
    "W6": (
        "2026",
        "P6",
        "Social worker",
        "Nobody has ever threatened me here because two of us always go to the hard visits together",
        {0: ("threats", Stance.STRENGTH)},
    ),
}


def quotable(project: Project, coder: str = "Ann") -> dict[str, str]:
    """Put the interviews into a project and code them; words alone are compared there. Returns name -> id."""
    for name, (wave, participant, role, said, _) in TALK.items():
        ids = fill(project, transcript(name, "How is it", said), wave=wave)
        with transaction(project.conn) as conn:
            interviews.set_attributes(conn, ids[name], {"participant": participant, "role": role})
    with transaction(project.conn) as conn:
        coders.set_setting(conn, SETTINGS["suggest.model"], "lexical")
        frequencies.rebuild(conn)
    session = CodingSession(project, project.coder(coder))
    ids = interviews.names(project.conn)
    for name, (*_, marks) in TALK.items():
        text = session.transcript(ids[name])
        theirs = [s for s in text.segments if text.role_of(text.turns[s.turn]) is SpeakerRole.PARTICIPANT]
        for number, (theme, stance) in marks.items():
            session.apply(ids[name], theirs[number].span, theme, stance)
    return ids
