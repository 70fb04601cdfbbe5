"""All that a project keeps as a setting: one registry, which the command, the services and the data dictionary read.

A part that has something to settle adds a `Setting` here: what it is, what it may be, who sets it and where, and what
is asked before it is changed. Nothing else is kept in the table `setting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from rrt_qual.domain.confidentiality.disclosure import ROUNDINGS, Policy
from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.errors import NotFound, UsageError

#: The word that brings a setting's default back.
DEFAULT = "default"

#: Where people change most settings.
COMMAND = "rrt-qual settings"


class Sort(StrEnum):
    """What sort of value a setting takes."""

    CHOICE = "choice"
    WHOLE = "whole number"
    SHARE = "share"
    FLAG = "yes or no"
    LIST = "list"
    TEXT = "text"
    PAIRS = "names and values"
    #: what has a form of its own, which is not written in words
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    `allowed` are the values of a choice, of whole numbers or of a list; `least` and `most` bound numbers. `door`: where
    people change it; '' when the program alone does. `asks`: what must hold before it is changed. `logged_as`: what the
    log calls a change; '': "setting" and its key.
    """

    key: str
    sort: Sort
    default: Any
    meaning: str
    allowed: tuple[str | int, ...] = ()
    least: float = 0
    most: float = 1_000_000
    door: str = COMMAND
    asks: str = ""
    logged_as: str = ""

    def read(self, words: str) -> Any:
        """The value that `words` mean; raises UsageError with what may be said."""
        words = words.strip()
        if words.casefold() == DEFAULT:
            return self.default
        try:
            return self.checked(_READ[self.sort](words))
        except (ValueError, KeyError):
            raise self._fault(words) from None

    def checked(self, value: Any) -> Any:
        """`value` when it is one that the setting may have, as read from a file; raises UsageError."""
        holds: Mapping[Sort, Callable[[Any], bool]] = {
            Sort.WHOLE: lambda v: isinstance(v, int) and not isinstance(v, bool) and self.least <= v <= self.most,
            Sort.SHARE: lambda v: _is_number(v) and self.least <= v <= self.most and v > 0,
            Sort.FLAG: lambda v: isinstance(v, bool),
            Sort.LIST: lambda v: isinstance(v, list) and all(isinstance(x, str) and x.strip() for x in v),
            Sort.PAIRS: lambda v: isinstance(v, dict) and all(isinstance(x, str) and x.strip() for x in v.values()),
        }
        if self.sort in holds and not holds[self.sort](value):
            raise self._fault(value)
        several = value if isinstance(value, list | dict) else [value]
        if self.allowed and not (set(several) <= set(self.allowed) and (several or self.default == value)):
            raise self._fault(value)
        return value

    def written(self, value: Any) -> str:
        """A value as somebody would write it, so that `read` has it again; '' for an empty one."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, dict):
            return ", ".join(f"{name}={one}" for name, one in value.items())
        return ", ".join(value) if isinstance(value, list) else str(value)

    def may_be(self) -> str:
        """What it may be, in words."""
        if self.sort is Sort.PAIRS:
            return f"NAME=VALUE with commas between; the names are {', '.join(map(str, self.allowed))}"
        if self.sort is Sort.LIST:
            return f"words with commas between{', of ' if self.allowed else ''}{', '.join(map(str, self.allowed))}"
        if self.allowed:
            return " or ".join(str(a) for a in self.allowed)
        if self.sort is Sort.FLAG:
            return str(self.sort)
        if self.sort is Sort.TEXT:
            return "any words"
        if self.sort is Sort.SHARE:
            return f"a share over {self.least:g}, to {self.most:g}"
        return f"{self.sort} from {self.least:g}" + (f" to {self.most:g}" if self.most < 1_000_000 else "")

    def _fault(self, value: object) -> UsageError:
        return UsageError(
            f"'{self.key}' cannot be '{self.written(value)[:60]}'.", f"It may be: {self.may_be()}; or '{DEFAULT}'."
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list(words: str) -> list[str]:
    return [part.strip() for part in words.split(",") if part.strip()]


def _pairs(words: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in _list(words)]
    return {name.strip().casefold(): value.strip() for name, _, value in pairs}


_FLAGS = {"yes": True, "no": False, "true": True, "false": False}

_READ: dict[Sort, Callable[[str], Any]] = {
    Sort.CHOICE: str.casefold,
    Sort.WHOLE: int,
    Sort.SHARE: float,
    Sort.FLAG: lambda words: _FLAGS[words.casefold()],
    Sort.LIST: _list,
    Sort.PAIRS: _pairs,
    Sort.TEXT: str,
}


def _of_policy(name: str, sort: Sort, meaning: str, **more: Any) -> Setting:
    """A setting that is a field of `Policy`, with that field's default."""
    default = next(f.default for f in fields(Policy) if f.name == name)
    return Setting(f"privacy.{name}", sort, list(default) if isinstance(default, tuple) else default, meaning, **more)


