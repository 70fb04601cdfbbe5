"""Searching a project's interviews for identifying words.

Each interview is read by the finder once, in a transaction of its own, so that a scan that was stopped goes on where
it stopped. Then names that were found surely, or replaced, in one interview are looked for in all the others; that
needs no model, and is done at every scan. Nothing is kept outside of the project file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrt_qual.domain.confidentiality.privacy import Find, FindKind, KeptFind, Status
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals

if TYPE_CHECKING:
    from rrt_qual.privacy.find.finder import Finder
    from rrt_qual.privacy.words.types import Names

Progress = Callable[[int, int], None]

#: Words in the name of an attribute that say what its values name.
_ATTRIBUTES = (
    (re.compile(r"team|service|hub|unit|pod", re.I), FindKind.TEAM),
    (re.compile(r"office|site|location|locality|base|area|town|district|building|place|region", re.I), FindKind.PLACE),
    (re.compile(r"organi[sz]ation|council|authority|employer|agency|trust|school", re.I), FindKind.ORGANISATION),
    (
        re.compile(r"manager|supervisor|mentor|interviewer|^name$|full.?name|first.?name|surname|educator", re.I),
        FindKind.PERSON,
    ),
)
#: What speakers are called when nobody is named.
_NOBODY = re.compile(
    r"^(?:p|i|s|r|q|a|int|res|speaker|participant|interviewer|interviewee|respondent|researcher"
    r"|moderator|facilitator|unknown(?: speaker)?"
    r"|male|female|man|woman|voice|question|answer|social worker|worker|practitioner|other)?[\s._#:-]*\d*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did: interviews searched and passed over (searched before by the same finder), findings that are
    new, and findings of the whole project that are open now."""

    scanned: int
    skipped: int
    new: int
    open: int


def names_of(project: Project, *, with_lists: bool = True) -> Names:
    """What the project itself says identifies somebody; without lists: nothing."""
    from rrt_qual.privacy.words.types import Names

    if not with_lists:
        return Names()
    conn = project.conn
    values: dict[tuple[FindKind, str], None] = {}
    people: dict[str, None] = {}
    for head in interviews.heads(conn):
        for name, value in head.attributes.items():
            kind = next((kind for pattern, kind in _ATTRIBUTES if pattern.search(name)), None)
            if kind and value.strip() and not value.strip().isdigit():
                values[(kind, value.strip())] = None
    for name in interviews.speaker_names(conn):
        if not _NOBODY.match(name.strip()) and not (len(name.strip()) < 4 and name.strip().isupper()):
            people[name.strip()] = None
    return Names(tuple(pseudonyms.listed(conn)), tuple(sorted(values)), tuple(sorted(people)))


