"""Themes of an earlier and a later codebook, counted in the coarser of the two so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Became:
    """`earlier` became `later`; `kind` is renamed, split or merged."""

    earlier: str
    later: str
    kind: str


@dataclass(frozen=True, slots=True)
class Family:
    """Themes that are counted as one, under `key`: the coarsest of them, the newest of those."""

    key: str
    members: tuple[str, ...]
    note: str = ""


def families(themes: Sequence[str], became: Iterable[Became]) -> list[Family]:
    """Every theme in exactly one family, in the order of `themes`; most are families of one.

    A theme that was renamed is counted with its new name, one that was split with its parts, and those that were
    merged with what they became; chains of these are one family.
    """
    links = [b for b in became if b.earlier in themes and b.later in themes]
    whole = _Sets(themes, links)
    members: dict[str, list[str]] = {}
    for theme in themes:
        members.setdefault(whole.top(theme), []).append(theme)
    return [
        Family(_key(found, of := [b for b in links if b.earlier in found]), tuple(found), _note(of))
        for found in members.values()
    ]


class _Sets:
    """Themes that hang together by the links, each set known by one of them."""

    def __init__(self, themes: Iterable[str], links: Iterable[Became]) -> None:
        self._above = {theme: theme for theme in themes}
        for link in links:
            self._above[self.top(link.later)] = self.top(link.earlier)

    def top(self, theme: str) -> str:
        while self._above[theme] != theme:
            self._above[theme] = self._above[self._above[theme]]
            theme = self._above[theme]
        return theme


def _key(members: Sequence[str], links: Sequence[Became]) -> str:
    """The coarsest theme: no part of a split, nothing that was merged away; of several names the newest."""
    names = _Sets(members, [b for b in links if b.kind == "renamed"])
    apart = [b for b in links if names.top(b.earlier) != names.top(b.later)]
    finer = {names.top(b.later if b.kind == "split" else b.earlier) for b in apart}
    coarse = next((names.top(m) for m in members if names.top(m) not in finer), names.top(members[0]))
    older = {b.earlier for b in links if b.kind == "renamed" and b.earlier != b.later}
    same = [m for m in members if names.top(m) == coarse]
    return next((m for m in same if m not in older), same[0])


def _note(links: Sequence[Became]) -> str:
    """'caseload was split into caseload-mix, caseload-size'; '' for a family of one."""
    said = []
    for link in links:
        if link.kind == "renamed":
            said.append(f"{link.earlier} is now {link.later}")
    for earlier in dict.fromkeys(b.earlier for b in links if b.kind == "split"):
        parts = ", ".join(b.later for b in links if b.kind == "split" and b.earlier == earlier)
        said.append(f"{earlier} was split into {parts}")
    for later in dict.fromkeys(b.later for b in links if b.kind == "merged"):
        parts = ", ".join(b.earlier for b in links if b.kind == "merged" and b.later == later)
        said.append(f"{parts} became {later}")
    return f"counted together: {'; '.join(said)}" if said else ""
