"""What a person chose for their own screen, kept outside the project: the colours."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path


def path() -> Path:
    """Where the choices are kept."""
    from rrt_qual.services.shared.folders import own_folder

    return own_folder("settings") / "screen.json"


def colours() -> str | None:
    """The name of the chosen colours, or None."""
    try:
        found = json.loads(path().read_text(encoding="utf-8")).get("colours")
    except (OSError, ValueError, AttributeError):
        return None
    return found if isinstance(found, str) else None


def keep_colours(name: str) -> None:
    """Remember the colours; that they cannot be remembered is no reason to stop."""
    with contextlib.suppress(OSError):
        if not path().is_absolute():  # no home folder
            return
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path().write_text(json.dumps({"colours": name}), encoding="utf-8")
