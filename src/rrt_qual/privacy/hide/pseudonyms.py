"""What stands for whom: how pseudonyms are named, which one is proposed, and which names are refused.

Pure. A *form* is a way in which the interviews write a name; two forms with one `form_key` are the same. Names of
pseudonyms stand in square brackets, as the UK Data Service asks, so that a reader sees what was replaced.

The styles that hold unless the project sets others: people get letters ([Person A]), because a talk is about who
did what to whom; places, teams and organisations get numbers ([Place 2]), because people compare them ('from one
town to another') and a bare [place] would make two of them one. All else is never spoken of twice in a way that
matters, and a number would only link what need not be linked: [date], [phone number].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from rrt_qual.domain.confidentiality.names import form_key
from rrt_qual.domain.confidentiality.privacy import FindKind, ListedName, Pseudonym
from rrt_qual.domain.errors import Conflict, UsageError

#: How long the name of a pseudonym may be, brackets included.
LONGEST = 40


class Scheme(StrEnum):
    """How the pseudonyms of one kind are told apart: by letters, by numbers, or not at all."""

    LETTER = "letter"
    NUMBER = "number"
    PLAIN = "plain"


class WavePolicy(StrEnum):
    """Whether somebody keeps one pseudonym in all waves, or gets another in each."""

    SAME = "same"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Style:
    """How the pseudonyms of one kind are named: `label` is the word in the brackets."""

    label: str
    scheme: Scheme


STYLES: Mapping[FindKind, Style] = {
    FindKind.PERSON: Style("Person", Scheme.LETTER),
    FindKind.PLACE: Style("Place", Scheme.NUMBER),
    FindKind.TEAM: Style("Team", Scheme.NUMBER),
    FindKind.ORGANISATION: Style("Organisation", Scheme.NUMBER),
    FindKind.PHONE: Style("phone number", Scheme.PLAIN),
    FindKind.EMAIL: Style("email address", Scheme.PLAIN),
    FindKind.POSTCODE: Style("postcode", Scheme.PLAIN),
    FindKind.NHS_NUMBER: Style("NHS number", Scheme.PLAIN),
    FindKind.CASE_NUMBER: Style("case number", Scheme.PLAIN),
    FindKind.DATE: Style("date", Scheme.PLAIN),
    FindKind.AGE: Style("age", Scheme.PLAIN),
    FindKind.JOB_TITLE: Style("job title", Scheme.PLAIN),
    FindKind.OTHER: Style("detail", Scheme.PLAIN),
}

#: Kinds whose words name nobody by themselves: '34' or 'in May' elsewhere is something else, so they are replaced
#: one by one and kept out of the key.
UNKEYED = frozenset({FindKind.DATE, FindKind.AGE})


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    "mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev father sister brother nurse aunt auntie uncle"
    " nan nana gran grandad mum dad"
)
#: Words that may stand in a pseudonym although they also stand beside somebody's name.
_ROLES = _TITLES | _words(
    "a an the of and in at for my our your his her their person people place team organisation manager leader head"
    " director deputy assistant senior principal practice service area worker social officer supervisor colleague"
    " student child parent mother family judge foster carer police teacher friend partner interviewer participant"
    " speaker town city village office council"
)


@dataclass(frozen=True, slots=True)
class ProposedPseudonym:
    """The pseudonym that is proposed for some words; without `pseudonym_id` it would be made. `why` for people.

    `plain`: it stands for everything of its kind.
    """

    name: str
    pseudonym_id: str = ""
    why: str = ""
    plain: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it is not there yet."""
        return not self.pseudonym_id


