"""The kept copy of the language model: never needed, never trusted when damaged, and never a reason to stop."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrt_qual.suggest.embed import cache as model_cache
from rrt_qual.suggest.embed import leftovers
from rrt_qual.suggest.embed.cache import ModelCache, take_remarks

NAME = "0123456789abcdef-fp32-1"
GRAPH = b"a graph " * 1000


@pytest.fixture(autouse=True)
def nothing_told() -> Iterator[None]:
    """Remarks are kept for the process: each test begins and ends without any."""
    take_remarks()
    yield
    take_remarks()


def get(folder: Path | None) -> bytes:
    return ModelCache(folder).graph(NAME, lambda: GRAPH)


def never() -> bytes:
    raise AssertionError("it was kept, and need not be made")


def test_a_model_is_kept_once_and_read_again(tmp_path: Path) -> None:
    """The second start reads what the first one kept, for its owner alone; nobody is told anything."""
    assert get(tmp_path / "cache") == GRAPH
    assert ModelCache(tmp_path / "cache").graph(NAME, never) == GRAPH
    (file,) = (tmp_path / "cache").iterdir()
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0 == (tmp_path / "cache").stat().st_mode & 0o077
    assert take_remarks() == []


@pytest.mark.parametrize("harm", [b"", GRAPH[:-1], b"X" + GRAPH[1:]], ids=["empty", "cut short", "one byte other"])
def test_a_damaged_copy_is_made_anew_and_said(tmp_path: Path, harm: bytes) -> None:
    """A copy whose hash is not that of its name is not used: one byte may change every vector."""
    get(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(harm)
    assert get(tmp_path) == GRAPH
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [GRAPH]
    assert take_remarks() == ["The kept copy of the language model was damaged; it has been made anew."]


def test_a_folder_that_is_a_file_is_said_once(tmp_path: Path) -> None:
    """Where the cache cannot be, the model works from memory; the sentence says where and why, and comes once."""
    (tmp_path / "cache").write_bytes(b"")
    assert get(tmp_path / "cache") == get(tmp_path / "cache") == GRAPH
    (said,) = take_remarks()
    assert f"'{tmp_path / 'cache'}'" in said and "work from memory" in said
    assert take_remarks() == [] and (tmp_path / "cache").read_bytes() == b""


def test_without_a_home_nothing_is_made_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home folder gets a path with '~': no folder of that name is made where they happen to be."""
    monkeypatch.chdir(tmp_path)
    assert get(Path("~/.cache/rrt-qual")) == GRAPH
    assert list(tmp_path.iterdir()) == [] and "no home folder" in take_remarks()[0]


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """A write that fails in the middle leaves no piece of a file, and a sentence."""
    script = f"""
import resource, sys
from pathlib import Path
from rrt_qual.suggest.embed.cache import ModelCache, take_remarks
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
assert ModelCache(Path({str(tmp_path)!r})).graph({NAME!r}, lambda: b"x" * 5000) == b"x" * 5000
print(*take_remarks())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "larger than a file may be here" in done.stdout and list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="another user can be tried by root alone")
def test_a_folder_of_somebody_else_is_no_reason_to_stop(tmp_path: Path) -> None:
    """Read and written by nobody but its owner: the model works from memory, and nothing there is touched."""
    get(tmp_path / "cache")
    before = sorted((tmp_path / "cache").iterdir())
    child = os.fork()
    if child == 0:
        os.setuid(65534)
        fine = ModelCache(tmp_path / "cache").graph(NAME, lambda: GRAPH) == GRAPH and len(take_remarks()) == 1
        os._exit(0 if fine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert sorted((tmp_path / "cache").iterdir()) == before


def test_two_at_once_make_one_sound_copy(tmp_path: Path) -> None:
    """Two processes that keep the same model at the same time leave one whole file."""
    script = f"""
import sys
from pathlib import Path
from rrt_qual.suggest.embed.cache import ModelCache, take_remarks
sys.stdin.read()
assert ModelCache(Path({str(tmp_path / "cache")!r})).graph({NAME!r}, lambda: {GRAPH[:8]!r} * 1000000)
print(*take_remarks())
"""
    both = [
        subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdin is not None
        one.stdin.close()
    for one in both:
        assert one.stdout is not None
        assert (one.stdout.read().strip(), one.wait(60)) == ("", 0)
        one.stdout.close()
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert ModelCache(tmp_path / "cache").graph(NAME, never) == GRAPH[:8] * 1000000


def test_what_earlier_versions_left_goes_and_the_rest_stays(tmp_path: Path) -> None:
    """A copy under a former name and an abandoned half are removed when a model is kept; others' files are not."""
    former, half, fresh, other = (tmp_path / n for n in (f"{NAME}.onnx", ".new-old", ".new-now", "mine.onnx"))
    for path in (former, half, fresh, other):
        path.write_bytes(b"x")
    os.utime(half, (0, 0))
    get(tmp_path)
    assert not former.exists() and not half.exists() and fresh.exists() and other.exists()
    assert model_cache._ABANDONED >= 600


# what onnxruntime left ---------------------------------------------------------------------------------


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of onnxruntime's client with all that it writes, in a cache of the test's own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("where the client writes is known of Linux alone")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    folder.mkdir(parents=True)
    for name in ("deviceid", "deviceid.lock", "onnxruntime.db", "onnxruntime.db-wal", "onnxruntime.db-shm"):
        (folder / name).write_bytes(b"x")
    (folder / "deviceid.tmp.3d4eed21-0996-402a-9b1e-ed092b240eab").write_bytes(b"x")
    return folder


def test_leftovers_go_with_their_folders(left: Path, tmp_path: Path) -> None:
    """All files of the client and the folders that are empty then are removed; a second look finds none."""
    assert leftovers.remove() == (6, 0)
    assert list(tmp_path.iterdir()) == [] and leftovers.remove() == (0, 0)


def test_what_is_not_the_clients_stays(left: Path, tmp_path: Path) -> None:
    """Other products of that vendor, files of other names, folders and links are never touched."""
    other = tmp_path / "Microsoft" / "DeveloperTools" / "deviceid"
    target = tmp_path / "target"
    for path in (other, target, left / "deviceid.txt", left / "onnxruntime.db.bak"):
        path.write_bytes(b"y")
    (left / "deviceid").unlink()
    (left / "deviceid").symlink_to(target)
    assert leftovers.remove() == (5, 0)
    assert sorted(p.name for p in left.iterdir()) == ["deviceid", "deviceid.txt", "onnxruntime.db.bak"]
    assert other.exists() and target.exists()


def test_a_folder_that_is_a_link_is_left_alone(left: Path, tmp_path: Path) -> None:
    """A link in the client's place leads somewhere that is not its own."""
    elsewhere = tmp_path / "elsewhere"
    left.rename(elsewhere)
    left.symlink_to(elsewhere)
    assert leftovers.remove() == (0, 0) and len(list(elsewhere.iterdir())) == 6


def test_a_relative_cache_is_ignored_as_the_client_ignores_it(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As seen of the client: a relative XDG_CACHE_HOME is as none, and then .cache in the home folder is meant."""
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert leftovers.place() == tmp_path / ".cache" / "Microsoft" / "DeveloperTools" / ".onnxruntime"
