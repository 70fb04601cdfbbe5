"""The archive copy: no way back to a name, every coding in its place, and a log without a real word."""

from __future__ import annotations

import csv
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from named_project import REAL, build, place, seen
from rrt_qual.domain.confidentiality.overlay import Replacement
from rrt_qual.domain.confidentiality.overlay import project as overlaid
from rrt_qual.domain.confidentiality.privacy import Consent, Find, FindKind, Status
from rrt_qual.domain.errors import FileFault, UsageError
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality import archive
from rrt_qual.services.confidentiality import key_file as keyfile
from rrt_qual.services.confidentiality.archive import offsets
from rrt_qual.services.figures import frequencies
from rrt_qual.services.interviews import consent
from rrt_qual.services.project import check
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import archive as rows
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    project = build(tmp_path / "study.rrtq")
    yield project
    project.close_all()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "deposit").mkdir()
    return tmp_path / "deposit" / "copy.rrtq"


def faults(project: Project) -> list[str]:
    return [f.what for one in check.run(project) for f in one.findings]


def words_of(project: Project) -> list[tuple[str, str, str]]:
    """(interview, theme, words) of every coding."""
    texts = {i: (name, text) for i, name, text in originals.texts(project.conn)}
    return [
        (texts[c.interview_id][0], c.theme, c.span.of(texts[c.interview_id][1])) for c in codings.every(project.conn)
    ]


def test_the_copy_holds_no_real_name_and_every_coding(study: Project, out: Path) -> None:
    """Every real form is gone from the copy and its log; codings, counts and ids are those of the project."""
    done = archive.write(study, out)
    assert (done.interviews, done.replaced, done.covered, done.left_out) == (3, 7, 2, ())
    copy = open_project(out)
    assert seen(out, *REAL) == [] and faults(copy) == []
    assert archive.is_archive(copy) and not archive.is_archive(study) and copy.id == study.id
    assert [(i, t, w) for i, t, w in words_of(copy) if i == "N1"] == [
        ("N1", "threats", "[Manager A] runs the [Team 2]."),
        ("N1", "jokes", "[Manager A] runs the [Team 2]."),
    ]
    assert {c.id for c in codings.every(copy.conn)} == {c.id for c in codings.every(study.conn)}
    assert frequencies.table(copy).rows == frequencies.table(study).rows
    speakers = CodingSession(copy, copy.coder("Ama")).transcript(interviews.names(copy.conn)["N1"]).speakers
    assert [(s.label, s.name) for s in speakers] == [("Interviewer", ""), ("P1", "")]
    assert copy.name == "[town] study"
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(done.log.stat().st_mode) == 0o600 or os.name == "nt"
    copy.close_all()


def test_tables_that_could_lead_back_are_empty(study: Project, out: Path) -> None:
    """Key, list, finds, log, vectors, suggestions and hashes of the originals do not go into the copy."""
    archive.write(study, out)
    copy = open_project(out)
    for table in ("pseudonym_form", "listed_name", "finding", "finding_scan", "embedding", "suggestion", "sealing"):
        assert copy.conn.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] == 0, table
    assert [r["label"] for r in copy.conn.execute("SELECT label FROM change")] == ["archive copy made"]
    hashes = "SELECT text_sha256 AS h FROM interview UNION ALL SELECT source_sha256 FROM interview"
    kept = {r["h"] for r in study.conn.execute(hashes)} & {r["h"] for r in copy.conn.execute(hashes)}
    assert len(kept) == 1  # the interview without a name has the text that it had
    assert [r["warnings"] for r in copy.conn.execute("SELECT warnings FROM interview")] == ["[]"] * 3
    copy.close_all()


def test_the_log_says_what_stands_where_without_a_real_word(study: Project, out: Path) -> None:
    """Each row of the log leads to its replacement in the copy, with kind, how and by whom, and no real form."""
    done = archive.write(study, out)
    copy = open_project(out)
    texts = {name: text for _, name, text in originals.texts(copy.conn)}
    found = list(csv.DictReader(done.log.read_text("utf-8").splitlines()))
    assert len(found) == 9
    assert all(texts[r["interview"]][int(r["start"]) : int(r["end"])] == r["shown"] for r in found)
    assert {(r["how"], r["decided_by"]) for r in found} == {("decided", "Rae"), ("known", "")}
    assert not any(w in done.log.read_text("utf-8") for w in REAL)
    copy.close_all()


