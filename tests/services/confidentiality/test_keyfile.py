"""The key file: nothing of the names is left in the project, and everything comes back."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import light_age
import quick_age
from named_project import NAMES, REAL, build, on_disk, place, seen
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import MemoTarget
from rrt_qual.domain.confidentiality.privacy import FindKind
from rrt_qual.domain.errors import Conflict, FileFault, ProjectError, RrtError, UsageError
from rrt_qual.privacy.hide import age_file as age
from rrt_qual.privacy.hide.age_file import WrongPassphrase
from rrt_qual.services.coding import files as codings_file
from rrt_qual.services.coding.drafts import THEME, Slot, unkept
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality import key_file as keyfile
from rrt_qual.services.confidentiality import review
from rrt_qual.services.figures import frequencies
from rrt_qual.services.interviews import imports, search
from rrt_qual.services.project import check
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.services.texts import texts as overlay
from rrt_qual.store.confidentiality import pseudonyms, sealing
from rrt_qual.store.file import wipe
from rrt_qual.store.file.connection import snapshot, transaction
from rrt_qual.store.interviews import interviews, originals
from rrt_qual.store.suggestions import embeddings

WORDS = "correct horse battery staple"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "seal", quick_age.seal)
    monkeypatch.setattr(age, "unseal", quick_age.unseal)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    project = build(tmp_path / "study.rrtq")
    yield project
    project.close_all()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "away" / "study.key"


@pytest.fixture(autouse=True)
def away(tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()


def faults(project: Project) -> list[str]:
    return [f.what for one in check.run(project) for f in one.findings]


def whole(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that people's work stands in, but what a moving out and back may change."""
    out = {}
    for table in (
        "interview",
        "speaker",
        "attribute",
        "memo",
        "coding",
        "pseudonym_form",
        "listed_name",
        "finding",
        "draft",
    ):
        out[table] = [tuple(r) for r in project.conn.execute(f"SELECT * FROM {table} ORDER BY id")]
    out["participant_theme"] = [tuple(r) for r in project.conn.execute("SELECT * FROM participant_theme")]
    out["change"] = [
        (r["id"], r["before"], r["after"])
        for r in project.conn.execute("SELECT * FROM change WHERE entity <> 'key' ORDER BY seq")
    ]
    return out


@pytest.mark.usefixtures("quick")
def test_no_real_name_is_left_in_the_file(study: Project, key: Path) -> None:
    """After moving out, no byte of the project, its log or its index holds a real form, in any encoding."""
    assert set(seen(study.path, *REAL)) == set(REAL)
    embeddings.put(study.conn, "model", {"0" * 64: b"x" * 8})
    report = keyfile.move_out(study, key, WORDS)
    assert report.wiped and (report.interviews, report.forms, report.listed) == (2, len(NAMES), 1)
    assert seen(study.path, *REAL) == []
    assert not any(w.encode() in key.read_bytes() for w in REAL)
    assert embeddings.count(study.conn) == 0
    hashes = [r["source_sha256"] for r in study.conn.execute("SELECT source_sha256 FROM interview ORDER BY name")]
    assert [h.startswith("sealed-") for h in hashes] == [True, True, False]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 or os.name == "nt"
    assert [p.name for p in key.parent.iterdir()] == ["study.key"]


@pytest.mark.usefixtures("quick")
def test_what_is_being_typed_names_nobody_while_the_key_is_out(study: Project, key: Path) -> None:
    """A draft is hidden as a memo is, and comes back as it was; one that is typed on meanwhile stays as typed."""
    ama = study.coder("Ama")
    before = {d.target: dict(d.fields) for d in unkept(study, ama)}
    keyfile.move_out(study, key, WORDS)
    hidden = {d.target: dict(d.fields) for d in unkept(study, ama)}
    assert hidden["theme"] == {"name": "[town]", "definition": "What [Manager A] does"}
    assert hidden.keys() == before.keys() and seen(study.path, *REAL) == []
    slot = Slot(study, ama, THEME, "theme")
    slot.left()
    slot.write({"name": "[town]", "definition": "Typed on"})
    keyfile.bring_back(study, key, WORDS)
    now = {d.target: dict(d.fields) for d in unkept(study, ama)}
    assert now == {**before, "theme": {"name": "[town]", "definition": "Typed on"}}


