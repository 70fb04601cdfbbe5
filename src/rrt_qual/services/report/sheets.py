"""The tables of a report: each a `Sheet`, from values that the other services have made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rrt_qual.domain.codebook import STANCES, Codebook, Stance
from rrt_qual.domain.confidentiality.disclosure import Dominance, Policy
from rrt_qual.domain.report.evidence import Comparison, Difference, IndicatorRating, JointRow, ReportQuote, Share
from rrt_qual.domain.report.report import Column, Counted, Sheet, Value, ValueType
from rrt_qual.domain.report.survey import WorkforceFigure

ALL_STANCES = (*STANCES, Stance.UNSPECIFIED)


def text(key: str, title: str, meaning: str, *, brief: bool = True) -> Column:
    """A column of words."""
    return Column(key, title, ValueType.TEXT, meaning, brief=brief)


def count(key: str, title: str, meaning: str, *, brief: bool = True) -> Column:
    """A column of whole numbers."""
    return Column(key, title, ValueType.INTEGER, meaning, brief=brief)


def share(key: str, title: str, meaning: str, *, brief: bool = True) -> Column:
    """A column of shares, 0 to 1."""
    return Column(key, title, ValueType.SHARE, meaning, brief=brief)


def _where() -> tuple[Column, ...]:
    return (
        text("level", "Level", "domain, indicator or theme", brief=False),
        text("domain", "Domain", "id of the domain in the codebook; empty when there is none", brief=False),
        text("indicator", "Indicator", "id of the indicator in the codebook; empty when there is none", brief=False),
        text("theme", "Theme", "id of the theme in the codebook; empty for a domain or an indicator", brief=False),
        text("name", "Name", "name of the domain, indicator or theme"),
    )


_FIGURES = (
    count("interviews", "Interviews", "interviews that speak of it"),
    count("base", "Of", "interviews that were coded or marked as done"),
    share("share", "Share", "interviews / base"),
    share("low", "95 % from", "lower end of the share's 95 % Wilson interval"),
    share("high", "to", "upper end of the share's 95 % Wilson interval"),
    count("passages", "Passages", "unbroken stretches of talk that are coded with it"),
)


def _stance_columns() -> tuple[Column, ...]:
    out: list[Column] = []
    for s in ALL_STANCES:
        out.append(
            count(f"{s}_interviews", s.value.capitalize(), f"interviews that speak of it as {s}", brief=s in STANCES)
        )
        out.append(count(f"{s}_passages", f"{s.value.capitalize()}, passages", f"passages as {s}", brief=False))
    return tuple(out)


_WITHHELD = text("withheld", "Confidential", "which figures of this row are held back as confidential, and so empty")


def places(codebook: Codebook) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(level, key) -> ids of the domain, the indicator and the theme that it is or belongs to."""
    out = {("domain", d.id): (d.id, "", "") for d in codebook.domains}
    out |= {("indicator", i.id): (i.domain or "", i.id, "") for i in codebook.indicators}
    for theme in codebook.themes:
        indicator, domain = codebook.indicator_of(theme), codebook.domain_of(theme)
        out["theme", theme.id] = (domain.id if domain else "", indicator.id if indicator else "", theme.id)
    return out


def frequencies(codebook: Codebook, counted: Sequence[Counted], notes: Sequence[str]) -> Sheet:
    """How often everything in the codebook is spoken of."""
    where = places(codebook)
    rows = tuple((c.level, *where[c.level, c.key], c.name, *_numbers(c), c.withheld) for c in counted)
    columns = (*_where(), *_FIGURES, *_stance_columns(), _WITHHELD)
    return Sheet("frequencies", "Frequencies", columns, rows, tuple(notes))


