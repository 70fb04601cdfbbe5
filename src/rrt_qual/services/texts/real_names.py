"""The real names that the project knows, and what may be shown for each: never for an export, a log or a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from rrt_qual.domain.confidentiality.privacy import FindKind, Status
from rrt_qual.domain.interview import SpeakerRole
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.known_names import Mask, is_telling
from rrt_qual.privacy.hide.masker import KnownWords
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import findings, pseudonyms, sealing
from rrt_qual.store.confidentiality.cells import Cell
from rrt_qual.store.confidentiality.sealing import Voice
from rrt_qual.store.interviews import originals

#: What a speaker is called whose name is hidden.
CALLED = {
    SpeakerRole.INTERVIEWER: "Interviewer",
    SpeakerRole.PARTICIPANT: "Participant",
    SpeakerRole.OTHER: "Speaker",
}

#: Labels that name nobody, without their numbers.
_GENERIC_WORDS = """
interviewer interviewee participant respondent researcher moderator facilitator speaker unknown unknownspeaker
i p r q a int par resp ivr ive
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())

#: Cells that interviews and survey scores are grouped by.
_GROUPS = {("attribute", "value"), ("survey_score", "grp"), ("workforce_figure", "grp")}

#: What stands for words without a pseudonym, in a text.
_COVER = re.compile(rf"\[(?:{'|'.join(str(kind).replace('_', ' ') for kind in FindKind)})\]")

#: Kinds of undecided finds that are names or numbers of somebody or something, and how likely they must be.
_NAMING = set(FindKind) - {FindKind.DATE, FindKind.AGE, FindKind.JOB_TITLE, FindKind.OTHER}
#: From a half on a find is more likely a name than not; below, every capitalised word would bar a wording.
_LIKELY = 0.5

#: Dates and ages are looked for elsewhere only when they are more than one word: 'March' is in every text.
_LOOSE_KINDS = {FindKind.DATE, FindKind.AGE}


def covered(kind: str) -> str:
    """What stands for words of a kind that nobody has given a pseudonym: `[job title]`."""
    return f"[{str(kind).replace('_', ' ')}]"


def known(project: Project) -> list[KnownWords]:
    """Every real form that the project knows, with what is shown for it; the surer source first.

    Forms of pseudonyms, words under replaced finds, listed names with their aliases, and the names of speakers.
    While the key is out, only what came in meanwhile is known.
    """
    conn = project.conn
    names = {p.id: p for p in pseudonyms.every(conn)}
    texts = originals.every(conn)
    sealed = sealing.every(conn)
    out: list[KnownWords] = []

    def add(form: str, shown: str, kind: FindKind) -> None:
        if is_telling(form) and not (kind in _LOOSE_KINDS and len(form.split()) < 2):
            out.append(KnownWords(form, shown, kind is FindKind.PERSON))

    for found in pseudonyms.forms(conn).values():
        for form, pseudonym_id in found:
            if pseudonym_id in names:
                add(form, names[pseudonym_id].name, names[pseudonym_id].kind)
    for f in findings.every(conn, Status.REPLACED):
        if f.pseudonym_id in names and f.interview_id not in sealed:
            add(f.span.of(texts[f.interview_id]), names[f.pseudonym_id].name, f.kind)
    for listed in pseudonyms.listed(conn):
        for form in (listed.name, *listed.aliases):
            add(form, covered(listed.kind), listed.kind)
    for voice in sealing.voices(conn):
        for form in (voice.name, voice.label):
            if not is_generic(form):
                add(form, f"[{CALLED[SpeakerRole(voice.role)].lower()}]", FindKind.PERSON)
    return list(dict.fromkeys(out))


def undecided(project: Project) -> list[KnownWords]:
    """Words of open finds that are likely names or numbers: for hiding them where an archive copy must be safe."""
    texts = originals.every(project.conn)
    found = [f for f in findings.every(project.conn, Status.OPEN) if f.likelihood >= _LIKELY and f.kind in _NAMING]
    out = [KnownWords(f.span.of(texts[f.interview_id]), covered(f.kind), f.kind is FindKind.PERSON) for f in found]
    return list(dict.fromkeys(one for one in out if is_telling(one.form)))


class StandIns:
    """What cells hold instead of names. Two people, and two groups of a breakdown, that differ still differ."""

    def __init__(self, mask: Mask, people: Iterable[str] = ()) -> None:
        self._mask = mask
        self._given: dict[tuple[str, str], str] = {}
        self._taken = set(people)

    def of(self, cell: Cell) -> str:
        """What the cell may hold; itself where it holds no name."""
        now = cell.mapped(self._mask.text)
        if now == cell.text:
            return now
        if cell.column == "participant":
            return self._once("participant", cell.text, (f"Participant {n}" for n in count(1)))
        if (cell.table, cell.column) in _GROUPS and (cover := _COVER.search(now)):
            head, tail = now[: cover.end() - 1], now[cover.end() - 1 :]
            return self._once(
                "group", cell.text.casefold(), (f"{head}{f' {n}' if n > 1 else ''}{tail}" for n in count(1))
            )
        return now

    def _once(self, what: str, was: str, names: Iterator[str]) -> str:
        if (what, was) not in self._given:
            self._given[what, was] = next(name for name in names if name not in self._taken)
            self._taken.add(self._given[what, was])
        return self._given[what, was]


def stray(text: str, mask: Mask, decided: list[Span]) -> list[tuple[Span, str]]:
    """Where known forms stand in `text` outside the `decided` spans (replaced, or kept because they tell nothing)."""
    return [(span, shown) for span, shown in mask.places(text) if not any(span.overlaps(d) for d in decided)]


def is_generic(label: str) -> bool:
    """Whether a speaker's label names nobody."""
    return re.sub(r"[\W\d_]+", "", label).casefold() in _GENERIC | {""}


def called(voices: list[Voice]) -> dict[str, str]:
    """Speaker id -> a label that names nobody, told apart by numbers; of one interview's speakers."""
    out: dict[str, str] = {}
    taken = {v.label for v in voices if is_generic(v.label)}
    for voice in voices:
        if is_generic(voice.label):
            out[voice.id] = voice.label
            continue
        plain = wanted = CALLED[SpeakerRole(voice.role)]
        number = 2
        while wanted in taken:
            wanted, number = f"{plain} {number}", number + 1
        taken.add(wanted)
        out[voice.id] = wanted
    return out
