"""Draw the house from its imports into docs/architecture.md: `python docs/make_architecture.py`.

A floor is a folder of src/rrt_qual, a room a folder of a floor; what a room is for is the first sentence of its
docstring. A test compares the page with what this makes, so the drawing cannot grow old.
"""

from __future__ import annotations

import ast
import re
import textwrap
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "rrt_qual"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawing: made by docs/make_architecture.py -->", "<!-- end of drawing -->"

#: Top to bottom, as the import contract between floors has them. What stands in one line knows nothing of the others.
STOREYS = (
    ("cli", "tui"),
    ("services",),
    ("ingest", "store", "suggest", "privacy", "analysis", "export"),
    ("domain",),
)
#: Nearly every room builds on the values of this floor, so arrows to it would only hide the others.
GROUND = "domain"
WIDTH = 118

#: (floor, room); the room '' stands for the modules that lie in the floor beside its rooms.
Room = tuple[str, str]


def rooms(floor: str) -> list[str]:
    """The rooms of a floor by name, without ''."""
    return sorted(folder.parent.name for folder in (SOURCE / floor).glob("*/__init__.py"))


def room_of(parts: list[str]) -> Room | None:
    """The room of a dotted name below `rrt_qual`; None where it is in no floor (`__version__`)."""
    if not parts or not (SOURCE / parts[0]).is_dir():
        return None
    inner = parts[1] if len(parts) > 1 else ""
    return parts[0], inner if (SOURCE / parts[0] / inner / "__init__.py").exists() and inner else ""


@cache
def arrows() -> dict[Room, frozenset[Room]]:
    """Room -> the rooms that its modules import, itself left out; imports inside functions count too."""
    found: dict[Room, set[Room]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        here = room_of(list(path.relative_to(SOURCE).with_suffix("").parts))
        if here is None:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                first, *rest = name.split(".")
                there = room_of(rest) if first == "rrt_qual" else None
                if there not in (None, here):
                    found.setdefault(here, set()).add(there)
    return {room: frozenset(there) for room, there in found.items()}


def sentence(room: Room) -> str:
    """What a room (or, with '', a floor) is for: its docstring's first line."""
    floor, name = room
    text = (SOURCE / floor / name / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").splitlines()[0]


def modules(floor: str) -> list[str]:
    """The modules that lie in a floor beside its rooms."""
    return sorted(path.stem for path in (SOURCE / floor).glob("*.py") if path.stem != "__init__")


def _depth(room: Room, above: tuple[Room, ...] = ()) -> int:
    """How many rooms of the same floor lie below one another under this one."""
    below = [r for r in arrows().get(room, ()) if r[0] == room[0] and r[1] and r not in above]
    return max((1 + _depth(r, (*above, room)) for r in below), default=0)


def _told(here: Room) -> str:
    """Where a room's arrows lead, by floor: its own first, the ground floor left out."""
    there = arrows().get(here, frozenset())
    parts = []
    for floor in (here[0], *(f for storey in STOREYS for f in storey)):
        inside = sorted(room or "(beside)" for f, room in there if f == floor)
        if inside and floor != GROUND and not (floor == here[0] and parts):
            parts.append(" ".join(inside) if floor == here[0] else f"{floor}: {' '.join(inside)}")
    return "; ".join(part.replace(": (beside)", "") if part.endswith(": (beside)") else part for part in parts)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, WIDTH - 4, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _floor(floor: str) -> list[str]:
    """The box of one floor: the room that builds on most others first, so that its own arrows lead down."""
    lines = _wrapped(sentence((floor, "")), "", "")
    names = sorted(rooms(floor), key=lambda name: (-_depth((floor, name)), name))
    if beside := modules(floor):
        lines += ["", *_wrapped(", ".join(beside), "  beside the rooms  ", " " * 20)]
        if told := _told((floor, "")):
            lines += _wrapped(told, " " * 20 + "-> ", " " * 23)
    for name in names:
        lines += ["", *_wrapped(sentence((floor, name)), f"  {name:<18}", " " * 20)]
        if told := _told((floor, name)):
            lines += _wrapped(told, " " * 20 + "-> ", " " * 23)
    title = f" {floor} "
    return [
        f"┌─{title}{'─' * (WIDTH - 3 - len(title))}┐",
        *(f"│ {line:<{WIDTH - 4}} │" for line in lines),
        f"└{'─' * (WIDTH - 2)}┘",
    ]


def drawing() -> str:
    """All floors, top to bottom."""
    parts = [line for n, storey in enumerate(STOREYS) for line in ([] if n == 0 else ["        │", "        ▼"])
             + [line for floor in storey for line in _floor(floor)]]  # fmt: skip
    return "\n".join(("```text", *parts, "```"))


def page(text: str) -> str:
    """The page with the drawing between its marks made anew."""
    pattern = re.compile(re.escape(BEGIN) + r".*?" + re.escape(END), re.S)
    return pattern.sub(lambda _: f"{BEGIN}\n{drawing()}\n{END}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
