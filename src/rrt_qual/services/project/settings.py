"""The settings of a project that people may change: shown and changed, with what is asked before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rrt_qual.domain import settings as registry
from rrt_qual.domain.settings import CHANGEABLE, Setting, changeable
from rrt_qual.services.shared import settings
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions.models import choose_model
from rrt_qual.services.texts import rules
from rrt_qual.store.file.connection import transaction

__all__ = ["CHANGEABLE", "Set", "change", "every", "one"]

#: Those that are changed in a way of their own, because something is asked before or goes with it.
_KEPT_BY: dict[str, Callable[[Project, Any], object]] = {
    registry.WAVE_POLICY.key: rules.set_wave_policy,
    registry.KINDS.key: rules.set_kinds,
    registry.STYLES.key: rules.set_styles,
    registry.MODEL.key: choose_model,
}


@dataclass(frozen=True, slots=True)
class Set:
    """A setting and what it is in a project; `changed` when it is not the default."""

    setting: Setting
    value: Any
    changed: bool


def every(project: Project) -> list[Set]:
    """All settings that people may change, as they are."""
    return [_set(project, one) for one in CHANGEABLE]


def one(project: Project, key: str) -> Set:
    """One of them; raises NotFound."""
    return _set(project, changeable(key))


def change(project: Project, key: str, words: str, *, coder_id: str | None = None) -> Set:
    """Give a setting the value that `words` mean ('default': its default); logged when it is another.

    Raises:
        NotFound: there is no such setting.
        UsageError: it cannot be that; the sentence says what it may be.
        RrtError: it may not be changed now.
    """
    setting = changeable(key)
    wanted = setting.read(words)
    if setting.key in _KEPT_BY:
        _KEPT_BY[setting.key](project, wanted)
    else:
        with transaction(project.conn) as conn:
            settings.keep(conn, setting, wanted, coder_id=coder_id)
    return _set(project, setting)


def _set(project: Project, setting: Setting) -> Set:
    now = settings.value(project, setting)
    return Set(setting, now, now != setting.default)
