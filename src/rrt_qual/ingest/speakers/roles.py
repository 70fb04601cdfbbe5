"""Who asks and who answers: told, by the label's words, by what the file says, or by who asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rrt_qual.domain.errors import FileFault
from rrt_qual.domain.interview import Speaker, SpeakerRole
from rrt_qual.ingest.draft import DraftTurn, Person, TranscriptDraft
from rrt_qual.ingest.speakers.labels import could_be_label, fold, role_of_label

_ASKS_FIRST = re.compile(
    r"(?:(?:so|and|ok|okay|right|um|er|well|but|yeah|great|thanks|thank you|then)[, ]+){0,4}(?:what|how|why|where|when"
    r"|who|which|(?:can|could|would|do|did|have|are|were|is|was|has|does) (?:you|there|it|that|they|the)|tell me)\b",
    re.IGNORECASE,
)
_ENDS_ASKING = re.compile(r"[?？؟]['\"”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class SpeakingManner:
    """How one label speaks: share of turns that ask, words a turn, whether it speaks first."""

    label: str
    asking: float
    words: float
    first: bool

    @property
    def score(self) -> float:
        """How far it speaks like an interviewer; the halves that decide are asking and brevity."""
        return self.asking + 0.15 * self.first


@dataclass(slots=True)
class Roles:
    """Speakers in order of first turn, and what a person should check about them."""

    speakers: list[Speaker]
    warnings: list[str]


def give_roles(draft: TranscriptDraft, told: Sequence[str], file_name: str) -> Roles:
    """Roles for every label of `draft`; `told` are labels or names of interviewers that the user gave.

    Raises:
        FileFault: none of `told` is a speaker here, or one of them fits several speakers.
    """
    labels = list(dict.fromkeys(turn.label for turn in draft.turns))
    known = _Known(draft.people)
    names = {label: _full_name(label, known) for label in labels}
    roles: dict[str, SpeakerRole] = {}
    warnings: list[str] = []
    for label in _told(labels, names, told, file_name) if told else ():
        roles[label] = SpeakerRole.INTERVIEWER
    for label in labels:
        role = roles.get(label) or _by_words(label, names[label], known)
        if role:
            roles[label] = role
    manners = _manners(draft)
    _fill_in(labels, roles, manners, draft.hints, warnings)
    if told:
        if SpeakerRole.PARTICIPANT not in roles.values():
            warnings.append("Every speaker is an interviewer as told, so nothing in this interview is a participant's.")
    else:
        _someone_answers(draft, roles, warnings)
        _who_asks_more(roles, manners, warnings)
    return Roles([Speaker(label, roles[label], names[label]) for label in labels], warnings)


class _Known:
    """The people whom a file names, found by what they may be called; the first of several counts."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.by_key: dict[str, Person] = {}
        self.roles: dict[str, SpeakerRole] = {}
        self.full: dict[str, str] = {}
        self.short: dict[str, set[str]] = {}
        for person in people:
            key, name = fold(person.key), fold(person.name)
            if key:
                self.by_key.setdefault(key, person)
            if person.role:
                self.roles.setdefault(name, person.role)
            if " " in person.name.strip():
                self.full.setdefault(key, person.name)
                self.full.setdefault(name, person.name)
            for form in _short_forms(person.name):
                self.short.setdefault(form, set()).add(person.name)


def _full_name(label: str, known: _Known) -> str:
    """The full name that the file gives for a label: by key, name, part of a name or initials; or ''."""
    folded = fold(label)
    if folded and folded in known.full:
        return known.full[folded]
    fits = known.short.get(folded, set())
    if len(fits) == 1:
        return next(iter(fits))
    bare = re.sub(r"\s*\([^)]*\)", "", label.replace("*", "")).strip()
    is_name = 2 <= len(bare.split()) <= 4 and could_be_label(bare) and not re.search(r"\d", bare)
    return bare if is_name and role_of_label(label) is None and fold(bare.split()[0]) != "speaker" else ""


def _short_forms(name: str) -> set[str]:
    parts = fold(name).split()
    return {*parts, "".join(part[0] for part in parts), parts[0] + " " + parts[-1][0]} if len(parts) > 1 else set(parts)


def _told(labels: list[str], names: dict[str, str], told: Sequence[str], file_name: str) -> list[str]:
    """The labels that `told` means: exact label or name first, else a part that fits one speaker only."""
    found: list[str] = []
    for wish in told:
        want = fold(wish)
        exact = [label for label in labels if want and want in (fold(label), fold(names[label]))]
        part = [
            label
            for label in labels
            if want and (_part(want, label) or _part(want, names[label]) or _part(label, want))
        ]
        if not exact and len(part) > 1:
            raise FileFault(
                f"{file_name}: '{wish}' fits {len(part)} speakers: {_listed(part)}.",
                "Give the interviewer's whole label.",
            )
        found += exact or part
    if not found:
        seen = f"The labels seen are {_listed(labels)}." if any(labels) else "No speaker labels were seen."
        wishes = " or ".join(f"'{wish}'" for wish in told)
        raise FileFault(f"{file_name}: no speaker is called {wishes}.", seen)
    return found


def _part(want: str, whole: str) -> bool:
    """Whether the words of `want` are words of `whole`."""
    return bool(fold(want)) and set(fold(want).split()) <= set(fold(whole).split())


def _listed(labels: Sequence[str]) -> str:
    shown = [f"'{label}'" if label else "(no label)" for label in labels[:12]]
    return ", ".join(shown) + (f" and {len(labels) - 12} more" if len(labels) > 12 else "")


