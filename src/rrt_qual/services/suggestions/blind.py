"""Blind coding: that suggestions and others' codings are hidden from a coder, as the log says it."""

from __future__ import annotations

from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes

#: What blind coding hides, as the log says it. Rows of earlier versions name nothing: they hid suggestions alone.
HIDDEN = ("suggestions", "codings of others")


def log_blind(project: Project, coder_id: str, interview_id: str | None, blind: bool) -> None:
    """Log that suggestions and others' codings are hidden from a coder from now on (blind coding), or shown again."""
    if project.why_reading:  # who only reads codes nothing, seen or unseen
        return
    label = f"blind coding {'on' if blind else 'off'}: suggestions and others' codings {'hidden' if blind else 'shown'}"
    with transaction(project.conn) as conn:
        told = {"blind": blind, "hidden" if blind else "shown": list(HIDDEN)}
        changes.record(
            conn,
            label=label,
            coder_id=coder_id,
            changes=[changes.Change("coder", coder_id, interview_id, None, told)],
            kind="log",
        )


def codes_blind(project: Project, coder_id: str) -> bool:
    """Whether the log says last that suggestions and others' codings are hidden from a coder."""
    return changes.last_blind(project.conn, coder_id) == list(HIDDEN)