def letters(n: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    out = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def name_at(style: Style, label: str, n: int) -> str:
    """The nth name (from 0) of a style under a label: [Person A], [Team 1]; of a plain one [date], then [date 2]."""
    if style.scheme is Scheme.PLAIN:
        return f"[{label} {n + 1}]" if n else f"[{label}]"
    return f"[{label} {letters(n) if style.scheme is Scheme.LETTER else n + 1}]"


def inner(name: str) -> str:
    """The words of a pseudonym's name without its brackets."""
    return " ".join(name.strip().strip("[]").split())


def bracketed(words: str) -> str:
    """`words` as the name of a pseudonym.

    Raises:
        UsageError: no letter in them, brackets inside, or too long.
    """
    words = inner(words)
    name = f"[{words}]"
    if not any(c.isalpha() for c in words):
        raise UsageError("A pseudonym needs a word.", "Give one such as 'Manager' or 'town'.")
    if set(words) & set("[]{}<>") or not words.isprintable():
        raise UsageError("A pseudonym cannot have brackets or control characters in it.", "Brackets are put round it.")
    if len(name) > LONGEST:
        raise UsageError(f"A pseudonym has at most {LONGEST - 2} characters.", "Give a shorter one.")
    return name


@dataclass(frozen=True, slots=True)
class Reals:
    """What really is somebody's or some place's name: no pseudonym may be called so.

    `whole` are the keys of all known forms, `parts` the words of people's names.
    """

    whole: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[str], others: Iterable[str]) -> Reals:
        """From the forms of people's names, and of all else that has a name."""
        folk = {form_key(p) for p in people}
        parts = {w for key in folk for w in key.split() if len(w) > 1 and w not in _ROLES}
        return cls(frozenset(folk | {form_key(o) for o in others}) - {""}, frozenset(parts))

    def is_one(self, name: str) -> bool:
        """Whether a pseudonym of that name would be a real name as a whole."""
        return form_key(inner(name)) in self.whole

    def has(self, name: str) -> bool:
        """Whether a pseudonym of that name would be, or hold, a real name."""
        key = form_key(inner(name))
        return key in self.whole or any(w in self.parts for w in re.split(r"[\s\-]+", key) if w not in _ROLES)


