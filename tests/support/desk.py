"""The folder that commands are run in: a coded study with names in it, and a file of each kind that is read."""

from __future__ import annotations

import os
from pathlib import Path

from named_project import build
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.confidentiality.scan import scan
from rrt_qual.services.shared.project import Project
from rrt_qual.store.project import coders

#: The folder `tests` whose helpers stand in for what is slow.
SUPPORT = Path(__file__).parent


def desk(folder: Path, *, scanned: bool = True) -> None:
    """Make it, with its project closed, and searched for names unless nobody asks for that."""
    folder.mkdir(parents=True)
    project: Project = build(folder / "study.rrtq")
    for name in ("Ama", "Ben"):
        project.coder(name)
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    if scanned:
        scan(project)
    project.close_all()
    (folder / "talks").mkdir()
    for name in ("T1", "T2", "T3"):
        talk = f"Interviewer: How is it?\nParticipant: It is quiet in {name}. We laugh a lot, and nobody blames us.\n"
        (folder / "talks" / f"{name}.txt").write_text(talk * 20, encoding="utf-8")
    rows = "interview,text,theme,stance,coder\nN2,We laugh a lot,jokes,strength,Ama\nN3,Quiet enough.,blame,risk,Cy\n"
    (folder / "codings.csv").write_text(rows, encoding="utf-8")
    (folder / "names.csv").write_text("kind,name,aliases\nplace,Office,\n", encoding="utf-8")
    (folder / "scores.csv").write_text("indicator,score,responses\nsafety,55,20\nteam,70,22\n", encoding="utf-8")
    coded = ('{"doc": "a", "text": "They blamed me", "codes": ["blame"]}', '{"doc": "b", "text": "No", "codes": []}')
    (folder / "coded.jsonl").write_text("\n".join(coded), encoding="utf-8")
    book = "id,name,definition\nthreats,Threats,Being threatened.\nblame,Blame,Being blamed by anybody.\n"
    (folder / "book.csv").write_text(book, encoding="utf-8")
    os.environ["RRT_QUAL_PASSPHRASE"] = "correct horse battery staple"