def _by_words(label: str, name: str, known: _Known) -> SpeakerRole | None:
    """What the legend says of a key, then what the label's words say, then what the file says of the name."""
    folded = fold(label)
    keyed = known.by_key.get(folded)
    if keyed and keyed.role:
        return keyed.role
    said = role_of_label(label)
    if said and not (keyed and keyed.name):
        return said
    return next((known.roles[form] for form in (folded, fold(name)) if form and form in known.roles), None)


def _manners(draft: TranscriptDraft) -> dict[str, SpeakingManner]:
    """How each label speaks, in one walk through the turns, however many labels there are."""
    turns: dict[str, list[DraftTurn]] = {}
    for turn in draft.turns:
        turns.setdefault(turn.label, []).append(turn)
    first = draft.turns[0].label
    return {
        label: SpeakingManner(
            label,
            sum(_asks(draft.text, turn) for turn in own) / len(own),
            sum(map(_rough_words, own)) / len(own),
            label == first,
        )
        for label, own in turns.items()
    }


def _rough_words(turn: DraftTurn) -> float:
    """Words by length: five letters and a space each, so that two million characters need no splitting."""
    return len(turn.span) / 6


def _asks(text: str, turn: DraftTurn) -> bool:
    """Whether a turn ends with a question mark, or has no stops at all and begins like a question."""
    tail = text[max(turn.span.start, turn.span.end - 40) : turn.span.end]
    if _ENDS_ASKING.search(tail):
        return True
    head = text[turn.span.start : min(turn.span.end, turn.span.start + 80)]
    return not re.search(r"[.!?]\s*$", tail) and _ASKS_FIRST.match(head) is not None


def _fill_in(
    labels: list[str],
    roles: dict[str, SpeakerRole],
    manners: dict[str, SpeakingManner],
    hints: Sequence[str],
    warnings: list[str],
) -> None:
    """Roles for the labels of which nothing is known, from what is known of the others, else by guessing."""
    unknown = [label for label in labels if label not in roles]
    if not unknown:
        return
    participants = SpeakerRole.PARTICIPANT in roles.values()
    if unknown == [""]:
        roles[""] = (
            SpeakerRole.OTHER if participants or SpeakerRole.INTERVIEWER in roles.values() else SpeakerRole.PARTICIPANT
        )
        warnings.append(
            "No speakers are named, so all of it was read as one participant's talk."
            if roles[""] is SpeakerRole.PARTICIPANT
            else "The first words have no speaker and were read as nobody's."
        )
    elif SpeakerRole.INTERVIEWER in roles.values():
        roles.update(dict.fromkeys(unknown, SpeakerRole.PARTICIPANT))
    elif participants and len(unknown) == 1:
        roles[unknown[0]] = SpeakerRole.INTERVIEWER
    else:
        askers = _guess([manners[label] for label in unknown if label], hints, participants)
        roles.update({label: SpeakerRole.PARTICIPANT for label in unknown if label not in askers})
        roles.update(dict.fromkeys(askers, SpeakerRole.INTERVIEWER))
        warnings.append(_guessed(askers, unknown))
    if roles.get("") is SpeakerRole.PARTICIPANT and any(labels):
        roles[""] = SpeakerRole.OTHER


def _guessed(askers: list[str], unknown: list[str]) -> str:
    if askers:
        return f"Roles were guessed by who asks: {_listed(askers)} taken for interviewer. Say --interviewer if wrong."
    if len(unknown) == 1:
        return f"Only {_listed(unknown)} speaks, so all of it was read as a participant's talk."
    return f"Nobody clearly asks, so {_listed(unknown)} were all read as participants. Say --interviewer NAME."


def _guess(manners: list[SpeakingManner], hints: Sequence[str], participants: bool) -> list[str]:
    """Those who ask clearly more than somebody else does, and speak no longer than they; perhaps nobody."""
    if len(manners) < 2 and not participants:
        return []
    wanted = {fold(hint) for hint in hints}
    scores = {each.label: each.score + 0.3 * (fold(each.label) in wanted) for each in manners}
    best = max(scores.values())
    longest = max(each.words for each in manners)
    least = min(scores.values())
    if best < 0.2 or (best < 1.5 * least and not participants):
        return []
    askers = [each.label for each in manners if scores[each.label] >= max(0.2, 0.4 * best) and each.words < longest]
    if not askers and len(manners) == 2:
        askers = [label for label, score in scores.items() if score == best]
    return askers


def _someone_answers(draft: TranscriptDraft, roles: dict[str, SpeakerRole], warnings: list[str]) -> None:
    """An interview has a participant: failing any, whoever says most."""
    if SpeakerRole.PARTICIPANT in roles.values():
        return
    said = dict.fromkeys(roles, 0)
    for turn in draft.turns:
        said[turn.label] += len(turn.span)
    candidates = [label for label in roles if roles[label] is SpeakerRole.INTERVIEWER] or list(roles)
    most = max(candidates, key=lambda label: said[label])
    roles[most] = SpeakerRole.PARTICIPANT
    warnings.append(f"No label names a participant, so {_listed([most])}, who says most, was read as one.")


def _who_asks_more(roles: dict[str, SpeakerRole], manners: dict[str, SpeakingManner], warnings: list[str]) -> None:
    """A word of doubt when a participant plainly asks and the interviewer does not."""
    asked = [manners[label] for label, role in roles.items() if role is SpeakerRole.INTERVIEWER]
    answered = [manners[label] for label, role in roles.items() if role is SpeakerRole.PARTICIPANT]
    if not asked or not answered:
        return
    ask, answer = max(asked, key=lambda each: each.asking), max(answered, key=lambda each: each.asking)
    if answer.asking >= 0.3 and answer.asking > 2 * ask.asking and answer.words < ask.words:
        warnings.append(
            f"'{answer.label}' was read as a participant but asks more than '{ask.label}'. Say --interviewer if wrong."
        )
