"""Scanning: what is found is kept, can be stopped, spreads over the project, and leaves decisions alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from rrt_qual.domain.confidentiality.privacy import Consent, Find, FindKind, Status
from rrt_qual.domain.interview import Speaker, SpeakerRole, Transcript
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.find.finder import Finder
from rrt_qual.services.confidentiality import scan as scanning
from rrt_qual.services.interviews import consent
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews, originals
from small_project import fill, transcript

TALKS = (
    transcript("N1", "Who helps", "Bernadette Quillane is my manager. I like her", "And", "We meet on Ferry Road"),
    transcript("N2", "Who helps", "It is quillane again. I ring 01632 960417", "And", "Nobody else"),
    transcript("N3", "Who helps", "Nobody helps. It is quiet here", "And", "The frobnic has gone"),
)


@pytest.fixture
def named(empty: Project) -> Project:
    """A project of three interviews, two of which name somebody."""
    fill(empty, *TALKS)
    return empty


def words(project: Project, name: str, status: Status | None = Status.OPEN) -> list[str]:
    """The found words of an interview."""
    interview_id = interviews.find(project.conn, name)
    text = originals.load_text(project.conn, interview_id)
    return [f.span.of(text) for f in findings.of_interview(project.conn, interview_id, status)]


def decide(project: Project, name: str, said: str, status: Status) -> None:
    """Decide on the finding with these words, as a reviewer does."""
    interview_id = interviews.find(project.conn, name)
    text = originals.load_text(project.conn, interview_id)
    found = next(f for f in findings.of_interview(project.conn, interview_id) if f.span.of(text) == said)
    coder = project.coder("Ama")
    with transaction(project.conn) as conn:
        made = pseudonyms.make(conn, found.kind, "[Manager A]") if status is Status.REPLACED else None
        findings.decide(conn, found.id, status, coder_id=coder.id, pseudonym_id=made.id if made else None)


def test_scan_keeps_and_spreads(named: Project) -> None:
    """What is found is kept open; a name found surely in one interview is found written small in another."""
    steps: list[tuple[int, int]] = []
    report = scanning.scan(named, progress=lambda done, count: steps.append((done, count)))
    assert (report.scanned, report.skipped, report.new, report.open) == (3, 0, 4, 4)
    assert words(named, "N1") == ["Bernadette Quillane", "Ferry Road"]
    assert words(named, "N2") == ["quillane", "01632 960417"]
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_scanning_again_changes_nothing(named: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same finder passes interviews over without reading them; `again` reads them and keeps the findings' ids."""
    scanning.scan(named)
    before = {f.id for f in findings.every(named.conn)}
    assert scanning.scan(named, again=True) == scanning.ScanReport(3, 0, 0, 4)
    monkeypatch.setattr(Finder, "find", lambda *_: pytest.fail("an interview was read again"))
    assert scanning.scan(named) == scanning.ScanReport(0, 3, 0, 4)
    assert {f.id for f in findings.every(named.conn)} == before


def test_what_was_decided_stays(named: Project) -> None:
    """A reviewer's decisions outlive any scan, and kept words are not asked about again."""
    scanning.scan(named)
    decide(named, "N1", "Ferry Road", Status.KEPT)
    decide(named, "N1", "Bernadette Quillane", Status.REPLACED)
    scanning.scan(named, again=True)
    assert words(named, "N1") == []
    assert words(named, "N1", Status.KEPT) == ["Ferry Road"]
    assert words(named, "N1", Status.REPLACED) == ["Bernadette Quillane"]
    assert words(named, "N2") == ["quillane", "01632 960417"]


