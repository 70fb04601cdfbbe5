"""Pictures of a report as SVG and PNG, drawn by matplotlib; each says in words what it shows.

Readable in grey and by colour-blind readers: the colours are Okabe and Ito's, and hatching, shape or letters tell the
same. The same values give the same bytes.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rrt_qual.domain.codebook import STANCES, Stance
from rrt_qual.domain.report.evidence import Direction, Rating
from rrt_qual.domain.report.report import Counted, IndicatorPage, Report, ReportPicture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

#: Okabe, M., Ito, K. (2008). Color Universal Design. Told apart in grey by their hatching.
COLOURS = {Stance.STRENGTH: "#0072B2", Stance.RISK: "#D55E00", Stance.SOLUTION: "#009E73"}
_HATCH = {Stance.STRENGTH: "", Stance.RISK: "///", Stance.SOLUTION: "..."}
#: The names of all pictures, which are those of their files.
PICTURES = ("indicators", "themes", "joint-display", "waves", "saturation")
_INK, _GREY, _PALE = "#222222", "#767676", "#E4E4E4"
#: Each rating's colour, shape and letter.
RATINGS = {
    Rating.RED: ("#B3261E", "s", "R"),
    Rating.AMBER: ("#E69F00", "D", "A"),
    Rating.GREEN: ("#1B7F4D", "o", "G"),
    Rating.NOT_ENOUGH: ("#FFFFFF", "o", "?"),
}
#: Inches: as wide as the text of an A4 page bears when it is scaled to it, and a row of 8-point labels high.
_WIDTH, _ROW = 8.0, 0.30


def draw(report: Report) -> tuple[ReportPicture, ...]:
    """The pictures that the report's values allow; none for a report in which nothing was coded."""
    if not report.provenance.coded:
        return ()
    found = [stance_bars(report), theme_bars(report)]
    if any(page.joint and page.joint.survey_score is not None for page in report.pages()):
        found.append(joint_dots(report))
    if any(d.difference is not None for page in report.pages() for d in page.differences):
        found.append(wave_changes(report))
    return tuple(f for f in found if f is not None)


def stance_bars(report: Report) -> ReportPicture | None:
    """Each indicator with its rating: how many interviews speak of it as strength, risk and solution."""
    pages = [p for p in report.pages() if p.counted.any.n is not None]
    if not pages:
        return None
    canvas, axes = _canvas(len(pages) * 3 * 0.62)
    height = 0.26
    for row, page in enumerate(pages):
        for n, stance in enumerate(STANCES):
            share = page.counted.of(stance)
            if share.value is not None:
                at = row + (n - 1) * height
                axes.barh(at, 100 * share.value, height, label=str(stance) if not row else None, **_fill(stance))
        if page.rating is not None:
            _mark(axes, page.rating.rating, row)
    _rows(axes, [p.name for p in pages])
    _percent(axes, f"% of {report.provenance.coded} interviews")
    _legend(axes)
    return _figure(
        canvas,
        "indicators",
        "Indicators: strength, risk and solution",
        "Bars for each indicator: the share of interviews that speak of it as strength, as risk, and with a solution. "
        + _listed(_stance_words(p) for p in pages),
    )


def theme_bars(report: Report, most: int = 20) -> ReportPicture | None:
    """The themes that most interviews speak of, with the 95 % interval of each share."""
    found = [t.counted for p in report.pages() for t in p.themes if t.counted.any.n]
    found = sorted(found, key=lambda c: (-(c.any.n or 0), c.name))[:most]
    if not found:
        return None
    canvas, axes = _canvas(len(found))
    for row, counted in enumerate(found):
        share = 100 * (counted.any.value or 0)
        axes.barh(row, share, 0.62, color="#8FA8BF", edgecolor=_INK, linewidth=0.6)
        if counted.any.low is not None and counted.any.high is not None:
            axes.plot([100 * counted.any.low, 100 * counted.any.high], [row, row], color=_INK, linewidth=1.2)
    _rows(axes, [c.name for c in found])
    _percent(axes, f"% of {report.provenance.coded} interviews; the line is the 95 % interval")
    alt = "Bars for the themes that most interviews speak of. " + _listed(_counted_words(c) for c in found)
    return _figure(canvas, "themes", "The themes that most interviews speak of", alt)


