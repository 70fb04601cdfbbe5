"""Zip files (Word, Excel) whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime


def stable(data: bytes, at: datetime) -> bytes:
    """The same zip with every entry dated `at`, in the same order, packed in the same way on every system."""
    out = io.BytesIO()
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, stamp)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry), compresslevel=6)
    return out.getvalue()