class Registry:
    """All pseudonyms and the forms they stand for; proposes one for words, and names new ones.

    `forms` is form key -> (form, pseudonym id) as the store has them. What a batch makes on its way is told with
    `add` and `learn`.
    """

    def __init__(
        self,
        pseudonyms: Sequence[Pseudonym],
        forms: Mapping[str, Sequence[tuple[str, str]]],
        *,
        listed: Sequence[ListedName] = (),
        styles: Mapping[FindKind, Style] = STYLES,
        policy: WavePolicy = WavePolicy.SAME,
    ) -> None:
        self.styles = {**STYLES, **styles}
        self.policy = policy
        self.pseudonyms: dict[str, Pseudonym] = {}
        self.keys_of: dict[str, set[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        self._by_part: dict[tuple[FindKind, str], set[str]] = {}
        self._by_name: dict[str, list[Pseudonym]] = {}
        self._alike: dict[tuple[FindKind, str], set[str]] = {}
        self._tried: dict[tuple[Style, str], int] = {}
        for pseudonym in sorted(pseudonyms, key=lambda p: p.id):
            self.add(pseudonym)
        for key, found in forms.items():
            for _, pseudonym_id in found:
                self.learn(pseudonym_id, key)
        for one in listed:
            group = {form_key(f) for f in (one.name, *one.aliases)} - {""}
            for key in group:
                self._alike.setdefault((one.kind, key), set()).update(group)

    # what there is ------------------------------------------------------------------------------

    def add(self, pseudonym: Pseudonym) -> None:
        """A pseudonym was made."""
        self.pseudonyms[pseudonym.id] = pseudonym
        self.keys_of.setdefault(pseudonym.id, set())
        self._by_name.setdefault(pseudonym.name.casefold(), []).append(pseudonym)

    def learn(self, pseudonym_id: str, key: str) -> None:
        """A form is meant by a pseudonym from now on."""
        if pseudonym_id not in self.pseudonyms or key in self.keys_of[pseudonym_id]:
            return
        self.keys_of[pseudonym_id].add(key)
        self._by_key.setdefault(key, []).append(pseudonym_id)
        kind = self.pseudonyms[pseudonym_id].kind
        for part in _ends(key):
            self._by_part.setdefault((kind, part), set()).add(pseudonym_id)

    def rivals(self, key: str, pseudonym_id: str) -> set[str]:
        """The other pseudonyms that a form means: somebody else of the same name."""
        return set(self._by_key.get(key, ())) - {pseudonym_id}

    def counterpart(self, pseudonym_id: str, wave: str) -> Pseudonym | None:
        """The pseudonym that serves `wave` for whoever this one stands for; None when there is none yet."""
        mine = self.pseudonyms[pseudonym_id]
        if self._serves(mine, wave):
            return mine
        ids = {i for key in self.keys_of[pseudonym_id] for i in self._by_key.get(key, ())}
        return next((p for p in self._among(ids, wave) if p.kind is mine.kind), None)

    def alike(self, pseudonym_id: str) -> set[str]:
        """The keys of all forms that mean this pseudonym: those it was given, and other forms of listed names."""
        kind = self.pseudonyms[pseudonym_id].kind
        keys = set(self.keys_of[pseudonym_id])
        for key in self.keys_of[pseudonym_id]:
            keys |= self._alike.get((kind, key), set())
        return keys

    def serving(self, wave: str) -> list[Pseudonym]:
        """The pseudonyms that may be used in a wave, by kind and name."""
        found = [p for p in self.pseudonyms.values() if self._serves(p, wave)]
        return sorted(found, key=lambda p: (p.kind, len(p.name), p.name))

    def wave_for(self, wave: str, kind: FindKind, name: str) -> str:
        """What is written down as the wave of a pseudonym made for an interview of `wave`; [date] serves all waves."""
        style = self.styles[kind]
        plain = style.scheme is Scheme.PLAIN and inner(name).casefold() == style.label.casefold()
        return wave if self.policy is WavePolicy.SEPARATE and not plain else ""

    def _serves(self, pseudonym: Pseudonym, wave: str) -> bool:
        return pseudonym.wave in ("", wave)

    # proposing ----------------------------------------------------------------------------------

    def propose(
        self, kind: FindKind, words: str, wave: str, reals: Callable[[], Reals], near: Iterable[str] = ()
    ) -> ProposedPseudonym:
        """What to replace `words` by in an interview of `wave`, in which the pseudonyms `near` are used already.

        `reals` is asked only when a new name is needed.
        """
        key = form_key(words)
        near = set(near)
        if kind not in UNKEYED and (found := self._known(kind, key, wave, near)) is not None:
            return found
        style = self.styles[kind]
        if style.scheme is Scheme.PLAIN:
            for plain in self._by_name.get(f"[{style.label}]".casefold(), ()):
                if plain.kind is kind and self._serves(plain, wave):
                    return ProposedPseudonym(plain.name, plain.id, f"Stands for every {style.label}.", plain=True)
            return ProposedPseudonym(self.next_name(kind, reals()), why=f"Stands for every {style.label}.", plain=True)
        return ProposedPseudonym(self.next_name(kind, reals()), why="New: not replaced before.")

    def _known(self, kind: FindKind, key: str, wave: str, near: set[str]) -> ProposedPseudonym | None:
        """The pseudonym that these words mean already, and why; None when they are new."""
        same = self._among(self._by_key.get(key, ()), wave)
        of_kind = [p for p in same if p.kind is kind]
        for found in (of_kind, same):
            close = [p for p in found if p.id in near] or found
            if len(found) == 1 or (found and found is of_kind):
                others = len(found) - 1
                also = f" {others} other{'s' if others > 1 else ''} of this name: c chooses." if others else ""
                return ProposedPseudonym(close[0].name, close[0].id, f"The same words were replaced by it.{also}")
        group = {i for k in self._alike.get((kind, key), ()) for i in self._by_key.get(k, ())}
        if len(listed := [p for p in self._among(group, wave) if p.kind is kind]) == 1:
            return ProposedPseudonym(listed[0].name, listed[0].id, "The project's list says that it is the same.")
        return self._part(kind, key, wave, near) if kind is FindKind.PERSON else None

    def _part(self, kind: FindKind, key: str, wave: str, near: set[str]) -> ProposedPseudonym | None:
        bare = [w for w in key.split() if w.rstrip(".") not in _TITLES]
        if len(bare) == 1:
            whole = self._among(self._by_part.get((kind, bare[0]), set()) | self._only(kind, bare[0]), wave)
            if len(whole) == 1:
                return ProposedPseudonym(whole[0].name, whole[0].id, "Part of a name that was replaced by it.")
        elif len(bare) > 1:
            # 'Lesley Tranter' where this interview has had one 'Lesley' and nobody else is called so in full
            ends = {i for part in (bare[0], bare[-1]) for i in self._by_key.get(part, ())}
            part_of = [p for p in self._among(ends, wave) if p.kind is kind and p.id in near]
            if len(part_of) == 1 and not any(_ends(k) for k in self.keys_of[part_of[0].id]):
                return ProposedPseudonym(part_of[0].name, part_of[0].id, "A part of this name was replaced by it here.")
        return None

    def _only(self, kind: FindKind, word: str) -> set[str]:
        """'Mrs Tranter' where 'Tranter' alone is known."""
        return {i for i in self._by_key.get(word, ()) if self.pseudonyms[i].kind is kind}

    def _among(self, ids: Iterable[str], wave: str) -> list[Pseudonym]:
        """Those that serve the wave; the wave's own before those of all waves, then the one made first."""
        found = [self.pseudonyms[i] for i in set(ids) if self._serves(self.pseudonyms[i], wave)]
        found.sort(key=lambda p: (p.wave != wave, p.id))
        if found and self.policy is WavePolicy.SEPARATE and found[0].wave:
            found = [p for p in found if p.wave == wave]
        return found

    # naming -------------------------------------------------------------------------------------

    def next_name(self, kind: FindKind, reals: Reals, label: str = "") -> str:
        """The first name of the kind's style (or of another label) that is free in every wave and nobody's own.

        The usual labels may hold words that the finder once took for somebody's name ('number'), and [date] is
        nobody's, whatever was found.

        Raises:
            UsageError: the label is a real name or cannot be a name.
        """
        style = self.styles[kind]
        if label:
            label = inner(bracketed(label))
            if reals.has(label):
                raise refused()
        plain = style.scheme is Scheme.PLAIN and not label
        label = label or style.label
        # names are only ever added, so those refused before need not be tried again
        for n in count(self._tried.get((style, label), 0)):
            name = name_at(style, label, n)
            if name.casefold() not in self._by_name and ((plain and n == 0) or not reals.is_one(name)):
                self._tried[style, label] = n
                return name
        raise AssertionError("there are names without end")

    def check_name(self, words: str, wave: str, reals: Reals, *, but: str = "") -> str:
        """`words` as the name of a new pseudonym for a wave ('' for all), or of the pseudonym `but`.

        Raises:
            UsageError: it is a real name, or cannot be a name.
            Conflict: another pseudonym of that wave has it.
        """
        name = bracketed(words)
        if reals.has(name):
            raise refused()
        for other in self._by_name.get(name.casefold(), ()):
            if other.id != but and (not wave or self._serves(other, wave)):
                raise Conflict(
                    f"{name} stands for somebody or something else.", "Choose it from the list, if it is the same."
                )
        return name


def refused() -> UsageError:
    """A pseudonym that would be somebody's real name."""
    return UsageError(
        "That is, or holds, a name that occurs in the interviews or on the project's list.",
        "Choose words that name nobody, such as a role: 'Manager'.",
    )


def _ends(key: str) -> set[str]:
    """First and last word of a full name or one with a title, without the title; none of a single word."""
    bare = [w for w in key.split() if w.rstrip(".") not in _TITLES]
    return {bare[0], bare[-1]} if bare and len(key.split()) > 1 else set()
