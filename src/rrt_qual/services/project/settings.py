"""The settings of a project that people may change: what each means, what it may be, and what it is.

A part that has something to set adds a line to SETTINGS. Other things that a project remembers (how far a command
came, what was dismissed) are kept in the same table and are not listed here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rrt_qual.domain.errors import Conflict, NotFound, UsageError
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change

__all__ = ["SETTINGS", "Set", "Setting", "Sort", "change", "every", "find", "one", "value"]

#: The words that bring a setting's default back.
DEFAULT = "default"


class Sort(StrEnum):
    """What sort of value a setting takes."""

    CHOICE = "choice"
    WHOLE = "whole number"
    SHARE = "share"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `allowed` are the values of a choice or of whole numbers, each with what it means.

    `least` and `most` bound numbers. `refuse` raises an RrtError when the setting may not be changed now;
    `keep` changes it in a way of its own (and logs that).
    """

    key: str
    sort: Sort
    default: str | int | float
    meaning: str
    allowed: tuple[str | int, ...] = ()
    least: float = 0
    most: float = 1_000_000
    refuse: Callable[[Project], None] | None = None
    keep: Callable[[Project, str], object] | None = None

    def read(self, words: str) -> str | int | float:
        """The value that `words` mean; raises UsageError with what may be said."""
        words = words.strip()
        if words.casefold() == DEFAULT:
            return self.default
        try:
            value = _READ[self.sort](words)
        except ValueError:
            raise self._fault(words) from None
        if self.allowed and value not in self.allowed:
            raise self._fault(words)
        if isinstance(value, int | float) and not self.least <= value <= self.most:
            raise self._fault(words)
        return value

    def may_be(self) -> str:
        """What it may be, in words."""
        if self.allowed:
            return " or ".join(str(a) for a in self.allowed)
        if self.sort is Sort.TEXT:
            return "any words"
        return f"{self.sort} from {self.least:g}" + (f" to {self.most:g}" if self.most < 1_000_000 else "")

    def _fault(self, words: str) -> UsageError:
        return UsageError(f"'{self.key}' cannot be '{words[:60]}'.", f"It may be: {self.may_be()}; or '{DEFAULT}'.")


_READ: dict[Sort, Callable[[str], str | int | float]] = {
    Sort.CHOICE: str.casefold,
    Sort.WHOLE: int,
    Sort.SHARE: float,
    Sort.TEXT: str,
}


def _nothing_replaced(project: Project) -> None:
    if pseudonyms.every(project.conn):
        raise Conflict(
            "Words are replaced already, by pseudonyms of the other policy.",
            "The policy for waves is chosen before the first find is replaced.",
        )


def _choose_model(project: Project, words: str) -> None:
    from rrt_qual.services.suggestions.models import choose_model

    choose_model(project, words or DEFAULT)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "privacy.original",
        Sort.CHOICE,
        "coders",
        "Who may see the original words of what was replaced: coders, in the coding screen alone; or nobody.",
        allowed=("coders", "nobody"),
    ),
    Setting(
        "privacy.wave_policy",
        Sort.CHOICE,
        "same",
        "Whether somebody keeps the same pseudonym in all waves, or has a separate one in each.",
        allowed=("same", "separate"),
        refuse=_nothing_replaced,
    ),
    Setting(
        "privacy.threshold",
        Sort.WHOLE,
        5,
        "Interviews that a published figure must at least stand for; fewer are held back.",
        least=1,
    ),
    Setting(
        "privacy.rounding",
        Sort.WHOLE,
        0,
        "The number to whose multiples published figures are rounded; 0 leaves them as they are.",
        allowed=(0, 3, 5, 10),
    ),
    Setting(
        "suggest.model",
        Sort.TEXT,
        "",
        "The language model behind suggestions: a folder, a local hub id, or lexical; empty for the packaged one.",
        keep=_choose_model,
    ),
)


@dataclass(frozen=True, slots=True)
class Set:
    """A setting and what it is in a project; `changed` when somebody has set it."""

    setting: Setting
    value: Any
    changed: bool


def find(key: str) -> Setting:
    """The setting of that name; raises NotFound naming those there are."""
    for one in SETTINGS:
        if one.key == key.strip().casefold():
            return one
    raise NotFound(f"There is no setting '{key}'.", f"Settings: {', '.join(s.key for s in SETTINGS)}.")


def value(project: Project, key: str) -> Any:
    """What a setting is in a project; raises NotFound."""
    return coders.get_setting(project.conn, key, find(key).default)


def every(project: Project) -> list[Set]:
    """All settings that people may change, as they are."""
    return [_set(project, one) for one in SETTINGS]


def one(project: Project, key: str) -> Set:
    """One of them; raises NotFound."""
    return _set(project, find(key))


def change(project: Project, key: str, words: str, *, coder_id: str | None = None) -> Set:
    """Give a setting the value that `words` mean ('default': its default); logged when it is another.

    Raises:
        NotFound: there is no such setting.
        UsageError: it cannot be that; the sentence says what it may be.
        RrtError: it may not be changed now.
    """
    setting = find(key)
    wanted = setting.read(words)
    if setting.keep is not None:
        setting.keep(project, str(wanted))
        return _set(project, setting)
    with transaction(project.conn) as conn:
        before = coders.get_setting(conn, setting.key)
        if wanted != (setting.default if before is None else before):
            if setting.refuse is not None:
                setting.refuse(project)
            coders.set_setting(conn, setting.key, wanted)
            told = Change(
                "setting", setting.key, None, None if before is None else {"value": before}, {"value": wanted}
            )
            changes.record(conn, label=f"setting {setting.key}", coder_id=coder_id, changes=[told], kind="log")
    return _set(project, setting)


def _set(project: Project, setting: Setting) -> Set:
    kept = coders.get_setting(project.conn, setting.key)
    now = setting.default if kept is None else kept
    return Set(setting, now, now != setting.default)
