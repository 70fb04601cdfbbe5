"""Nothing that reads an interview shows a word that was replaced. A new reader is one line in READERS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rrt_qual.domain.coding import Showing
from rrt_qual.services.coding import files as codings_file
from rrt_qual.services.coding.lens import Lens
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.figures.frequencies import passages
from rrt_qual.services.interviews import search
from rrt_qual.services.project import log as logbook
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import discover
from rrt_qual.services.suggestions import evaluate as evaluation
from rrt_qual.services.suggestions import standing as proposals
from rrt_qual.services.suggestions.engine import QueueKind, open_engine
from rrt_qual.services.suggestions.suggester import Suggester
from rrt_qual.services.texts import by_name as interviews
from rrt_qual.services.texts import texts as overlay
from rrt_qual.store.confidentiality import findings
from rrt_qual.store.interviews import interviews as stored
from rrt_qual.store.interviews import originals
from rrt_qual.store.suggestions import suggestions as kept
from secret_project import KEY, MEMO, REAL, build, hide, leaks, replace_words, strings


def _passages(project: Project) -> Any:
    return [passages(project, "theme", t.id) for t in project.codebook().themes]


def _found(project: Project) -> Any:
    """Words that stand beside real names, and the real names themselves."""
    said = [search.everywhere(project, words) for words in ("visit", "kind", "laugh", "interview with")]
    assert all(said)
    return [*said, *(search.everywhere(project, word) for word in (*REAL, *KEY))]


def _suggested(project: Project) -> Any:
    proposals.bring_up_to_date(project)
    rows = proposals.rows(project, every=True)
    assert rows
    return rows, proposals.summary(project, rows), kept.reasons(project.conn)


def _engine(project: Project) -> Any:
    engine = open_engine(project, lambda done, total: None)
    offers = [p for i in stored.names(project.conn).values() for p in engine.offers(i)]
    return [engine.explain(p) for p in offers], engine.queue(QueueKind.USEFUL, project.coder("Ann").id, "")


def _evidence(project: Project) -> Any:
    suggester = Suggester(project)
    coded, rejected = suggester.evidence()
    assert coded and suggester.talk
    return coded, rejected, suggester.talk


def _lens(project: Project) -> Any:
    lens = Lens(project, project.coder("Ann"))
    seen: list[Any] = [lens.heads()]
    for i in stored.names(project.conn).values():
        seen += [lens.transcript(i), lens.codings(i)]
    return seen


def _exported(project: Project) -> Any:
    out = project.path.parent / "out.csv"
    assert codings_file.export_codings(project, out) > 0
    return out, codings_file.rows(project)


READERS: dict[str, Callable[[Project], Any]] = {
    "passages": _passages,
    "search": _found,
    "suggestions": _suggested,
    "engine": _engine,
    "evidence": _evidence,
    "evaluation": evaluation.project_rows,
    "discover": lambda project: discover.clusters(project),
    "lens": _lens,
    "codings file": _exported,
    "log": lambda project: logbook.latest(project, None),
    "talk": lambda project: overlay.Texts(project).talk(),
    "texts": lambda project: [(name, p.text) for _, name, p in overlay.Texts(project).every()],
    "memo": lambda project: overlay.mask_names(project, MEMO),
}


@pytest.fixture
def open_book(tmp_path: Path) -> Project:
    """The project before anything is replaced."""
    (tmp_path / "talks").mkdir()
    return build(tmp_path / "secret.rrtq", tmp_path / "talks")


@pytest.fixture
def hidden(open_book: Project) -> Project:
    """The project with every real name replaced, its suggestions made before that."""
    proposals.bring_up_to_date(open_book)
    proposals.rows(open_book, every=True)
    hide(open_book)
    return open_book


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_shows_a_replaced_word(hidden: Project, reader: str) -> None:
    """Whatever a reader gives, no part of a replaced name is in it; and it gives something."""
    given = READERS[reader](hidden)
    assert any(text.strip() for text in strings(given))
    assert leaks(given) == []


def test_the_walk_would_find_a_leak(open_book: Project) -> None:
    """Before anything is replaced the same readers do show names: the walk can fail."""
    blind = {name for name, read in READERS.items() if not leaks(read(open_book))}
    assert blind == set()


def test_suggestions_keep_no_replaced_word_in_the_file(open_book: Project) -> None:
    """Reasons that were written before a name was replaced are gone from the file with the replacement itself."""
    proposals.bring_up_to_date(open_book)
    proposals.rows(open_book, every=True)
    assert leaks(kept.reasons(open_book.conn))
    hide(open_book)
    assert kept.reasons(open_book.conn) == {}
    assert proposals.bring_up_to_date(open_book).computed
    reasons = open_book.conn.execute("SELECT reason FROM suggestion").fetchall()
    assert any(r["reason"] != "{}" for r in reasons) and leaks([r["reason"] for r in reasons]) == []


def test_reasons_that_come_too_late_are_not_kept(open_book: Project) -> None:
    """Suggestions made of the talk as it was read before a replacement bring no reason into the file after it."""
    late = Suggester(open_book)
    hide(open_book)
    late.store()
    assert kept.reasons(open_book.conn) == {}
    kept.add_reasons(open_book.conn, {("x", "y"): {"nearest": "Jane"}}, late.overlay)
    assert kept.reasons(open_book.conn) == {}
    assert not proposals.bring_up_to_date(open_book).computed or leaks(kept.reasons(open_book.conn)) == []


def test_an_open_engine_keeps_up(open_book: Project) -> None:
    """A name replaced while the program is open is in nothing that is offered or explained afterwards."""
    engine = open_engine(open_book, lambda done, total: None)
    ids = stored.names(open_book.conn).values()
    assert leaks([engine.explain(p) for i in ids for p in engine.offers(i)])
    hide(open_book)
    assert leaks([engine.explain(p) for i in ids for p in engine.offers(i)]) == []


def test_undone_replacements_make_suggestions_anew(hidden: Project) -> None:
    """Whether suggestions are current depends on what is replaced, there and back."""
    proposals.bring_up_to_date(hidden)
    assert not proposals.bring_up_to_date(hidden).computed
    from rrt_qual.domain.confidentiality.privacy import Status
    from rrt_qual.store.file.connection import transaction

    with transaction(hidden.conn) as conn:
        findings.decide(conn, findings.every(conn)[0].id, Status.OPEN, coder_id=None)
    assert proposals.bring_up_to_date(hidden).computed


def test_search_finds_pseudonyms_and_leads_to_the_original(hidden: Project) -> None:
    """A pseudonym is found where the name was, and its span is that of the original words."""
    hits = search.everywhere(hidden, "[Manager A]'s team")
    (hit,) = hits
    assert hit.span.of(originals.load_text(hidden.conn, hit.interview_id)) == "Priya's team"
    assert hit.interview == "P07" and hit.words == "[Manager A]'s team"


def test_interviews_are_found_by_both_names(hidden: Project) -> None:
    """The name that readers see and the interview's own both lead to it; the sentence for neither tells no name."""
    from rrt_qual.domain.errors import NotFound

    assert interviews.find(hidden, "p07") == interviews.find(hidden, "jane ollerby")
    with pytest.raises(NotFound) as told:
        interviews.find(hidden, "nobody")
    assert leaks(str(told.value)) == [] and "P07" in str(told.value)