def breakdown(
    codebook: Codebook, by: str, groups: Sequence[tuple[str, Sequence[Counted]]], notes: Sequence[str]
) -> Sheet:
    """The same for each value of an attribute: a row a level, key and group."""
    where = places(codebook)
    rows = tuple(
        (c.level, *where[c.level, c.key], c.name, group, *_numbers(c), c.withheld)
        for group, counted in groups
        for c in counted
    )
    group = text("group", by, f"value of the attribute '{by}'; (none): interviews without one")
    columns = (*_where(), group, *_FIGURES, *_stance_columns(), _WITHHELD)
    return Sheet(f"frequencies by {by}", f"Frequencies by {by}", columns, rows, tuple(notes))


def _numbers(c: Counted) -> tuple[Value, ...]:
    stances: list[Value] = []
    for stance in ALL_STANCES:
        stances += (c.of(stance).n, c.stance_passages.get(stance, 0 if c.passages is not None else None))
    return (*_share(c.any), c.passages, *stances)


def _share(found: Share) -> tuple[Value, ...]:
    """n, base, share, low and high: shares to four places, so that every machine writes the same digits."""
    return found.n, based(found), rounded(found.value), rounded(found.low), rounded(found.high)


def based(found: Share) -> int | None:
    """The base of a share; None where figure and base are withheld together."""
    return None if found.n is None and not found.base else found.base


def rounded(value: float | None) -> float | None:
    """To four places."""
    return None if value is None else round(value, 4)


_STANCE_SHARE = tuple(
    column
    for s in (Stance.RISK, Stance.STRENGTH, Stance.SOLUTION)
    for column in (
        count(f"{s}_interviews", s.value.capitalize(), f"interviews that speak of it as {s}"),
        share(f"{s}_share", f"{s.value.capitalize()}, share", f"{s}_interviews / base", brief=False),
        share(f"{s}_low", f"{s.value.capitalize()}, 95 % from", "lower end of the 95 % interval", brief=False),
        share(f"{s}_high", f"{s.value.capitalize()}, to", "upper end of the 95 % interval", brief=False),
    )
)


def indicators(codebook: Codebook, ratings: Iterable[IndicatorRating]) -> Sheet:
    """The rating of every indicator, how it came about, and whether a person said otherwise."""
    columns = (
        text("wave", "Wave", "the wave that is rated; 'all': all waves together"),
        text("domain", "Domain", "id of the domain", brief=False),
        text("indicator", "Indicator", "id of the indicator", brief=False),
        text("name", "Indicator", "name of the indicator"),
        text("rating", "Rating", "red, amber, green or not enough evidence, after any override"),
        text("by_rule", "By the rule", "what the project's rule says", brief=False),
        text("because", "Because", "how the rule came to it, in words"),
        count("interviews", "Interviews", "interviews that speak of the indicator"),
        count("base", "Of", "interviews that were coded or marked as done"),
        share("share", "Share", "interviews / base", brief=False),
        *_STANCE_SHARE,
        text("overridden_by", "Overridden by", "who said otherwise than the rule; empty: nobody"),
        text("override_reason", "Their reason", "why they said otherwise"),
    )
    rows = tuple(
        (
            r.wave or "all",
            codebook.indicator(r.indicator).domain or "",
            r.indicator,
            codebook.indicator(r.indicator).name,
            str(r.rating),
            str(r.by_rule),
            r.because,
            r.any.n,
            based(r.any),
            rounded(r.any.value),
            *(
                v
                for s in (r.risk, r.strength, r.solution)
                for v in (s.n, rounded(s.value), rounded(s.low), rounded(s.high))
            ),
            r.overridden_by,
            r.override_reason,
        )
        for r in ratings
    )
    return Sheet("indicators", "Indicators", columns, rows)


def attribution(quote: ReportQuote) -> str:
    """What may be said of the speaker, in words; '' when nothing may."""
    return "; ".join(f"{name}: {value}" for name, value in quote.attribution)


