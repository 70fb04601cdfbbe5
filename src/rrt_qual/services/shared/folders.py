"""Where this program keeps things outside a project, for users with a home folder and for those without."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

#: What a user without a home folder gets: not absolute, so that whoever means to write there can tell.
NOWHERE = Path("~", "rrt-qual")


def own_folder(what: Literal["cache", "log", "settings"]) -> Path:
    """This user's folder for what can be made again, for faults, or for their own choices; it need not be there yet.

    NOWHERE for a user without a home folder (a container run under a number, say). Nothing may be written there: it
    would become a folder named '~' wherever one happens to be.
    """
    import platformdirs

    find = {
        "cache": platformdirs.user_cache_path,
        "log": platformdirs.user_log_path,
        "settings": platformdirs.user_config_path,
    }[what]
    try:
        path = find("rrt-qual", appauthor=False)
    except RuntimeError:  # newer platformdirs; older ones return a path with '~'
        return NOWHERE
    return path if path.is_absolute() else NOWHERE
