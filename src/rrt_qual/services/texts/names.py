"""Names that tell nothing: of interviews, of speakers, and of whoever free text speaks of.

What is known to identify are the forms in the key and the words that are replaced in the texts. While both are
out of the project (in a key file) nothing is known, and nothing is there to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.interview import Speaker, SpeakerRole
from rrt_qual.privacy.hide.masker import KnownWords, Masker
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import overlays, pseudonyms

__all__ = ["PublicNames", "told_apart"]


#: (path, state of the overlays) -> what finds their names: making one reads every text with replaced words.
_maskers: dict[tuple[str, str], Masker] = {}
#: A masker holds the forms of all names: one for each of the states that two projects or two threads are in.
_KEPT = 4


class PublicNames:
    """The names of a project as readers may see them; a snapshot of when they were first asked for."""

    def __init__(self, project: Project) -> None:
        self._conn = project.conn
        self._key = (str(project.path), overlays.state(self._conn))

    @cached_property
    def masker(self) -> Masker:
        """What finds the known forms in free text; kept for as long as nothing changes."""
        found = _maskers.get(self._key)
        if found is None:
            while len(_maskers) >= _KEPT:
                _maskers.pop(next(iter(_maskers)), None)
            found = _maskers[self._key] = self._masker()
        return found

    def _masker(self) -> Masker:
        by_id = {p.id: p for p in pseudonyms.every(self._conn)}
        known = [
            KnownWords(form, by_id[pseudonym_id].name, by_id[pseudonym_id].kind is FindKind.PERSON)
            for found in pseudonyms.forms(self._conn).values()
            for form, pseudonym_id in found
            if pseudonym_id in by_id
        ]
        known += [
            KnownWords(words, shown, kind is FindKind.PERSON)
            for words, shown, kind in overlays.replaced_words(self._conn)
        ]
        return Masker(known)

    @cached_property
    def interviews(self) -> dict[str, str]:
        """Interview id -> the name that may be seen, each once, by wave and name.

        An interview whose name holds no known form keeps it. Else the participant's code stands for it, with
        the wave if that tells them apart, or its number in the order of import.
        """
        found = overlays.named(self._conn)
        hidden = [one for one in found if self.masker.holds(one.name)]
        out = {one.id: one.name for one in found}
        if not hidden:
            return out
        taken = {one.name.casefold() for one in found}
        codes = [one.participant for one in hidden]
        for one in hidden:
            code = self.code(one.participant)
            tries = [code] if codes.count(one.participant) == 1 else []
            tries += [f"{code} {one.wave}"] if code and one.wave else []
            tries = [t for t in tries if t and t.casefold() not in taken] or [_numbered(one.number, taken)]
            out[one.id] = tries[0]
            taken.add(tries[0].casefold())
        return out

    def of_name(self, name: str) -> str:
        """What may be said for an interview's own name; of one that is there no more, without the known forms."""
        return self._of_name.get(name) or self.masker.mask(name)

    @cached_property
    def _of_name(self) -> dict[str, str]:
        return {one.name: self.interviews[one.id] for one in overlays.named(self._conn)}

    def code(self, participant: str) -> str:
        """A participant's code, or '' where it holds a known form."""
        return "" if self.masker.holds(participant) else participant

    def values(self, found: Iterable[str]) -> dict[str, str]:
        """Value of an attribute -> what may be said for it, as `told_apart`."""
        return told_apart(self.masker.mask, found)

    def speakers(self, found: Sequence[Speaker], participant: str) -> tuple[Speaker, ...]:
        """Speakers by role: the participant's code or 'Participant', 'Interviewer', 'Other 1'; full names left out."""
        totals = {role: sum(1 for s in found if s.role is role) for role in SpeakerRole}
        counted = dict.fromkeys(SpeakerRole, 0)
        out = []
        for speaker in found:
            counted[speaker.role] += 1
            label = speaker.role.value.capitalize()
            if speaker.role is SpeakerRole.OTHER or totals[speaker.role] > 1:
                label = f"{label} {counted[speaker.role]}"
            elif speaker.role is SpeakerRole.PARTICIPANT:
                label = self.code(participant) or label
            out.append(replace(speaker, label=label, name=""))
        return tuple(out)


def _numbered(number: int, taken: set[str]) -> str:
    name = f"Interview {number}"
    while name.casefold() in taken:
        name += "'"
    return name


def told_apart(mask: Callable[[str], str], found: Iterable[str]) -> dict[str, str]:
    """Value of an attribute -> what may be said for it: without known forms, and no two alike.

    Values that would read alike are numbered, in the order of what they were, so that two groups stay two. `found` are
    all values that the project has: the numbers of some of them alone would be others.
    """
    masked = {value: mask(value) for value in sorted(set(found))}
    taken = {shown for value, shown in masked.items() if value == shown}
    out = {}
    for value, shown in masked.items():
        name, number = shown, 1
        while value != shown and name in taken:
            number += 1
            name = f"{shown} {number}"
        taken.add(name)
        out[value] = name
    return out