def _notes(key: str, meaning: str, *, default: Any = None, door: str = "", logged_as: str = "") -> Setting:
    return Setting(key, Sort.NOTES, default, meaning, door=door, logged_as=logged_as)


ORIGINAL = Setting(
    "privacy.original",
    Sort.CHOICE,
    "coders",
    "Who may see the original words of what was replaced: coders, in the coding screen alone; or nobody.",
    allowed=("coders", "nobody"),
)
WAVE_POLICY = Setting(
    "privacy.wave_policy",
    Sort.CHOICE,
    "same",
    "Whether somebody keeps the same pseudonym in all waves, or has a separate one in each.",
    allowed=("same", "separate"),
    asks="no word has been replaced yet",
)
KINDS = Setting(
    "privacy.kinds",
    Sort.LIST,
    [str(kind) for kind in FindKind],
    "The kinds of identifying words that are looked for; open finds of other kinds go.",
    allowed=tuple(str(kind) for kind in FindKind),
)
STYLES = Setting(
    "privacy.styles",
    Sort.PAIRS,
    {},
    "How pseudonyms of a kind are named from now on: a label, and letter, number or plain, as in place=Town number.",
    allowed=tuple(str(kind) for kind in FindKind),
    asks="the label is nobody's real name",
)
THRESHOLD = _of_policy(
    "threshold",
    Sort.WHOLE,
    "Interviews that a published figure must at least stand for; fewer are held back.",
    least=1,
)
MODEL = Setting(
    "suggest.model",
    Sort.TEXT,
    "",
    "The language model behind suggestions: a folder, a local hub id, or lexical; empty for the packaged one.",
    asks="the model can be loaded",
    logged_as="suggestion model",
)

#: What people change with `rrt-qual settings`, in the order in which it lists them.
CHANGEABLE = (
    ORIGINAL,
    WAVE_POLICY,
    KINDS,
    STYLES,
    THRESHOLD,
    _of_policy(
        "rounding",
        Sort.WHOLE,
        "The number to whose multiples published figures are rounded; 0 leaves them as they are.",
        allowed=ROUNDINGS,
    ),
    _of_policy(
        "complement",
        Sort.FLAG,
        "Whether figures that all but a few of a group belong to are held back as well.",
    ),
    _of_policy(
        "dominance",
        Sort.SHARE,
        "The share of a theme's passages above which one participant is said to dominate it.",
        most=1,
    ),
    _of_policy("dominance_from", Sort.WHOLE, "Passages that a theme must have before that is said.", least=1),
    _of_policy("max_quotes", Sort.WHOLE, "Quotes of one participant in one selection, at most.", least=1),
    _of_policy(
        "attribution",
        Sort.LIST,
        "Attributes that may be said of a quote's speaker, the dearest first; none: the program chooses.",
    ),
    MODEL,
)

RATING_RULE = _notes(
    "rating.rule",
    "The numbers by which indicators are rated.",
    door="rrt-qual ratings --set",
    logged_as="rule of ratings",
)
SURVEY_RULE = _notes(
    "survey.rule",
    "The numbers by which survey scores become ratings and stand beside interviews.",
    door="rrt-qual survey --set",
    logged_as="rule of the survey",
)
KEY_OUT = _notes("privacy.key_out", "That the key of names lies in a file outside: which, and since when.")
WIPE_OWED = _notes("privacy.wipe_owed", "Since when the file still has to be wiped of words that were erased.")
FILES_BEGUN = _notes("files.begun", "Files that a command has begun to write and not yet logged.", default=[])
ARCHIVE = _notes("archive", "That the file is a copy for an archive.", default=False)
SUGGESTED_FROM = _notes("suggest.state", "Of what state of the project the standing suggestions were made.")
DISMISSED = _notes("discover.dismissed", "Discovered talk that somebody said is no theme.", default=[])

#: Every setting there is, by its key.
SETTINGS = {
    one.key: one
    for one in (
        *CHANGEABLE,
        *(RATING_RULE, SURVEY_RULE),
        *(KEY_OUT, WIPE_OWED, FILES_BEGUN, ARCHIVE, SUGGESTED_FROM, DISMISSED),
    )
}


def changeable(key: str) -> Setting:
    """The setting of that name that people may change; raises NotFound naming those there are."""
    for one in CHANGEABLE:
        if one.key == key.strip().casefold():
            return one
    raise NotFound(f"There is no setting '{key}'.", f"Settings: {', '.join(s.key for s in CHANGEABLE)}.")


def page() -> str:
    """The table of all settings for the data dictionary, in Markdown."""
    lines = ["| key | value | at first | set with | asks before | meaning |", "| --- | --- | --- | --- | --- | --- |"]
    for one in SETTINGS.values():
        what = one.sort if one.sort is Sort.NOTES or one.key == STYLES.key else one.may_be()
        first = one.written(one.default) if one.default not in (None, "") else ""
        door = f"`{one.door}`" if one.door else "the program alone"
        lines.append(f"| `{one.key}` | {what} | {first} | {door} | {one.asks} | {one.meaning} |")
    return "\n".join(lines)
