"""A project whose interviews are full of invented names, some of them replaced: for tests of what becomes of names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.privacy import Find, FindKind, Status
from rrt_qual.domain.interview import Speaker, SpeakerRole, Transcript
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.drafts import MEMO, THEME, Slot
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project, create
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import changes, rows
from small_project import CODEBOOK, transcript

#: Real form -> its kind and pseudonym, as the projects below have them.
NAMES = {
    "Lesley Tranter": (FindKind.PERSON, "[Manager A]"),
    "Lez": (FindKind.PERSON, "[Manager A]"),
    "Saltmarsh": (FindKind.PLACE, "[town]"),
    "Harbour Team": (FindKind.TEAM, "[Team 2]"),
    "01632 960444": (FindKind.PHONE, "[phone]"),
}
LISTED = "Corn Exchange House"
ALIAS = "Exchange House"
SPEAKERS = ("Quillon", "Zubayda", "Quillon Marsh", "Zubayda Ferncombe")

TALK = {
    "N1": (
        "How is Saltmarsh these days",
        "Lesley Tranter runs the Harbour Team. Lez is kind to me 🙂. Ring 01632 960444 any time",
        "And the office",
        "Corn Exchange House is damp and cold. Nobody ever listens to us about the heating there",
    ),
    "N2": (
        "Who helps you",
        "Lesley Tranter does. My caseload is far beyond what anybody could carry in a week",
        "And Zubayda said so too",
        "We laugh a lot in Saltmarsh",
    ),
    "N3": ("How is it", "Quiet enough. Nothing to say about people or places", "Sure", "Quite sure of it"),
}


def talks() -> list[Transcript]:
    """The three interviews; the speakers of the first two carry their names."""
    out = []
    for name, talk in TALK.items():
        one = transcript(name, *talk)
        if name != "N3":
            speakers = (
                Speaker(SPEAKERS[0], SpeakerRole.INTERVIEWER, SPEAKERS[2]),
                Speaker(SPEAKERS[1], SpeakerRole.PARTICIPANT, SPEAKERS[3]),
            )
            one = replace(one, speakers=speakers, warnings=("Nobody asks: Zubayda was read as one.",))
        out.append(one)
    return out


def build(path: Path) -> Project:
    """Three interviews with attributes, memos and codings by two coders; every name of NAMES is replaced."""
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Saltmarsh study")
    with transaction(project.conn) as conn:
        for n, one in enumerate(talks(), start=1):
            interview_id = interviews.add(conn, one, wave="2026" if n < 3 else "2025", participant=f"P{n}")
            interviews.set_attributes(conn, interview_id, {"team": "Harbour Team" if n == 1 else "Other"})
        frequencies.rebuild(conn)
    code(project)
    review(project)
    return project


def code(project: Project) -> None:
    """Two coders code and write memos, with names in them."""
    ids = interviews.names(project.conn)
    for coder, theme in (("Ama", "threats"), ("Ben", "jokes")):
        me = CodingSession(project, project.coder(coder))
        for name, words in (("N1", "Lesley Tranter runs the Harbour Team."), ("N2", "My caseload is far beyond")):
            me.apply(ids[name], place(project, name, words), theme, Stance.RISK)
        me.apply(ids["N3"], place(project, "N3", "Nothing to say"), theme)
    ama = CodingSession(project, project.coder("Ama"))
    coding = ama.codings(ids["N1"], mine=True)[0]
    ama.set_memo(MemoTarget.CODING, coding.id, "She means Lesley Tranter", ids["N1"])
    ama.set_memo(MemoTarget.PROJECT, project.id, "Ask lesley tranter's deputy in Saltmarsh")
    ama.set_done(ids["N3"], True)
    draft(project)


def draft(project: Project) -> None:
    """Ama types about a passage of N1, about N1 and about the study, and keeps none of it; there are names in it."""
    n1, ama = interviews.names(project.conn)["N1"], project.coder("Ama")
    coding = CodingSession(project, ama).codings(n1, mine=True)[0]
    Slot(project, ama, MEMO, f"coding:{coding.id}", n1).write({"text": "Lez again, of the Harbour Team"})
    Slot(project, ama, MEMO, f"interview:{n1}", n1).write({"text": "Ring 01632 960444. Nobody listens to Zubayda"})
    Slot(project, ama, THEME, "theme").write({"name": "Saltmarsh", "definition": "What lesley tranter does"})


def review(project: Project, only: Iterable[str] = NAMES) -> None:
    """Replace every place of these names by its pseudonym, as the reviewer's acts do."""
    coder = project.coder("Rae")
    with transaction(project.conn) as conn:
        log = []
        made = {p.name: p.id for p in pseudonyms.every(conn)}
        for form in only:
            kind, shown = NAMES[form]
            if shown not in made:
                made[shown] = pseudonyms.make(conn, kind, shown).id
                log.append(rows.changed(conn, "pseudonym", made[shown], None))
            row_id = pseudonyms.add_form(conn, made[shown], form, form.casefold())
            log.append(rows.changed(conn, "pseudonym_form", row_id, None))
            for interview_id, _, text in originals.texts(conn):
                at = text.find(form)
                while at >= 0:
                    find = Find(Span(at, at + len(form)), kind, 0.9, "rule", "a test")
                    f = findings.insert(conn, interview_id, find)
                    log.append(findings.decide(conn, f, Status.REPLACED, coder_id=coder.id, pseudonym_id=made[shown]))
                    at = text.find(form, at + 1)
        pseudonyms.list_name(conn, FindKind.PLACE, LISTED, [ALIAS])
        for interview_id in interviews.names(conn).values():
            findings.scanned(conn, interview_id, "find1-test", [])
        changes.record(conn, label="replace", coder_id=coder.id, changes=log)


def place(project: Project, name: str, words: str) -> Span:
    """Where words stand in an interview."""
    text = originals.load_text(project.conn, interviews.names(project.conn)[name])
    at = text.index(words)
    return Span(at, at + len(words))


def on_disk(path: Path) -> bytes:
    """All bytes of a project file and of the files that SQLite keeps beside it.

    Not of the index of the log: it holds numbers, but SQLite copies what lies about in the memory of the process that
    makes it anew, which here is the test itself and knows every name.
    """
    found = (path.with_name(path.name + end) for end in ("", "-wal", "-journal"))
    return b"\n".join(p.read_bytes() for p in found if p.exists())


def seen(path: Path, *words: str) -> list[str]:
    """Which of `words` stand in those bytes, in the case given, in small letters or in UTF-16."""
    data = on_disk(path)
    return [
        w for w in words if any(form in data for form in (w.encode(), w.casefold().encode(), w.encode("utf-16-le")))
    ]


#: Every real form that must not be left anywhere once names are out.
REAL = (*NAMES, LISTED, ALIAS, *SPEAKERS)
