"""A reliability diagram as SVG: what was said to be likely, and how often it was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from rrt_qual.export.safe import atomic_write

#: Pixels of the square of likelihoods, and of the margin in which its numbers and words stand.
_SIZE = 360
_EDGE = 50


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin: its mean likelihood, the share that was right, and how many there were."""

    likelihood: float
    right: float
    count: int


def write_reliability(path: Path, title: str, dots: Sequence[Dot]) -> None:
    """Draw the diagram; dots grow with their counts, the diagonal is perfect honesty."""
    most = max((dot.count for dot in dots), default=1)
    parts = [_axes(title)]
    for dot in dots:
        x, y = _place(dot.likelihood, dot.right)
        radius = 3 + 9 * (dot.count / most) ** 0.5
        label = f"said {dot.likelihood:.0%}, right {dot.right:.0%} of {dot.count:,}"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#0072b2" fill-opacity="0.8">'
            f"<title>{escape(label)}</title></circle>"
        )
    whole = _SIZE + 2 * _EDGE
    with atomic_write(path) as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif"'
            f' font-size="12" role="img" aria-label="{escape(title)}">\n' + "\n".join(parts) + "\n</svg>\n"
        )


def _place(likelihood: float, right: float) -> tuple[float, float]:
    return _EDGE + likelihood * _SIZE, _EDGE + (1 - right) * _SIZE


def _axes(title: str) -> str:
    low, high = _EDGE, _EDGE + _SIZE
    lines = [
        f'<rect x="{low}" y="{low}" width="{_SIZE}" height="{_SIZE}" fill="white" stroke="#888"/>',
        f'<line x1="{low}" y1="{high}" x2="{high}" y2="{low}" stroke="#888" stroke-dasharray="4 4"/>',
        f'<text x="{low}" y="{low - 16}" font-weight="bold">{escape(title)}</text>',
        f'<text x="{low + _SIZE / 2}" y="{high + 36}" text-anchor="middle">likelihood that was shown</text>',
        f'<text x="16" y="{low + _SIZE / 2}" text-anchor="middle"'
        f' transform="rotate(-90 16 {low + _SIZE / 2})">share that was right</text>',
    ]
    for step in range(0, 101, 25):
        x, y = _place(step / 100, step / 100)
        lines.append(f'<text x="{x}" y="{high + 16}" text-anchor="middle">{step} %</text>')
        lines.append(f'<text x="{low - 6}" y="{y + 4}" text-anchor="end">{step} %</text>')
    return "\n".join(lines)
