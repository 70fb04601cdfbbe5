"""What comments and documents say of other modules is still where they say it is."""

from __future__ import annotations

import re
from pathlib import Path

from rrt_qual.domain.settings import SETTINGS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rrt_qual"
FLOORS = sorted(folder.parent.name for folder in SOURCE.glob("*/__init__.py"))

#: `store.file.door`, or a name in it: `store.file.door.connect`.
_DOTTED = re.compile(rf"`((?:{'|'.join(FLOORS)})(?:\.\w+)+)`")
#: `privacy/disclose/own_words.py`, from a floor or from the top of the repository.
_PATH = re.compile(rf"(?<![/\w])((?:src/rrt_qual/)?(?:{'|'.join(FLOORS)})/[\w/]+\.py)\b")


def _is_there(dotted: str) -> bool:
    """Whether a dotted name below `rrt_qual` is a room, a module, or something named in a module."""
    path = SOURCE.joinpath(*dotted.split("."))
    if path.is_dir() or path.with_suffix(".py").exists():
        return True
    module = path.parent.with_suffix(".py")
    return module.exists() and re.search(rf"\b{path.name}\b", module.read_text(encoding="utf-8")) is not None


def test_modules_that_comments_name_are_there() -> None:
    """A comment that sends its reader to a module that has moved costs more than none."""
    lost = []
    for page in [*SOURCE.rglob("*.py"), *(ROOT / "docs").glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        if page.suffix == ".py":  # documents speak of tables and their columns in the same form
            lost += [(page.name, n) for n in _DOTTED.findall(text) if n not in SETTINGS and not _is_there(n)]
        lost += [
            (page.name, name)
            for name in _PATH.findall(text)
            if not (SOURCE / name.removeprefix("src/rrt_qual/")).exists() and not (ROOT / name).exists()
        ]
    assert lost == []
