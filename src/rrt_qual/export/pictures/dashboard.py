"""One self-contained HTML file for leaders: 20 indicators in 5 domains, to be read, searched, drilled into and printed.

No request goes anywhere: style and script stand in the file, and its own policy forbids everything else. Names and
quotes are escaped by the template engine; nothing of a report is ever put into the script.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.report.evidence import Direction, IndicatorRating, Rating, ReportQuote, Share, ShareDifference
from rrt_qual.domain.report.report import Counted, IndicatorPage, Report

_TEMPLATES = Path(__file__).parents[1] / "templates"
_CSS = {Stance.STRENGTH: "s", Stance.RISK: "r", Stance.SOLUTION: "o"}
_WITHHELD = "withheld"
_ARROWS = {
    Direction.WORSE: "▲",
    Direction.NEW: "▲",
    Direction.MORE: "▲",
    Direction.BETTER: "▼",
    Direction.GONE: "▼",
    Direction.LESS: "▼",
    Direction.SAME: "=",
    Direction.TOO_FEW: "?",
}
#: How many indicators each of the three lists at the top names.
_TOP = 5


@dataclass(frozen=True, slots=True)
class _Rag:
    """A rating as class, letter and word; `n` counts its indicators in the tally."""

    css: str
    letter: str
    word: str
    n: int = 0


_RAGS = {
    Rating.RED: _Rag("red", "R", "red"),
    Rating.AMBER: _Rag("amber", "A", "amber"),
    Rating.GREEN: _Rag("green", "G", "green"),
    Rating.NOT_ENOUGH: _Rag("unsure", "?", "not enough evidence"),
}


def render(report: Report) -> str:
    """The whole file as text; the same report gives the same text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    env = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    env.filters["capitalise"] = _capitalise
    parts = env.get_template("parts.html.j2").make_module({})
    style = (_TEMPLATES / "dashboard.css").read_text(encoding="utf-8")
    script = (_TEMPLATES / "dashboard.js").read_text(encoding="utf-8")
    values = _values(report)
    return env.get_template("dashboard.html.j2").render(
        **values,
        card=parts.card,  # type: ignore[attr-defined]
        ranking=parts.ranking,  # type: ignore[attr-defined]
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _values(report: Report) -> dict[str, Any]:
    """All that the template shows, as words and numbers."""
    p = report.provenance
    sections = [(d.name, d.indicators) for d in report.domains if d.indicators]
    if report.loose:
        sections.append(("Other indicators" if sections else "Indicators", report.loose))
    numbers = {page.key: n for n, page in enumerate((q for _, pages in sections for q in pages), start=1)}
    pages = list(report.pages())
    ratings = [
        _Rag(r.css, r.letter, r.word, sum(1 for page in pages if page.rating and page.rating.rating is rating))
        for rating, r in _RAGS.items()
    ]
    return {
        "p": p,
        "language": report.codebook.language or "en",
        "scope": ", ".join(f"{what} {value}" for what, value in p.filters if what == "wave"),
        "filters": ", ".join(f"{what}: {value}" for what, value in p.filters),
        "domains": [
            {"name": name, "pages": [_page(report, page, numbers[page.key]) for page in of]} for name, of in sections
        ],
        "rated": any(page.rating for page in pages),
        "ratings": ratings,
        "surveyed": any(page.joint and page.joint.survey_score is not None for page in pages),
        "compared": report.compared,
        "strengths": _ranking(pages, numbers, Stance.STRENGTH),
        "risks": _ranking(pages, numbers, Stance.RISK),
        "solutions": _ranking(pages, numbers, Stance.SOLUTION),
        "notes": [*p.policy, *report.notes],
        "absent": report.absent,
    }


def _page(report: Report, page: IndicatorPage, number: int) -> dict[str, Any]:
    names = {t.counted.key: t.counted.name for t in page.themes}
    quotes = [*page.quotes, *(q for t in page.themes for q in t.quotes if q not in page.quotes)]
    shown = [_quote(q, names.get(q.theme, "")) for q in quotes if not q.held_back]
    change = next((d for d in page.differences if d.stance is Stance.RISK and d.level == "indicator"), None)
    rating = page.rating
    return {
        "anchor": f"i{number}",
        "name": page.name,
        "covers": page.covers,
        "words": _searchable(page, shown),
        "any": _words(page.counted.any),
        "bars": [_bar(page.counted, s) for s in STANCES],
        "rating": _RAGS[rating.rating] if rating else None,
        "because": rating.because if rating else "",
        "overridden": _overridden(rating),
        "waves": [{"wave": r.wave or "all", "rating": _RAGS[r.rating]} for r in page.by_wave]
        if len(page.by_wave) > 1
        else [],
        "survey": _survey(page),
        "agreement": str(page.joint.agreement) if page.joint else "",
        "joint": _sentence(page.joint.because) if page.joint and page.joint.because else "",
        "change": _change(report, change) if change else None,
        "changes": [_difference(d, names) for d in page.differences if d.difference is not None],
        "solutions": [
            f"{names[key]} ({_words_short(page.theme(key).counted.of(Stance.SOLUTION))})"
            for key in page.solutions
            if key in names
        ],
        "quotes": shown,
        "themes": [
            {
                "name": t.counted.name,
                "definition": t.definition,
                "any": _words_short(t.counted.any),
                "by_stance": [_words_short(t.counted.of(s)) for s in STANCES],
                "passages": _WITHHELD if t.counted.passages is None else t.counted.passages,
            }
            for t in page.themes
        ],
        "notes": page.notes,
    }


def _bar(counted: Counted, stance: Stance) -> dict[str, Any]:
    share = counted.of(stance)
    return {
        "stance": _capitalise(str(stance)),
        "css": _CSS[stance],
        "percent": None if share.value is None else round(100 * share.value, 1),
        "words": _words(share),
    }


def _words(share: Share) -> str:
    """'6 of 10 (31-83 %)', or that it is withheld."""
    if share.n is None:
        return _WITHHELD
    if share.low is None or share.high is None or not share.n:
        return f"{share.n} of {share.base}"
    return f"{share.n} of {share.base} ({100 * share.low:.0f}–{100 * share.high:.0f} %)"


def _ranking(pages: Sequence[IndicatorPage], numbers: dict[str, int], stance: Stance) -> list[dict[str, str]]:
    found = [(page.counted.of(stance), page) for page in pages]
    best = sorted((f for f in found if f[0].n), key=lambda f: (-(f[0].value or 0), numbers[f[1].key]))[:_TOP]
    return [
        {"anchor": f"i{numbers[page.key]}", "name": page.name, "words": f"{share.n} of {share.base}"}
        for share, page in best
    ]


def _quote(q: ReportQuote, theme: str) -> dict[str, Any]:
    return {
        "wording": q.wording,
        "css": _CSS.get(q.stance, ""),
        "stance": _capitalise(str(q.stance)),
        "theme": theme,
        "who": ", ".join(value for _, value in q.attribution),
        "dissent": q.dissent,
    }


def _overridden(rating: IndicatorRating | None) -> str:
    if rating is None or not rating.overridden_by:
        return ""
    said = f"{rating.overridden_by} rates it {rating.rating} instead of {rating.by_rule}"
    return f"{said}: {_sentence(rating.override_reason)}" if rating.override_reason else f"{said}."


def _survey(page: IndicatorPage) -> str:
    joint = page.joint
    if joint is None or (joint.survey_score is None and joint.survey_rating is None):
        return ""
    parts = [] if joint.survey_score is None else [f"{joint.survey_score:g}"]
    parts += [str(joint.survey_rating)] if joint.survey_rating else []
    return ", ".join(parts) + ("" if joint.survey_n is None else f" (n = {joint.survey_n})")


def _change(report: Report, d: ShareDifference) -> dict[str, str]:
    before = report.compared[0] if report.compared else "before"
    points = "" if d.difference is None else f" {100 * d.difference:+.0f} points"
    return {
        "arrow": _ARROWS[d.direction],
        "direction": str(d.direction),
        "before": before,
        "words": f"{d.direction}{points}",
    }


def _difference(d: ShareDifference, names: dict[str, str]) -> str:
    """A difference in words: of what, from where to where, how sure, and what to be careful of."""
    what = names.get(d.key, "All of it") if d.level == "theme" else "All of it"
    stance = "of any kind" if d.stance is None else f"as {d.stance}"
    range_ = "" if d.low is None or d.high is None else f", 95 % interval {100 * d.low:+.0f} to {100 * d.high:+.0f}"
    points = 0.0 if d.difference is None else 100 * d.difference
    said = f"{what}, {stance}: {_words_short(d.before)} to {_words_short(d.after)}"
    paired = f"; {d.paired} people in both" if d.paired else ""
    note = f" {_sentence(d.note)}" if d.note else ""
    return f"{_ARROWS[d.direction]} {said} ({points:+.0f} points{range_}{paired}): {d.direction}.{note}"


def _words_short(share: Share) -> str:
    return _WITHHELD if share.n is None else f"{share.n} of {share.base}"


def _searchable(page: IndicatorPage, quotes: Iterable[dict[str, Any]]) -> str:
    """What the search looks in: names, what it covers, and the quotes."""
    parts = [page.name, page.covers, *(t.counted.name for t in page.themes), *(q["wording"] for q in quotes)]
    return " ".join(" ".join(parts).split())


def _clean(value: Any) -> Any:
    """Texts without the characters that HTML does not allow, and without marks that turn the direction of writing."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return "".join(
            c for c in value if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _TURNING)
        )
    return value


_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _capitalise(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    """`words` as a sentence of their own."""
    words = _capitalise(words.strip())
    return words if not words or words[-1] in ".!?…" else f"{words}."


def _hash(content: str) -> str:
    """What a content security policy calls a block of style or script by."""
    return base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