def test_replaced_elsewhere_is_found_without_reading(named: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that stands in the key is found in every interview at the next scan, which needs no model."""
    scanning.scan(named)
    monkeypatch.setattr(Finder, "find", lambda *_: pytest.fail("an interview was read again"))
    with transaction(named.conn) as conn:
        made = pseudonyms.make(conn, FindKind.OTHER, "[thing]")
        pseudonyms.add_form(conn, made.id, "frobnic", "frobnic")
    assert scanning.scan(named).new == 1
    assert words(named, "N3") == ["frobnic"]
    (found,) = findings.of_interview(named.conn, interviews.find(named.conn, "N3"))
    assert (found.source, found.kind) == ("known", FindKind.OTHER)


def test_a_new_list_is_looked_for(named: Project) -> None:
    """A listed name changes the finder, so that every interview is read again."""
    scanning.scan(named)
    with transaction(named.conn) as conn:
        pseudonyms.list_name(conn, FindKind.TEAM, "Quiet")
        pseudonyms.list_name(conn, FindKind.OTHER, "frobnic")
    assert scanning.scan(named).scanned == 3
    assert words(named, "N3") == ["frobnic"]


def test_attributes_and_speakers_are_names(empty: Project) -> None:
    """A team among the attributes and a named interviewer are looked for everywhere; 'P01' and years are not."""
    first = replace(
        TALKS[2], speakers=(Speaker("Zorbla", SpeakerRole.INTERVIEWER), Speaker("P01", SpeakerRole.PARTICIPANT))
    )
    second = transcript("N4", "Hello", "I told zorbla of the Gribbet. It is 9", "And", "P01 it says")
    ids = fill(empty, first, second)
    with transaction(empty.conn) as conn:
        interviews.set_attributes(conn, ids["N3"], {"team": "Gribbet", "years in team": "9", "role": "Nobody"})
    names = scanning.names_of(empty)
    assert names.people == ("Zorbla",) and names.attributes == ((FindKind.TEAM, "Gribbet"),)
    assert scanning.names_of(empty, with_lists=False).people == ()
    scanning.scan(empty)
    assert words(empty, "N4") == ["zorbla", "Gribbet"]


def test_marked_by_hand_stays_and_is_not_doubled(named: Project) -> None:
    """What a person marked is neither taken away nor found a second time."""
    from rrt_qual.domain.confidentiality.privacy import Find

    interview_id = interviews.find(named.conn, "N2")
    text = originals.load_text(named.conn, interview_id)
    at = text.index("01632")
    span = type(TALKS[0].turns[0].span)(at - 5, at + 12)
    with transaction(named.conn) as conn:
        findings.insert(conn, interview_id, Find(span, FindKind.PHONE, 1.0, "hand", "Marked by hand."))
    scanning.scan(named)
    scanning.scan(named, again=True)
    assert words(named, "N2") == ["quillane", span.of(text)]


def test_only_those_asked_for(named: Project) -> None:
    """Of interviews that are not asked for none is read."""
    report = scanning.scan(named, [interviews.find(named.conn, "N2")])
    assert (report.scanned, report.skipped) == (1, 0)
    assert words(named, "N1") == [] and words(named, "N2") == ["01632 960417"]


def test_killed_scan_goes_on(named: Project) -> None:
    """A scan whose process is killed has lost nothing: the next one reads the rest and ends as if unbroken."""
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from rrt_qual.services.confidentiality import scan as scanning\n"
        "from rrt_qual.services.shared.project import open_project\n"
        "def die(done, count):\n    if done == 2:\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "scanning.scan(open_project(Path(sys.argv[1])), progress=die)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(named.path)], capture_output=True, text=True)
    assert done.returncode != 0, done.stderr
    report = scanning.scan(named)
    assert (report.scanned, report.skipped, report.open) == (1, 2, 4)
    assert words(named, "N2") == ["quillane", "01632 960417"]


def test_empty_interview(empty: Project) -> None:
    """An interview without a word is scanned like any other."""
    blank: Transcript = replace(TALKS[2], name="Blank", text="", turns=(), segments=())
    fill(empty, blank)
    assert scanning.scan(empty) == scanning.ScanReport(1, 0, 0, 0)


def test_kinds_that_are_not_looked_for(named: Project) -> None:
    """What the project does not look for is not found; once it is looked for, interviews are read again."""
    wanted = set(FindKind) - {FindKind.PHONE, FindKind.PLACE}
    review_settings.set_kinds(named, wanted)
    scanning.scan(named)
    assert (words(named, "N1"), words(named, "N2")) == (["Bernadette Quillane"], ["quillane"])
    review_settings.set_kinds(named, wanted | {FindKind.PHONE})
    assert scanning.scan(named).scanned == 3
    assert words(named, "N2") == ["quillane", "01632 960417"]


def test_a_date_that_was_replaced_is_looked_for_nowhere_else(named: Project) -> None:
    """'Monday' of another interview is another day."""
    fill(named, transcript("N4", "When", "Some day. We spoke of quiet"))
    ids = interviews.names(named.conn)
    text = originals.load_text(named.conn, ids["N4"])
    with transaction(named.conn) as conn:
        at = text.index("quiet")
        found = Find(Span(at, at + 5), FindKind.DATE, 1.0, "hand", "Marked by a person.")
        findings.insert(conn, ids["N4"], found)
    decide(named, "N4", "quiet", Status.REPLACED)
    scanning.scan(named)
    assert words(named, "N3") == []


def test_an_interview_that_was_withdrawn_does_not_stop_the_search(named: Project) -> None:
    """After a participant has withdrawn, the interviews of the others can still be searched, and names spread."""
    scanning.scan(named)
    gone = interviews.find(named.conn, "N1")
    consent.set_state(named, named.coder("Ama"), gone, Consent.WITHDRAWN)
    with transaction(named.conn) as conn:
        pseudonyms.list_name(conn, FindKind.PERSON, "frobnic", [])
    report = scanning.scan(named)
    assert report.scanned and "frobnic" in words(named, "N3")
