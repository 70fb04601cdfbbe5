"""Erasure: nothing of an interview is left in the file, and all the rest is as it was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import quick_age
from named_project import TALK, build, on_disk, place, seen
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound
from rrt_qual.domain.interview import text_hash
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide import age_file as age
from rrt_qual.services.coding import files as codings_file
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality import key_file as keyfile
from rrt_qual.services.figures import frequencies
from rrt_qual.services.interviews import consent, erasure
from rrt_qual.services.project import check
from rrt_qual.services.project import log as logbook
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.store.coding import codings
from rrt_qual.store.confidentiality import sealing
from rrt_qual.store.figures.frequencies import FREQUENCIES
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.project import coders
from rrt_qual.store.suggestions import decisions, embeddings
from rrt_qual.store.suggestions import suggestions as standing
from rrt_qual.store.suggestions.suggestions import KeptSuggestion

#: Words of the interview that is erased, and of nothing else: long, short, with an emoji, with a name.
GONE = (
    "Nobody ever listens to us about the heating there",
    "is damp and cold",
    "kind to me 🙂",
    "And the office",
    "Lez",
    "01632 960444",
    "Harbour Team",
)
WORDS = "correct horse battery staple"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    project = build(tmp_path / "study.rrtq")
    yield project
    project.close_all()


@pytest.fixture
def named(study: Project) -> dict[str, str]:
    return interviews.names(study.conn)


def faults(project: Project) -> list[str]:
    return [f.what for one in check.run(project) for f in one.findings]


def work_on_it(project: Project, interview_id: str) -> None:
    """Everything that the program keeps of an interview: a suggestion, a sighting, a decision, a vector, a setting."""
    ama = CodingSession(project, project.coder("Ama"))
    segment = project.conn.execute(
        "SELECT id FROM segment WHERE interview_id = ? AND is_participant = 1", (interview_id,)
    ).fetchone()["id"]
    shown = KeptSuggestion(segment, interview_id, Span(0, 9), "visits", 1, 0.7, True, Stance.RISK, 0.6, "model", False)
    standing.replace(project.conn, [shown], "state", {(segment, "visits"): {"nearest": GONE[1], "source": "coded"}})
    standing.saw(project.conn, ama.coder.id, [shown])
    decisions.accept(
        project.conn,
        shown,
        coder_id=ama.coder.id,
        span=Span(0, 9),
        stance=Stance.RISK,
        reason={"nearest": GONE[0], "words": []},
        label="accept visits",
    )
    embeddings.put(project.conn, "model", {text_hash(words): b"v" * 8 for words in (GONE[0], "Quiet enough.", "x")})
    with transaction(project.conn) as conn:
        coders.set_setting(conn, SETTINGS["discover.dismissed"], [segment, "another"])
        conn.execute(
            'INSERT INTO quote (id, interview_id, theme_id, start, "end", wording, status, coder_id, created_at,'
            " updated_at) SELECT 'q1', ?, id, 0, 9, ?, 'pinned', ?, '', '' FROM theme WHERE key = 'visits'",
            (interview_id, GONE[0], ama.coder.id),
        )
        conn.execute(
            'INSERT INTO release (id, interview_id, start, "end", reasons, why, coder_id, released_at)'
            " VALUES ('r1', ?, 0, 9, '[]', ?, ?, '')",
            (interview_id, GONE[1], ama.coder.id),
        )


def test_nothing_of_the_interview_is_left(study: Project, named: dict[str, str]) -> None:
    """No passage, long or short, no label, no id of it stands in any byte of the file or its log."""
    work_on_it(study, named["N1"])
    consent.set_state(study, study.coder("Rae"), named["N1"], Consent.WITHDRAWN)
    segments = [r["id"] for r in study.conn.execute("SELECT id FROM segment WHERE interview_id = ?", (named["N1"],))]
    assert set(seen(study.path, *GONE, named["N1"], *segments)) == {*GONE, named["N1"], *segments}
    done = erasure.erase(study, named["N1"], study.coder("Ama"))
    assert done.wiped and seen(study.path, *GONE, named["N1"], *segments) == []
    assert done.counts["coding"] == 3 and done.counts["memo"] == 1 and done.counts["quote"] == 1
    hashes = {r["text_sha256"] for r in study.conn.execute("SELECT text_sha256 FROM embedding")}
    assert hashes == {text_hash("Quiet enough.")}
    assert coders.get_setting(study.conn, SETTINGS["discover.dismissed"]) == ["another"]
    assert faults(study) == []


def test_the_rest_is_as_it_was(study: Project, named: dict[str, str], tmp_path: Path) -> None:
    """Counts are those of a project that never had it; other interviews, codings and shared names stay."""
    before = [c for c in codings.every(study.conn) if c.interview_id != named["N1"]]
    erasure.erase(study, named["N1"], study.coder("Ama"))
    assert codings.every(study.conn) == before
    assert frequencies.table(study).bases[""] == (2, 2)
    names = [r["name"] for r in study.conn.execute("SELECT name FROM pseudonym ORDER BY name")]
    forms = [r["form"] for r in study.conn.execute("SELECT form FROM pseudonym_form ORDER BY form")]
    assert names == ["[Manager A]", "[town]"] and forms == ["Lesley Tranter", "Saltmarsh"]
    assert list(interviews.names(study.conn)) == ["N3", "N2"]
    waves = {w: frequencies.table(study, wave=w).bases[""] for w in ("2026", "2025")}
    assert waves == {"2026": (1, 1), "2025": (1, 1)}
    codings_file.export_codings(study, tmp_path / "c.csv")
    assert faults(study) == []


def test_the_log_keeps_one_line_without_content(study: Project, named: dict[str, str]) -> None:
    """One row says that something was erased, when, by whom and how much; no row is about the interview."""
    erasure.erase(study, named["N1"], study.coder("Ama"))
    last = logbook.latest(study, 1)[0]
    assert (last.label, last.coder, last.interview) == ("erased an interview on request", "Ama", "")
    row = study.conn.execute("SELECT * FROM change ORDER BY seq DESC LIMIT 1").fetchone()
    assert json.loads(row["after"])["coding"] == 2 and row["entity"] == "project"
    assert "N1" not in "".join(str(v) for r in study.conn.execute("SELECT * FROM change") for v in tuple(r))


def test_a_wave_without_interviews_is_nowhere(study: Project, named: dict[str, str]) -> None:
    """With its only interview a wave goes from every table of figures, by name as well."""
    tables = ("participant_theme", *FREQUENCIES, "frequency_base")
    erasure.erase(study, named["N3"], study.coder("Ama"))
    left = {r["wave"] for t in tables for r in study.conn.execute(f"SELECT DISTINCT wave FROM {t}")}
    assert left == {"2026", "*"} and frequencies.table(study).bases[""] == (2, 2)


def test_undo_and_redo_stay_usable(study: Project, named: dict[str, str]) -> None:
    """Acts on the erased interview vanish from the stacks; those on others are undone and redone as before."""
    ama = CodingSession(study, study.coder("Ama"))
    ama.apply(named["N2"], place(study, "N2", "We laugh a lot"), "jokes")
    ama.apply(named["N1"], place(study, "N1", "Lez is kind"), "jokes")
    erasure.erase(study, named["N1"], ama.coder)
    undone = ama.undo()
    assert undone is not None and (undone.label, undone.interview_id) == ("code jokes", named["N2"])
    assert ama.redo() is not None
    steps = 0
    while ama.undo() is not None:
        steps += 1
    assert steps == 5 and codings.every(study.conn) != [] and faults(study) == []
    assert CodingSession(study, study.coder("Rae")).undo() is not None
    assert faults(study) == []


def test_quotations_elsewhere_are_cut_out(study: Project, named: dict[str, str]) -> None:
    """A memo on something else that quotes it loses the quotation, in the table and in the log; the rest stays."""
    ama = CodingSession(study, study.coder("Ama"))
    ama.set_memo(MemoTarget.INTERVIEW, named["N2"], f"As N1: '{GONE[0]}'. And a thought.", named["N2"])
    assert erasure.erase(study, named["N1"], ama.coder).echoes == 2
    assert ama.memo(MemoTarget.INTERVIEW, named["N2"]) == "As N1: '[erased]'. And a thought."
    assert seen(study.path, *GONE) == []
    assert ama.undo() is not None and ama.memo(MemoTarget.INTERVIEW, named["N2"]) == ""


def test_files_that_still_hold_it_are_named(
    study: Project, named: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backups, the key file, and files that the log knows are named, to be dealt with by hand."""
    monkeypatch.setattr(age, "seal", quick_age.seal)
    monkeypatch.setattr(age, "unseal", quick_age.unseal)
    from rrt_qual.services.confidentiality import archive

    copy = study.path.with_name("study.rrtq.backup-v2-x")
    copy.write_bytes(b"old")
    archive.write(study, study.path.with_name("deposit.rrtq"))
    key = study.path.with_name("study.key")
    keyfile.move_out(study, key, WORDS)
    done = erasure.erase(study, named["N1"], study.coder("Ama"))
    assert done.backups == (copy,) and done.key_file == "study.key"
    assert [name for name, _, _ in done.files] == ["deposit.rrtq", "study.key"]
    back = keyfile.bring_back(study, key, WORDS)
    assert (back.interviews, back.erased) == (1, 1) and sealing.every(study.conn) == {}
    assert "Saltmarsh" in originals.load_text(study.conn, named["N2"])
    assert faults(study) == [] and seen(study.path, "01632 960444", GONE[0], GONE[2]) == []