def quotes(codebook: Codebook, found: Sequence[ReportQuote], notes: Sequence[str]) -> Sheet:
    """The quotes that may be printed. Neither interview nor wave stands here: attribution says all that may be said."""
    columns = (
        text("domain", "Domain", "id of the domain", brief=False),
        text("indicator", "Indicator", "id of the indicator", brief=False),
        text("theme", "Theme", "id of the theme", brief=False),
        text("name", "Theme", "name of the theme"),
        text("stance", "Stance", "strength, risk, solution or unspecified"),
        text("quote", "Quote", "the wording that may be printed"),
        text("attribution", "Speaker", "what may be said of the speaker"),
        text("dissent", "Dissent", "yes: it speaks against what most say"),
        text("pinned", "Chosen", "yes: a person chose it, not the rule", brief=False),
        Column("score", "Score", ValueType.NUMBER, "how well it stands for the theme, 0 to 1", brief=False),
        text("reason", "Reason", "why it was chosen", brief=False),
    )
    rows = tuple(
        (
            q.domain,
            q.indicator,
            q.theme,
            codebook.theme(q.theme).name,
            str(q.stance),
            q.wording,
            attribution(q),
            "yes" if q.dissent else "no",
            "yes" if q.pinned else "no",
            rounded(q.score),
            q.reason,
        )
        for q in found
    )
    return Sheet("quotes", "Quotes", columns, rows, tuple(notes))


def joint(codebook: Codebook, found: Iterable[JointRow]) -> Sheet:
    """The survey's scores beside what the interviews say."""
    columns = (
        text("wave", "Wave", "the wave"),
        text("indicator", "Indicator", "id of the indicator", brief=False),
        text("name", "Indicator", "name of the indicator"),
        count("survey_n", "Survey, n", "how many answered the survey", brief=False),
        Column("survey_score", "Survey", ValueType.NUMBER, "the survey's score"),
        text("survey_rating", "Survey's rating", "red, amber or green by the survey"),
        text("rating", "Interviews' rating", "red, amber, green or not enough evidence by the interviews"),
        count("interviews", "Interviews", "interviews that speak of it"),
        count("base", "Of", "interviews that were coded or marked as done"),
        *(c for c in _STANCE_SHARE if not c.key.endswith(("_low", "_high"))),
        text("agreement", "Together", "agree, explain, contradict or silent"),
        text("because", "Because", "how the two stand to one another, in words"),
    )
    rows = tuple(
        (
            j.wave or "all",
            j.indicator,
            codebook.indicator(j.indicator).name,
            j.survey_n,
            rounded(j.survey_score),
            str(j.survey_rating) if j.survey_rating else None,
            str(j.interviews.rating),
            j.interviews.any.n,
            based(j.interviews.any),
            *(
                v
                for s in (j.interviews.risk, j.interviews.strength, j.interviews.solution)
                for v in (s.n, rounded(s.value))
            ),
            str(j.agreement),
            j.because,
        )
        for j in found
    )
    return Sheet("joint display", "Joint display", columns, rows)


def comparison(codebook: Codebook, found: Sequence[Comparison]) -> Sheet:
    """What has become of each domain, indicator and theme from one wave to the next; `found` has one a level."""
    before, after = found[0].before, found[0].after
    columns = (
        *_where(),
        text("stance", "Stance", "strength, risk or solution; 'any': spoken of at all"),
        count("before_interviews", f"{before}", f"interviews of {before} that speak of it so"),
        count("before_base", f"of ({before})", f"interviews of {before} that were coded"),
        share("before_share", f"{before}, share", "before_interviews / before_base", brief=False),
        count("after_interviews", f"{after}", f"interviews of {after} that speak of it so"),
        count("after_base", f"of ({after})", f"interviews of {after} that were coded"),
        share("after_share", f"{after}, share", "after_interviews / after_base", brief=False),
        share("difference", "Difference", "after_share less before_share"),
        share("low", "95 % from", "lower end of the difference's 95 % interval (Newcombe)"),
        share("high", "to", "upper end of it"),
        count("paired", "In both", "participants who took part in both; 0: two groups apart", brief=False),
        text("direction", "Became", "new, gone, worse, better, more, less, same or too few"),
        text("note", "Note", "what to be careful of"),
    )
    where = places(codebook)
    rows = tuple(
        (
            d.level,
            *where.get((d.level, d.key), _retired(d)),
            one.names.get(d.key, d.key),
            str(d.stance or "any"),
            *(v for s in (d.before, d.after) for v in (s.n, based(s), rounded(s.value))),
            *(rounded(v) for v in (d.difference, d.low, d.high)),
            d.paired,
            str(d.direction),
            d.note,
        )
        for one in found
        for d in one.rows
    )
    return Sheet("comparison", f"Comparison: {before} and {after}", columns, rows, _notes_of(found))


