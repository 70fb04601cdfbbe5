"""Consent: a withdrawn interview is nowhere, at once, and comes back whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from named_project import build, place
from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.confidentiality.consent_words import understood
from rrt_qual.domain.confidentiality.privacy import Consent
from rrt_qual.domain.errors import NotFound
from rrt_qual.services.coding import files as codings_file
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.confidentiality import review
from rrt_qual.services.figures import frequencies
from rrt_qual.services.interviews import attributes, consent, imports, search
from rrt_qual.services.project import check
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts import texts as overlay
from rrt_qual.store.figures import evidence
from rrt_qual.store.figures.frequencies import FREQUENCIES, rebuild
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.interviews import interviews
from rrt_qual.store.quotes import quotes


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    project = build(tmp_path / "study.rrtq")
    yield project
    project.close_all()


@pytest.fixture
def named(study: Project) -> dict[str, str]:
    return interviews.names(study.conn)


COUNTED = ("participant_theme", *FREQUENCIES, "frequency_base")


def counts(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """All stored figures, but for the bases of coders who have coded nothing, which may be 0 or missing."""
    out = {t: [tuple(r) for r in project.conn.execute(f"SELECT * FROM {t} ORDER BY 1, 2, 3")] for t in COUNTED}
    return out | {"frequency_base": [row for row in out["frequency_base"] if row[2]]}


def faults(project: Project) -> list[str]:
    return [f.what for one in check.run(project) for f in one.findings]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Yes", Consent.QUOTE),
        ("paraphrase only", Consent.PARAPHRASE),
        ("No quotes.", Consent.PARAPHRASE),
        ("don’t quote", Consent.PARAPHRASE),
        ("NO", Consent.NONE),
        ("opted-out", Consent.WITHDRAWN),
        ("perhaps", None),
        ("", None),
    ],
)
def test_words_of_consent_are_understood(words: str, state: Consent | None) -> None:
    """What people write in a column means one of four states, or is not understood; it is never guessed."""
    assert understood(words) is state


def test_withdrawn_is_out_of_every_count_at_once_and_comes_back(study: Project, named: dict[str, str]) -> None:
    """Counts, bases and totals change in the same transaction, agree with a recount, and are restored exactly."""
    before, rae = counts(study), study.coder("Rae")
    assert consent.set_state(study, rae, named["N1"], Consent.WITHDRAWN)
    table = frequencies.table(study)
    assert (table.bases[""], frequencies.table(study, wave="2026").bases[""]) == ((2, 2), (1, 1))
    assert not any(r["interview_id"] == named["N1"] for r in study.conn.execute("SELECT * FROM participant_theme"))
    assert faults(study) == []
    stored = counts(study)
    rebuild(study.conn)
    assert counts(study) == stored
    assert frequencies.table(study, by="team").bases == {"Other": (2, 2)}
    consent.set_state(study, rae, named["N1"], Consent.QUOTE)
    assert counts(study) == before and faults(study) == []


def test_withdrawn_though_only_marked_as_done(study: Project, named: dict[str, str]) -> None:
    """An interview that was read and not coded leaves the base too, and returns to it."""
    ama, before = CodingSession(study, study.coder("Ama")), counts(study)
    assert consent.set_state(study, ama.coder, named["N3"], Consent.WITHDRAWN)
    assert frequencies.table(study).bases[""] == (2, 2) and faults(study) == []
    assert ama.undo() is not None
    assert counts(study) == before and consent.states(study)[named["N3"]] is Consent.QUOTE
    assert ama.redo() is not None
    assert frequencies.table(study).bases[""] == (2, 2) and faults(study) == []


def test_coding_while_withdrawn_does_not_bring_it_back(study: Project, named: dict[str, str]) -> None:
    """Codings made, changed or undone in a withdrawn interview count nowhere, until it is restored."""
    ama = CodingSession(study, study.coder("Ama"))
    consent.set_state(study, study.coder("Rae"), named["N2"], Consent.WITHDRAWN)
    ama.apply(named["N2"], place(study, "N2", "We laugh a lot"), "visits", Stance.STRENGTH)
    assert faults(study) == [] and "visits" not in {r.key for r in frequencies.table(study).rows if r.figure.interviews}
    ama.undo()
    assert faults(study) == []


def test_withdrawn_is_in_no_list(study: Project, named: dict[str, str], tmp_path: Path) -> None:
    """Search, passages, exports, suggestions, review and readers do not show it; opening it is refused."""
    consent.set_state(study, study.coder("Rae"), named["N1"], Consent.WITHDRAWN)
    assert search.everywhere(study, "kind to me") == []
    assert {p.interview for p in frequencies.passages(study, "theme", "threats")} == {"N2", "N3"}
    codings_file.export_codings(study, tmp_path / "c.csv")
    assert "N1" not in (tmp_path / "c.csv").read_text("utf-8")
    texts = overlay.Texts(study)
    assert {t.interview_id for t in texts.talk()} == {named["N2"], named["N3"]}
    assert [name for _, name, _ in texts.every()] == ["N3", "N2"]
    assert "N1" not in {one.name for one in review.tallies(study)}
    ama = CodingSession(study, study.coder("Ama"))
    assert [h.name for h in ama.readable()] == ["N3", "N2"]
    assert {h.name: h.consent for h in ama.heads()}["N1"] is Consent.WITHDRAWN
    with pytest.raises(NotFound, match="withdrawn"):
        ama.transcript(named["N1"])


def test_withdrawn_is_in_no_base_of_a_rating_and_no_list_of_quotes(study: Project, named: dict[str, str]) -> None:
    """Ratings, comparisons and pinned quotes leave a withdrawn interview out, also one that was only marked as done."""
    rae = study.coder("Rae")
    with transaction(study.conn) as conn:
        conn.execute(
            'INSERT INTO quote (id, interview_id, theme_id, start, "end", status, coder_id, created_at, updated_at)'
            " SELECT 'q1', ?, id, 0, 9, 'pinned', ?, '', '' FROM theme WHERE key = 'jokes'",
            (named["N1"], rae.id),
        )
    assert len(evidence.members(study.conn, coder="Ama")) == 3 and len(quotes.every(study.conn)) == 1
    consent.set_state(study, rae, named["N1"], Consent.WITHDRAWN)
    consent.set_state(study, rae, named["N3"], Consent.WITHDRAWN)
    assert [m.interview_id for m in evidence.members(study.conn, coder="Ama")] == [named["N2"]]
    assert quotes.every(study.conn) == [] and list(evidence.last_coded(study.conn)) == ["2026"]


def test_other_states_change_no_count(study: Project, named: dict[str, str]) -> None:
    """Paraphrase and none are about quoting: the interview counts as before."""
    before, rae = counts(study), study.coder("Rae")
    assert consent.set_state(study, rae, named["N1"], Consent.PARAPHRASE)
    assert consent.set_state(study, rae, named["N2"], Consent.NONE)
    assert not consent.set_state(study, rae, named["N2"], Consent.NONE)
    assert counts(study) == before
    assert [(s.interview, str(s.state)) for s in consent.standings(study)] == [
        ("N3", "quote"),
        ("N1", "paraphrase"),
        ("N2", "none"),
    ]
    with pytest.raises(NotFound):
        consent.set_state(study, rae, "nowhere", Consent.NONE)


def test_a_column_of_attributes_says_it_and_never_lifts_a_withdrawal(
    study: Project, named: dict[str, str], tmp_path: Path
) -> None:
    """A column 'Consent' is understood and no attribute; odd words are told; an old file brings nobody back."""
    file = tmp_path / "att.csv"
    file.write_text("interview,Consent,team\nN1,paraphrase only,Blue\nN2,withdrawn,\nN3,dunno,\n", encoding="utf-8")
    report = attributes.apply(study, file)
    assert report.changed == ("N1", "N2") and any("'N3'" in w and "not understood" in w for w in report.warnings)
    assert consent.states(study) == {
        named["N1"]: Consent.PARAPHRASE,
        named["N2"]: Consent.WITHDRAWN,
        named["N3"]: Consent.QUOTE,
    }
    assert "Consent" not in interviews.attributes(study.conn, named["N1"]) and faults(study) == []
    file.write_text("interview,consent\nN1,yes\nN2,yes\nN3,\n", encoding="utf-8")
    again = attributes.apply(study, file)
    assert again.changed == ("N1",) and any("'N2'" in w and "stays" in w for w in again.warnings)
    assert consent.states(study)[named["N2"]] is Consent.WITHDRAWN


def test_consent_comes_in_with_the_transcripts(study: Project, tmp_path: Path) -> None:
    """On import, the attributes' consent holds from the first moment."""
    (tmp_path / "N9.txt").write_text("Interviewer: Well?\nParticipant: Some words here.\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("file,consent\nN9.txt,withdrew\n", encoding="utf-8")
    imports.import_files(study, [tmp_path / "N9.txt"], attributes=tmp_path / "a.csv")
    assert consent.states(study)[interviews.names(study.conn)["N9"]] is Consent.WITHDRAWN
    assert search.everywhere(study, "Some words") == [] and faults(study) == []
