"""Nothing reaches out: what libraries must find in the environment before any of them is loaded.

`rrt_qual/__init__.py` calls `keep_quiet` before anything else of this package, so no import of a library that
this program makes, in this process or in one that it starts, can come before it. Whatever the user's
environment says is overruled. A library that was loaded earlier by somebody else (a notebook that imports
onnxruntime and then us) has read its settings already: `too_late` names it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

#: What each library reads when it is loaded. onnxruntime's Linux wheel starts a client of its vendor's (name look-ups,
#: sockets, a lasting device id) unless it is told not to *before* its import; `disable_telemetry_events` is too late.
SETTINGS = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DISABLE_SAFETENSORS_CONVERSION": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}

#: What makes Textual write what is typed and shown into a file (a log, a picture): taken out.
TAKEN_OUT = ("TEXTUAL_LOG", "TEXTUAL_SCREENSHOT")

#: Libraries that read a setting once, when they are loaded, and which.
_READ_AT_IMPORT = {"onnxruntime": "ORT_DISABLE_TELEMETRY", "huggingface_hub": "HF_HUB_OFFLINE"}

_late: list[str] = []


def keep_quiet() -> None:
    """Set the environment of this process, and so of its children, so that no library reports or fetches anything."""
    for library, setting in _READ_AT_IMPORT.items():
        if library in sys.modules and os.environ.get(setting) != SETTINGS[setting]:
            _late.append(library)
    os.environ.update(SETTINGS)
    for name in TAKEN_OUT:
        os.environ.pop(name, None)
    features = os.environ.get("TEXTUAL", "")
    if "devtools" in features:  # sends each event, keys too, to the console of Textual's developers
        os.environ["TEXTUAL"] = ",".join(f for f in features.split(",") if f.strip() != "devtools")


@contextlib.contextmanager
def unprobed() -> Iterator[None]:
    """Load spaCy or sentence-transformers inside this: no socket is made to try whether the computer speaks IPv6.

    Both bring urllib3 along, which makes and binds one when it is loaded, though nothing is ever asked of it.
    """
    import socket

    before, socket.has_ipv6 = socket.has_ipv6, False
    try:
        yield
    finally:
        socket.has_ipv6 = before


def too_late() -> tuple[str, ...]:
    """Libraries that were loaded before this package could quieten them; none when the program runs by itself."""
    return tuple(_late)


def is_quiet() -> bool:
    """Whether the environment is still as `keep_quiet` made it, and nothing had been loaded before."""
    return not _late and all(os.environ.get(name) == value for name, value in SETTINGS.items())