@pytest.mark.usefixtures("quick")
def test_the_project_works_on_with_pseudonyms(study: Project, key: Path, tmp_path: Path) -> None:
    """Reading, coding, counting, searching, exporting and checking go on as before while the key is out."""
    before = frequencies.table(study).rows
    keyfile.move_out(study, key, WORDS)
    assert keyfile.is_out(study) and faults(study) == []
    assert frequencies.table(study).rows == before
    mine = interviews.names(study.conn)
    shown = overlay.projection(study, mine["N1"]).text
    assert "[Manager A] runs the [Team 2]. [Manager A] is kind to me 🙂. Ring [phone]" in shown
    ama = CodingSession(study, study.coder("Ama"))
    assert ama.transcript(mine["N1"]).speakers[1].label == "Participant"
    ama.apply(mine["N2"], place(study, "N2", "We laugh a lot"), "jokes", Stance.STRENGTH)
    assert ama.undo() is not None
    assert [h.words for h in search.everywhere(study, "caseload is far")] == ["caseload is far"]
    assert codings_file.export_codings(study, tmp_path / "out.csv") == 6
    assert not any(w in (tmp_path / "out.csv").read_text("utf-8") for w in REAL)
    assert faults(study) == []
    assert [r["value"] for r in study.conn.execute("SELECT value FROM attribute WHERE value <> 'Other'")] == [
        "[Team 2]"
    ]


@pytest.mark.usefixtures("quick")
def test_people_and_groups_that_differ_still_differ(study: Project, key: Path) -> None:
    """Two participants whose codes are their names stay two, and two listed offices stay two groups, there and back."""
    ids = interviews.names(study.conn)
    with transaction(study.conn) as conn:
        for form in ("Annick Dorrin", "Bevis Dorrin", "Quay House", "Mill House"):
            pseudonyms.list_name(conn, FindKind.PERSON if "Dorrin" in form else FindKind.PLACE, form)
        for name, code, office in (("N1", "Annick Dorrin", "Quay House"), ("N2", "Bevis Dorrin", "Mill House")):
            interviews.set_attributes(conn, ids[name], {"participant": code, "office": office})
        interviews.set_attributes(conn, ids["N3"], {"participant": "Participant 1", "office": "quay house"})
        frequencies.frequencies.rebuild(conn)
    before = whole(study)
    keyfile.move_out(study, key, WORDS)
    shown = [interviews.attributes(study.conn, ids[name]) for name in ("N1", "N2", "N3")]
    assert {one["participant"] for one in shown} == {"Participant 1", "Participant 2", "Participant 3"}
    offices = [one["office"] for one in shown]
    assert offices[0] == offices[2] and {*offices} == {"[place]", "[place 2]"}
    assert faults(study) == [] and seen(study.path, "Dorrin", "Quay House", "Mill House") == []
    keyfile.bring_back(study, key, WORDS)
    assert whole(study) == before


@pytest.mark.usefixtures("quick")
def test_bringing_back_is_exact(study: Project, key: Path) -> None:
    """Texts, hashes, labels, notes, forms, lists, counts and the log are what they were before."""
    before = whole(study)
    keyfile.move_out(study, key, WORDS)
    assert whole(study) != before
    back = keyfile.bring_back(study, key, WORDS)
    assert (back.interviews, back.changed, back.erased) == (2, 0, 0)
    assert whole(study) == before and faults(study) == []
    assert not keyfile.is_out(study) and sealing.every(study.conn) == {} and key.exists()


