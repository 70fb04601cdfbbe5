"""Suggestions in a project: what coders do with them is kept, counted rightly, taken back and remembered."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from rrt_qual.domain.codebook import Stance
from rrt_qual.domain.coding import Origin
from rrt_qual.domain.errors import Conflict, RrtError
from rrt_qual.domain.settings import SETTINGS
from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import Project
from rrt_qual.services.suggestions import machine, models
from rrt_qual.services.suggestions import standing as proposals
from rrt_qual.services.suggestions import suggester as suggestions
from rrt_qual.services.suggestions.blind import log_blind
from rrt_qual.services.suggestions.suggester import KeptSuggestion, Suggester
from rrt_qual.store import checks
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings
from rrt_qual.store.project import coders
from rrt_qual.store.suggestions import decisions, embeddings
from rrt_qual.store.suggestions import suggestions as kept
from small_project import CODEBOOK, THEMES, fill, transcript


@pytest.fixture
def words(project: Project) -> Project:
    """The small project, its suggestions made by comparing words: no model is loaded."""
    coders.set_setting(project.conn, SETTINGS["suggest.model"], "lexical")
    return project


def proposal(project: Project, theme: str = "threats") -> KeptSuggestion:
    """A standing suggestion of that theme."""
    proposals.bring_up_to_date(project)
    return next(p for p in suggestions.standing(project) if p.theme == theme)


def shares(project: Project) -> list[tuple[str, int]]:
    """Theme and passages of the counted table."""
    sql = "SELECT theme, passages FROM theme_frequency WHERE wave = '*' AND stance = '*' AND coder = '*'"
    return [tuple(r) for r in project.conn.execute(sql)]


# what coders do --------------------------------------------------------------------------------------


def test_accepted_is_told_from_coded_by_hand_for_ever(words: Project) -> None:
    """Accepting makes one coding of origin 'accepted'; stance, bounds and time leave that as it is."""
    ama = CodingSession(words, words.coder("Ama"))
    made = suggestions.accept(words, proposal(words), ama.coder.id)
    ama.set_stance([made.id], Stance.SOLUTION)
    ama.set_theme(made.id, "blame")
    words.close()
    again = codings.get(words.conn, made.id)
    assert (again.origin, again.stance, again.theme) == (Origin.ACCEPTED, Stance.SOLUTION, "blame")
    with pytest.raises(Conflict):
        other = proposal(words, "threats")
        suggestions.accept(words, other, ama.coder.id)
        suggestions.accept(words, other, ama.coder.id)


def test_accept_undo_redo_across_restarts(words: Project) -> None:
    """Undo takes coding and decision back together, redo brings both, also after the program was closed."""
    ama = CodingSession(words, words.coder("Ama"))
    suggestions.accept(words, proposal(words), ama.coder.id)
    assert shares(words) == [("threats", 1)]
    words.close()
    assert ama.undo() is not None
    assert shares(words) == [] and checks.frequencies(words.conn) == []
    assert [t.accepted for t in decisions.trust(words.conn)] == []
    words.close()
    assert ama.redo() is not None
    assert shares(words) == [("threats", 1)] and checks.frequencies(words.conn) == []
    assert [(t.coder, t.theme, t.accepted) for t in decisions.trust(words.conn)] == [("Ama", "threats", 1)]


def test_rejected_is_remembered_taken_back_and_made_again(words: Project) -> None:
    """What a coder turned down is not proposed again, teaches, and comes back with undo."""
    ama = CodingSession(words, words.coder("Ama"))
    target = proposal(words)
    suggestions.reject(words, target, ama.coder.id)
    key = (target.segment_id, target.theme)
    words.close()
    assert suggestions.rejected_by(words, ama.coder.id) == {key}
    assert key not in {(p.segment_id, p.theme) for p in suggestions.standing(words)}
    assert len(Suggester(words).evidence()[1]) == 1
    ama.undo()
    assert suggestions.rejected_by(words, ama.coder.id) == set()
    ama.redo()
    assert suggestions.rejected_by(words, ama.coder.id) == {key}
    assert suggestions.rejected_by(words, words.coder("Ben").id) == set()


def test_blind_coding_is_in_the_log(words: Project) -> None:
    """Who turned suggestions off, and when they came on again, can be read later."""
    ama = words.coder("Ama")
    log_blind(words, ama.id, None, True)
    log_blind(words, ama.id, None, False)
    labels = [r["label"] for r in words.conn.execute("SELECT label FROM change WHERE entity = 'coder' ORDER BY seq")]
    assert labels == [
        "blind coding on: suggestions and others' codings hidden",
        "blind coding off: suggestions and others' codings shown",
    ]


# the machine's batch ---------------------------------------------------------------------------------


def test_machine_batch_is_left_out_of_every_count(words: Project) -> None:
    """A batch is marked, counts nowhere, teaches nothing, leaves undo alone, and is retired in one act."""
    proposals.bring_up_to_date(words)
    ama = CodingSession(words, words.coder("Ama"))
    before = (shares(words), suggestions.state(words))
    done = machine.apply_batch(words, 0.0)
    assert done.made == machine.standing(words) > 3
    assert machine.apply_batch(words, 0.0).made == 0 == machine.would_apply(words, 0.0)
    assert (shares(words), suggestions.state(words)) == before and suggestions.is_current(words)
    assert checks.frequencies(words.conn) == [] and Suggester(words).evidence()[0] == []
    assert {c.origin for c in codings.every(words.conn)} == {Origin.MACHINE}
    assert ama.undo() is None
    assert machine.retract_batch(words).made == done.made
    assert codings.every(words.conn) == [] and checks.frequencies(words.conn) == []
    assert machine.retract_batch(words).made == 0
    acts = {r[0] for r in words.conn.execute("SELECT DISTINCT act_id FROM change WHERE label LIKE 'machine batch%'")}
    assert len(acts) == 2


# what is current -------------------------------------------------------------------------------------


def test_standing_suggestions_know_what_they_were_made_of(words: Project) -> None:
    """Whatever teaches makes them stale: a coding, a stance, a rejection, an interview, a codebook, the model."""
    ama = CodingSession(words, words.coder("Ama"))
    target = proposal(words)
    interview = target.interview_id

    def recode() -> None:
        nonlocal coding
        coding = ama.apply(interview, Span(0, 10), "blame")

    def newer_codebook() -> None:
        codebooks.apply(words.conn, CODEBOOK, content="other text", source_name="x.yaml")

    coding = None
    acts = [
        recode,
        lambda: ama.set_stance([coding.id], Stance.RISK),
        lambda: suggestions.reject(words, target, ama.coder.id),
        lambda: ama.undo(),
        lambda: fill(words, transcript("D", "Well", "We laugh")),
        newer_codebook,
        lambda: coders.set_setting(words.conn, SETTINGS["suggest.model"], "another"),
    ]
    for act in acts:
        coders.set_setting(words.conn, SETTINGS["suggest.model"], "lexical")
        assert proposals.bring_up_to_date(words).computed is (act is not recode)
        assert not proposals.bring_up_to_date(words).computed
        act()
        assert not suggestions.is_current(words)


def test_words_alone_for_want_of_a_model_are_not_for_keeps(words: Project) -> None:
    """Once the model is there, what was made without it is made anew."""
    proposals.bring_up_to_date(words)
    coders.set_setting(words.conn, SETTINGS["suggest.model"], "")
    coders.set_setting(words.conn, SETTINGS["suggest.state"], suggestions.state(words))
    assert not suggestions.is_current(words)


def test_second_answer_needs_no_library(words: Project) -> None:
    """An unchanged project is answered from its file: neither numpy nor a model is loaded."""
    proposals.bring_up_to_date(words)
    script = f"""
        import sys
        from pathlib import Path
        from rrt_qual.services.suggestions import standing as proposals
        from rrt_qual.services.shared.project import open_project
        found = open_project(Path({str(words.path)!r}))
        assert not proposals.bring_up_to_date(found).computed
        assert proposals.summary(found, proposals.rows(found))
        assert not {{"numpy", "sklearn", "onnxruntime", "torch"}} & sys.modules.keys()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reasons_below_the_threshold_are_found_when_asked_for(words: Project) -> None:
    """Every row says why; those below the threshold say so when somebody asks for all."""
    proposals.bring_up_to_date(words)
    every = proposals.rows(words, every=True)
    assert len(every) > len(proposals.rows(words)) and all(row.why for row in every)
    assert len(kept.reasons(words.conn)) == len(every)
    assert set(every[0].as_dict()) == {
        *("interview", "start", "end", "text", "theme", "likelihood", "stance", "stance_likelihood"),
        *("why", "words", "model", "lexical"),
    }


