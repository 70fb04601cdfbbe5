"""A project file has one door: nothing else connects to it, and nothing opens a file by itself unseen."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "rrt_qual"

#: Module -> why it makes connections of its own.
CONNECTS = {
    "store/file/door.py": "the door",
    "store/schema/known.py": "in memory: what our scripts make",
    "store/confidentiality/archive.py": "in memory, and a new file beside the archive copy",
    "store/schema/migrations.py": "a new file, which becomes the backup",
}

#: Module -> what it opens by itself. Whatever a person named is asked about first: `held.refuse` or `held.is_held`.
OPENS = {
    "store/file/connection.py": "makes a new project file",
    "store/schema/migrations.py": "makes the new file of a backup",
    "store/confidentiality/archive.py": "makes the new file of an archive copy",
    "store/file/log_file.py": "the log beside a project, which SQLite never locks",
    "store/file/others.py": "what the system says of processes",
    "store/file/begun.py": "a lock on a folder that it names itself",
    "domain/files/disk.py": "a folder or an unfinished file of ours",
    "domain/files/door.py": "asks",
    "domain/files/held.py": "the first bytes of what is not held",
    "domain/files/pipe.py": "a pipe, which is no file",
    "ingest/zip_parts.py": "a part of a file that was read by the door of files",
    "suggest/embed/cache.py": "a model of its own",
    "cli/shared/streams.py": "the null device",
    "services/shared/faultlog.py": "its own log",
    "services/suggestions/models.py": "the weights of a packaged model",
    "ingest/raw_file.py": "asks",
    "ingest/transcripts/registry.py": "asks",
    "ingest/codebook/schema.py": "packaged",
    "suggest/embed/onnx.py": "a model and its cache",
    "suggest/embed/onnx_graph.py": "a model",
    "export/safe.py": "asks",
    "export/tables/spss.py": "a file of its own making",
    "export/pictures/dashboard.py": "packaged",
    "privacy/words/lexicon.py": "packaged",
    "tui/program/preferences.py": "its own",
    "tui/coding/moves.py": "a bar on the screen, not a file",
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
    assert set(OPENS) <= who, "no longer opens anything"
    for module, why in OPENS.items():
        if why == "asks":  # itself, or through the door of files, which does
            source = (SOURCE / module).read_text(encoding="utf-8")
            doors = ("held.refuse", "held.is_held(", "file_door", "raw_file")
            assert any(door in source for door in doors), module
