"""The dashboard for leaders as an export."""

from __future__ import annotations

from rrt_qual.domain.report.report import Report
from rrt_qual.export.pictures import dashboard
from rrt_qual.export.registry import Files, Options


def render(report: Report, options: Options) -> Files:
    """One file that asks nobody for anything."""
    return {"": dashboard.render(report).encode()}