@pytest.mark.usefixtures("quick")
def test_what_was_done_meanwhile_stays(study: Project, key: Path, tmp_path: Path) -> None:
    """Codings, memos and interviews of the time between are kept when the key comes back; edited notes stay."""
    keyfile.move_out(study, key, WORDS)
    ids = interviews.names(study.conn)
    ama = CodingSession(study, study.coder("Ama"))
    coding = ama.codings(ids["N1"], mine=True)[0]
    assert coding.memo == "She means [Manager A]"
    ama.set_memo(MemoTarget.CODING, coding.id, "She means her manager", ids["N1"])
    ama.apply(ids["N2"], place(study, "N2", "We laugh a lot"), "jokes")
    new = tmp_path / "N4.txt"
    new.write_text("Interviewer: How is it?\nParticipant: Lesley Tranter left us, sadly.\n", encoding="utf-8")
    assert imports.import_files(study, [new]).added
    back = keyfile.bring_back(study, key, WORDS)
    assert back.changed == 1 and faults(study) == []
    assert ama.codings(ids["N1"], mine=True)[0].memo == "She means her manager"
    assert len(ama.codings(ids["N2"])) == 3
    assert "Lesley Tranter" in originals.load_text(study.conn, interviews.names(study.conn)["N4"])


@pytest.mark.usefixtures("quick")
def test_names_are_neither_made_nor_taken_back_while_the_key_is_out(study: Project, key: Path) -> None:
    """Undo of a replacement, a second moving out, and listing names say that the key is out, and change nothing."""
    keyfile.move_out(study, key, WORDS)
    with pytest.raises(Conflict, match="key"):
        CodingSession(study, study.coder("Rae")).undo()
    with pytest.raises(UsageError, match=r"out already, in 'study\.key'"):
        keyfile.move_out(study, key.with_name("second.key"), WORDS)
    listed = key.with_name("names.csv")
    listed.write_text("name\nNew Person\n", encoding="utf-8")
    with pytest.raises(Conflict):
        review.import_list(study, listed)
    assert not key.with_name("second.key").exists() and faults(study) == []
    keyfile.bring_back(study, key, WORDS)
    assert CodingSession(study, study.coder("Rae")).undo() is not None


def test_real_age_keeps_the_secret(study: Project, key: Path) -> None:
    """What age itself seals is an age file whose scrypt takes its time, and comes back whole."""
    keyfile.move_out(study, key, WORDS)
    kind, _, work = key.read_bytes().split(b"\n")[1].removeprefix(b"-> ").split()
    assert key.read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert (kind, int(work) > light_age.FACTOR) == (b"scrypt", True)
    assert keyfile.bring_back(study, key, WORDS).words == 9


