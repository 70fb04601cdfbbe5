"""Whatever is damaged in a project file, no command shows what an interview says in telling so.

`RRT_QUAL_DAMAGE=1000 pytest tests/breaking/damaged` tries as many damaged copies.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrt_qual.cli.main import main
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.settings import SETTINGS, Setting, Sort
from rrt_qual.services.coding.drafts import MEMO, Slot
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality.scan import scan
from rrt_qual.services.shared.faultlog import log_path
from rrt_qual.services.shared.project import create
from rrt_qual.store.project import coders
from small_project import CODEBOOK, INTERVIEWS, fill, transcript

COPIES = int(os.environ.get("RRT_QUAL_DAMAGE", "25"))

#: Stands in all that somebody says, types or is called, and in no sentence of the program's.
SECRET = "Quillonmarsh"

#: None of these is asked to show texts, so none may.
COMMANDS = (
    "check {}",
    "check {} --repair",
    "themes {} --format csv",
    "ratings {} --format json",
    "compare {} --from 2025 --to 2026",
    "relations {}",
    "saturation {} --orders 5",
    "codings export {} out.csv --yes",
    "export {} --to json out.json --yes",
    "deidentify {} --export archive.rrtq --even-so --yes",
    "consent {}",
    "log {}",
    "settings {}",
    "erase {} A --coder Ama --yes",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which the secret is said, written in memos, being typed, set, listed and called."""
    path = tmp_path_factory.mktemp("whole") / "study.rrtq"
    project = create(path, codebook=CODEBOOK, content="small", source_name="small.yaml", name="Study")
    said = (f"How is {SECRET}", f"{SECRET} laughs a lot. In {SECRET} they blamed me for it", "Yes", f"Ask {SECRET}")
    ids = fill(project, transcript("A", *said), INTERVIEWS[1])
    ids |= fill(project, transcript("C", *said), wave="2025")
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    coders.set_setting(project.conn, Setting("privacy.note", Sort.NOTES, None, ""), {"words": SECRET})
    project.conn.execute("UPDATE speaker SET name = ?", (SECRET,))
    project.conn.execute("UPDATE attribute SET value = ?", (SECRET,))
    ama = CodingSession(project, project.coder("Ama"))
    for name in ids:
        for segment in ama.transcript(ids[name]).segments[1:4]:
            made = ama.apply(ids[name], segment.span, "blame")
            ama.set_memo(MemoTarget.CODING, made.id, f"She means {SECRET}", ids[name])
    Slot(project, project.coder("Ama"), MEMO, f"project:{project.id}").write({"text": f"Ask about {SECRET}"})
    scan(project)
    project.close_all()
    return path


def damage(path: Path, seed: int) -> str:
    """Damage a closed project in one of the ways, chosen by `seed`; returns how."""
    chance = random.Random(seed)
    kind = seed % 5
    if kind == 0:
        return spoil_text(path, chance)
    data = bytearray(path.read_bytes())
    if kind == 1:  # headers of pages, but the file's own
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(1, len(data) // 4096) * 4096 + chance.randrange(24)] = chance.randrange(256)
    elif kind == 2:
        del data[chance.randrange(100, len(data)) :]
    elif kind == 3:  # lengths and types of what is kept, which stand shortly before it
        for at in chance.sample(places(data), 3):
            data[at - chance.randrange(1, 60)] = chance.randrange(256)
    else:  # no UTF-8, and signs cut in two
        for at in chance.sample(places(data), 6):
            data[at + chance.randrange(len(SECRET))] = chance.choice((0xFF, 0xC3, 0x80, 0x00))
            data[at - 1] = 0xE2
    path.write_bytes(data)
    return f"kind {kind}"


def places(data: bytes) -> list[int]:
    """Where the secret stands."""
    found, at = [], data.find(SECRET.encode())
    while at >= 0:
        found.append(at)
        at = data.find(SECRET.encode(), at + 1)
    return found


def spoil_text(path: Path, chance: random.Random) -> str:
    """Put bytes that are no UTF-8 into every value of one column."""
    with contextlib.closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        tables = [r[0] for r in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = [
            (table, r[1])
            for table in sorted(tables)
            if not table.startswith("sqlite_") and conn.execute(f'SELECT 1 FROM "{table}"').fetchone()
            for r in conn.execute(f'PRAGMA table_info("{table}")')
            if r[2] == "TEXT"
        ]
        table, column = chance.choice(columns)
        with contextlib.suppress(sqlite3.IntegrityError):
            conn.execute(f'UPDATE "{table}" SET "{column}" = "{column}" || ? || CAST(X\'FFC3\' AS TEXT)', (SECRET,))
    return f"{table}.{column}"


def spoken(words: list[str]) -> tuple[int, str]:
    """Exit code of a command, and all that it says anywhere."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(words)
    log = log_path()
    told = log.read_text("utf-8") if log.exists() else ""
    log.unlink(missing_ok=True)
    return code, said.getvalue() + told


def cases(whole: Path, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each damaged copy, with what is run on it."""
    for seed in range(COPIES):
        path = folder / f"{seed}.rrtq"
        shutil.copyfile(whole, path)
        how = damage(path, seed)
        some = random.Random(seed).sample(COMMANDS[2:], 4 if COPIES < 100 else len(COMMANDS) - 2)
        for line in (COMMANDS[0], *some, COMMANDS[1]):
            yield f"{how}, seed {seed}: {line}", line.format(path.name).split()
        for one in folder.iterdir():
            one.unlink()


def test_no_damage_makes_a_command_tell(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what is printed nor the log of faults holds a word of an interview, and every end is a foreseen one."""
    monkeypatch.chdir(tmp_path)
    wrong = []
    for case, words in cases(whole, tmp_path):
        code, said = spoken(words)
        if SECRET in said or "Traceback" in said.split("rrt-qual ")[0] or code not in (0, 1, 3):
            wrong.append((case, code, said[-1500:]))
    assert wrong == []