def test_labels_say_who_by_role(hidden: Project) -> None:
    """Speakers are called by the participant's code and by role, in the transcript and in the text around it."""
    lens = Lens(hidden, hidden.coder("Ann"))
    shown = lens.transcript(interviews.find(hidden, "P07"))
    assert lens.showing(interviews.find(hidden, "P07")) is Showing.PSEUDONYMS
    assert [s.label for s in shown.speakers] == ["Interviewer", "P07"] and not any(s.name for s in shown.speakers)
    assert "\n\nInterviewer: How is it, [Person A]?\n\nP07: [Manager A]'s team" in shown.text
    assert leaks([lens.transcript(i) for i in stored.names(hidden.conn).values()]) == []


def test_open_finds_are_covered_in_an_export_alone(open_book: Project) -> None:
    """What was found and not decided is shown by its kind in an export, and as it is to those who work on it."""
    from rrt_qual.domain.confidentiality.privacy import Find
    from rrt_qual.domain.confidentiality.privacy import FindKind as What
    from rrt_qual.store.file.connection import transaction

    t2 = interviews.find(open_book, "T2")
    text = originals.load_text(open_book.conn, t2)
    (at,) = search.in_text(text, "Priya Nandrasekhar")
    with transaction(open_book.conn) as conn:
        findings.insert(conn, t2, Find(at, What.PERSON, 0.9, "model", "a name"))
    assert "[person] was blamed" in overlay.Texts(open_book, for_export=True).of(t2).text
    assert "Priya Nandrasekhar was blamed" in overlay.Texts(open_book).of(t2).text
    assert any("[person] was blamed" in (row.text or "") for row in codings_file.rows(open_book))


def test_names_are_masked_as_whole_words(hidden: Project) -> None:
    """Any case, possessives kept, the longest first, and no word that merely holds a name."""
    assert overlay.mask_names(hidden, MEMO) == "Ask [Person A] about [Manager A]'s move to [town]."
    for said, shown in (
        ("jane_ollerby-2.docx", "[Person A]-2.docx"),
        ("Janet and Quillboroughs", "Janet and Quillboroughs"),
        ("Ollerby, Jane", "[Person A], [Person A]"),
        ("JANE\u2019S car", "[Person A]\u2019S car"),
        ("an ollerby of hay", "an ollerby of hay"),
    ):
        assert overlay.mask_names(hidden, said) == shown


def test_an_unread_reader_of_originals_is_the_session_alone(hidden: Project) -> None:
    """The plain session gives originals (programs need them); the lens is what screens hold."""
    plain = CodingSession(hidden, hidden.coder("Ann"))
    assert leaks(plain.transcript(interviews.find(hidden, "P07")))


def test_replacing_one_place_leaves_the_others(open_book: Project) -> None:
    """Only what was decided is replaced in the talk: the same name elsewhere is another decision."""
    from rrt_qual.domain.confidentiality.privacy import FindKind as What
    from rrt_qual.store.confidentiality import pseudonyms
    from rrt_qual.store.file.connection import transaction

    t2 = interviews.find(open_book, "T2")
    text = originals.load_text(open_book.conn, t2)
    with transaction(open_book.conn) as conn:
        made = pseudonyms.make(conn, What.PERSON, "[Manager A]")
    replace_words(open_book, t2, search.in_text(text, "Priya Nandrasekhar")[0], made)
    shown = overlay.projection(open_book, t2).text
    assert "[Manager A] was blamed" in shown and "Visits with Priya." in shown
