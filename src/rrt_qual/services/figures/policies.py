"""The project's disclosure policy: settings that are read, checked and written in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from rrt_qual.domain.confidentiality.disclosure import ROUNDINGS, Policy
from rrt_qual.domain.errors import UsageError
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change

#: What settings are called, and the fields of the policy that they set.
KEYS = {f"privacy.{field.name}": field.name for field in fields(Policy)}

#: Under this threshold two people who know themselves can work out a third.
LOUD = 3


def _whole(least: int) -> Callable[[Any], bool]:
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= least


_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "threshold": (_whole(1), "a whole number from 1"),
    "rounding": (lambda v: _whole(0)(v) and v in ROUNDINGS, f"one of {', '.join(map(str, ROUNDINGS))}"),
    "dominance": (
        lambda v: isinstance(v, int | float) and not isinstance(v, bool) and 0 < v <= 1,
        "a share over 0, to 1",
    ),
    "dominance_from": (_whole(1), "a whole number from 1"),
    "max_quotes": (_whole(1), "a whole number from 1"),
    "complement": (lambda v: isinstance(v, bool), "true or false"),
    "attribution": (
        lambda v: isinstance(v, list | tuple) and all(isinstance(x, str) and x.strip() for x in v),
        "a list of attributes",
    ),
}


def policy(project: Project) -> Policy:
    """The policy that the project's settings give; what is not set is as `Policy` has it.

    Raises:
        UsageError: a setting holds what it cannot be.
    """
    found = Policy()
    for key, name in KEYS.items():
        value = coders.get_setting(project.conn, key)
        if value is not None:
            found = replace(found, **{name: checked(key, value)})
    return found


def checked(key: str, value: Any) -> Any:
    """The value of a setting, as the policy holds it; raises UsageError when it cannot be."""
    if key not in KEYS:
        raise UsageError(f"There is no setting '{key}'.", f"Settings of disclosure control: {', '.join(KEYS)}.")
    holds, what = _RULES[KEYS[key]]
    if not holds(value):
        raise UsageError(f"The setting '{key}' cannot be {value!r}.", f"It must be {what}.")
    return tuple(value) if isinstance(value, list) else value


def set_policy(project: Project, **values: Any) -> Policy:
    """Keep some of the policy's values as settings, written in the log; returns the whole policy.

    Raises:
        UsageError: a value cannot be; nothing was changed.
    """
    named = {f"privacy.{name}": value for name, value in values.items()}
    kept = {key: checked(key, value) for key, value in named.items()}
    with transaction(project.conn) as conn:
        log = []
        for key, value in kept.items():
            before = coders.get_setting(conn, key)
            coders.set_setting(conn, key, value)
            log.append(Change("setting", key, None, None if before is None else {"value": before}, {"value": value}))
        if log:
            changes.record(conn, label="disclosure policy", coder_id=None, changes=log, kind="log")
    return policy(project)


def warnings(policy: Policy) -> list[str]:
    """What is dangerous in a policy, in sentences; empty when nothing is."""
    if policy.threshold >= LOUD:
        return []
    return [
        f"WARNING: the threshold is {policy.threshold}. Under {LOUD}, figures point at single people, and two who"
        " know what they said can tell what a third did. Publish nothing made with it; set privacy.threshold to 5."
    ]