def scan(
    project: Project,
    interview_ids: Sequence[str] | None = None,
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> ScanReport:
    """Search interviews (None: all) and keep what was found; one transaction an interview, so it can be stopped.

    Interviews searched by the same finder for the same kinds before are passed over unless `again`. What is known
    from elsewhere is looked for in every interview that has been searched.
    """
    from rrt_qual.privacy.find.finder import Finder

    names = names_of(project)
    finder = Finder(names)
    kinds = review_settings.kinds(project)
    fingerprint = _fingerprint(finder, kinds)
    tallies = findings.tallies(project.conn)
    asked = None if interview_ids is None else set(interview_ids)
    wanted = [i for i in tallies if asked is None or i in asked]
    todo = [i for i in wanted if again or tallies[i].finder != fingerprint]
    before = _open_ids(project)
    for done, interview_id in enumerate(todo):
        if progress:
            progress(done, len(todo))
        _read(project, finder, fingerprint, interview_id, kinds)
    if progress:
        progress(len(todo), len(todo))
    _spread(project, names, fingerprint, kinds)
    now_open = _open_ids(project)
    return ScanReport(len(todo), len(wanted) - len(todo), len(now_open - before), len(now_open))


def fingerprint(project: Project) -> str:
    """What an interview that is searched now is marked with: the finder, its lists, the kinds looked for."""
    from rrt_qual.privacy.find.finder import Finder

    return _fingerprint(Finder(names_of(project)), review_settings.kinds(project))


def _fingerprint(finder: Finder, kinds: Collection[FindKind]) -> str:
    return finder.fingerprint + ("" if len(kinds) == len(FindKind) else f" {','.join(sorted(kinds))}")


def _open_ids(project: Project) -> set[str]:
    return {f.id for f in findings.every(project.conn, Status.OPEN)}


def _read(project: Project, finder: Finder, fingerprint: str, interview_id: str, kinds: Container[FindKind]) -> None:
    """Read one interview; what other interviews say of it, found earlier, stays until it is looked for again."""
    from rrt_qual.privacy.words.merge import apart_from

    transcript = originals.load(project.conn, interview_id)
    finds = [f for f in finder.find(transcript) if f.kind in kinds]
    with transaction(project.conn) as conn:
        have = findings.of_interview(conn, interview_id)
        finds = apart_from(transcript.text, finds, [f.span for f in have if not _is_ours(f)])
        spread = [_as_find(f) for f in have if _is_ours(f) and f.source == "known" and not _meets(f, finds)]
        findings.scanned(conn, interview_id, fingerprint, [*finds, *spread])


def _spread(project: Project, names: Names, fingerprint: str, kinds: Container[FindKind]) -> None:
    """Look in all interviews that this finder has read for what was replaced, or found surely, in any of them.

    Speakers and attributes are looked for here as well: those of an interview that came later are names in all.
    """
    conn = project.conn
    ids = [i for i, tally in findings.tallies(conn).items() if tally.finder == fingerprint]
    every: dict[str, list[KeptFind]] = {i: [] for i in ids}
    for finding in findings.every(conn):
        every.setdefault(finding.interview_id, []).append(finding)
    forms = _forms(project, names, every)
    if not forms:
        return
    from rrt_qual.privacy.find.finder import Spreader

    spreader = Spreader(forms)
    for interview_id in ids:
        have = every[interview_id]
        stay = [_as_find(f) for f in have if _is_ours(f) and f.source != "known"]
        taken = [f.span for f in have if not _is_ours(f)]
        spread = spreader.spread(originals.load(conn, interview_id), stay, taken)
        wanted = [f for f in spread if f.kind in kinds]
        if {(f.span, f.kind) for f in wanted} != {(f.span, f.kind) for f in have if _is_ours(f)}:
            with transaction(conn):
                findings.scanned(conn, interview_id, fingerprint, wanted)


def _forms(project: Project, names: Names, every: dict[str, list[KeptFind]]) -> dict[tuple[FindKind, str], str]:
    """(kind, words) -> why they are looked for: 'known' replaced, 'speaker', 'attribute', 'echo' found surely."""
    from rrt_qual.privacy.find.echo import sure_forms
    from rrt_qual.privacy.hide.pseudonyms import UNKEYED

    kinds = {p.id: p.kind for p in pseudonyms.every(project.conn)}
    forms = {
        (kinds[pseudonym_id], form): "known"
        for found in pseudonyms.forms(project.conn).values()
        for form, pseudonym_id in found
        if pseudonym_id in kinds
    }
    texts = {i: text for i, _, text in originals.texts(project.conn)}
    every = {i: found for i, found in every.items() if i in texts}  # what was withdrawn is not read
    for interview_id, found in every.items():
        for f in found:
            if f.status is Status.REPLACED and f.kind not in UNKEYED:  # '34' elsewhere is another thing
                forms.setdefault((f.kind, " ".join(f.span.of(texts[interview_id]).split())), "known")
    for person in names.people:
        forms.setdefault((FindKind.PERSON, person), "speaker")
    for form in names.attributes:
        forms.setdefault(form, "attribute")
    for interview_id, found in every.items():
        sure = [_as_find(f) for f in found if f.status is Status.OPEN and f.source != "known"]
        for form in sure_forms(texts[interview_id], sure):
            forms.setdefault(form, "echo")
    return forms


def _is_ours(f: KeptFind) -> bool:
    """Whether a scan made it and may take it away: nobody has decided on it or marked it by hand."""
    return f.status is Status.OPEN and f.source != "hand"


def _meets(finding: KeptFind, finds: Iterable[Find]) -> bool:
    return any(f.span.overlaps(finding.span) for f in finds)


def _as_find(f: KeptFind) -> Find:
    return Find(f.span, f.kind, f.likelihood, f.source, f.reason)