# the cache -------------------------------------------------------------------------------------------


def test_equal_words_share_a_vector_and_keep_their_rows(words: Project) -> None:
    """Two people who say the same have one vector in the cache and a suggestion each."""
    fill(words, transcript("E", "So", "They blamed me for it"), transcript("F", "So", "They blamed me for it"))
    suggester = Suggester(words)
    same = [t for t in suggester.talk if t.words.startswith("They blamed me for it")]
    assert len(same) == 3 and len({t.segment_id for t in same}) == 3
    hashes = [r[0] for r in words.conn.execute("SELECT text_sha256 FROM embedding")]
    assert len(hashes) == len(set(hashes))
    suggester.store()
    having = {p.segment_id for p in suggestions.standing(words)}
    assert {t.segment_id for t in same} <= having


def test_damaged_vectors_are_made_again(words: Project) -> None:
    """A vector of another length in the cache is replaced; nothing else is touched."""
    first = Suggester(words)
    expect = first.proposals(range(len(first.talk)))
    words.conn.execute("UPDATE embedding SET vector = x'00000000'")
    second = Suggester(words)
    assert second.proposals(range(len(second.talk))) == expect
    assert {len(r[0]) for r in words.conn.execute("SELECT vector FROM embedding")} == {second.embedder.dimension * 4}


