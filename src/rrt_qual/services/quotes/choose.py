"""Quotes for a theme, an indicator or a domain: chosen by rule, checked before anybody may print them.

What is chosen is what may be printed; what the checks hold back is returned apart, with the reasons. docs/methods.md
states the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from rrt_qual.analysis.quotes.choose import Candidate, Chooser, Pick
from rrt_qual.analysis.quotes.reason import reason
from rrt_qual.domain.codebook import Codebook, Domain, Indicator, Stance, Theme
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.quotes.wording import Edit, loads, render, words_of
from rrt_qual.domain.report.evidence import ReportQuote
from rrt_qual.domain.spans import Span
from rrt_qual.services.quotes.filter import Filter, narrowed, read_filter, too_narrow
from rrt_qual.services.quotes.pool import Pool, Progress
from rrt_qual.services.quotes.refs import reference
from rrt_qual.services.shared.project import Project
from rrt_qual.store.file.connection import working_out
from rrt_qual.store.quotes.quotes import KeptQuote

if TYPE_CHECKING:
    from rrt_qual.analysis.quotes.choose import Floats
    from rrt_qual.domain.confidentiality.disclosure import Checked

__all__ = ["LEVELS", "Pool", "QuoteSelection", "Used", "choose", "choose_every", "open_pool", "scope"]

LEVELS = ("domain", "indicator", "theme")

#: The passages that stand in a report already: (interview id, span of the original).
Used = set[tuple[str, Span]]

#: How often what was held back is replaced by the next best before it is left at that. In the sample project one round
#: or two do for most themes, and the longest took nine; with fewer, some would get less than the quotes asked for,
#: while where all is held back (a filter too narrow) each further round checks more passages in vain.
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class QuoteSelection:
    """What was chosen for one theme, indicator or domain.

    `quotes` may be printed: pinned ones first, then in the order of choice, the one that disagrees last. `held` would
    have been chosen, but the checks hold them back. `passages` and `people` are what there was to choose from;
    `warnings` what a person should know.
    """

    level: str
    key: str
    name: str
    quotes: tuple[ReportQuote, ...] = ()
    held: tuple[ReportQuote, ...] = ()
    passages: int = 0
    people: int = 0
    warnings: tuple[str, ...] = ()


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


def open_pool(
    project: Project, themes: Sequence[str], progress: Progress | None = None, *, like: Pool | None = None
) -> Pool:
    """The passages to choose from, once the interviews that these themes are coded in have been searched for
    identifying words. `like`, an older one, lends its language model."""
    pool = Pool(project, like)
    if _search(project, pool.interviews_of(themes), progress):
        pool = Pool(project, like)
    return pool


def _search(project: Project, interview_ids: Sequence[str], progress: Progress | None) -> int:
    """Search the interviews that were never searched, or not for the names listed now; returns how many that were."""
    from rrt_qual.privacy.find.finder import Finder
    from rrt_qual.services.confidentiality.scan import names_of, scan
    from rrt_qual.store.confidentiality import findings

    now = Finder(names_of(project)).fingerprint
    tallies = findings.tallies(project.conn)
    todo = [i for i in interview_ids if i in tallies and tallies[i].finder != now]
    if not todo:
        return 0
    with working_out(project.conn):
        return scan(project, todo, progress=progress).scanned


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
    pool: Pool | None = None,
) -> QuoteSelection:
    """The quotes that represent a theme, an indicator or a domain (an id or a name): `n`, and one that disagrees.

    `where` are (attribute, value) pairs that all must be true of the interview. `used` are passages not to be taken
    again; what is chosen is put into it. `passed` are passed over too, but nothing is put into it. `pool`, from
    `open_pool`, saves reading the project again.

    Raises:
        UsageError: not exactly one thing was named.
        NotFound: no such thing, wave, attribute or value.
    """
    codebook = pool.codebook if pool else project.codebook()
    level, key, name, themes = scope(codebook, theme=theme, indicator=indicator, domain=domain)
    wanted = read_filter(project, wave, where)
    pool = pool or open_pool(project, themes, progress)
    found, vectors = pool.candidates(themes, progress)
    found = [c for c in found if wanted.fits(pool.heads[c.passage.interview_id])]
    found = [c for c in found if stance in (None, c.passage.stance)]
    work = _Selection(project, pool, wanted, found, vectors, (used or set()) | (passed or set()), per_participant)
    quotes, held = work.run(n)
    if used is not None:
        used |= {(q.interview_id, q.span) for q in quotes}
    return QuoteSelection(
        level,
        key,
        name,
        quotes,
        held,
        len(found),
        len({c.passage.participant for c in found}),
        tuple(w for w in (pool.warning, work.warning) if w),
    )


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
    pool: Pool | None = None,
) -> list[QuoteSelection]:
    """The quotes for every theme (indicator, domain) of the codebook that was coded, in its order.

    Raises:
        UsageError: there is no such level.
        NotFound: no such wave, attribute or value.
    """
    codebook = project.codebook()
    if level not in LEVELS:
        raise UsageError(f"There is no level '{level}'.", f"Levels: {', '.join(LEVELS)}.")
    things = _things(codebook, level)
    pool = pool or open_pool(project, [t.id for t in codebook.themes], progress)
    with_words = [t.id for t in codebook.themes if pool.interviews_of([t.id])]
    pool.candidates(with_words, progress)  # one batch of vectors, not one a theme
    out = []
    for thing in things:
        if not pool.interviews_of(_below(codebook, level, thing.id)):
            continue
        named = {level: thing.id}
        found = choose(
            project,
            theme=named.get("theme"),
            indicator=named.get("indicator"),
            domain=named.get("domain"),
            stance=stance,
            wave=wave,
            where=where,
            n=n,
            per_participant=per_participant,
            used=used,
            pool=pool,
        )
        out.append(found)
    return out


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


class _Selection:
    """One choice at work: choose, check, replace what is held back, choose again."""

    def __init__(
        self,
        project: Project,
        pool: Pool,
        wanted: Filter,
        found: Sequence[Candidate],
        vectors: Floats,
        used: Used,
        per_participant: int,
    ) -> None:
        from rrt_qual.services.figures import disclosure

        self._project, self._pool, self._wanted = project, pool, wanted
        self._found, self._vectors = found, vectors
        self._policy = disclosure.policy(project)
        self._most = max(1, min(per_participant, self._policy.max_quotes))
        self._used = _by_interview(used)
        self._refused = [k for k in pool.kept if k.status == "refused"]
        self._verdicts: dict[tuple[str, int, int, str], Checked] = {}
        self.warning = too_narrow(pool.heads.values(), wanted, self._policy.threshold)

    def run(self, n: int) -> tuple[tuple[ReportQuote, ...], tuple[ReportQuote, ...]]:
        """The quotes that may be printed, and those held back."""
        kept = {(k.interview_id, k.span, k.theme): k for k in self._pool.kept if k.status == "pinned"}
        taken = [c for c in self._found if self._key(c) in kept and not self._is_used(c)]
        taken = sorted({c.key: c for c in taken if c.passage.whole}.values(), key=lambda c: kept[self._key(c)].id)
        held: dict[tuple[str, int, int, str], Pick] = {}
        self._ask(taken)
        pinned = [Pick(c, 0.0, because="pinned") for c in taken]
        for pick in pinned:
            if not self._printable(pick.candidate):
                held[pick.candidate.key] = pick
        firm = [p for p in pinned if p.candidate.key not in held]
        picks: list[Pick] = []
        for _ in range(_ROUNDS):
            chooser = Chooser(
                [c for c in self._found if not c.passage.whole],
                self._vectors,
                per_participant=self._most,
                taken=[p.candidate for p in firm],
                barred=partial(self._is_barred, taken=taken, held=frozenset(held)),
            )
            picks = chooser.choose(max(0, n - len(firm)))
            if n and (dissent := chooser.dissent()):
                picks.append(dissent)
            self._ask([p.candidate for p in picks])
            bad = [p for p in picks if not self._printable(p.candidate)]
            if not bad:
                break
            held |= {p.candidate.key: p for p in bad}
        picks = [p for p in picks if p.candidate.key not in held]
        shown = [self._quote(p, kept.get(self._key(p.candidate))) for p in (*firm, *picks)]
        apart = [self._quote(p, kept.get(self._key(p.candidate))) for p in held.values()]
        return tuple(shown), tuple(apart)

    # what may not be taken ----------------------------------------------------------------------

    def _is_barred(self, c: Candidate, taken: Sequence[Candidate], held: Collection[object]) -> bool:
        if c.key in held or self._is_used(c) or any(_overlap(c, t) for t in taken):
            return True
        for no in self._refused:
            if (no.interview_id, no.theme) == (c.passage.interview_id, c.passage.theme):
                common = c.span.intersect(no.span)
                if common and 2 * len(common) >= min(len(c.span), len(no.span)):
                    return True
        return False

    def _is_used(self, c: Candidate) -> bool:
        return any(span.overlaps(c.span) for span in self._used.get(c.passage.interview_id, ()))

    # checking -----------------------------------------------------------------------------------

    def _ask(self, found: Sequence[Candidate]) -> None:
        """Have what was not checked yet checked, all at once."""
        from rrt_qual.domain.confidentiality.disclosure import QuoteCandidate

        new = [c for c in found if c.key not in self._verdicts]
        if not new:
            return
        asked = [QuoteCandidate(c.passage.interview_id, c.span, c.passage.theme) for c in new]
        for c, verdict in zip(new, self._pool.checker.check(asked), strict=True):
            self._verdicts[c.key] = verdict

    def _printable(self, c: Candidate) -> bool:
        return not self.warning and self._verdicts[c.key].printable

    # telling ------------------------------------------------------------------------------------

    def _quote(self, pick: Pick, kept: KeptQuote | None) -> ReportQuote:
        c, pool = pick.candidate, self._pool
        head, verdict = pool.heads[c.passage.interview_id], self._verdicts[c.key]
        theme = pool.codebook.theme(c.passage.theme)
        indicator, domain = pool.codebook.indicator_of(theme), pool.codebook.domain_of(theme)
        attribution = narrowed(pool.heads.values(), self._wanted, verdict.attribution, self._policy.threshold)
        return ReportQuote(
            interview_id=c.passage.interview_id,
            interview=pool.shown.name(c.passage.interview_id),
            span=c.span,
            theme=theme.id,
            indicator=indicator.id if indicator else "",
            domain=domain.id if domain else "",
            stance=c.passage.stance,
            wave=head.wave,
            wording=wording(pool, c.passage.interview_id, c.span, loads(kept.wording if kept else "")),
            attribution=tuple((name, pool.shown.mask(value)) for name, value in attribution),
            score=round(c.score, 4),
            parts={name: round(value, 4) for name, value in c.parts.items()},
            reason="Pinned by an analyst" if kept else reason(pick, spread=pool.spread_over),
            dissent=pick.dissent,
            pinned=kept is not None,
            held_back=(*((self.warning,) if self.warning else ()), *verdict.held_back),
            ref=reference(self._project.id, c.passage.interview_id, c.span),
        )

    @staticmethod
    def _key(c: Candidate) -> tuple[str, Span, str]:
        return (c.passage.interview_id, c.span, c.passage.theme)


def wording(pool: Pool, interview_id: str, span: Span, edit: Edit) -> str:
    """The publishable wording of a passage: as it may be exported, with its edit; clarifications name nobody."""
    shown = pool.shown
    safe = replace(edit, added=tuple((at, shown.mask(text)) for at, text in edit.added))
    return render(words_of(shown.of(interview_id), span), safe)


def _overlap(a: Candidate, b: Candidate) -> bool:
    return a.passage.interview_id == b.passage.interview_id and a.span.overlaps(b.span)


def _by_interview(found: Used) -> dict[str, list[Span]]:
    out: dict[str, list[Span]] = {}
    for interview_id, span in found:
        out.setdefault(interview_id, []).append(span)
    return out
