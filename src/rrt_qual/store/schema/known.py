"""What a project of each version is made of, and whether a file is made of that: a crafted one is not obeyed.

A trigger fires, a view in a table's place or a generated column computes, when we only meant to read. So the schema
is compared, word for word, with the one that our own scripts make, before anything is read from the tables.
"""

from __future__ import annotations

import functools
import re
import sqlite3

from rrt_qual.store.schema import migrations

#: What SQLite itself keeps in a file, and what it is made of.
_SEQUENCE = ("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)")
_STATISTICS = re.compile(r"sqlite_stat[1-4]\Z")

#: A table or an index that somebody added for themselves and that can do nothing: names, types and keys alone.
_PLAIN_TABLE = re.compile(
    r"CREATE TABLE\s+[^()]+\((?:[\w\s,\"'`\[\]-]|\(\s*[\w\s,\"`\[\]]*\))*\)\s*(?:STRICT)?\s*\Z", re.I
)
_PLAIN_INDEX = re.compile(r"CREATE INDEX\s+[^()]+\([\w\s,\"`\[\]]*\)\s*\Z", re.I)
_DOES = re.compile(r"\b(?:AS|GENERATED|CHECK|DEFAULT|REFERENCES|COLLATE|VIRTUAL|USING|WHERE|ON\s+CONFLICT)\b", re.I)

#: Signs of a foreign name that a sentence repeats: whoever made the file chose it.
_LONGEST_NAME = 40

_Made = dict[tuple[str, str], tuple[str, str]]  # (type, name) -> (table, SQL)


def stranger(conn: sqlite3.Connection, version: int) -> str | None:
    """What stands in the way of reading this file as a project of `version`: a few words; None when nothing does.

    Only names of tables, indexes, views and triggers are said, with what could steer a terminal taken out.
    """
    wanted = _wanted(_scripts(version))
    found = [tuple(str(part or "") for part in r) for r in conn.execute(_OBJECTS)]
    seen: set[tuple[str, str]] = set()
    for kind, name, table, sql in found:
        if (kind, name) in seen:
            return f"two things of the name {cleaned(name)}"
        seen.add((kind, name))
        known = wanted.get((kind, name))
        if known is None:
            if not _is_harmless(kind, name, table, sql):
                return f"the {_kind(kind)} {cleaned(name)}, which rrt-qual did not make"
        elif known != (table, _folded(sql)):
            return f"the {_kind(kind)} {cleaned(name)}, which is not as rrt-qual makes it"
    missing = sorted(wanted.keys() - seen, reverse=True)  # a table before the indexes that went with it
    return f"no {missing[0][0]} {cleaned(missing[0][1])}, which a project has" if missing else None


#: Indexes without SQL are those that SQLite makes for keys; they follow from the tables.
_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE NOT (type = 'index' AND sql IS NULL)"


def cleaned(name: str) -> str:
    """A name out of a file that is not trusted, as it may stand in a sentence."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:_LONGEST_NAME])
    return f"'{shown}{'…' if len(name) > _LONGEST_NAME else ''}'"


def _kind(kind: str) -> str:
    return kind if kind in ("table", "index", "view", "trigger") else "thing"


def _scripts(version: int) -> tuple[str, ...]:
    return migrations.SCRIPTS[:version]


@functools.lru_cache(maxsize=8)
def _wanted(scripts: tuple[str, ...]) -> _Made:
    """What these scripts make, built in memory once a process."""
    conn = sqlite3.connect(":memory:")
    try:
        for script in scripts:
            conn.executescript(script)
        return {(r[0], r[1]): (r[2], _folded(str(r[3]))) for r in conn.execute(_OBJECTS)}
    finally:
        conn.close()


def _is_harmless(kind: str, name: str, table: str, sql: str) -> bool:
    """Whether something that is not ours can do nothing when it is left alone."""
    if kind == "table" and (name, sql) == _SEQUENCE:
        return True
    if name.lower().startswith("sqlite_"):
        return kind == "table" and bool(_STATISTICS.match(name)) and not _DOES.search(sql)
    if table == "_sqlite_migrations":  # of sqlite-utils, which keeps an index of its own on it
        sql = sql.replace("CREATE UNIQUE INDEX", "CREATE INDEX", 1)
    plain = {"table": _PLAIN_TABLE, "index": _PLAIN_INDEX}.get(kind)
    return plain is not None and bool(plain.match(sql)) and not _DOES.search(sql)


def _folded(sql: str) -> str:
    """SQL with white space folded: versions of SQLite differ in it when a column is added."""
    return " ".join(sql.split())
