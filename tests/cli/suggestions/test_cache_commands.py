"""What a person reads when nothing can be kept outside the project, and what `doctor` finds of others' reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual.domain import quiet
from rrt_qual.ingest.codebook.write import write_codebook_yaml
from small_project import CODEBOOK


def test_suggestions_work_where_nothing_can_be_kept(coded: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cache that is a file: figures on stdout alone, one sentence on stderr, and a picture all the same."""
    (coded.parent / "small.yaml").write_text(write_codebook_yaml(CODEBOOK), encoding="utf-8")
    assert rrt("init", "small", "--codebook", "small.yaml").code == 0
    assert rrt("import", "small", "talks").code == 0
    coded.unlink()
    Path("small.rrtq").rename(coded)
    blocked = coded.parent / "blocked"
    blocked.write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME" if sys.platform.startswith("linux") else "LOCALAPPDATA", str(blocked))
    if sys.platform == "darwin":
        pytest.skip("the cache lies under HOME there")
    done = rrt("suggest", "p.rrtq", "--all", "--format", "json")
    assert done.code == 0 and json.loads(done.out)
    told = [line for line in done.err.splitlines() if "cannot be kept" in line]
    assert len(told) == 1 and "a folder of its path is none" in told[0] and "work from memory" in told[0]
    again = rrt("suggest", "p.rrtq", "--all", "--format", "json")
    assert (again.code, again.out) == (0, done.out) and "cannot be kept" not in again.err  # nothing had to be loaded
    picture = rrt("evaluate", "p.rrtq", "--coded", "0", "--seeds", "1", "--plot", "plot.svg")
    assert picture.code in (0, 3) and "Errno" not in picture.err and "Matplotlib" not in picture.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where onnxruntime writes is known of Linux alone")
def test_doctor_removes_what_onnxruntime_left_and_says_so(coded: Path, rrt: Rrt) -> None:
    """The id of this computer and the events that wait go; doctor says so, and the next time that there are none."""
    left = Path(os.environ["XDG_CACHE_HOME"], "Microsoft", "DeveloperTools", ".onnxruntime")
    left.mkdir(parents=True)
    for name in ("deviceid", "onnxruntime.db"):
        (left / name).write_bytes(b"x")
    rows = {row["what"]: row for row in json.loads(rrt("doctor", "--format", "json").out)}
    assert rows["left by onnxruntime"]["state"] == "removed" and "2 removed" in rows["left by onnxruntime"]["is"]
    assert rows["telemetry of libraries"]["state"] == "ok"
    assert not left.parents[1].exists()
    rows = {row["what"]: row for row in json.loads(rrt("doctor", "--format", "json").out)}
    assert rows["left by onnxruntime"]["state"] == "ok" and rows["left by onnxruntime"]["is"].startswith("none in")


def test_doctor_does_not_say_off_when_it_is_not(coded: Path, rrt: Rrt, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that was loaded before this program, and settings that were changed since, are named as such."""
    monkeypatch.setattr(quiet, "_late", ["onnxruntime"])
    rows = {row["what"]: row for row in json.loads(rrt("doctor", "--format", "json").out)}
    assert rows["telemetry of libraries"]["state"] == "on" and "onnxruntime" in rows["telemetry of libraries"]["is"]
    monkeypatch.setattr(quiet, "_late", [])
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    rows = {row["what"]: row for row in json.loads(rrt("doctor", "--format", "json").out)}
    assert rows["telemetry of libraries"]["state"] == "on"


@pytest.mark.skipif(os.name != "posix", reason="homes are found otherwise there")
def test_a_user_without_a_home_leaves_no_folder_called_tilde(tmp_path: Path) -> None:
    """Without HOME, and without an entry among the users, nothing is made in a folder '~' of the project's."""
    script = (
        "import pwd\ndef nobody(uid): raise KeyError(uid)\npwd.getpwuid = nobody\n"
        "from rrt_qual.services.shared import faultlog\n"
        "from rrt_qual.services.suggestions import suggester as suggestions\n"
        "from rrt_qual.suggest.embed.cache import ModelCache\n"
        "from rrt_qual.tui.program import preferences\n"
        "from rrt_qual.export.pictures import drawings\ndrawings._quieten()\n"
        "assert faultlog.write_down(ValueError(), 'x') is None\npreferences.keep_colours('x')\n"
        "ModelCache(suggestions.cache_folder()).graph('x', bytes)\n"
        "from matplotlib import figure\nprint(*suggestions.remarks())"
    )
    bare = {k: v for k, v in os.environ.items() if k != "HOME" and not k.startswith("XDG_")}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and "no home folder" in done.stdout
    assert list(tmp_path.iterdir()) == []
