"""What every test may use: projects with a small codebook and small interviews, and a home of its own."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import alone  # noqa: F401  (first of all)
from remembered import SHARED, remember
from rrt_qual.services.shared.project import Project, create
from rrt_qual.store.interviews import interviews
from small_project import CODEBOOK, INTERVIEWS, PROGRAM, fill

# where many people wait for the answer, the same cases every time; elsewhere new ones, to find more
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# A screen makes and drops so many objects that Python looks for lost ones all the time, among all that the libraries
# hold: a quarter of the time of the tests of screens. Looked for less often, they are found all the same.
gc.set_threshold(20_000, 10, 5)


def pytest_configure(config: pytest.Config) -> None:
    """One folder of vectors for all processes of this run: who starts them names it, before they are there."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="rrt-qual-vectors-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SHARED)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: one process more than cores, as some tests wait for a terminal or another process to answer."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that are not there yet; pytest's own numbering reads through all there are, each time."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the home of whoever runs it, nor reads a project from their surroundings."""
    home = next(homes)
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name, folder in (("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")):
        monkeypatch.setenv(name, str(home / folder))
    for name in ("RRT_QUAL_PROJECT", "RRT_QUAL_CODER", "COLUMNS", "LINES", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (PROGRAM, os.environ.get("PYTHONPATH", "")))))


@pytest.fixture(autouse=True)
def remembered_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text is read by the language model more than once; tests of the model itself override this."""
    remember(monkeypatch)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two projects to copy, made once: `empty` has the small codebook and no interview, `filled` has three."""
    here = tmp_path_factory.mktemp("small")
    made = {}
    for name in ("empty", "filled"):
        project = create(
            here / f"{name}.rrtq", codebook=CODEBOOK, content="small", source_name="small.yaml", name="Small study"
        )
        if name == "filled":
            fill(project, *INTERVIEWS[:2])
            fill(project, INTERVIEWS[2], wave="2025")
        project.close_all()
        made[name] = project.path
    return made


def copied(made: Path, folder: Path) -> Iterator[Project]:
    """A copy of a project that was made, closed in the end."""
    project = Project(shutil.copy(made, folder / "small.rrtq"))
    yield project
    project.close_all()


@pytest.fixture
def empty(small: dict[str, Path], tmp_path: Path) -> Iterator[Project]:
    """A project with the small codebook and no interview."""
    yield from copied(small["empty"], tmp_path)


@pytest.fixture
def project(small: dict[str, Path], tmp_path: Path) -> Iterator[Project]:
    """A project with three interviews: A and B of wave 2026, C of wave 2025."""
    yield from copied(small["filled"], tmp_path)


@pytest.fixture
def ids(project: Project) -> dict[str, str]:
    """Name -> id of the project's interviews."""
    return interviews.names(project.conn)


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[[str], Project]]:
    """Makes more projects with the same codebook and the same interviews: `another('other')`."""
    made: list[Project] = []

    def make(name: str) -> Project:
        fresh = create(
            tmp_path / f"{name}.rrtq", codebook=CODEBOOK, content="small", source_name="small.yaml", name=name
        )
        fill(fresh, *INTERVIEWS[:2])
        fill(fresh, INTERVIEWS[2], wave="2025")
        made.append(fresh)
        return fresh

    yield make
    for fresh in made:
        fresh.close_all()
