"""No library is loaded before it has been told to keep quiet, and none is loaded that nobody has looked at."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from rrt_qual.domain import quiet

SOURCE = Path(__file__).parents[2] / "src" / "rrt_qual"

#: Libraries that this program loads and that were watched under strace with all commands: they make no socket once
#: `keep_quiet` was called. A new one belongs here when it has been watched too (docs/confidentiality.md says how).
WATCHED = {
    *("textual", "textual_plotext", "plotext", "rich", "typer", "platformdirs", "sqlite_utils", "uuid_utils"),
    *("numpy", "scipy", "sklearn", "spacy", "onnxruntime", "tokenizers", "torch", "sentence_transformers"),
    *("docx", "webvtt", "pysubs2", "charset_normalizer", "ruamel", "jsonschema", "rapidfuzz", "nicknames", "pyrage"),
    *("jinja2", "markupsafe", "matplotlib", "xlsxwriter", "openpyxl", "pyreadstat", "pandas", "pyarrow"),
}
#: Brings urllib3 along, which makes a socket when it is loaded unless this is told otherwise.
PROBING = {"spacy", "sentence_transformers", "transformers", "huggingface_hub", "requests", "urllib3"}


def imported(node: ast.AST) -> list[str]:
    """The top-level names of the libraries that a statement imports; none for other statements and for our own."""
    if isinstance(node, ast.Import):
        found = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        found = [node.module or ""] if node.level == 0 else []
    else:
        return []
    tops = {name.split(".")[0] for name in found}
    return sorted(tops - set(sys.stdlib_module_names) - {"rrt_qual", ""})


def test_the_package_quietens_libraries_before_anything_else() -> None:
    """`rrt_qual/__init__.py` calls keep_quiet first; it and what it imports load the standard library alone."""
    first, then, *rest = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8")).body[1:]
    assert ast.unparse(first) == "from rrt_qual.domain.quiet import keep_quiet"
    assert ast.unparse(then) == "keep_quiet()"
    assert not any(isinstance(node, ast.Import | ast.ImportFrom) for node in rest)
    for name in ("domain/__init__.py", "domain/quiet.py"):
        assert [
            imported(n) for n in ast.walk(ast.parse((SOURCE / name).read_text(encoding="utf-8"))) if imported(n)
        ] == []


def test_every_library_was_watched() -> None:
    """A library that nobody has watched under strace is not imported anywhere in the program."""
    found = {
        top
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for top in imported(node)
    }
    assert found - WATCHED == set()


def test_probing_libraries_are_loaded_unprobed() -> None:
    """spaCy and sentence-transformers are imported inside `with unprobed():` alone."""
    guilty = []
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        covered = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.With) and ast.unparse(node.items[0].context_expr) == "unprobed()"
            for inner in ast.walk(node)
        }
        guilty += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt) and PROBING & set(imported(node)) and id(node) not in covered
        ]
    assert guilty == []


def test_nothing_else_touches_those_settings() -> None:
    """No other module names a setting of keep_quiet's; modules by a name made at run time are our own formats."""
    guilty = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path != SOURCE / "domain" / "quiet.py":
            guilty += [f"{path.name}: {name}" for name in quiet.SETTINGS if f'"{name}"' in text]
        guilty += [f"{path.name}: {call}" for call in ("import_module(", "__import__(") if call in text]
    guilty.remove("registry.py: import_module(")  # the formats of export/, listed there
    assert guilty == []


def test_the_surroundings_are_overruled() -> None:
    """Whatever the environment says, this process and those that it starts have the quiet settings."""
    script = (
        "import rrt_qual.domain.quiet as q, subprocess, sys, os; assert q.is_quiet();"
        "print(subprocess.run([sys.executable, '-c', 'import os; print(dict(os.environ))'], capture_output=True,"
        " text=True).stdout)"
    )
    loud = dict.fromkeys(quiet.SETTINGS, "0") | {"TEXTUAL": "debug,devtools", "TEXTUAL_LOG": "keys.txt"}
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **loud}, capture_output=True, text=True, check=True
    )
    found = ast.literal_eval(done.stdout.strip())
    assert {name: found.get(name) for name in quiet.SETTINGS} == quiet.SETTINGS
    assert found["TEXTUAL"] == "debug" and "TEXTUAL_LOG" not in found


def test_a_socket_is_not_made_to_try_ipv6() -> None:
    """`unprobed` says that there is no IPv6 while a library is loaded, and takes that back whatever happens."""
    import socket

    before = socket.has_ipv6
    try:
        with quiet.unprobed():
            assert socket.has_ipv6 is False
            raise KeyError
    except KeyError:
        pass
    assert socket.has_ipv6 is before
