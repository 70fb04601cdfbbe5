"""Trust is read from what was shown, when, and what people did."""

from __future__ import annotations

from rrt_qual.analysis.trust import SuggestionShare
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import standing as proposals
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions import trust
from rrt_qual.store.project import coders


def test_shown_before_or_not_at_all(project: Project) -> None:
    """A proposal that was shown after the coding was made is no help; one shown before is."""
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    proposals.bring_up_to_date(project)
    first = [p for p in suggestions.standing(project) if p.position == 1 and p.above_threshold]
    ama = CodingSession(project, project.coder("Ama"))
    before, after = first[0], first[1]
    suggestions.saw(project, ama.coder.id, [before])
    suggestions.accept(project, before, ama.coder.id)
    ama.apply(after.interview_id, after.span, after.theme)
    project.conn.execute("UPDATE coding SET created_at = '2020-01-01T00:00:00.000Z' WHERE origin = 'hand'")
    suggestions.saw(project, ama.coder.id, [after])
    found = {j.segment_id: j for j in trust.judgements(project)}
    assert (found[before.segment_id].shown, found[before.segment_id].accepted) == (True, True)
    assert (found[after.segment_id].shown, found[after.segment_id].accepted) == (False, False)
    report = trust.report(project)
    assert report.anchoring[0].shown == report.anchoring[0].unseen == SuggestionShare(1, 1)
    assert [(a.among, a.percent) for a in report.agreement] == [
        ("unseen", SuggestionShare(1, 1)),
        ("by hand", SuggestionShare(1, 1)),
    ]
    assert sum(a.accepted for a in report.acceptance) == 1 and sum(a.shown for a in report.months) == 2


def test_nothing_yet(project: Project) -> None:
    """A project without codings has no figures, and no fault."""
    report = trust.report(project)
    assert report.acceptance == report.months == report.anchoring == ()
    assert [a.percent for a in report.agreement] == [SuggestionShare(0, 0)] * 2
