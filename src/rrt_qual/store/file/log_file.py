"""What stands in the log beside a project (`-wal`), read without SQLite, which would make files and empty it.

SQLite never locks this file, only the project and the index, so that closing it here lets go of nothing. The format is
SQLite's (sqlite.org/fileformat2, 4): a header, then pages, each with the salts of the header and a running checksum.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path

# Of SQLite's file format (sqlite.org/fileformat2.html, 4.1): bytes of the log's header and of a frame's, the two
# magic numbers with the byte order of their sums, and the only version there is.
_HEADER, _FRAME = 32, 24
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_VERSION = 3007000
#: Bytes 18 and 19 of a database: 2 says that there is a log, 1 that there is none.
_NO_LOG = b"\x01\x01"


@dataclass(frozen=True, slots=True)
class Log:
    """The finished work in a log: page number (from 1) -> its bytes, and how many pages the project has with it."""

    pages: dict[int, bytes]
    count: int = 0


def is_one(path: Path) -> bool:
    """Whether what lies beside the project as its log is one; an empty one is, and one that was never begun."""
    return any(_header(_bytes(path, _HEADER)) is not None for _ in range(2))  # somebody may begin it just now


def read(path: Path) -> Log:
    """The log beside the project at `path`: without pages when there is none, or no finished work in it."""
    data = _bytes(path)
    found = _header(data[:_HEADER])
    if found is None or not found[0]:
        return Log({})
    return _frames(data, *found)


def _bytes(path: Path, most: int = -1) -> bytes:
    real = Path(os.path.realpath(path))
    try:
        with real.with_name(real.name + "-wal").open("rb") as file:
            return file.read(most)
    except OSError:
        return b""


def _header(data: bytes) -> tuple[int, str, tuple[int, int]] | None:
    """(page size, order of the checksum's bytes, the sums so far); size 0 of one not begun, None of no log at all."""
    if len(data) < _HEADER or not any(data):  # a power cut can leave zeros
        return 0, "", (0, 0)
    magic, version, size = struct.unpack(">III", data[:12])
    order = _MAGIC.get(magic)
    if order is None or version != _VERSION or size < 512 or size & (size - 1):
        return None
    sums = _summed(data[:24], order, (0, 0))
    return (size, order, sums) if sums == struct.unpack(">II", data[24:32]) else None


def _frames(data: bytes, size: int, order: str, sums: tuple[int, int]) -> Log:
    """The frames up to the last that ends a transaction; what comes after was never finished."""
    pages: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    count = 0
    for at in range(_HEADER, len(data) - _FRAME - size + 1, _FRAME + size):
        number, ends = struct.unpack(">II", data[at : at + 8])
        page = data[at + _FRAME : at + _FRAME + size]
        sums = _summed(page, order, _summed(data[at : at + 8], order, sums))
        told = struct.unpack(">II", data[at + 16 : at + 24])
        if data[at + 8 : at + 16] != data[16:24] or told != sums or not number:
            break
        pending[number] = page
        if ends:
            pages |= pending
            pending, count = {}, ends
    return Log(pages, count)


def _summed(data: bytes, order: str, before: tuple[int, int]) -> tuple[int, int]:
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for n in range(0, len(words), 2):
        first = (first + words[n] + second) & 0xFFFFFFFF
        second = (second + words[n + 1] + first) & 0xFFFFFFFF
    return first, second


def put_together(source: sqlite3.Connection, copy: sqlite3.Connection, log: Log) -> None:
    """Fill `copy`, in memory, with what `source` (opened `immutable`) holds and with the finished work of its log."""
    data = bytearray(source.serialize())
    size = len(next(iter(log.pages.values()))) if log.pages else 0
    if size:
        data = data[: log.count * size].ljust(log.count * size, b"\0")
    for number, page in log.pages.items():
        if number <= log.count:
            data[(number - 1) * size : number * size] = page
    data[18:20] = _NO_LOG
    copy.deserialize(bytes(data))