def test_open_finds_are_covered_and_kept_ones_stand(study: Project, out: Path) -> None:
    """What nobody has decided is covered by its kind; what somebody kept stays as it was said."""
    ids = interviews.names(study.conn)
    with transaction(study.conn) as conn:
        findings.insert(conn, ids["N2"], Find(place(study, "N2", "a week"), FindKind.DATE, 0.5, "rule", "a test"))
        kept = findings.insert(conn, ids["N2"], Find(place(study, "N2", "Zubayda"), FindKind.PERSON, 0.5, "rule", "x"))
        findings.decide(conn, kept, Status.KEPT, coder_id=study.coder("Rae").id)
        findings.insert(conn, ids["N2"], Find(place(study, "N2", "caseload"), FindKind.TEAM, 0.9, "model", "a test"))
        interviews.set_attributes(conn, ids["N3"], {"team": "Caseload"})
    archive.write(study, out)
    copy = open_project(out)
    text = originals.load_text(copy.conn, ids["N2"])
    assert "carry in [date]." in text and "And Zubayda said" in text
    assert "My [team] is far" in text and interviews.attributes(copy.conn, ids["N3"])["team"] == "[team]"
    copy.close_all()


def test_withdrawn_and_refused_interviews_are_left_out(study: Project, out: Path) -> None:
    """Withdrawn interviews never go into a copy; those that allow nothing only when asked; both are listed."""
    ids, rae = interviews.names(study.conn), study.coder("Rae")
    consent.set_state(study, rae, ids["N1"], Consent.NONE)
    consent.set_state(study, rae, ids["N2"], Consent.WITHDRAWN)
    done = archive.write(study, out)
    assert done.left_out == (("N1", "consent: none"), ("N2", "withdrawn")) and done.interviews == 1
    copy = open_project(out)
    assert list(interviews.names(copy.conn)) == ["N3"] and faults(copy) == []
    assert b"caseload is far" not in out.read_bytes() and b"is kind to me" not in out.read_bytes()
    copy.close_all()
    more = archive.write(study, out.with_name("more.rrtq"), with_none=True)
    assert more.left_out == (("N2", "withdrawn"),) and more.interviews == 2


def test_retired_work_does_not_go_along(study: Project, out: Path) -> None:
    """Memos and codings that were taken back are not in the copy, nor any step that could bring them back."""
    ids = interviews.names(study.conn)
    ama = CodingSession(study, study.coder("Ama"))
    extra = ama.apply(ids["N3"], place(study, "N3", "Quiet enough"), "visits")
    ama.remove([extra.id])
    archive.write(study, out)
    copy = open_project(out)
    assert copy.conn.execute("SELECT COUNT(*) FROM coding WHERE retired_at IS NOT NULL").fetchone()[0] == 0
    assert CodingSession(copy, copy.coder("Ama")).undo() is None and faults(copy) == []
    copy.close_all()


def test_a_copy_is_made_while_the_key_is_out(study: Project, out: Path, tmp_path: Path) -> None:
    """Words that the key file holds are pseudonyms or '[removed]' in the copy, never blanks."""
    keyfile.move_out(study, tmp_path / "study.key", "correct horse battery")
    archive.write(study, out)
    copy = open_project(out)
    text = originals.load_text(copy.conn, interviews.names(copy.conn)["N1"])
    assert "[Manager A] runs the [Team 2]" in text and "[removed] is damp" in text and "█" not in text
    assert faults(copy) == [] and seen(out, *REAL) == []
    copy.close_all()