def test_real_age_refuses_what_is_not_whole(study: Project, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With age itself: a wrong passphrase, a cut and a changed file are told apart from a right one; nothing moves."""
    monkeypatch.setattr(age, "seal", light_age.seal)
    keyfile.move_out(study, key, WORDS)
    kept = key.read_bytes()
    assert kept.startswith(b"age-encryption.org/v1\n-> scrypt ")
    state = on_disk(study.path)
    with pytest.raises(WrongPassphrase, match="not the passphrase"):
        keyfile.bring_back(study, key, WORDS + "!")
    for damaged in (kept[:-7], kept[:-9] + b"\x00" * 9, kept[:60], b"junk", b""):
        key.write_bytes(damaged)
        with pytest.raises(RrtError) as told:
            keyfile.bring_back(study, key, WORDS)
        assert not any(w in str(told.value) for w in REAL) and len(str(told.value)) < 250
    assert on_disk(study.path) == state and keyfile.is_out(study)
    key.write_bytes(kept)
    assert keyfile.bring_back(study, key, WORDS).words == 9


@pytest.mark.usefixtures("quick")
def test_lost_and_foreign_keys_are_refused_with_a_sentence(study: Project, key: Path, tmp_path: Path) -> None:
    """A lost file, another project's key, an earlier key and no key out: one sentence each, nothing changed."""
    with pytest.raises(UsageError, match="not out"):
        keyfile.bring_back(study, key, WORDS)
    first, other = key.with_name("first.key"), key.with_name("other.key")
    keyfile.move_out(study, first, WORDS)
    keyfile.bring_back(study, first, WORDS)
    keyfile.move_out(study, key, WORDS)
    twin = build(tmp_path / "twin.rrtq")
    keyfile.move_out(twin, other, WORDS)
    twin.close_all()
    state = on_disk(study.path)
    for file, sentence in (
        (key.with_name("lost.key"), "no key file"),
        (other, "another project"),
        (first, r"not the one that is out.*study\.key"),
        (key.parent, "is a folder, not a file"),
    ):
        with pytest.raises(FileFault, match=sentence):
            keyfile.bring_back(study, file, WORDS)
    assert on_disk(study.path) == state
    assert keyfile.bring_back(study, key, WORDS).interviews == 2


@pytest.mark.usefixtures("quick")
def test_moving_out_is_refused_before_anything_changes(study: Project, empty: Project, key: Path) -> None:
    """A short passphrase, a taken name, a missing folder, nothing replaced: refused, and nothing is left behind."""
    before = whole(study)
    with pytest.raises(UsageError, match="too short"):
        keyfile.move_out(study, key, "eleven char")
    key.write_text("precious")
    with pytest.raises(UsageError, match="never written over"):
        keyfile.move_out(study, key, WORDS)
    assert key.read_text() == "precious"
    with pytest.raises(FileFault, match="no folder"):
        keyfile.move_out(study, key.parent / "nowhere" / "x.key", WORDS)
    with pytest.raises(UsageError, match="nothing to move out"):
        keyfile.move_out(empty, key.with_name("y.key"), WORDS)
    assert whole(study) == before and [p.name for p in key.parent.iterdir()] == ["study.key"]


@pytest.mark.usefixtures("quick")
def test_a_key_file_that_does_not_hold_changes_nothing(
    study: Project, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When what was written cannot be read back, or the project cannot be changed, the file goes and all stays."""
    before = whole(study)
    with monkeypatch.context() as patch:
        patch.setattr(age, "seal", lambda secret, words: quick_age.seal(secret[:-1], words))
        with pytest.raises(FileFault):
            keyfile.move_out(study, key, WORDS)
    with monkeypatch.context() as patch:
        patch.setattr(frequencies.frequencies, "rebuild", lambda conn: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keyfile.move_out(study, key, WORDS)
    assert whole(study) == before and not key.exists() and not keyfile.is_out(study)


@pytest.mark.usefixtures("quick")
def test_a_changed_text_is_not_patched(study: Project, key: Path) -> None:
    """Words go back only where they fit exactly; a text that was tampered with is left, and so is everything else."""
    keyfile.move_out(study, key, WORDS)
    text = originals.load_text(study.conn, interviews.names(study.conn)["N1"]).replace("kind", "mean")
    sealing.write_text(study.conn, interviews.names(study.conn)["N1"], text)
    with pytest.raises(FileFault, match="do not fit"):
        keyfile.bring_back(study, key, WORDS)
    assert keyfile.is_out(study) and seen(study.path, *REAL) == []


@pytest.mark.usefixtures("quick")
def test_another_reader_delays_the_wipe_and_it_is_made_up_for(study: Project, key: Path) -> None:
    """While somebody reads, old pages cannot be wiped: that is said, and done when the project is next opened."""
    other = open_project(study.path)
    study.conn.execute("PRAGMA busy_timeout = 50")
    with snapshot(other.conn) as conn:
        assert conn.execute("SELECT COUNT(*) FROM interview").fetchone()[0] == 3
        assert not keyfile.move_out(study, key, WORDS).wiped
        assert wipe.is_owed(study.conn)
        assert "Lesley" in originals.load_text(conn, interviews.names(conn)["N1"])
    assert "█" in originals.load_text(other.conn, interviews.names(other.conn)["N1"])
    open_project(study.path).close_all()
    assert not wipe.is_owed(study.conn) and seen(study.path, *REAL) == []
    other.close_all()


@pytest.mark.usefixtures("quick")
def test_an_idle_connection_does_not_hinder(study: Project, key: Path) -> None:
    """A project that is open elsewhere, but not being read at that moment, is wiped all the same."""
    other = open_project(study.path)
    assert len(interviews.names(other.conn)) == 3
    assert keyfile.move_out(study, key, WORDS).wiped and seen(study.path, *REAL) == []
    assert len(CodingSession(other, other.coder("Ama")).heads()) == 3
    other.close_all()


@pytest.mark.usefixtures("quick")
def test_a_held_project_is_told(study: Project, key: Path) -> None:
    """While another program writes, the key stays in and no key file is left."""
    holder = sqlite3.connect(study.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    study.conn.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(ProjectError, match="Another program"):
        keyfile.move_out(study, key, WORDS)
    holder.execute("ROLLBACK")
    holder.close()
    assert not key.exists()


@pytest.mark.usefixtures("quick")
def test_backups_are_named(study: Project, key: Path) -> None:
    """Older copies beside the project hold every name, so the report names them, and no other file."""
    copy = study.path.with_name("study.rrtq.backup-v2-20261125T000000000Z")
    copy.write_bytes(b"old")
    study.path.with_name("other.rrtq.backup-v2-x").write_bytes(b"old")
    assert keyfile.move_out(study, key, WORDS).backups == (copy,)


KILL = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
import quick_age
from rrt_qual.privacy.hide import age_file as age
age.seal, age.unseal = quick_age.seal, quick_age.unseal
from rrt_qual.services.confidentiality import key_file as keyfile
from rrt_qual.services.shared.project import open_project
from rrt_qual.store.confidentiality import sealing
from rrt_qual.store.figures import frequencies
from rrt_qual.store.file import wipe
from rrt_qual.store.project import changes
project = open_project(Path(sys.argv[1]))
def kill(*words, **more): os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize(
    ("point", "is_out"),
    [
        ("age.unseal = kill", False),
        ("keyfile._apply = kill", False),
        ("sealing.drop_rows = kill", False),
        ("frequencies.rebuild = kill", False),
        ("changes.record = kill", False),
        ("wipe.wipe = kill", True),
    ],
)
def test_killed_while_moving_out_nothing_is_half_done(study: Project, key: Path, point: str, is_out: bool) -> None:
    """Killed anywhere, the project is whole with its names, or without them and wiped when it is next opened."""
    before = whole(study)
    study.close_all()
    body = f"{KILL}\n{point}\nkeyfile.move_out(project, Path(sys.argv[2]), '{WORDS}')"
    helpers = str(Path(quick_age.__file__).parent)
    done = subprocess.run([sys.executable, "-c", body, str(study.path), str(key), helpers], check=False)
    assert done.returncode == -signal.SIGKILL
    again = open_project(study.path)
    assert faults(again) == [] and keyfile.is_out(again) is is_out
    if is_out:
        assert seen(again.path, *REAL) == []
        keyfile.bring_back(again, key, WORDS)
    assert whole(again) == before
    again.close_all()


@pytest.mark.usefixtures("quick")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("point", ["sealing.write_text = kill", "sealing.put_rows = kill", "changes.record = kill"])
def test_killed_while_bringing_back_nothing_is_half_done(study: Project, key: Path, point: str) -> None:
    """Killed in the middle, the names are still out, all of them, and come back the next time."""
    before = whole(study)
    keyfile.move_out(study, key, WORDS)
    study.close_all()
    body = f"{KILL}\n{point}\nkeyfile.bring_back(project, Path(sys.argv[2]), '{WORDS}')"
    helpers = str(Path(quick_age.__file__).parent)
    done = subprocess.run([sys.executable, "-c", body, str(study.path), str(key), helpers], check=False)
    assert done.returncode == -signal.SIGKILL
    again = open_project(study.path)
    assert keyfile.is_out(again) and faults(again) == [] and seen(again.path, *REAL) == []
    keyfile.bring_back(again, key, WORDS)
    assert whole(again) == before
    again.close_all()
