"""Clusters become themes, go to themes, or are dismissed; each is logged."""

from __future__ import annotations

import pytest

from rrt_qual.domain.coding import Origin
from rrt_qual.domain.errors import NotFound, UsageError
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import discover
from rrt_qual.services.suggestions.discover import DiscoveredTalk
from rrt_qual.store import checks
from rrt_qual.store.coding import codings
from rrt_qual.store.project import coders
from small_project import fill, transcript

PARKING = "The car park closes before my last visit ends and parking permits cost {} pounds now"
PRINTER = "Our printer broke again so printing court bundles took {} trips to another printer"


@pytest.fixture
def parked(project: Project) -> Project:
    """Two interviews in which two things are spoken of that no theme has."""
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    for name in "XYZ":
        talk = [line.format(n) for n in range(8) for line in (PARKING, PRINTER)]
        fill(project, transcript(name, *(part for said in talk for part in ("Go on", said))))
    return project


def clusters(project: Project) -> list[DiscoveredTalk]:
    """The clusters, tight ones first."""
    return sorted(discover.clusters(project), key=lambda c: -c.tightness)


def test_clusters_are_named_by_their_words(parked: Project) -> None:
    """Each cluster holds one matter, names it, and shows central passages of several interviews."""
    found = clusters(parked)
    assert found and found[0].interviews >= 2
    for cluster in found:
        matter = "printer" if "printer" in cluster.words else "park"
        assert matter in cluster.name and all(matter in t.words for t in cluster.central)


def test_dismissed_talk_stays_away(parked: Project) -> None:
    """A dismissed cluster's passages are in no cluster again, and the log says who dismissed it."""
    ama = parked.coder("Ama")
    first = clusters(parked)[0]
    discover.dismiss(parked, first, ama.id)
    gone = {t.segment_id for t in first.segments}
    assert not any(gone & {t.segment_id for t in c.segments} for c in clusters(parked))
    label = parked.conn.execute("SELECT label FROM change ORDER BY seq DESC LIMIT 1").fetchone()[0]
    assert label == "dismiss a cluster"


def test_given_to_a_theme_in_one_act(parked: Project) -> None:
    """Passages given to a theme are codings of origin accepted, counted, and one undo takes all back."""
    ama = CodingSession(parked, parked.coder("Ama"))
    central = clusters(parked)[0].central
    assert discover.give(parked, central, "visits", ama.coder.id) == len(central)
    assert discover.give(parked, central, "visits", ama.coder.id) == 0
    assert {c.origin for c in codings.every(parked.conn)} == {Origin.ACCEPTED}
    assert checks.frequencies(parked.conn) == []
    ama.undo()
    assert codings.every(parked.conn) == [] and checks.frequencies(parked.conn) == []
    ama.redo()
    assert len(codings.every(parked.conn)) == len(central) and checks.frequencies(parked.conn) == []
    with pytest.raises(NotFound):
        discover.give(parked, central, "nothing", ama.coder.id)


def test_made_a_theme(parked: Project) -> None:
    """A new theme is a new revision of the codebook, behind its indicator's others; no talk gets into it."""
    key = discover.make_theme(parked, "Car parking", indicator="culture")
    book = parked.codebook()
    assert key == "car-parking" and [t.id for t in book.themes].index(key) == 3
    assert book.theme(key).examples == () and book.version == 2
    ama = parked.coder("Ama")
    assert discover.give(parked, clusters(parked)[0].central, key, ama.id) > 0
    assert discover.make_theme(parked, "safety", definition="Like the indicator's id.") == "safety-2"
    with pytest.raises(UsageError):
        discover.make_theme(parked, "car PARKING")
    with pytest.raises(UsageError):
        discover.make_theme(parked, "  ")
    with pytest.raises(NotFound):
        discover.make_theme(parked, "Else", indicator="nowhere")


def test_too_little_talk(project: Project) -> None:
    """A project with hardly any talk has no clusters, and no fault."""
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    assert discover.clusters(project) == []