def joint_dots(report: Report) -> ReportPicture | None:
    """The survey's score beside the share of interviews that speak of a risk, one row an indicator."""
    pages = [p for p in report.pages() if p.joint and p.joint.survey_score is not None]
    canvas, axes = _canvas(len(pages))
    other = axes.twiny()
    words = []
    for row, page in enumerate(pages):
        assert page.joint is not None and page.joint.survey_score is not None
        score, risk = page.joint.survey_score, page.joint.interviews.risk.value
        other.plot(score, row, marker="D", color=_INK, markersize=6, clip_on=False)
        if risk is not None:
            axes.plot(100 * risk, row, marker="s", color=COLOURS[Stance.RISK], markersize=7, clip_on=False)
        said = "withheld" if risk is None else f"{100 * risk:.0f} % of interviews speak of a risk"
        words.append(f"{page.name}: survey {score:g}, {said}; {page.joint.agreement}")
    _rows(axes, [f"{p.name} ({p.joint.agreement})" for p in pages if p.joint])
    _percent(axes, "■ % of interviews that speak of it as a risk")
    other.set_xlabel("◆ survey score", color=_INK, fontsize=9)
    other.tick_params(labelsize=8)
    for side in ("right", "left"):
        other.spines[side].set_visible(False)
    alt = "For each indicator, the survey's score and the share of interviews that speak of a risk. " + _listed(words)
    return _figure(canvas, "joint-display", "Survey and interviews side by side", alt)


def wave_changes(report: Report) -> ReportPicture | None:
    """What changed between two waves: the difference of shares as a risk, with its interval."""
    found = [
        (page, d)
        for page in report.pages()
        for d in page.differences
        if d.stance is Stance.RISK and d.difference is not None
    ]
    if not found:
        return None
    before, after = report.compared or ("", "")
    canvas, axes = _canvas(len(found))
    axes.axvline(0, color=_GREY, linewidth=0.8)
    signs = {Direction.WORSE: "▲", Direction.NEW: "▲", Direction.BETTER: "▼", Direction.GONE: "▼"}
    words = []
    for row, (page, d) in enumerate(found):
        assert d.difference is not None
        colour = COLOURS[Stance.RISK] if d.difference > 0 else COLOURS[Stance.STRENGTH]
        if d.low is not None and d.high is not None:
            axes.plot([100 * d.low, 100 * d.high], [row, row], color=_GREY, linewidth=1.4)
        axes.plot(100 * d.difference, row, marker="s" if d.difference > 0 else "o", color=colour, markersize=7)
        axes.text(102, row, f"{signs.get(d.direction, '')} {d.direction}", va="center", fontsize=8, color=_INK)
        words.append(f"{page.name}: {100 * d.difference:+.0f} percentage points, {d.direction}")
    _rows(axes, [page.name for page, _ in found])
    axes.set_xlim(-100, 100)
    axes.set_xlabel(f"percentage points, {after} less {before}, of interviews that speak of a risk", fontsize=9)
    alt = f"For each indicator, the change from {before} to {after} in speaking of it as a risk. " + _listed(words)
    return _figure(canvas, "waves", f"What changed from {before} to {after}", alt)


def saturation_curve(
    total: Sequence[int], mean: Sequence[float], low: Sequence[int], high: Sequence[int], reached: int | None, said: str
) -> ReportPicture | None:
    """Themes found against interviews held: the order held, and the middle 95 % of shuffled orders."""
    if not total:
        return None
    canvas, axes = _canvas(11)
    at = list(range(1, len(total) + 1))
    axes.fill_between(at, low, high, color=_PALE, label="95 % of shuffled orders")
    axes.plot(at, mean, color=_GREY, linestyle="--", label="mean of shuffled orders")
    axes.plot(at, total, color=_INK, marker="o", markersize=4, label="in the order held")
    if reached is not None:
        axes.axvline(reached, color=COLOURS[Stance.RISK], linestyle=":", label=f"saturation: {reached}")
    axes.set_xlabel("interviews", fontsize=9)
    axes.set_ylabel("themes so far", fontsize=9)
    axes.set_ylim(0, max(high) * 1.08 + 1)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    alt = f"Themes found against interviews held. {said} After each interview: {', '.join(map(str, total))} themes."
    return _figure(canvas, "saturation", "Themes found against interviews held", alt)


