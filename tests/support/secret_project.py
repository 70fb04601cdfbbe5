"""A project whose interviews name people and places, all invented, and how they come to be replaced.

`REAL` are the words that nobody may read once `hide` has run; `leaks(thing)` finds them in anything.
"""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.privacy import Find, FindKind, Pseudonym, Status
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.interviews.imports import import_files
from rrt_qual.services.interviews.search import in_text
from rrt_qual.services.shared.project import Project, create
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import changes, coders
from small_project import CODEBOOK

#: What nobody may read any more; parts of names as well, in any case.
REAL = ("jane", "ollerby", "priya", "nandrasekhar", "quillborough", "hartwistle")

#: Real form -> (kind, pseudonym).
KEY = {
    "Jane Ollerby": (FindKind.PERSON, "[Person A]"),
    "Jane": (FindKind.PERSON, "[Person A]"),
    "Priya Nandrasekhar": (FindKind.PERSON, "[Manager A]"),
    "Priya": (FindKind.PERSON, "[Manager A]"),
    "Quillborough": (FindKind.PLACE, "[town]"),
}

FILES = {
    "Jane Ollerby.txt": """Interview with Jane Ollerby, Quillborough

Hartwistle: How is it, Jane?

Jane Ollerby: Priya's team is kind. We laugh a lot, Priya Nandrasekhar and all. Visits alone in Quillborough scare me.

Hartwistle: And are you blamed, Jane?

Jane Ollerby: Nobody blames me. Jane, they said, Priya will never blame you. They threatened Priya at a visit.
""",
    "T2.txt": """Interviewer: How is it?

Participant: Priya Nandrasekhar was blamed for a visit. I was threatened in Quillborough, and nobody laughed.

Interviewer: What would help?

Participant: A kind team. Colleagues who laugh. Visits with Priya.
""",
}

#: Talk that no theme explains: enough of it to be found as a cluster.
PARKING = "The car park in Quillborough closes before my last visit ends and parking permits cost {} pounds now."
PRINTER = "Our printer broke again so printing court bundles took {} trips to another printer."

MEMO = "Ask Jane Ollerby about PRIYA's move to Quillborough."


def build(path: Path, folder: Path) -> Project:
    """The project before anything is replaced: two interviews, coded by Ann and Bob, with memos."""
    for name, text in FILES.items():
        asks, answers = ("Hartwistle", "Jane Ollerby") if "Jane" in text else ("Interviewer", "Participant")
        more = [f"{asks}: Go on?\n\n{answers}: {line.format(n)}\n" for n in range(18) for line in (PARKING, PRINTER)]
        (folder / name).write_text("\n".join([text, *more]), encoding="utf-8")
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Small study")
    import_files(project, [folder / name for name in FILES], wave="2026")
    ids = interviews.names(project.conn)
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    with transaction(project.conn) as conn:
        interviews.set_attributes(conn, ids["Jane Ollerby"], {"participant": "P07", "team": "North"})
        interviews.set_attributes(conn, ids["T2"], {"participant": "P08", "team": "South"})
    for name, coder in (("Jane Ollerby", "Ann"), ("T2", "Bob"), ("T2", "Ann")):
        session = CodingSession(project, project.coder(coder))
        t = session.transcript(ids[name])
        theirs = [s.span for s in t.segments if t.role_of(t.turns[s.turn]) is SpeakerRole.PARTICIPANT]
        for span, theme in zip(theirs[:5], ("colleagues", "jokes", "visits"), strict=False):
            made = session.apply(ids[name], span, theme, Stance.RISK)
            session.set_memo(MemoTarget.CODING, made.id, MEMO, ids[name])
        session.apply(ids[name], Span(theirs[0].start, theirs[5].end), "blame")  # over several turns
        session.set_memo(MemoTarget.INTERVIEW, ids[name], MEMO, ids[name])
    return project


def replace_words(project: Project, interview_id: str, span: Span, pseudonym: Pseudonym) -> str:
    """Replace one place; returns the finding's id."""
    with transaction(project.conn) as conn:
        found = findings.insert(conn, interview_id, Find(span, pseudonym.kind, 0.9, "hand", "marked by hand"))
        done = findings.decide(conn, found, Status.REPLACED, coder_id=None, pseudonym_id=pseudonym.id)
        changes.record(conn, label="replace", coder_id=None, changes=[done])
        return found


def hide(project: Project) -> dict[str, Pseudonym]:
    """Replace every real form in every interview and put it into the key; returns the pseudonyms by name."""
    made: dict[str, Pseudonym] = {}
    with transaction(project.conn) as conn:
        for form, (kind, name) in KEY.items():
            if name not in made:
                made[name] = pseudonyms.make(conn, kind, name)
            pseudonyms.add_form(conn, made[name].id, form, form.casefold())
    for interview_id, _, text in originals.texts(project.conn):
        taken: list[Span] = []
        for form in sorted(KEY, key=len, reverse=True):
            for span in in_text(text, form):
                if not any(span.overlaps(t) for t in taken):
                    taken.append(span)
                    replace_words(project, interview_id, span, made[KEY[form][1]])
    return made


def strings(thing: Any) -> Iterator[str]:
    """Every text in a thing, however deep: dataclasses, mappings, sequences, files."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, bytes):
        yield thing.decode("utf-8", "replace")
    elif isinstance(thing, Path):
        yield from _file(thing)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from strings(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(thing, list | tuple | set | frozenset):
        for one in thing:
            yield from strings(one)
    elif not isinstance(thing, int | float | type(None)):
        yield repr(thing)


def _file(path: Path) -> Iterator[str]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield from (name, packed.read(name).decode("utf-8", "replace"))
    else:
        yield path.read_bytes().decode("utf-8", "replace")


def leaks(thing: Any) -> list[str]:
    """The texts of a thing in which a real word stands."""
    return [text for text in strings(thing) if any(word in text.casefold() for word in REAL)]
