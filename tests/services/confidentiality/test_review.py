"""Deciding finds: one pseudonym for one person everywhere, no real name for a pseudonym, nothing lost between two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reviewed import REAL, found, item, log_text, place, searched, seen, shown, state
from rrt_qual.domain.confidentiality.privacy import FindKind, Status
from rrt_qual.domain.errors import Conflict, UsageError
from rrt_qual.domain.settings import SETTINGS, Setting, Sort
from rrt_qual.domain.spans import Span
from rrt_qual.privacy.hide.pseudonyms import WavePolicy
from rrt_qual.services.confidentiality.review import Review, replace_all, tallies
from rrt_qual.services.shared.project import Project, open_project
from rrt_qual.services.texts import rules as review_settings
from rrt_qual.services.texts import texts as overlay
from rrt_qual.store.confidentiality import findings, pseudonyms
from rrt_qual.store.file.connection import transaction
from rrt_qual.store.project import coders


@pytest.fixture
def ids(empty: Project) -> dict[str, str]:
    """The interviews with their finds."""
    return searched(empty)


@pytest.fixture
def ama(empty: Project, ids: dict[str, str]) -> Review:
    """Ama reviews."""
    return Review(empty, empty.coder("Ama"))


@pytest.fixture
def ben(empty: Project, ids: dict[str, str]) -> Iterator[Review]:
    """Ben reviews the same project, with a connection of his own."""
    other = open_project(empty.path)
    yield Review(other, other.coder("Ben"))
    other.close_all()


def text(project: Project, interview_id: str) -> str:
    return overlay.projection(project, interview_id).text


# one pseudonym for one person -------------------------------------------------------------------


def test_equal_words_get_equal_pseudonyms_in_all_interviews_and_waves(ama: Review, ids: dict[str, str]) -> None:
    """What was replaced once is proposed again wherever the words stand, with a possessive or without."""
    given = ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    assert given.name == "[Person A]" and given.wave == ""
    for name in ("R2", "R3"):
        proposal = item(ama, ids[name], "Lesley Tranter").proposal
        assert proposal is not None and proposal.pseudonym_id == given.id
    assert shown(ama, ids["R1"])["Lesley"] == "[Person A]", "the first name of one full name that is known"
    assert shown(ama, ids["R2"])["Mrs Tranter"] == "[Person A]"
    assert shown(ama, ids["R2"])["Grace Okafor"] == "[Person B]"


def test_a_first_name_of_two_people_is_nobodys(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """'Lesley' is proposed anew once two full names begin with it."""
    ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    found(empty, ids["R3"], "Lesley slept", FindKind.PERSON)
    ama.accept(seen(ama, ids["R3"], "Lesley slept"))
    proposal = item(ama, ids["R1"], "Lesley").proposal
    assert proposal is not None and proposal.is_new


def test_a_role_names_a_person(ama: Review, ids: dict[str, str]) -> None:
    """The coder gives the role, the program the letter; the next of that role gets the next letter."""
    assert ama.change(seen(ama, ids["R1"], "Lesley Tranter"), label="Manager").name == "[Manager A]"
    assert ama.change(seen(ama, ids["R1"], "Grace"), label="manager").name == "[manager B]"
    assert ama.change(seen(ama, ids["R1"], "Aldersby"), name="a market town").name == "[a market town]"
    assert text(ama.project, ids["R1"]).splitlines()[1] == (
        "[Manager A] is my manager. I told Lesley’s sister. [manager B] came. [a market town] is far. "
    )


def test_the_same_person_as(ama: Review, ids: dict[str, str]) -> None:
    """A nickname is given to a pseudonym that exists, and means it from then on, as its kind."""
    manager = ama.change(seen(ama, ids["R1"], "Lesley Tranter"), label="Manager")
    ama.change(seen(ama, ids["R2"], "Aldersby"), to=manager.id)
    assert item(ama, ids["R2"], "Aldersby").finding.kind is FindKind.PERSON
    used = next(u for u in ama.pseudonyms(ids["R3"]) if u.pseudonym.id == manager.id)
    assert used.forms == ("Lesley Tranter", "Aldersby") and (used.times, used.interviews) == (2, 2)
    with pytest.raises(UsageError, match="not there"):
        ama.change(seen(ama, ids["R1"], "Grace"), to="01")


def test_dates_and_ages_stay_out_of_the_key(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """'34' elsewhere is another thing: it is replaced where it was found and nowhere else."""
    assert ama.accept(seen(ama, ids["R3"], "34")).name == "[age]"
    assert ama.accept(seen(ama, ids["R2"], "May")).name == "[date]"
    assert pseudonyms.forms(empty.conn) == {}
    assert text(empty, ids["R3"]).endswith("Will was [age]. \n")


# everywhere -------------------------------------------------------------------------------------


def test_everywhere_decides_alike_and_finds_what_was_not_found(ama: Review, ids: dict[str, str]) -> None:
    """Open finds of the same words, capitals and possessives, in both waves; parts of other names stay open."""
    done = ama.everywhere(seen(ama, ids["R1"], "Lesley"))
    assert (done.pseudonym and done.pseudonym.name, done.decided, done.added, done.interviews) == (
        "[Person A]",
        4,
        3,
        3,
    )
    assert "LESLEY" in {i.words for i in ama.items(ids["R2"]) if i.finding.source == "known"}
    assert text(ama.project, ids["R1"]).count("[Person A]’s sister") == 1
    assert item(ama, ids["R1"], "Lesley Tranter").finding.status is Status.OPEN
    assert "Lesley Tranter rang" in text(ama.project, ids["R2"])
    assert text(ama.project, ids["R3"]).count("[Person A] slept") == 1


def test_an_everyday_word_is_not_replaced_unseen(ama: Review, ids: dict[str, str]) -> None:
    """'Will you go' may be a mere word, as the talk has 'will' too: it becomes an open find."""
    done = ama.everywhere(seen(ama, ids["R1"], "Will"))
    assert (done.decided, done.added, done.doubtful) == (1, 0, 1)
    doubtful = item(ama, ids["R3"], "Will").finding
    assert doubtful.status is Status.OPEN and doubtful.source == "known"
    assert "We will see" in text(ama.project, ids["R1"])
    ama.undo()
    assert not [i for i in ama.items(ids["R3"]) if i.words == "Will"]


def test_keep_everywhere(ama: Review, ids: dict[str, str]) -> None:
    """A kept find is kept wherever the words were found; nothing is added."""
    ama.keep(seen(ama, ids["R1"], "Aldersby"))
    done = ama.everywhere(seen(ama, ids["R1"], "Aldersby"))
    assert (done.pseudonym, done.decided) == (None, 1)
    assert item(ama, ids["R2"], "Aldersby").finding.status is Status.KEPT


def test_somebody_else_of_the_same_name_is_left_alone(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Where the words mean another pseudonym in an interview, 'everywhere' does not touch them."""
    other = ama.change(seen(ama, ids["R3"], "Lesley Tranter"), label="Dog owner")
    found(empty, ids["R3"], "Lesley", FindKind.PERSON, 1)
    ama.change(seen(ama, ids["R3"], "Lesley"), to=other.id)
    found(empty, ids["R1"], "Lesley", FindKind.PERSON, 2)
    mine = ama.change(seen(ama, ids["R1"], "Lesley"), label="Manager")
    done = ama.everywhere(seen(ama, ids["R1"], "Lesley"))
    assert done.pseudonym == mine and done.interviews == 2
    assert text(empty, ids["R3"]).count("[Dog owner A]") == 2 and "Manager" not in text(empty, ids["R3"])


