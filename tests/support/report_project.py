"""A project to report on: fourteen invented interviews in two waves, coded by two people, with a survey beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rrt_qual.domain.codebook import Stance
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from small_project import fill, transcript

#: What every report of the tests says of its time.
AT = datetime(2026, 11, 25, 10, 0, 0, tzinfo=UTC)
AT_TEXT = "2026-11-25T10:00:00Z"

_TALK = {
    "colleagues": ("We help one another on this team and nobody is left alone", Stance.STRENGTH),
    "jokes": ("We laugh a great deal in the office over our tea", Stance.STRENGTH),
    "threats": ("A father threatened me at the door last winter", Stance.RISK),
    "visits": ("Two of us should go to every first visit together", Stance.SOLUTION),
    "blame": ("They look for somebody to blame whenever a thing goes wrong", Stance.RISK),
}

#: Name of the interview -> the themes that it speaks of; X13 and X14 are coded by nobody.
SPEAKS = {
    "X01": ("colleagues", "jokes", "threats"),
    "X02": ("colleagues", "threats", "visits"),
    "X03": ("colleagues", "blame"),
    "X04": ("threats", "blame", "visits"),
    "X05": ("jokes", "threats"),
    "X06": ("colleagues", "threats", "blame"),
    "X07": ("colleagues", "visits"),
    "X08": ("threats", "blame"),
    "X09": ("colleagues", "jokes", "blame"),
    "X10": ("threats",),
    "X11": ("colleagues", "threats", "visits"),
    "X12": ("colleagues", "blame"),
    "X13": (),
    "X14": (),
}


def build_up(project: Project) -> Project:
    """Put the interviews, their attributes and the codings of Ama (all) and Tom (the odd ones) into a project."""
    for number, (name, themes) in enumerate(SPEAKS.items()):
        said = ". ".join(_TALK[theme][0] for theme in themes) or "It is quiet"
        fill(project, transcript(name, "How is it", said), wave="2025" if number < 6 else "2026")
    with transaction(project.conn) as conn:
        for number, interview_id in enumerate(interviews.names(conn).values()):
            team = "Blue" if number % 2 else "Red"
            values = {"team": team, "years": str(number), "participant": f"P{number % 8 + 1:02}"}
            interviews.set_attributes(conn, interview_id, values)
    for coder, every in (("Ama", 1), ("Tom", 2)):
        session = CodingSession(project, project.coder(coder))
        for name, interview_id in list(interviews.names(project.conn).items())[::every]:
            segments = originals.load(project.conn, interview_id).segments[1:]
            for theme, segment in zip(SPEAKS[name], segments, strict=False):
                session.apply(interview_id, segment.span, theme, _TALK[theme][1])
    return project


def survey_file(folder: Path) -> Path:
    """A file of survey scores for both waves."""
    path = folder / "survey.csv"
    rows = [
        "indicator,wave,n,score,rating",
        "safety,2025,40,2.1,red",
        "safety,2026,44,2.6,amber",
        "team,2026,44,4.4,green",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