def _notes_of(found: Sequence[Comparison]) -> tuple[str, ...]:
    """The notes of all levels; one that is not of every level says of which it is."""
    out: dict[str, None] = {}
    for one in found:
        for note in one.notes:
            everywhere = all(note in other.notes for other in found)
            out[note if everywhere else f"Of {one.level}s: {note}"] = None
    return tuple(out)


def _retired(d: Difference) -> tuple[str, str, str]:
    """Where something stood that the codebook has no more: its own id alone."""
    return (
        d.key if d.level == "domain" else "",
        d.key if d.level == "indicator" else "",
        d.key if d.level == "theme" else "",
    )


def dominance(codebook: Codebook, found: Iterable[Dominance], limits: Policy) -> Sheet:
    """What one participant says most of: a figure to be read with care, and not to be quoted much."""
    columns = (
        *_where(),
        count("passages", "Passages", "unbroken stretches of talk that are coded with it"),
        text("flag", "Flag", "dominated: one participant says more of it than the project's limit"),
    )
    where = places(codebook)
    names = {("domain", d.id): d.name for d in codebook.domains}
    names |= {("indicator", i.id): i.name for i in codebook.indicators}
    names |= {("theme", t.id): t.name for t in codebook.themes}
    rows = tuple(
        (d.level, *where[d.level, d.key], names[d.level, d.key], d.passages, "dominated")
        for d in found
        if d.flagged and (d.level, d.key) in where
    )
    note = (
        f"One participant says more than {100 * limits.dominance:.0f} % of the passages of these (of"
        f" {limits.dominance_from} passages or more)."
    )
    return Sheet("dominance", "Dominated by one", columns, rows, (note,))


def workforce(found: Iterable[WorkforceFigure]) -> Sheet:
    """The figures of the workforce that were brought in, as they were."""
    columns = (
        text("measure", "Measure", "what is measured"),
        text("wave", "Wave", "wave or period"),
        text("group", "Group", "group of staff; 'all': everybody"),
        Column("value", "Value", ValueType.NUMBER, "the figure"),
        text("unit", "Unit", "its unit"),
    )
    rows = tuple((f.measure, f.wave, f.group or "all", f.value, f.unit) for f in found)
    return Sheet("workforce", "Workforce", columns, rows)


def book(codebook: Codebook) -> Sheet:
    """The codebook: one row a theme."""
    columns = (
        text("domain", "Domain", "name of the domain"),
        text("indicator", "Indicator", "name of the indicator"),
        text("theme", "Id", "id of the theme", brief=False),
        text("name", "Theme", "name of the theme"),
        text("definition", "Definition", "what it means"),
        text("use_when", "Use when", "when to use it", brief=False),
        text("not_when", "Not when", "when to use another", brief=False),
        text("examples", "Examples", "invented phrases, a line each, with the sign of their stance", brief=False),
        text("see_also", "See also", "ids of neighbouring themes", brief=False),
    )
    rows = []
    for t in codebook.themes:
        domain, indicator = codebook.domain_of(t), codebook.indicator_of(t)
        examples = "\n".join(f"{e.stance.letter} {e.text}" if e.stance else e.text for e in t.examples)
        above = (domain.name if domain else "", indicator.name if indicator else "")
        rows.append((*above, t.id, t.name, t.definition, t.use_when, t.not_when, examples, ", ".join(t.see_also)))
    return Sheet("codebook", "Codebook", columns, tuple(rows))