def test_everywhere_over_what_was_found_in_part(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Finds within words that are replaced as a whole are gone, and come back with undo."""
    found(empty, ids["R2"], "Tranter rang", FindKind.OTHER)
    before = state(empty)
    with transaction(empty.conn) as conn:
        findings.retire(conn, [seen(ama, ids["R2"], "Lesley Tranter").id])
    ama.everywhere(seen(ama, ids["R1"], "Lesley Tranter"))
    assert "Tranter rang" in {i.words for i in ama.items(ids["R2"])}, "it overlaps and was found first: to be looked at"
    ama.undo()
    assert len(state(empty)[0]) == len(before[0]) - 1  # type: ignore[arg-type]


# waves ------------------------------------------------------------------------------------------


def test_another_pseudonym_in_each_wave(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """With the policy 'separate' nobody can follow a person from wave to wave; the role stays, [date] is shared."""
    review_settings.set_wave_policy(empty, WavePolicy.SEPARATE)
    first = ama.change(seen(ama, ids["R1"], "Lesley Tranter"), label="Manager")
    done = ama.everywhere(seen(ama, ids["R1"], "Lesley Tranter"))
    assert first.wave == "2026" and done.decided == 2
    assert shown(ama, ids["R2"])["Lesley Tranter"] == "[Manager A]"
    later = item(ama, ids["R3"], "Lesley Tranter")
    assert later.finding.status is Status.REPLACED and later.shown == "[Manager B]"
    assert {p.wave for p in pseudonyms.every(empty.conn)} == {"2025", "2026"}
    assert first.id not in {u.pseudonym.id for u in ama.pseudonyms(ids["R3"])}
    assert ama.accept(seen(ama, ids["R3"], "34")).wave == ""
    with pytest.raises(Conflict, match="already"):
        review_settings.set_wave_policy(empty, WavePolicy.SAME)


# names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Grace", "grace", "[Grace]", "Manager Lesley", "Aldersby", "front door", "Okafor"])
def test_a_pseudonym_is_nobodys_real_name(ama: Review, ids: dict[str, str], name: str) -> None:
    """A name of anybody or anything found in any interview is refused, alone or as a part, without repeating it."""
    for how in ({"name": name}, {"label": name}):
        with pytest.raises(UsageError) as fault:
            ama.change(seen(ama, ids["R1"], "Will"), **how)
        assert name.strip("[]") not in str(fault.value)
    assert seen(ama, ids["R1"], "Will").status is Status.OPEN


def test_a_name_taken_by_chance_is_passed_over(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Where a real team is called 'Team 1', no pseudonym is."""
    coders.set_setting(empty.conn, Setting("x", Sort.NOTES, None, ""), 1)
    with transaction(empty.conn) as conn:
        pseudonyms.list_name(conn, FindKind.TEAM, "Team 1")
    assert Review(empty, ama.coder).accept(seen(ama, ids["R3"], "Front Door")).name == "[Team 2]"


def test_two_pseudonyms_never_share_a_name(ama: Review, ids: dict[str, str]) -> None:
    """A name that is taken is refused, in any case, whatever the kind."""
    ama.change(seen(ama, ids["R1"], "Lesley Tranter"), name="The boss")
    with pytest.raises(Conflict, match="stands for somebody"):
        ama.change(seen(ama, ids["R1"], "Aldersby"), name="[the BOSS]")


@pytest.mark.parametrize("name", ["", " [] ", "12", "a[b", "x" * 60, "a\x1bb"])
def test_what_cannot_be_a_name(ama: Review, ids: dict[str, str], name: str) -> None:
    """No letters, brackets inside, control characters, too long: a sentence."""
    with pytest.raises(UsageError):
        ama.change(seen(ama, ids["R1"], "Will"), name=name or "[]")


def test_styles_are_settings(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Label and scheme of a kind can be chosen; a label that is a real name is refused."""
    review_settings.set_styles(empty, {"place": "town plain"})
    assert ama.accept(seen(ama, ids["R1"], "Aldersby")).name == "[town]"
    with pytest.raises(UsageError):
        review_settings.set_styles(empty, {"person": "Grace letter"})
    assert review_settings.styles(empty)[FindKind.PERSON].label == "Person"


# marking, bounds, kinds -------------------------------------------------------------------------


def test_marking_by_hand(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """What was not found is marked and replaced at once, without its possessive; one undo takes all of it back."""
    before = state(empty)
    span = place(empty, ids["R3"], "Lesley Tranter's ")
    with pytest.raises(UsageError, match="no words"):
        ama.mark(ids["R3"], Span(3, 4), FindKind.PERSON)
    made = ama.mark(ids["R3"], place(empty, ids["R3"], " slept"), FindKind.OTHER)
    assert (made.status, made.source) == (Status.REPLACED, "hand")
    ama.mark(ids["R3"], span, FindKind.PERSON)
    assert "[Person A]'s dog" in text(empty, ids["R3"])
    assert len([i for i in ama.items(ids["R3"]) if i.words == "Lesley Tranter"]) == 1, "the find there is absorbed"
    with pytest.raises(Conflict, match="replaced already"):
        ama.mark(ids["R3"], place(empty, ids["R3"], "Tranter's dog"), FindKind.PERSON)
    ama.undo()
    ama.undo()
    assert state(empty) == before


def test_other_bounds(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """An open find grows and stays open, by hand; a replaced one stays replaced, and the key follows."""
    grown = ama.bounds(seen(ama, ids["R1"], "Grace"), place(empty, ids["R1"], "Grace came."))
    assert (item(ama, ids["R1"], "Grace came").finding, grown.status) == (grown, Status.OPEN)
    ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    ama.bounds(seen(ama, ids["R1"], "Lesley Tranter"), place(empty, ids["R1"], "Tranter"))
    assert text(empty, ids["R1"]).splitlines()[1].startswith("Lesley [Person A] is")
    assert set(pseudonyms.forms(empty.conn)) == {"tranter"}


def test_another_kind_opens_a_find(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """What is no organisation but a place is decided anew, as a place."""
    ama.accept(seen(ama, ids["R2"], "Aldersby"))
    changed = ama.set_kind(seen(ama, ids["R2"], "Aldersby"), FindKind.PLACE)
    assert (changed.kind, changed.status) == (FindKind.PLACE, Status.OPEN)
    assert pseudonyms.every(empty.conn) == [], "nothing is left of what stood there"
    assert ama.accept(changed).name == "[Place 1]"


def test_what_overlaps_is_a_sentence(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Of two finds that overlap, the second cannot be replaced until the first is open again."""
    found(empty, ids["R1"], "Tranter is", FindKind.PERSON)
    ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    with pytest.raises(Conflict, match="replaced already"):
        ama.accept(seen(ama, ids["R1"], "Tranter is"))
    ama.keep(seen(ama, ids["R1"], "Tranter is"))


# two people, undo -------------------------------------------------------------------------------


def test_two_decide_the_same_find_at_once(ama: Review, ben: Review, ids: dict[str, str]) -> None:
    """The second is told who was first, and nothing of the first decision is lost."""
    both = seen(ama, ids["R1"], "Lesley Tranter")
    assert seen(ben, ids["R1"], "Lesley Tranter") == both
    ama.change(both, label="Manager")
    for act in (ben.accept, ben.keep, ben.reopen, ben.everywhere):
        with pytest.raises(Conflict, match="Ama has decided"):
            act(both)
    assert item(ben, ids["R1"], "Lesley Tranter").shown == "[Manager A]"
    assert ben.undo() is None
    assert item(ben, ids["R1"], "Lesley Tranter").decider == "Ama"


def test_a_pseudonym_that_others_use_survives_undo(
    empty: Project, ama: Review, ben: Review, ids: dict[str, str]
) -> None:
    """Undo takes back what the act made, save what somebody else's decision stands on; redo works after it."""
    ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    ben.accept(seen(ben, ids["R2"], "Lesley Tranter"))
    ama.undo()
    assert item(ama, ids["R1"], "Lesley Tranter").finding.status is Status.OPEN
    assert text(empty, ids["R2"]).splitlines()[1].startswith("[Person A] rang")
    assert list(pseudonyms.forms(empty.conn)) == ["lesley tranter"], "the key still says who it is"
    ama.redo()
    assert text(empty, ids["R1"]).splitlines()[1].startswith("[Person A] is")
    ben.undo()
    ama.undo()
    assert pseudonyms.every(empty.conn) == [] and pseudonyms.forms(empty.conn) == {}


def test_undo_never_gives_one_name_to_two(empty: Project, ama: Review, ben: Review, ids: dict[str, str]) -> None:
    """[Person A] taken back and given to another meanwhile cannot come back by redo."""
    ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    ama.undo()
    ben.accept(seen(ben, ids["R1"], "Grace"))
    with pytest.raises(Conflict, match="given to somebody"):
        ama.redo()
    assert [p.name for p in pseudonyms.every(empty.conn)] == ["[Person A]"]


def test_undo_never_lays_one_replacement_over_another(
    empty: Project, ama: Review, ben: Review, ids: dict[str, str]
) -> None:
    """A decision does not come back over words that somebody else has replaced since."""
    ama.accept(seen(ama, ids["R1"], "Lesley Tranter"))
    ben.accept(seen(ben, ids["R2"], "Lesley Tranter"))
    ama.reopen(seen(ama, ids["R1"], "Lesley Tranter"))
    ben.mark(ids["R1"], place(empty, ids["R1"], "Tranter is"), FindKind.OTHER)
    with pytest.raises(Conflict, match="replaced already"):
        ama.undo()
    assert "Lesley [detail] my" in text(empty, ids["R1"])


def test_undo_and_redo_across_restarts(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Everything an act did goes and comes back as one, also after the program was closed."""
    start = state(empty)
    ama.change(seen(ama, ids["R1"], "Lesley Tranter"), label="Manager")
    ama.everywhere(seen(ama, ids["R1"], "Lesley"))
    after = state(empty)
    for _ in range(2):
        again = open_project(empty.path)
        review = Review(again, again.coder("Ama"))
        told = review.undo()
        assert told is not None and told.label == "replace everywhere" and told.interview_id in ids.values()
        assert review.undo() and review.undo() is None
        assert state(again) == start
        assert review.redo() and review.redo() and review.redo() is None
        assert state(again) == after
        again.close_all()


def test_what_is_decided_otherwise_leaves_the_key(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """A form that nothing is replaced for any more would make the finder find it for ever."""
    ama.accept(seen(ama, ids["R1"], "Will"))
    ama.keep(seen(ama, ids["R1"], "Will"))
    assert pseudonyms.forms(empty.conn) == {} and pseudonyms.every(empty.conn) == []
    ama.undo()
    ama.change(seen(ama, ids["R1"], "Will"), label="Neighbour")
    assert [p.name for p in pseudonyms.every(empty.conn)] == ["[Neighbour A]"]
    assert [pid for rows in pseudonyms.forms(empty.conn).values() for _, pid in rows] == [
        pseudonyms.every(empty.conn)[0].id
    ]


# the whole --------------------------------------------------------------------------------------


def test_all_likely_ones_in_one_act(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Full names first, so that parts follow them; the unlikely stay open; one undo takes all back."""
    found(empty, ids["R3"], "dog", FindKind.OTHER, likelihood=0.3)
    before = state(empty)
    assert replace_all(empty, ama.coder, min_likelihood=0.5) == 14
    names = shown(ama, ids["R1"]) | shown(ama, ids["R2"])
    assert names["Lesley"] == names["Lesley Tranter"] == names["Mrs Tranter"]
    assert names["Grace"] == names["Grace Okafor"]
    assert [i.words for i in ama.items(ids["R3"]) if i.finding.status is Status.OPEN] == ["dog"]
    ama.undo()
    assert state(empty) == before
    with pytest.raises(UsageError):
        replace_all(empty, ama.coder, min_likelihood=90)


def test_tallies_say_who_was_never_searched(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Open, replaced and kept finds of each interview, and whether it was searched."""
    with transaction(empty.conn) as conn:
        findings.scanned(conn, ids["R3"], "finder 1", [])
    ama.keep(seen(ama, ids["R1"], "Will"))
    ama.accept(seen(ama, ids["R1"], "Grace"))
    rows = {r.name: (r.open, r.replaced, r.kept, r.scanned) for r in tallies(empty)}
    assert rows == {"R1": (4, 1, 1, False), "R2": (5, 0, 0, False), "R3": (0, 0, 0, True)}


def test_kinds_that_are_not_looked_for(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Their open finds go, what was decided stays, and no project looks for nothing."""
    ama.keep(seen(ama, ids["R2"], "May"))
    assert review_settings.set_kinds(empty, [k for k in FindKind if k not in (FindKind.DATE, FindKind.AGE)]) == 1
    assert "34" not in shown(ama, ids["R3"]) and "May" in shown(ama, ids["R2"])
    assert FindKind.AGE not in review_settings.kinds(empty)
    with pytest.raises(UsageError):
        review_settings.set_kinds(empty, [])


def test_while_the_key_is_out(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """Nothing new is replaced, as somebody could get a second pseudonym; open finds can still be kept and reopened."""
    ama.accept(seen(ama, ids["R1"], "Grace"))
    coders.set_setting(empty.conn, SETTINGS["privacy.key_out"], True)
    find = seen(ama, ids["R1"], "Lesley Tranter")
    for act in (
        lambda: ama.accept(find),
        lambda: ama.everywhere(find),
        lambda: ama.change(find, label="Manager"),
        lambda: ama.mark(ids["R1"], Span(0, 3), FindKind.PERSON),
        lambda: ama.reopen(seen(ama, ids["R1"], "Grace")),
        lambda: replace_all(empty, ama.coder, min_likelihood=0.1),
        ama.undo,
    ):
        with pytest.raises(Conflict, match=r"key"):
            act()
    ama.keep(find)
    ama.reopen(seen(ama, ids["R1"], "Lesley Tranter"))
    ama.keep(seen(ama, ids["R1"], "Lesley Tranter"))
    ama.everywhere(seen(ama, ids["R1"], "Lesley Tranter"))
    assert item(ama, ids["R2"], "Lesley Tranter").finding.status is Status.KEPT


def test_where_nobody_may_see_originals(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """A review shows original words, so it is refused."""
    coders.set_setting(empty.conn, SETTINGS["privacy.original"], "nobody")
    with pytest.raises(Conflict, match="Nobody may see"):
        ama.items(ids["R1"])
    with pytest.raises(Conflict):
        ama.pseudonyms(ids["R1"])


def test_the_log_holds_no_word(empty: Project, ama: Review, ids: dict[str, str]) -> None:
    """After every kind of act, and its undo, no real form stands in the log; the decisions do."""
    ama.change(seen(ama, ids["R1"], "Lesley Tranter"), label="Manager")
    ama.everywhere(seen(ama, ids["R1"], "Lesley"))
    ama.mark(ids["R3"], place(empty, ids["R3"], "slept"), FindKind.OTHER)
    ama.set_kind(seen(ama, ids["R2"], "Aldersby"), FindKind.PLACE)
    replace_all(empty, ama.coder, min_likelihood=0.1)
    while ama.undo():
        pass
    logged = log_text(empty)
    forms = {form for rows in empty.conn.execute("SELECT form FROM pseudonym_form") for form in rows}
    assert len(forms) > 5 and not [w for w in (*forms, *REAL) if w in logged]
    assert '"status": "replaced"' in logged and "[Manager A]" in logged