def test_a_killed_run_goes_on_where_it_was(words: Project) -> None:
    """Killed while encoding, what was done before is kept, and only the rest is encoded."""
    fill(words, transcript("L", *(f"Number {n} speaks of visit {n * 7}" for n in range(700))))
    script = f"""
        import os, signal
        from pathlib import Path
        from rrt_qual.services.suggestions import suggester as suggestions
        from rrt_qual.services.shared.project import open_project
        put, batches = suggestions.ProjectVectors.put, []
        def dying(self, fingerprint, vectors):
            if batches:
                os.kill(os.getpid(), signal.SIGKILL)
            batches.append(put(self, fingerprint, vectors))
        suggestions.ProjectVectors.put = dying
        suggestions.Suggester(open_project(Path({str(words.path)!r})))
    """
    words.close()
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert embeddings.count(words.conn) == 256
    seen: list[tuple[int, int]] = []
    proposals.bring_up_to_date(words, lambda at, of: seen.append((at, of)))
    assert checks.frequencies(words.conn) == [] and suggestions.is_current(words)
    assert seen[0][1] < embeddings.count(words.conn) - 256 + 1


# bad input -------------------------------------------------------------------------------------------


def test_a_codebook_that_changed_after_learning(words: Project) -> None:
    """A theme that went teaches nothing and is not suggested; its codings stay and it comes back with them."""
    ama = CodingSession(words, words.coder("Ama"))
    interview = proposal(words).interview_id
    ama.apply(interview, Span(0, 12), "threats")
    left = tuple(t for t in CODEBOOK.themes if t.id != "threats")
    smaller = type(CODEBOOK)("small", "Small codebook", 2, left, CODEBOOK.indicators, CODEBOOK.domains)
    codebooks.apply(words.conn, smaller, content="smaller", source_name="x.yaml")
    brought = proposals.bring_up_to_date(words)
    assert brought.computed and brought.unknown == ("threats",)
    assert "threats" not in {p.theme for p in suggestions.standing(words)}
    codebooks.apply(words.conn, CODEBOOK, content="whole", source_name="x.yaml")
    proposals.bring_up_to_date(words)
    assert "threats" in {p.theme for p in suggestions.standing(words)}
    assert len(codings.every(words.conn)) == 1


