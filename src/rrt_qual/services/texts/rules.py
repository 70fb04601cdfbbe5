"""What a project has settled about confidentiality: how pseudonyms are named, per wave or not, which kinds count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rrt_qual.domain.confidentiality.privacy import Kind
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.privacy.hide.pseudonyms import STYLES, Reals, Scheme, Style, WavePolicy, bracketed, inner, refused
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import pseudonyms, reviews
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes, coders
from rrt_qual.store.project.changes import Change

__all__ = [
    "KINDS",
    "POLICY",
    "STYLES_KEY",
    "kinds",
    "may_see_originals",
    "set_kinds",
    "set_style",
    "set_wave_policy",
    "styles",
    "wave_policy",
]

#: Names of the settings.
STYLES_KEY, POLICY, KINDS = "privacy.styles", "privacy.wave_policy", "privacy.kinds"
_KEY_OUT, _ORIGINAL = "privacy.key_out", "privacy.original"


def styles(project: Project) -> dict[Kind, Style]:
    """How the pseudonyms of each kind are named."""
    kept: Mapping[str, Mapping[str, str]] = coders.get_setting(project.conn, STYLES_KEY, {})
    given = {Kind(k): Style(v["label"], Scheme(v["scheme"])) for k, v in kept.items()}
    return {**STYLES, **given}


def set_style(project: Project, kind: Kind, style: Style) -> None:
    """Name the pseudonyms of a kind otherwise from now on; those that are there stay as they are.

    Raises:
        UsageError: the label cannot be a name, or is somebody's real one.
    """
    label = inner(bracketed(style.label))
    with transaction(project.conn) as conn:
        if reals(project).has(label):
            raise refused()
        before = coders.get_setting(conn, STYLES_KEY, {})
        _keep(project, STYLES_KEY, {**before, str(kind): {"label": label, "scheme": str(style.scheme)}})


def wave_policy(project: Project) -> WavePolicy:
    """Whether somebody keeps one pseudonym in all waves, or gets another in each."""
    return WavePolicy(coders.get_setting(project.conn, POLICY, WavePolicy.SAME))


def set_wave_policy(project: Project, policy: WavePolicy) -> None:
    """Choose the policy, as long as nothing is replaced yet.

    Raises:
        Conflict: there are pseudonyms already, and half a project of each policy would keep neither promise.
    """
    with transaction(project.conn) as conn:
        if policy is wave_policy(project):
            return
        if pseudonyms.every(conn):
            raise Conflict(
                "Words are replaced already, by pseudonyms of the other policy.",
                "The policy for waves is chosen before the first find is replaced.",
            )
        _keep(project, POLICY, str(policy))


def kinds(project: Project) -> frozenset[Kind]:
    """The kinds of identifying words that are looked for."""
    kept = coders.get_setting(project.conn, KINDS)
    return frozenset(Kind) if kept is None else frozenset(Kind(k) for k in kept)


def set_kinds(project: Project, wanted: Iterable[Kind]) -> int:
    """Look for these kinds alone from now on; open finds of others go, save those marked by hand.

    Returns how many went. What was decided stays. Kinds that are new are found by the next search.

    Raises:
        UsageError: none is left.
    """
    chosen = frozenset(wanted)
    if not chosen:
        raise UsageError("At least one kind of words must be looked for.")
    with transaction(project.conn) as conn:
        _keep(project, KINDS, [str(k) for k in Kind if k in chosen])
        gone = reviews.retire_open(conn, set(Kind) - chosen)
        if gone:
            changes.record(conn, label="kinds not looked for", coder_id=None, changes=gone, kind="log")
        return len(gone)


def may_see_originals(project: Project) -> bool:
    """Whether coders may see original words at all."""
    return bool(coders.get_setting(project.conn, _ORIGINAL, "coders") != "nobody")


def key_is_out(project: Project) -> bool:
    """Whether the real names lie in a key file outside the project."""
    return bool(coders.get_setting(project.conn, _KEY_OUT, False))


def reals(project: Project) -> Reals:
    """All that is somebody's or some place's real name in this project; reads every text once."""
    conn = project.conn
    people, others = reviews.speakers(conn), list[str]()
    for listed in pseudonyms.listed(conn):
        (people if listed.kind is Kind.PERSON else others).extend((listed.name, *listed.aliases))
    kind_of = {p.id: p.kind for p in pseudonyms.every(conn)}
    for found in pseudonyms.forms(conn).values():
        for form, pseudonym_id in found:
            (people if kind_of[pseudonym_id] is Kind.PERSON else others).append(form)
    for talk in reviews.talks(conn):
        for finding in talk.findings:
            # of whatever kind: what was found may be taken for the wrong one
            (people if finding.kind is Kind.PERSON else others).append(finding.span.of(talk.text))
    return Reals.of(people, others)


def _keep(project: Project, key: str, value: Any) -> None:
    """Keep a setting and write it into the log."""
    conn = project.conn
    before = coders.get_setting(conn, key)
    coders.set_setting(conn, key, value)
    log = Change("setting", key, None, None if before is None else {"value": before}, {"value": value})
    changes.record(conn, label=f"setting {key}", coder_id=None, changes=[log], kind="log")