def test_a_copy_refuses_what_makes_no_sense(study: Project, out: Path, tmp_path: Path) -> None:
    """Unsearched interviews, a name that is taken, a copy of a copy, a key of a copy: a sentence, nothing written."""
    study.conn.execute("DELETE FROM finding_scan WHERE interview_id = ?", (interviews.names(study.conn)["N2"],))
    with pytest.raises(UsageError, match=r"never searched.*'N2'"):
        archive.write(study, out)
    assert list(out.parent.iterdir()) == []
    assert archive.write(study, out, even_so=True).unscanned == ("N2",)
    before = out.read_bytes()
    with pytest.raises(UsageError, match="there already"):
        archive.write(study, out, even_so=True)
    assert out.read_bytes() == before
    copy = open_project(out)
    with pytest.raises(UsageError, match="archive copy"):
        archive.write(copy, tmp_path / "second.rrtq")
    with pytest.raises(UsageError, match="archive copy"):
        keyfile.move_out(copy, tmp_path / "x.key", "correct horse battery")
    copy.close_all()


def test_a_failing_disk_leaves_neither_copy_nor_log(study: Project, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the copy cannot be written, its log goes too, and nothing lies about."""
    with pytest.raises(FileFault, match="no folder"):
        archive.write(study, out.parent / "nowhere" / "x.rrtq")

    def full(*words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rows.os, "fsync", full)
    monkeypatch.setattr(archive, "_write_log", lambda log, told: log.write_text("log"))
    with pytest.raises(FileFault, match="disk is full"):
        archive.write(study, out)
    assert list(out.parent.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_while_writing_no_original_word_is_on_the_disk(study: Project, out: Path) -> None:
    """Whatever a killed copy leaves behind holds no name: the copy is on the disk only when it is clean."""
    study.close_all()
    body = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom rrt_qual.services.confidentiality import archive\n"
        "from rrt_qual.services.shared.project import open_project\n"
        "from rrt_qual.store.confidentiality import archive as rows\n"
        "rows.os.fsync = lambda h: os.kill(os.getpid(), signal.SIGKILL)\n"
        "archive._write_log = lambda log, told: None\n"
        "archive.write(open_project(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    done = subprocess.run([sys.executable, "-c", body, str(study.path), str(out)], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = out.parent.iterdir()
    assert left.name.startswith(".copy.rrtq.") and left.stat().st_size > 10_000 and seen(left, *REAL) == []


@given(
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 8), st.sampled_from(["x", "[long name]"])), max_size=4),
    st.lists(st.integers(0, 40), min_size=2, max_size=8),
)
def test_bounds_keep_their_order(length: int, laid: list[tuple[int, int, str]], bounds: list[int]) -> None:
    """Bounds of turns and segments stay in order and inside the text, so that none overlaps the one before."""
    shown = overlaid("a" * length, [Replacement(Span(s, min(s + n, length)), t) for s, n, t in laid if s < length])
    move = offsets(shown)
    moved = [move(at) for at in sorted(min(b, length) for b in bounds)]
    assert moved == sorted(moved) and moved[0] >= 0 and moved[-1] <= len(shown.text)
    assert move(0) == 0 and move(length) == len(shown.text)


def test_names_across_segments_leave_no_overlap(study: Project, out: Path) -> None:
    """A replacement that runs over the end of a sentence goes to the first; an emptied sentence goes."""
    ids = interviews.names(study.conn)
    with transaction(study.conn) as conn:
        span = place(study, "N3", "people or places. \nSure. \nQuite")
        find = findings.insert(conn, ids["N3"], replace(Find(span, FindKind.OTHER, 1.0, "hand", "x")))
        findings.decide(conn, find, Status.REPLACED, coder_id=study.coder("Rae").id, pseudonym_id=_any_pseudonym(study))
    archive.write(study, out)
    copy = open_project(out)
    assert faults(copy) == []
    count = "SELECT COUNT(*) FROM segment WHERE interview_id = ?"
    have, left = (p.conn.execute(count, (ids["N3"],)).fetchone()[0] for p in (study, copy))
    assert left == have - 1
    copy.close_all()


def _any_pseudonym(project: Project) -> str:
    return str(project.conn.execute("SELECT id FROM pseudonym WHERE name = '[town]'").fetchone()["id"])
