"""A number that somebody chose says why it is that number: whoever changes it must know what depends on it."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "rrt_qual"


def _is_number(node: ast.expr) -> bool:
    """Whether a value is made of numbers alone: 12, 1 << 20, -1, (12, 45)."""
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    if isinstance(node, ast.Tuple):
        return bool(node.elts) and all(map(_is_number, node.elts))
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.UnaryOp) and _is_number(node.operand)


def _is_explained(lines: list[str], at: int) -> bool:
    """Whether a comment stands in the line, or above it and what follows on one another without a blank line."""
    if "  # " in lines[at]:
        return True
    while at > 0 and lines[at - 1].strip():
        at -= 1
        if lines[at].startswith("#"):
            return True
    return False


def unexplained(source: str) -> list[tuple[int, str]]:
    """(line, constant) of the numbers at the top level of a module that no comment explains."""
    lines = source.splitlines()
    return [
        (node.lineno, ast.unparse(node))
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _is_number(node.value)
        if not _is_explained(lines, node.lineno - 1)
    ]


def test_every_chosen_number_has_its_reason() -> None:
    """`_ROUNDS = 12` alone leaves nobody the courage to make it 8 or 20."""
    found = {p.relative_to(SOURCE).as_posix(): unexplained(p.read_text(encoding="utf-8")) for p in SOURCE.rglob("*.py")}
    assert {path: numbers for path, numbers in found.items() if numbers} == {}


def test_the_search_for_bare_numbers_finds_them() -> None:
    """The rule itself: a comment counts that stands in the line or above its block, a blank line ends it."""
    assert unexplained("A = 3\n") == [(1, "A = 3")]
    assert unexplained("#: why\nA = 3\nB = -1\n\nC = (1, 2)\n") == [(5, "C = (1, 2)")]
    assert unexplained("A = 'x'\nB = 3  # why\nC = True\n") == []