# parts ----------------------------------------------------------------------------------------------


def _quieten() -> None:
    """Before matplotlib is loaded: its settings and list of fonts belong in our cache folder, not in the user's home.

    Where that cannot be written matplotlib takes a temporary folder and removes it; it need not say so.
    """
    from platformdirs import user_cache_path

    if "matplotlib" in sys.modules:
        return
    place = Path(os.devnull, "none")  # cannot be made: what a user without a home folder gets
    with contextlib.suppress(OSError, RuntimeError):
        folder = user_cache_path("rrt-qual", appauthor=False)
        if folder.is_absolute():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            place = folder / "matplotlib"
    os.environ["MPLCONFIGDIR"] = str(place)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def _canvas(rows: float) -> tuple[Canvas, Axes]:
    _quieten()
    from matplotlib.figure import Figure as NewCanvas

    canvas = NewCanvas(figsize=(_WIDTH, 1.1 + _ROW * max(rows, 3)), layout="constrained")
    axes = canvas.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8)
    return canvas, axes


def _fill(stance: Stance) -> dict[str, Any]:
    return {"color": COLOURS[stance], "hatch": _HATCH[stance], "edgecolor": "white", "linewidth": 0.4}


def _rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [_plain(n, 46) for n in names], fontsize=8)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _percent(axes: Axes, label: str) -> None:
    axes.set_xlim(0, 100)
    axes.set_xlabel(label, fontsize=9)
    axes.grid(axis="x", color=_PALE, linewidth=0.8)
    axes.set_axisbelow(True)


def _legend(axes: Axes) -> None:
    axes.legend(fontsize=8, frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))


def _mark(axes: Axes, rating: Rating, row: int) -> None:
    """A rating as colour, shape and letter, right of the bars."""
    colour, shape, letter = RATINGS[rating]
    axes.plot(104, row, marker=shape, color=colour, markeredgecolor=_INK, markersize=12, clip_on=False)
    ink = _INK if rating in (Rating.NOT_ENOUGH, Rating.AMBER) else "white"
    axes.text(104, row, letter, ha="center", va="center", fontsize=7, color=ink, clip_on=False)


def _figure(canvas: Canvas, name: str, title: str, alt: str) -> ReportPicture:
    """Both forms; fonts stay text in the SVG, and neither file says when it was made."""
    import matplotlib

    png, svg = io.BytesIO(), io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "rrt-qual", "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        canvas.savefig(png, format="png", dpi=150, metadata={"Software": None})
        canvas.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return ReportPicture(name, title, alt, png.getvalue(), svg.getvalue())


def _plain(name: str, most: int) -> str:
    """A name as matplotlib may draw it: on one line, no mathematics, not longer than there is room."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    line = line if len(line) <= most else line[: most - 1] + "…"
    return line.replace("$", r"\$")


def _listed(parts: Any) -> str:
    return "; ".join(parts) + "."


def _stance_words(page: IndicatorPage) -> str:
    rated = f", rated {page.rating.rating}" if page.rating else ""
    said = ", ".join(f"{s} {_share_words(page.counted, s)}" for s in STANCES)
    return f"{page.name}{rated}: {said}"


def _share_words(counted: Counted, stance: Stance) -> str:
    share = counted.of(stance)
    return "withheld" if share.n is None else f"{share.n} of {share.base}"


def _counted_words(counted: Counted) -> str:
    return f"{counted.name}: {counted.any.n} of {counted.any.base}"
