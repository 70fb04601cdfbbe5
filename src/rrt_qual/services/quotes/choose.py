"""Quotes for a theme, an indicator or a domain: chosen by rule, checked before anybody may print them.

What is chosen is what may be printed; what the checks hold back is returned apart, with the reasons. docs/methods.md
states the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rrt_qual.analysis.quotes.choose import QuotePick, ScoredPassage
from rrt_qual.analysis.quotes.reason import reason
from rrt_qual.analysis.quotes.select import Rules, Selected, place, select
from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Stance, Theme
from rrt_qual.domain.confidentiality.disclosure import CheckedQuote, QuoteCandidate
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.quotes.kept import KeptQuote
from rrt_qual.domain.quotes.wording import loads, render, words_of
from rrt_qual.domain.report.evidence import ReportQuote
from rrt_qual.domain.spans import Span
from rrt_qual.services.quotes.filter import Filter, narrowed, read_filter, too_narrow
from rrt_qual.services.quotes.prepare import Prepared, Progress, prepare
from rrt_qual.services.quotes.refs import reference
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.interviews import interviews

__all__ = ["LEVELS", "Prepared", "QuoteSelection", "Used", "choose", "choose_every", "prepare", "scope"]

LEVELS = ("domain", "indicator", "theme")

#: The passages that stand in a report already: (interview id, span of the original).
Used = set[tuple[str, Span]]


@dataclass(frozen=True, slots=True)
class QuoteSelection:
    """What was chosen for one theme, indicator or domain.

    `quotes` may be printed: pinned ones first, then in the order of choice, the one that disagrees last. `held` would
    have been chosen, but the checks hold them back. `passages` and `people` are what there was to choose from;
    `warnings` what a person should know. `searched` interviews were searched for identifying words first.
    """

    level: str
    key: str
    name: str
    quotes: tuple[ReportQuote, ...] = ()
    held: tuple[ReportQuote, ...] = ()
    passages: int = 0
    people: int = 0
    warnings: tuple[str, ...] = ()
    searched: int = 0


def scope(
    codebook: Codebook, *, theme: str | None = None, indicator: str | None = None, domain: str | None = None
) -> tuple[str, str, str, list[str]]:
    """Level, id, name and the ids of the themes of what is meant; an id or a name, in any case.

    Raises:
        UsageError: not exactly one was named.
        NotFound: the codebook has no such thing.
    """
    from rrt_qual.services.figures.frequencies import themes_below

    named = {k: v for k, v in (("theme", theme), ("indicator", indicator), ("domain", domain)) if v}
    if len(named) != 1:
        raise UsageError("Quotes of what?", "Name one theme, one indicator or one domain.")
    [(level, given)] = named.items()
    things = _things(codebook, level)
    wanted = given.casefold().strip()
    found = next((t for t in things if t.id.casefold() == wanted), None) or next(
        (t for t in things if t.name.casefold() == wanted), None
    )
    if found is None:
        some = ", ".join(t.id for t in things[:8]) + (" …" if len(things) > 8 else "")
        raise NotFound(f"The codebook has no {level} '{given[:80]}'.", f"It has: {some or 'none'}.")
    return level, found.id, found.name, themes_below(codebook, level, found.id)


@dataclass(frozen=True, slots=True)
class _Wish:
    """How quotes are chosen, whatever they are to stand for."""

    wanted: Filter
    stance: Stance | None
    n: int
    per_participant: int


def choose(
    project: Project,
    *,
    theme: str | None = None,
    indicator: str | None = None,
    domain: str | None = None,
    stance: Stance | None = None,
    wave: str | None = None,
    where: Sequence[tuple[str, str]] = (),
    n: int = 5,
    per_participant: int = 2,
    used: Used | None = None,
    passed: Used | None = None,
    progress: Progress | None = None,
    ready: Prepared | None = None,
) -> QuoteSelection:
    """The quotes that represent a theme, an indicator or a domain (an id or a name): `n`, and one that disagrees.

    `where` are (attribute, value) pairs that all must be true of the interview. `used` are passages not to be taken
    again; what is chosen is put into it. `passed` are passed over too, but nothing is put into it. `ready`, from
    `prepare`, has been searched and read already; without it that is done first.

    Raises:
        UsageError: not exactly one thing was named.
        NotFound: no such thing, wave, attribute or value.
    """
    codebook = ready.reading.codebook if ready else project.codebook()
    level, key, name, themes = scope(codebook, theme=theme, indicator=indicator, domain=domain)
    wish = _Wish(_filter(project, ready, wave, where), stance, n, per_participant)
    ready = ready or prepare(project, themes, progress)
    found = _chosen(ready, wish, (level, key, name), themes, (used or set()) | (passed or set()))
    if used is not None:
        used |= _places(found)
    return found


def choose_every(
    project: Project,
    level: str = "theme",
    *,
    stance: Stance | None = None,
    wave: str | None = None,
    where: Sequence[tuple[str, str]] = (),
    n: int = 5,
    per_participant: int = 2,
    used: Used | None = None,
    progress: Progress | None = None,
    ready: Prepared | None = None,
) -> list[QuoteSelection]:
    """The quotes for every theme (indicator, domain) of the codebook that was coded, in its order.

    Raises:
        UsageError: there is no such level.
        NotFound: no such wave, attribute or value.
    """
    if level not in LEVELS:
        raise UsageError(f"There is no level '{level}'.", f"Levels: {', '.join(LEVELS)}.")
    wish = _Wish(_filter(project, ready, wave, where), stance, n, per_participant)
    ready = ready or prepare(project, [t.id for t in project.codebook().themes], progress)
    codebook, out = ready.reading.codebook, []
    for thing in _things(codebook, level):
        themes = _below(codebook, level, thing.id)
        if ready.coded(themes):
            found = _chosen(ready, wish, (level, thing.id, thing.name), themes, used or set())
            out.append(found)
            if used is not None:
                used |= _places(found)
    return out


def _filter(project: Project, ready: Prepared | None, wave: str | None, where: Sequence[tuple[str, str]]) -> Filter:
    """The filter; a wrong one is told before anything is searched."""
    if ready:
        return read_filter(ready.reading.attributes, ready.reading.heads.values(), ready.mask, wave, where)
    mask = PublicNames(project).masker.mask
    return read_filter(interviews.attribute_names(project.conn), interviews.heads(project.conn), mask, wave, where)


def _places(found: QuoteSelection) -> Used:
    return {(q.interview_id, q.span) for q in found.quotes}


def _things(codebook: Codebook, level: str) -> Sequence[Theme | Indicator | Domain]:
    if level == "theme":
        return codebook.themes
    return codebook.indicators if level == "indicator" else codebook.domains


def _below(codebook: Codebook, level: str, key: str) -> list[str]:
    from rrt_qual.services.figures.frequencies import themes_below

    try:
        return themes_below(codebook, level, key)
    except NotFound:  # an indicator or a domain without themes
        return []


def _chosen(
    ready: Prepared, wish: _Wish, about: tuple[str, str, str], themes: Iterable[str], used: Used
) -> QuoteSelection:
    """The quotes of one theme, indicator or domain: candidates, of these the best that may be printed, in words."""
    heads, policy = ready.reading.heads, ready.policy
    found = [
        c
        for c in ready.of(themes)
        if wish.stance in (None, c.passage.stance) and wish.wanted.fits(heads[c.passage.interview_id])
    ]
    too_few = too_narrow(heads.values(), wish.wanted, policy.threshold)
    most = max(1, min(wish.per_participant, policy.max_quotes))
    rules = Rules(wish.n, most, ready.reading.kept, _by_interview(used), barred=bool(too_few))

    def check(candidates: Sequence[ScoredPassage]) -> Sequence[CheckedQuote]:
        return ready.checker.check(
            [QuoteCandidate(c.passage.interview_id, c.span, c.passage.theme) for c in candidates]
        )

    selected = select(found, ready.vectors, rules, check)
    kept = {place(k): k for k in ready.reading.kept if k.status == "pinned"}

    def worded(picks: Iterable[QuotePick]) -> tuple[ReportQuote, ...]:
        return tuple(_quote(ready, wish.wanted, too_few, selected, pick, kept) for pick in picks)

    people = len({c.passage.participant for c in found})
    warnings = tuple(w for w in (ready.warning, too_few) if w)
    shown, held = worded(selected.shown), worded(selected.held)
    return QuoteSelection(*about, shown, held, len(found), people, warnings, ready.searched)


def _quote(
    ready: Prepared,
    wanted: Filter,
    too_few: str,
    selected: Selected,
    pick: QuotePick,
    kept_: Mapping[tuple[str, Span, str], KeptQuote],
) -> ReportQuote:
    """A pick as it may be printed, or with the reasons why it may not."""
    c, reading = pick.candidate, ready.reading
    interview_id, theme = c.passage.interview_id, reading.codebook.theme(c.passage.theme)
    indicator, domain = reading.codebook.indicator_of(theme), reading.codebook.domain_of(theme)
    kept, verdict = kept_.get((interview_id, c.span, theme.id)), selected.verdicts[c.key]
    said = narrowed(reading.heads.values(), wanted, verdict.attribution, ready.policy.threshold)
    return ReportQuote(
        interview_id=interview_id,
        interview=ready.names[interview_id],
        span=c.span,
        theme=theme.id,
        indicator=indicator.id if indicator else "",
        domain=domain.id if domain else "",
        stance=c.passage.stance,
        wave=reading.heads[interview_id].wave,
        wording=_wording(ready, interview_id, c.span, kept.wording if kept else ""),
        attribution=tuple((name, ready.mask(value)) for name, value in said),
        score=round(c.score, 4),
        parts={name: round(value, 4) for name, value in c.parts.items()},
        reason="Pinned by an analyst" if kept else reason(pick, spread=reading.spread_over),
        dissent=pick.dissent,
        pinned=kept is not None,
        held_back=(*((too_few,) if too_few else ()), *verdict.held_back),
        ref=reference(ready.project_id, interview_id, c.span),
    )


def _wording(ready: Prepared, interview_id: str, span: Span, kept: str) -> str:
    """The publishable wording of a passage: as it may be exported, with its edit; clarifications name nobody."""
    edit = loads(kept)
    safe = replace(edit, added=tuple((at, ready.mask(text)) for at, text in edit.added))
    return render(words_of(ready.reading.talk[interview_id].shown, span), safe)


def _by_interview(found: Used) -> dict[str, list[Span]]:
    out: dict[str, list[Span]] = {}
    for interview_id, span in found:
        out.setdefault(interview_id, []).append(span)
    return out