def test_a_reader_delays_the_wipe(study: Project, named: dict[str, str]) -> None:
    """While somebody reads, that the rest is wiped later is said, and it is, when the project is next opened."""
    other = open_project(study.path)
    study.conn.execute("PRAGMA busy_timeout = 50")
    with snapshot(other.conn) as conn:
        conn.execute("SELECT COUNT(*) FROM interview").fetchone()
        assert not erasure.erase(study, named["N1"], study.coder("Ama")).wiped
    other.close_all()
    open_project(study.path).close_all()
    assert seen(study.path, *GONE) == []


def test_the_last_interview_of_all_can_go(study: Project, named: dict[str, str]) -> None:
    """Erasing every interview leaves a sound, empty project."""
    for interview_id in named.values():
        erasure.erase(study, interview_id, study.coder("Ama"))
    assert interviews.names(study.conn) == {} and faults(study) == []
    assert not any(t.encode() in on_disk(study.path) for talk in TALK.values() for t in talk if len(t) > 5)
    with pytest.raises(NotFound):
        erasure.erase(study, named["N1"], study.coder("Ama"))
    with pytest.raises(NotFound):
        erasure.preview(study, named["N1"])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize(
    ("point", "is_gone"),
    [
        ("erase.drop_forms = kill", False),
        ("frequencies.refresh_wave = kill", False),
        ("vectors.forget_gone_texts = kill", False),
        ("changes.record = kill", False),
        ("wipe.wipe = kill", True),
    ],
)
def test_killed_while_erasing_nothing_is_half_done(
    study: Project, named: dict[str, str], point: str, is_gone: bool
) -> None:
    """Killed anywhere, the interview is there whole, or gone and wiped when the project is next opened."""
    work_on_it(study, named["N1"])
    study.coder("Ama")
    before = [tuple(r) for r in study.conn.execute("SELECT * FROM coding ORDER BY id")]
    study.close_all()
    body = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom rrt_qual.services.interviews import erasure\n"
        "from rrt_qual.services.suggestions import vectors\n"
        "from rrt_qual.services.shared.project import open_project\n"
        "from rrt_qual.store.confidentiality import erase\nfrom rrt_qual.store.figures import frequencies\n"
        "from rrt_qual.store.file import wipe\nfrom rrt_qual.store.project import changes\n"
        "project = open_project(Path(sys.argv[1]))\nama = project.coder('Ama')\n"
        f"def kill(*words, **more): os.kill(os.getpid(), signal.SIGKILL)\n{point}\n"
        "erasure.erase(project, sys.argv[2], ama)"
    )
    done = subprocess.run([sys.executable, "-c", body, str(study.path), named["N1"]], check=False)
    assert done.returncode == -signal.SIGKILL
    again = open_project(study.path)
    assert faults(again) == [] and ("N1" not in interviews.names(again.conn)) is is_gone
    if is_gone:
        assert seen(again.path, *GONE) == []
    else:
        assert [tuple(r) for r in again.conn.execute("SELECT * FROM coding ORDER BY id")] == before
    again.close_all()
