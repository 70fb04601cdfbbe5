"""A project file has one door: nothing else connects to it, and nothing opens a file by itself unseen."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "rrt_qual"

#: Module -> why it makes connections of its own.
CONNECTS = {
    "store/door.py": "the door",
    "store/known_schema.py": "in memory: what our scripts make",
    "store/reading_only.py": "in memory: a project that can only be read",
    "store/archive.py": "in memory, and a new file beside the archive copy",
    "store/migrations.py": "a new file, which becomes the backup",
}

#: Module -> what it opens by itself. Whatever a person named is asked about first: `held.refuse` or `held.is_held`.
OPENS = {
    "store/connection.py": "makes a new project file",
    "store/migrations.py": "makes the new file of a backup",
    "store/archive.py": "makes the new file of an archive copy",
    "store/begun.py": "asks",
    "services/faultlog.py": "its own log",
    "services/codebooks.py": "a file that `load_codebook` has read, which asks",
    "services/models.py": "the weights of a packaged model",
    "domain/file_door.py": "asks: the door through which the files that people name are read",
    "domain/disk.py": "folders, and files that are not finished",
    "ingest/raw_file.py": "through domain/file_door",
    "ingest/registry.py": "through domain/file_door",
    "ingest/zip_parts.py": "a part of a file that is in memory",
    "ingest/codebook_schema.py": "packaged",
    "suggest/model_cache.py": "its own cache",
    "suggest/embed_onnx.py": "a model and its cache",
    "suggest/onnx_graph.py": "a model",
    "export/safe.py": "asks",
    "export/spss.py": "a file of its own making",
    "export/dashboard.py": "packaged",
    "privacy/lexicon.py": "packaged",
    "tui/preferences.py": "its own",
    "tui/screens/coding_moves.py": "a bar on the screen, not a file",
    "cli/streams.py": "the null device",
}

_READS = {"open", "read_bytes", "read_text", "copy", "copyfile", "copy2", "move", "fdopen"}


def _calls(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Name) and target.id == "open":
                found.add("open")
            elif isinstance(target, ast.Attribute):
                whose = target.value.id if isinstance(target.value, ast.Name) else ""
                if target.attr in ("copy", "move") and whose != "shutil":
                    continue
                found.add(f"{whose}.connect" if target.attr == "connect" else target.attr)
    return found


def test_only_the_door_connects() -> None:
    """A connection made elsewhere would trust what stands in the file, or turn a foreign file into ours."""
    who = {p.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("*.py") if "sqlite3.connect" in _calls(p)}
    assert who == set(CONNECTS)


def test_nothing_else_opens_files() -> None:
    """A descriptor of a project, once closed, drops every lock of this process: each opener is known and asks."""
    who = {
        p.relative_to(SOURCE).as_posix()
        for p in SOURCE.rglob("*.py")
        if _calls(p) & _READS and "def main" not in p.name and p.name not in ("keys_doc.py", "report_dictionary.py")
    }
    assert who - set(OPENS) <= {p for p in who if "raw_file import" in (SOURCE / p).read_text(encoding="utf-8")}
    for module, why in OPENS.items():
        if why.startswith("asks"):
            source = (SOURCE / module).read_text(encoding="utf-8")
            assert "held.refuse(" in source or "held.is_held(" in source, module
