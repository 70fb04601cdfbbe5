"""Every table is decided on: what becomes of it in an archive copy must not be forgotten for a new one."""

from __future__ import annotations

from rrt_qual.services.shared.project import Project
from rrt_qual.store.confidentiality import archive

#: Tables that go into an archive copy as they are, or with words and places made anew (`archive.remap` and what
#: services do): what the study is, and nothing that leads back to a name.
GO_ALONG = {
    *("project", "setting", "coder", "codebook_revision", "domain", "indicator", "theme", "theme_example"),
    *("interview", "attribute", "speaker", "turn", "segment", "coder_progress", "pinned_theme"),
    *("sighting", "survey_score", "workforce_figure"),
}


def test_every_table_is_decided_on_for_an_archive_copy(empty: Project) -> None:
    """A new table of notes would carry names out of the project unless somebody thinks of it."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    there = {r["name"] for r in empty.conn.execute(sql)} - {"_sqlite_migrations"}
    emptied, reduced = set(archive._EMPTIED), set(archive._RETIRED)
    assert there - emptied - reduced == GO_ALONG, "empty it, take its retired rows out, or say that it goes along"
    assert not GO_ALONG & (emptied | reduced)