def test_theme_without_examples_and_theme_coded_once(words: Project) -> None:
    """No theme here has an example, one is coded once: all are suggested, and the one coding is a reason."""
    ama = CodingSession(words, words.coder("Ama"))
    target = next(t for t in Suggester(words).talk if "laugh" in t.words)
    ama.apply(target.interview_id, target.span, "jokes", Stance.STRENGTH)
    proposals.bring_up_to_date(words)
    rows = proposals.rows(words, every=True)
    assert {row.proposal.theme for row in rows} == set(THEMES)
    assert all(0 <= row.proposal.likelihood <= 1 for row in rows)


def test_all_rejected(words: Project) -> None:
    """When everything was turned down, nothing is left to show, and learning still works."""
    ama = words.coder("Ama")
    proposals.bring_up_to_date(words)
    for one in suggestions.standing(words):
        suggestions.reject(words, one, ama.id)
    assert proposals.bring_up_to_date(words).computed
    assert suggestions.standing(words) == [] and proposals.rows(words, every=True) == []
    assert len(decisions.rejections(words.conn)) > 20
    assert machine.apply_batch(words, 0.0).made == 0


def test_a_model_that_is_not_there_is_never_kept(words: Project, tmp_path: Path) -> None:
    """A folder that is missing or empty is one sentence, and the setting stays as it was."""
    (tmp_path / "empty").mkdir()
    for folder in ("nowhere", "empty"):
        with pytest.raises(RrtError, match=r"no model folder|not on this computer"):
            models.choose_model(words, str(tmp_path / folder))
        assert coders.get_setting(words.conn, SETTINGS["suggest.model"]) == "lexical"


def test_a_model_that_went_is_told_and_nothing_is_lost(words: Project, tmp_path: Path) -> None:
    """A folder that was there once: a sentence, and what stood before still stands."""
    proposals.bring_up_to_date(words)
    before = suggestions.standing(words)
    coders.set_setting(words.conn, SETTINGS["suggest.model"], str(tmp_path / "gone"))
    with pytest.raises(RrtError, match="no model folder"):
        proposals.bring_up_to_date(words)
    assert suggestions.standing(words) == before


def test_without_the_packaged_model_words_are_compared_and_it_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The declared fallback: marked on every suggestion, with a sentence why."""
    monkeypatch.setattr("rrt_qual.suggest.embed.open._PACKAGE", "no_such_package")
    brought = proposals.bring_up_to_date(project)
    assert "not installed" in brought.warning and "words alone" in brought.warning
    assert all(p.lexical for p in suggestions.standing(project))


def test_other_dimension_makes_its_own_vectors(words: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of another dimension never meets the vectors of the one before."""
    from rrt_qual.suggest.embed.open import LexicalEmbedder

    proposals.bring_up_to_date(words)
    monkeypatch.setattr("rrt_qual.suggest.embed.open.open_embedder", lambda *_a, **_k: LexicalEmbedder(64))
    said = models.choose_model(words, "some/other")
    assert "64 numbers" in said
    assert proposals.bring_up_to_date(words).computed
    lengths = {r[0] for r in words.conn.execute("SELECT DISTINCT length(vector) FROM embedding")}
    assert lengths == {64 * 4, 512 * 4}


def test_no_talk_at_all(empty: Project) -> None:
    """A project without interviews has no suggestions, and says so without a fault."""
    coders.set_setting(empty.conn, SETTINGS["suggest.model"], "lexical")
    proposals.bring_up_to_date(empty)
    assert proposals.rows(empty, every=True) == []


# the real model --------------------------------------------------------------------------------------


def test_the_real_model_reads_meaning(project: Project) -> None:
    """With the packaged model, talk about laughing is taken for jokes rather than for threats."""
    proposals.bring_up_to_date(project)
    laughing = [row for row in proposals.rows(project, every=True) if "laugh" in row.text]
    assert laughing[0].proposal.theme in {"jokes", "colleagues"} and not laughing[0].proposal.lexical
    assert models.health() == ("all-MiniLM-L6-v2, its weights as published", "ok")


def test_health_knows_the_same_weights_as_the_engine() -> None:
    """The number is written down twice, for doctor loads no numpy."""
    from rrt_qual.suggest.embed import open as embed

    assert (models.WEIGHTS_SHA256, models.PACKAGE) == (embed.MINILM_SHA256, embed._PACKAGE)
