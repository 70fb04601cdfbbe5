"""What a library's exception says is never shown and never logged: it may quote a cell or a transcript."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "rrt_qual"

#: Exceptions of our own, whose sentences we wrote.
OWN = {"RrtError", "ProjectError", "UsageError", "FileFault", "NotFound", "Conflict", "DataFault", "ModelMissing"}
OWN |= {"CodebookFault", "TyperException"}  # the latter says which of the person's own words it did not take

#: Attributes of exceptions that hold words.
WORDS = {"args", "strerror", "msg", "message", "reason", "problem", "object", "doc", "filename", "context", "note"}

#: Places that look at the words and show none of them.
LOOKS_ONLY = {
    ("domain/why.py", "filename"),  # the base name of the user's own file
    ("privacy/age.py", "str"),  # the library says in words alone which of two things went wrong
    ("ingest/csv_file.py", "str"),  # so does this one
    ("ingest/survey.py", "str"),  # the ValueError is raised by the module itself
}


#: Modules that are being rewritten so that they keep the rule; nothing may be added here.
NOT_YET = {"store/connection.py", "ingest/raw_file.py", "ingest/registry.py"}


def own_names(tree: ast.Module) -> set[str]:
    """The module's private exceptions: their sentences are ours as well."""
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name.startswith("_")}


def caught(handler: ast.ExceptHandler) -> set[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
    return {ast.unparse(kind).split(".")[-1] for kind in kinds}


def quotations(handler: ast.ExceptHandler) -> Iterator[str]:
    """How a handler makes words out of the exception that it has caught."""
    name = handler.name

    def is_it(node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == name

    for node in ast.walk(handler):
        if isinstance(node, ast.FormattedValue) and is_it(node.value):
            yield "f-string"
        elif isinstance(node, ast.Call) and any(map(is_it, node.args)):
            called = ast.unparse(node.func)
            if called in ("str", "repr", "print", "format", "say", "complain") or called.startswith("traceback."):
                yield called
        elif isinstance(node, ast.Attribute) and is_it(node.value) and node.attr in WORDS:
            yield node.attr


def guilty(source: str, where: str) -> list[str]:
    tree = ast.parse(source)
    return [
        f"{where}:{handler.lineno} {how}"
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler) and handler.name and caught(handler) - OWN - own_names(tree)
        for how in quotations(handler)
        if (where, how) not in LOOKS_ONLY
    ]


def test_no_library_exception_becomes_text() -> None:
    """SQLite's own words on a damaged page carry a cell's whole content: only kinds and our sentences are shown."""
    found = [
        fault
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in NOT_YET
        for fault in guilty(path.read_text("utf-8"), path.relative_to(SOURCE).as_posix())
    ]
    assert found == []


def test_the_rule_sees_what_it_forbids() -> None:
    """Every way of quoting an exception is found, and our own sentences are let through."""
    for how in ("f'{fault}'", "str(fault)", "fault.strerror", "repr(fault)", "fault.args"):
        assert guilty(f"try:\n    pass\nexcept (OSError, RrtError) as fault:\n    x = {how}\n", "x.py"), how
    assert not guilty("try:\n    pass\nexcept RrtError as fault:\n    x = str(fault)\n", "x.py")
