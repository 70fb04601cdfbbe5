"""Which interviews quotes are taken from, and what a filter may give away of who speaks.

Whoever reads a quote knows by which filter it was found: 'a manager in the North team' may be one person. So the
filter counts as said of the speaker: where it leaves too few people, nothing is printed, and what is said of a
speaker beside it must still be true of enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.services.texts.names import told_apart
from rrt_qual.store.interviews.interviews import Head


@dataclass(frozen=True, slots=True)
class Filter:
    """What must be true of an interview: (attribute, value) pairs, 'wave' among them."""

    pairs: tuple[tuple[str, str], ...] = ()

    def fits(self, head: Head) -> bool:
        """Whether an interview is meant."""
        return all(_value(head, name).casefold() == value.casefold() for name, value in self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)


def read_filter(
    attributes: Iterable[str],
    heads: Iterable[Head],
    mask: Callable[[str], str],
    wave: str | None,
    where: Sequence[tuple[str, str]],
) -> Filter:
    """The filter of a wave and (attribute, value) pairs, of a project that has these attributes and interviews.

    A value may be given as it is, or as it may be called where `mask` covers a name in it.

    Raises:
        NotFound: no interview has such a wave, attribute or value; the sentence names those there are.
    """
    pairs = [*([("wave", wave)] if wave is not None else []), *where]
    if not pairs:
        return Filter()
    names = {n.casefold(): n for n in attributes}
    every = list(heads)
    out = []
    for name, value in pairs:
        real = names.get(name.casefold())
        if real is None:
            raise NotFound(f"There is no attribute '{name[:60]}'.", f"Attributes here: {', '.join(names.values())}.")
        values = told_apart(mask, {v for h in every if (v := _value(h, real))})
        asked = value.strip().casefold()
        found = next((raw for raw, said in values.items() if asked in (said.casefold(), raw.casefold())), None)
        if found is None:
            some = ", ".join([*values.values()][:12]) + (" …" if len(values) > 12 else "")
            raise NotFound(f"No interview has '{value[:60]}' as its {real}.", f"There are: {some or 'none'}.")
        out.append((real, found))
    return Filter(tuple(dict.fromkeys(out)))


def parse_pair(words: str) -> tuple[str, str]:
    """'role=Manager' as ('role', 'Manager'); raises UsageError."""
    name, sign, value = words.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UsageError(f"'{words[:60]}' is no ATTRIBUTE=VALUE.", "Write --where role=Manager.")
    return name.strip(), value.strip()


def participants(heads: Iterable[Head], wanted: Filter) -> int:
    """How many people the interviews that are meant come from."""
    return len({h.participant or h.id for h in heads if wanted.fits(h)})


def too_narrow(heads: Iterable[Head], wanted: Filter, threshold: int) -> str:
    """Why nothing may be printed that was found by this filter; '' when it leaves enough people."""
    if not wanted or participants(heads, wanted) >= threshold:
        return ""
    return f"The filter leaves fewer than {threshold} people: a quote found by it could point at one of them."


def narrowed(
    heads: Iterable[Head], wanted: Filter, attribution: Sequence[tuple[str, str]], threshold: int
) -> tuple[tuple[str, str], ...]:
    """What may be said of a speaker when the filter is known too: the pairs, in order, that enough people share."""
    if not wanted:
        return tuple(attribution)
    every = list(heads)
    said: list[tuple[str, str]] = []
    for pair in attribution:
        if participants(every, Filter((*wanted.pairs, *said, pair))) >= threshold:
            said.append(pair)
    return tuple(said)


def _value(head: Head, name: str) -> str:
    if name == "wave":
        return head.wave
    return head.participant if name == "participant" else head.attributes.get(name, "")
