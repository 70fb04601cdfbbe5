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
    ("domain/library_faults.py", "filename"),  # the base name of the user's own file
    ("privacy/hide/age_file.py", "str"),  # the library says in words alone which of two things went wrong
    ("ingest/tables/csv_file.py", "str"),  # so does this one
    ("ingest/codebook/nodes.py", "problem"),  # what the sentence is about is told from a few of YAML's words
    ("ingest/codebook/nodes.py", "context"),
    ("ingest/tables/survey.py", "str"),  # the ValueError is raised by the module itself
}


def own_names(tree: ast.Module) -> set[str]:
    """The module's private exceptions: their sentences are ours as well."""
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name.startswith("_")}


def caught(handler: ast.ExceptHandler) -> set[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type] if handler.type else []
    return {ast.unparse(kind).split(".")[-1] for kind in kinds}


def given(function: ast.FunctionDef) -> Iterator[str]:
    """The parameters of a function that are exceptions of a library's, by their annotations."""
    for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
        kinds = (
            {kind.split(".")[-1].strip() for kind in ast.unparse(one.annotation).split("|")}
            if one.annotation
            else set()
        )
        if any(kind.endswith(("Error", "Exception")) or kind == "TyperException" for kind in kinds - OWN):
            yield one.arg


def quotations(handler: ast.AST, name: str | None) -> Iterator[str]:
    """How a handler, or a function, makes words out of the exception `name` that it has caught or was given."""

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
    places = [
        (handler, handler.name)
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler) and handler.name and caught(handler) - OWN - own_names(tree)
    ]
    places += [(f, name) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for name in given(f)]
    return [
        f"{where}:{place.lineno} {how}"
        for place, name in places
        for how in quotations(place, name)
        if (where, how) not in LOOKS_ONLY
    ]


def test_no_library_exception_becomes_text() -> None:
    """SQLite's own words on a damaged page carry a cell's whole content: only kinds and our sentences are shown."""
    found = [
        fault
        for path in sorted(SOURCE.rglob("*.py"))
        for fault in guilty(path.read_text("utf-8"), path.relative_to(SOURCE).as_posix())
    ]
    assert found == []


def test_the_rule_sees_what_it_forbids() -> None:
    """Every way of quoting an exception is found, and our own sentences are let through."""
    for how in ("f'{fault}'", "str(fault)", "fault.strerror", "repr(fault)", "fault.args"):
        assert guilty(f"try:\n    pass\nexcept (OSError, RrtError) as fault:\n    x = {how}\n", "x.py"), how
        assert guilty(f"def f(fault: OSError | RrtError) -> None:\n    x = {how}\n", "x.py"), how
    assert not guilty("try:\n    pass\nexcept RrtError as fault:\n    x = str(fault)\n", "x.py")
