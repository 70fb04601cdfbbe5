"""Which theme of a CSV codebook stands below which: by paths, by the column 'parent', by names with dots."""

from __future__ import annotations

from dataclasses import dataclass, field

from rrt_qual.domain.files.limits import THEME_DEPTH
from rrt_qual.ingest.faults import FaultList, clip, did_you_mean


@dataclass(eq=False)
class Line:
    """A theme as its row says it, the topmost of its codes first; `above` is the theme over it,
    `guessed` where only a dot in its name says so."""

    line: int
    codes: tuple[str, ...]
    domain: str = ""
    indicator: str = ""
    parent: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    made_up: bool = False
    above: Line | None = None
    guessed: bool = False

    @property
    def name(self) -> str:
        """The name of the theme itself."""
        return self.codes[-1]

    @property
    def group(self) -> tuple[str, str]:
        """Domain and indicator, folded; two empty texts where the row names neither."""
        return (self.domain.casefold(), self.indicator.casefold())

    @property
    def key(self) -> tuple[tuple[str, str], tuple[str, ...]]:
        """What tells it from all other themes that paths can name."""
        return (self.group, tuple(code.casefold() for code in self.codes))


def link_parents(lines: list[Line], faults: FaultList) -> None:
    """Finds the theme above each: by its path, by the column 'parent', or by Taguette's `parent.child`.

    What the rows say counts; what a dot may mean gives way where it contradicts that.
    """
    by_key = {line.key: line for line in reversed(lines)}
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        by_name.setdefault(line.name.casefold(), []).append(line)
    for line in lines:
        if len(line.codes) > 1:
            group, codes = line.key
            line.above = by_key[group, codes[:-1]]
        elif line.parent:
            line.above = _named_parent(line, by_name, faults)
        else:
            pieces = line.name.casefold().split(".")
            heads = (".".join(pieces[:count]) for count in range(len(pieces) - 1, 0, -1))
            line.above = next((by_name[head][0] for head in heads if len(by_name.get(head, ())) == 1), None)
            line.guessed = line.above is not None
    for line in lines:
        while (chain := _contradiction(line)) and (guess := next((one for one in chain if one.guessed), None)):
            guess.above, guess.guessed = None, False
    _note_circles(lines, faults)
    for line in lines:
        _note_odds(line, faults)


def _named_parent(line: Line, by_name: dict[str, list[Line]], faults: FaultList) -> Line | None:
    found = by_name.get(line.parent.casefold(), [])
    beside = [other for other in found if other.group == line.group]
    what = f'theme "{clip(line.name)}" names "{clip(line.parent)}" as its parent, '
    if line in found:
        faults.error(line.line, f'theme "{clip(line.name)}" names itself as its parent.', "Name another theme.")
    elif not found:
        hint = did_you_mean(line.parent, (name for name in by_name if name != line.name.casefold()))
        faults.error(line.line, f"{what}but no row has that theme.", hint or "Add a row for it, or empty the cell.")
    elif len(beside or found) > 1:
        rows = ", ".join(str(other.line) for other in beside or found)
        faults.error(line.line, f"{what}but several rows have it: {rows}.", "Give those themes different names.")
    else:
        return (beside or found)[0]
    return None


def _note_circles(lines: list[Line], faults: FaultList) -> None:
    done: set[int] = set()
    for start in lines:
        chain: list[Line] = []
        here: Line | None = start
        while here is not None and id(here) not in done and here not in chain:
            chain.append(here)
            here = here.above
        if here is not None and here in chain:
            circle = chain[chain.index(here) :]
            names = " > ".join(line.name for line in (*circle, circle[0]))
            what = f"these themes stand below one another in a circle: {names}."
            faults.error(min(line.line for line in circle), what, "Empty one of their parent cells.")
        done.update(map(id, chain))


def indicator_group(line: Line) -> tuple[str, str]:
    """The group that `line` stands in: its own, or that of the nearest theme above it that has one."""
    return next((above.group for above in _chain(line)[0] if any(above.group)), ("", ""))


def _chain(line: Line) -> tuple[list[Line], Line | None]:
    """`line` and the themes above it in order, no more than may be; and the one at which a circle of them closes."""
    chain = {id(line): line}
    here = line.above
    while here is not None and id(here) not in chain and len(chain) <= THEME_DEPTH + 1:
        chain[id(here)] = here
        here = here.above
    return list(chain.values()), here if here is not None and id(here) in chain else None


def _contradiction(line: Line) -> list[Line]:
    """The links upward from `line` that are a circle, or lead to a theme of another indicator; [] for none."""
    chain, circle = _chain(line)
    if circle is not None:
        return chain[chain.index(circle) :]
    for at, above in enumerate(chain):
        if any(line.group) and any(above.group) and above.group != line.group:
            return chain[:at]
    return []


def _note_odds(line: Line, faults: FaultList) -> None:
    """Notes a theme whose parents stand below another indicator, or are too many."""
    chain, circle = _chain(line)
    if circle is not None:
        return
    if len(chain) == THEME_DEPTH + 1:
        what = f'theme "{clip(line.name)}" stands below {THEME_DEPTH} others, more than can be shown.'
        faults.error(line.line, what, "Empty its parent cell, or give it a parent that stands higher.")
    if links := _contradiction(line):
        what = f'theme "{clip(line.name)}" names "{clip(chain[1].name)}" as its parent, '
        what += f"which stands below another indicator (line {chain[len(links)].line})."
        faults.error(line.line, what, "Write the same indicator in both rows.")
