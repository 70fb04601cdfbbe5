"""What a project has settled about confidentiality: how pseudonyms are named, per wave or not, which kinds count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rrt_qual.domain import settings as registry
from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.privacy.hide.pseudonyms import STYLES, Reals, Scheme, Style, WavePolicy, bracketed, inner, refused
from rrt_qual.services.shared import settings
from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import pseudonyms, reviews
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import changes


def styles(project: Project) -> dict[FindKind, Style]:
    """How the pseudonyms of each kind are named; raises UsageError when the file holds what cannot be one."""
    return {**STYLES, **_styles(settings.value(project, registry.STYLES))}


def set_styles(project: Project, wanted: Mapping[str, str]) -> None:
    """Name the pseudonyms of some kinds otherwise from now on; those that are there stay as they are.

    `wanted`: kind -> label and scheme ('Town number'); kinds that are not named are as usual.

    Raises:
        UsageError: a label cannot be a name, or is somebody's real one; a scheme does not exist.
    """
    given = _styles(wanted)
    with transaction(project.conn) as conn:
        real = reals(project) if given else None
        for style in given.values():
            if real is not None and real.has(inner(bracketed(style.label))):
                raise refused()
        settings.keep(conn, registry.STYLES, dict(wanted))


def _styles(kept: Mapping[str, str]) -> dict[FindKind, Style]:
    out = {}
    for kind, words in kept.items():
        label, _, scheme = words.rpartition(" ")
        if scheme not in set(Scheme) or not label.strip():
            raise UsageError(
                f"'{words[:60]}' is no label and scheme.", f"Write it as Town number; schemes: {', '.join(Scheme)}."
            )
        out[FindKind(kind)] = Style(inner(bracketed(label)), Scheme(scheme))
    return out


def wave_policy(project: Project) -> WavePolicy:
    """Whether somebody keeps one pseudonym in all waves, or gets another in each."""
    return WavePolicy(settings.value(project, registry.WAVE_POLICY))


def set_wave_policy(project: Project, policy: str) -> None:
    """Choose the policy, as long as nothing is replaced yet.

    Raises:
        Conflict: there are pseudonyms already, and half a project of each policy would keep neither promise.
    """
    with transaction(project.conn) as conn:
        if policy == wave_policy(project):
            return
        if pseudonyms.every(conn):
            raise Conflict(
                "Words are replaced already, by pseudonyms of the other policy.",
                "The policy for waves is chosen before the first find is replaced.",
            )
        settings.keep(conn, registry.WAVE_POLICY, str(policy))


def kinds(project: Project) -> frozenset[FindKind]:
    """The kinds of identifying words that are looked for."""
    return frozenset(map(FindKind, settings.value(project, registry.KINDS)))


def set_kinds(project: Project, wanted: Iterable[str]) -> int:
    """Look for these kinds alone from now on; open finds of others go, save those marked by hand.

    Returns how many went. What was decided stays. Kinds that are new are found by the next search.

    Raises:
        UsageError: none is left.
    """
    chosen = frozenset(map(FindKind, wanted))
    if not chosen:
        raise UsageError("At least one kind of words must be looked for.")
    with transaction(project.conn) as conn:
        settings.keep(conn, registry.KINDS, [str(k) for k in FindKind if k in chosen])
        gone = reviews.retire_open(conn, set(FindKind) - chosen)
        if gone:
            changes.record(conn, label="kinds not looked for", coder_id=None, changes=gone, kind="log")
        return len(gone)


def may_see_originals(project: Project) -> bool:
    """Whether coders may see original words at all."""
    return bool(settings.value(project, registry.ORIGINAL) != "nobody")


def key_is_out(project: Project) -> bool:
    """Whether the real names lie in a key file outside the project."""
    return bool(settings.value(project, registry.KEY_OUT))


def reals(project: Project) -> Reals:
    """All that is somebody's or some place's real name in this project; reads every text once."""
    conn = project.conn
    people, others = reviews.speakers(conn), list[str]()
    for listed in pseudonyms.listed(conn):
        (people if listed.kind is FindKind.PERSON else others).extend((listed.name, *listed.aliases))
    kind_of = {p.id: p.kind for p in pseudonyms.every(conn)}
    for found in pseudonyms.forms(conn).values():
        for form, pseudonym_id in found:
            (people if kind_of[pseudonym_id] is FindKind.PERSON else others).append(form)
    for talk in reviews.talks(conn):
        for finding in talk.findings:
            # of whatever kind: what was found may be taken for the wrong one
            (people if finding.kind is FindKind.PERSON else others).append(finding.span.of(talk.text))
    return Reals.of(people, others)
