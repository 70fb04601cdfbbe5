"""What a project has settled: read here by every use case, and written here, with its line in the log."""

from __future__ import annotations

import sqlite3
from typing import Any

from rrt_qual.domain.settings import Setting
from rrt_qual.services.shared.project import Project
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change


def value(project: Project, setting: Setting) -> Any:
    """What a setting is in a project: its default when nobody has set it.

    Raises:
        UsageError: the file holds what it cannot be.
    """
    return setting.checked(coders.get_setting(project.conn, setting))


def keep(conn: sqlite3.Connection, setting: Setting, wanted: Any, *, coder_id: str | None = None) -> bool:
    """Keep a value within the caller's transaction, and log it; whether it is another than before.

    Raises:
        UsageError: it cannot be that.
    """
    before = coders.get_setting(conn, setting)
    if setting.checked(wanted) == before:
        return False
    coders.set_setting(conn, setting, wanted)
    told = Change("setting", setting.key, None, {"value": before}, {"value": wanted})
    changes.record(
        conn, label=setting.logged_as or f"setting {setting.key}", coder_id=coder_id, changes=[told], kind="log"
    )
    return True
