"""The dashboard: one file that asks nothing of anybody, shows what may be shown, and can be read by everybody."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from report_small import HOSTILE, quote, small_report

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.report.evidence import Share
from rrt_qual.export.pictures.dashboard import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic", "--virtual-time-budget=4000"),
)


class Page(HTMLParser):
    """What stands in a page: tags with their attributes, and the words that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._within: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_same_report_same_bytes() -> None:
    """A dashboard made twice must not differ."""
    assert render(small_report()) == render(small_report())


def test_nothing_is_fetched_from_anywhere() -> None:
    """No link, image, font or frame leads out, and the page's own policy forbids what nobody thought of."""
    html = render(small_report())
    page = Page(html)
    assert not re.search(r"https?://|//[a-z]|url\(|@import|\bfetch\(|XMLHttpRequest|<img|<link|<iframe", html)
    assert all((a.get("href") or "#").startswith("#") for a in page.all("a"))
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and "default-src 'none'" in policy and "unsafe" not in policy


def test_hostile_names_are_words() -> None:
    """A theme called like a script stands there as it is written, in text, attribute and quote alike."""
    page = Page(render(small_report(name=HOSTILE, wording=HOSTILE)))
    assert len(page.all("script")) == 1 and not page.all("img")
    assert "<script>alert(1)</script>" in page.words and "\x1b" not in page.words and "\u202e" not in page.words


def test_a_withheld_figure_is_a_word_and_no_bar() -> None:
    """What is suppressed shows neither as a number nor by the length of a bar."""
    report = small_report()
    (domain,) = report.domains
    one = domain.indicators[0]
    hidden = replace(one, counted=replace(one.counted, by_stance={Stance.RISK: Share(None, 10)}))
    html = render(replace(report, domains=(replace(domain, indicators=(hidden,)),)))
    assert "withheld" in html and 'rect class="r"' not in html


def test_a_quote_that_is_held_back_is_not_there() -> None:
    """Whoever made the report, the page prints no quote that may not be printed."""
    report = small_report(held=("open finds",), wording="Nobody may read this")
    assert "Nobody may read this" not in render(report)


def test_headings_landmarks_and_labels() -> None:
    """A screen reader finds one h1, no skipped level, a main part, labelled fields, and tables with headings."""
    page = Page(render(small_report()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("main")) == 1 and page.all("html")[0]["lang"] == "en"
    fields = {a["id"] for a in page.all("input") if a.get("type") == "search"}
    assert fields <= {a.get("for") for a in page.all("label")}
    assert all(th.get("scope") in ("col", "row") for th in page.all("th"))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_an_empty_project_says_so() -> None:
    """Nothing coded is one sentence, not empty cards."""
    report = small_report()
    page = Page(render(replace(report, provenance=replace(report.provenance, coded=0))))
    assert "Nothing has been coded yet" in page.words and not page.all("article")


def test_provenance_and_what_was_withheld_are_there() -> None:
    """Every export names codebook, revision, rule, version and time, and says what was taken out."""
    words = " ".join(Page(render(small_report())).words.split())
    for part in (
        "Small codebook, version 1 (revision 1",
        "2026-01-01T00:00:00Z by rrt-qual 0",
        "Cells under 5 are withheld",
    ):
        assert part in words


def test_quotes_say_stance_and_who_may_be_named() -> None:
    """A quote carries its stance in words and only the attribution that was allowed."""
    words = " ".join(Page(render(small_report(quotes=(quote("Training makes you feel valued."),)))).words.split())
    assert "Training makes you feel valued." in words and "Strength · Threats · Social worker" in words


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_runs_it_under_its_own_policy(tmp_path: Path) -> None:
    """In a real browser the script is allowed to run and shows the search."""
    path = tmp_path / "d.html"
    path.write_text(render(small_report()), encoding="utf-8")
    done = subprocess.run(
        [CHROMIUM or "", *FLAGS, f"--user-data-dir={tmp_path / 'c'}", "--dump-dom", path.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert '<div class="tools" role="search" aria-label="Filter the indicators">' in done.stdout


@pytest.mark.skipif(
    CHROMIUM is None or not os.environ.get("AXE_CORE"), reason="needs Chromium and AXE_CORE, the path of axe.min.js"
)
def test_axe_finds_no_fault(tmp_path: Path) -> None:
    """axe-core's rules for WCAG 2.2 AA and its best practices find nothing, details closed and open."""
    axe = Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8")
    run = (
        "document.querySelectorAll('details').forEach(d => d.open = true);"
        "axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r => {"
        "document.body.textContent = 'FOUND' + JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
        " + 'END';});"
    )
    html = re.sub(r"<meta http-equiv=[^>]*>", "", render(small_report()))
    html = html.replace("</body>", f"<script>{axe}</script><script>{run}</script></body>")
    path = tmp_path / "d.html"
    path.write_text(html, encoding="utf-8")
    done = subprocess.run(
        [CHROMIUM or "", *FLAGS, f"--user-data-dir={tmp_path / 'c'}", "--dump-dom", path.as_uri()],
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert "FOUND[]END" in done.stdout, re.findall(r"FOUND(.*?)END", done.stdout, re.S)
