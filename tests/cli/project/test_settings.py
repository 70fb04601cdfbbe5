"""`settings` shows and changes what a project has settled; what cannot be is refused with what may be."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Rrt

from rrt_qual.domain.settings import CHANGEABLE, ORIGINAL
from rrt_qual.services.project.settings import change, every
from rrt_qual.services.shared.project import open_project
from rrt_qual.services.shared.settings import value
from rrt_qual.store.confidentiality import pseudonyms
from rrt_qual.store.file.connection import transaction


def test_every_setting_is_shown_with_its_meaning(coded: Path, rrt: Rrt) -> None:
    """Table, JSON and CSV list all settings: value, default, what it may be, what it means."""
    shown = json.loads(rrt("settings", "p.rrtq", "--format", "json").out)
    assert [row["setting"] for row in shown] == [s.key for s in CHANGEABLE]
    assert all(row["meaning"].endswith(".") and row["value"] == row["default"] for row in shown)
    rows = list(csv.DictReader(io.StringIO(rrt("settings", "--format", "csv").out)))
    assert [row["setting"] for row in rows] == [s.key for s in CHANGEABLE]
    table = rrt("settings").out
    assert all(s.key in table for s in CHANGEABLE) and max(map(len, table.splitlines())) <= 80


def test_a_change_is_kept_and_logged(coded: Path, rrt: Rrt) -> None:
    """A changed setting is what the services read, is logged once, and its default can be had back."""
    done = rrt("settings", "privacy.original", "Nobody")
    assert (done.code, done.out) == (0, "") and "now 'nobody'" in done.err
    assert rrt("settings", "privacy.original", "nobody").code == 0
    project = open_project(coded)
    assert value(project, ORIGINAL) == "nobody"
    assert [s.setting.key for s in every(project) if s.changed] == ["privacy.original"]
    project.close_all()
    entries = json.loads(rrt("log", "--format", "json").out)
    assert [e["label"] for e in entries].count("setting privacy.original") == 1 and entries[0]["kind"] == "log"
    assert rrt("settings", "privacy.original", "default").code == 0
    assert json.loads(rrt("settings", "privacy.original", "--format", "json").out)[0]["value"] == "coders"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["privacy.original", "perhaps"], 2, "coders or nobody"),
        (["privacy.threshold", "many"], 2, "whole number from 1"),
        (["privacy.threshold", "0"], 2, "whole number from 1"),
        (["privacy.rounding", "7"], 2, "0 or 3 or 5 or 10"),
        (["privacy.shoe_size"], 3, "There is no setting"),
        (["privacy.original", "coders", "nobody"], 2, "more than a setting"),
        (["suggest.model", "./nowhere/at/all"], 3, "no model folder"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_what_cannot_be_is_refused(coded: Path, rrt: Rrt, words: list[str], code: int, sentence: str) -> None:
    """A wrong name or value is one sentence that says what may be; nothing is changed."""
    done = rrt("settings", "p.rrtq", *words)
    assert done.code == code and sentence in done.err and done.out == "", done.err
    project = open_project(coded)
    assert not any(s.changed for s in every(project))
    project.close_all()


def test_the_wave_policy_stays_once_words_are_replaced(coded: Path) -> None:
    """Half a project of each policy would keep neither promise."""
    from rrt_qual.domain.confidentiality.privacy import FindKind
    from rrt_qual.domain.errors import Conflict

    project = open_project(coded)
    assert change(project, "privacy.wave_policy", "separate").value == "separate"
    with transaction(project.conn) as conn:
        pseudonyms.make(conn, FindKind.PERSON, "[Person A]")
    with pytest.raises(Conflict):
        change(project, "privacy.wave_policy", "same")
    assert change(project, "privacy.wave_policy", "separate").value == "separate"
    project.close_all()
