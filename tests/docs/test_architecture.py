"""docs/architecture.md draws the house as it stands, and every place it names is there."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rrt_qual"
PAGES = [ROOT / "docs" / "architecture.md", ROOT / "docs" / "design.md", ROOT / "CONTRIBUTING.md"]

#: `folder/`, `folder/file.py` or `folder/file.py:name`, with a dot before a member of a class.
_PLACE = re.compile(r"`((?:[\w.-]+/)+|(?:[\w.-]+/)*[\w.-]+\.(?:py|md|toml|yaml|j2|tcss))(?::([A-Za-z_][\w.]*))?`")


def drawer() -> ModuleType:
    """The script that makes the drawing; docs/ is no package."""
    spec = importlib.util.spec_from_file_location("make_architecture", ROOT / "docs" / "make_architecture.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def places(page: Path) -> list[tuple[str, str]]:
    """(path, name or '') of each place that a page names outside its drawing and its examples of code."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return _PLACE.findall(text)


def resolved(path: str) -> Path | None:
    """Where a named path is: below src/rrt_qual, or else below the repository."""
    return next((base / path for base in (SOURCE, ROOT) if (base / path).exists()), None)


def has(path: Path, name: str) -> bool:
    """Whether a module defines a function, class or constant, or a class of it that member."""
    body: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body
    for part in name.split("."):
        found = next((node for node in body if part in _defined(node)), None)
        if found is None:
            return False
        body = getattr(found, "body", [])
    return True


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def test_the_drawing_is_what_the_imports_say() -> None:
    """An arrow, a room or its sentence that the page does not have would send a newcomer astray."""
    page = PAGES[0].read_text(encoding="utf-8")
    assert page == drawer().page(page), "run: python docs/make_architecture.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_named_places_are_there(page: Path) -> None:
    """Every file, folder and function that a page names exists, so that nobody looks for what has moved."""
    named = places(page)
    assert len(named) > 10
    missing = [path for path, _ in named if resolved(path) is None]
    assert missing == []
    lost = [f"{path}:{name}" for path, name in named if name and not has(resolved(path) or SOURCE, name)]
    assert lost == []


def test_there_are_twenty_answers() -> None:
    """The table of where to change something answers twenty questions, each with a place."""
    rows = re.findall(r"^\| (\d+)\. .+ \| (.+) \|$", PAGES[0].read_text(encoding="utf-8"), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 21))
    assert all(_PLACE.search(answer) for _, answer in rows)


def test_every_room_says_what_it_is_for() -> None:
    """A room without its sentence is a folder that one has to open to know."""
    drawn = drawer()
    floors = [floor for storey in drawn.STOREYS for floor in storey]
    said = [drawn.sentence((floor, room)) for floor in floors for room in drawn.rooms(floor)]
    assert len(said) > 40
    assert [line for line in said if len(line) < 15] == []
