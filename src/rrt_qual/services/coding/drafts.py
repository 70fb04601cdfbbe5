"""What is being typed survives whatever ends the program: it is written into the project as it is typed.

A `Slot` is the place of one text. It stays inside the project file, and goes when the text is kept or given up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from rrt_qual.domain.coding import Coder, MemoTarget
from rrt_qual.domain.drafts import Draft
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.quotes.wording import Edit
from rrt_qual.domain.spans import Span
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.codebook import codebooks
from rrt_qual.store.coding import codings, drafts
from rrt_qual.store.file.connection import transaction

__all__ = [
    "ASK",
    "MEMO",
    "QUOTE",
    "RATE",
    "THEME",
    "Draft",
    "Slot",
    "edit_of",
    "edit_words",
    "give_up",
    "place",
    "shown",
    "unkept",
    "what",
    "when",
]

#: The kinds of texts that are written down while they are typed.
MEMO, THEME, QUOTE, RATE, ASK = "memo", "theme", "quote", "rating", "reason"

T = TypeVar("T")


class Slot:
    """The place of one text that one coder types. `target` says what it is about, as the screen names it."""

    def __init__(self, project: Project, coder: Coder, kind: str, target: str, interview_id: str | None = None) -> None:
        self.project, self.coder, self.kind, self.about = project, coder, kind, target
        self.interview_id = interview_id
        self._target = target
        self._seen: str | None = None

    def left(self) -> Draft | None:
        """What was typed here and not kept, the latest; this slot takes it over."""
        found = drafts.about(self.project.conn, self.coder.id, self.kind, self.about)
        if not found:
            return None
        self._target, self._seen = found[0].target, found[0].updated_at
        return found[0]

    def write(self, fields: Mapping[str, str]) -> None:
        """Write down what stands in the fields. What another window wrote stays beside it; raises ProjectError."""
        written = drafts.put(
            self.project.conn,
            coder_id=self.coder.id,
            kind=self.kind,
            target=self._target,
            interview_id=self.interview_id,
            fields=fields,
            seen=self._seen,
        )
        self._target, self._seen = written.target, written.updated_at

    def drop(self) -> None:
        """Take away what this slot wrote or took over; what another window wrote since stays."""
        if self._seen is not None:
            drafts.drop(self.project.conn, self.coder.id, self.kind, self._target, self._seen)
            self._target, self._seen = self.about, None

    def keep(self, act: Callable[[], T]) -> T:
        """Do the act that keeps the text, and take the draft away in the same transaction: both or neither."""
        before = self._target, self._seen
        try:
            with transaction(self.project.conn):
                done = act()
                self.drop()
        except BaseException:
            self._target, self._seen = before
            raise
        return done


def unkept(project: Project, coder: Coder) -> list[Draft]:
    """All that this coder has typed and not kept, latest first."""
    return drafts.of_coder(project.conn, coder.id)


def give_up(project: Project, coder: Coder, draft: Draft) -> None:
    """Take a draft away for good, unless it was written again since it was read."""
    drafts.drop(project.conn, coder.id, draft.kind, draft.target, draft.updated_at)


def when(draft: Draft) -> str:
    """When it was written down last, in this place's time: '14:02', with the day when that was not today."""
    at = datetime.fromisoformat(draft.updated_at).astimezone()
    today = at.date() == datetime.now().astimezone().date()
    return f"{at:%H:%M}" if today else f"{at.day} {at:%B, %H:%M}"


def what(project: Project, draft: Draft) -> str:
    """What the text is, in few words: 'memo on T25-03', under the names that may be seen."""
    interview = _called(project, draft)
    on = f" on {interview}" if interview else ""
    if draft.kind == MEMO:
        target, _, target_id = draft.about.partition(":")
        if target == MemoTarget.THEME:
            return f"memo on the theme ‘{_theme(project, target_id)}’"
        if target == MemoTarget.CODING:
            return f"memo on a coding in {interview}" if interview else "memo on a coding"
        return f"memo{on}"
    if draft.kind == THEME:
        name = " ".join(draft.fields.get("name", "").split())
        return f"new theme ‘{name[:40]}’" if name else "new theme"
    if draft.kind == QUOTE:
        return f"wording of a quote{' from ' + interview if interview else ''}"
    if draft.kind == RATE:
        return "reason for a rating"
    question = PublicNames(project).masker.mask(draft.fields.get("question", "a question"))
    return f"answer to ‘{question[:50]}’"


def shown(project: Project, draft: Draft) -> dict[str, str]:
    """The fields as they may be read now: what was taken from an interview without the names replaced since."""
    if draft.kind != QUOTE:
        return dict(draft.fields)
    mask = PublicNames(project).masker.mask
    return {name: mask(words) for name, words in draft.fields.items()}


def place(project: Project, draft: Draft) -> tuple[str, Span] | None:
    """(interview id, span) of the coding that a memo is about; None when it is about none or the coding is gone."""
    target, _, target_id = draft.about.partition(":")
    if draft.kind != MEMO or target != MemoTarget.CODING:
        return None
    try:
        coding = codings.get(project.conn, target_id)
    except RrtError:
        return None
    return coding.interview_id, coding.span


def edit_words(edit: Edit) -> str:
    """An edit of a quote as text, for a field of a draft."""
    cuts, cleaned = ([[s.start, s.end] for s in spans] for spans in (edit.cuts, edit.cleaned))
    return json.dumps([cuts, cleaned, [list(a) for a in edit.added], edit.capital, edit.stop], ensure_ascii=False)


def edit_of(words: str) -> Edit | None:
    """The edit that `edit_words` told; None for what it cannot have told."""
    try:
        cuts, cleaned, added, capital, stop = json.loads(words)
        return Edit(
            tuple(Span(int(a), int(b)) for a, b in cuts),
            tuple(Span(int(a), int(b)) for a, b in cleaned),
            tuple((int(at), str(text)) for at, text in added),
            bool(capital),
            bool(stop),
        )
    except (ValueError, TypeError):
        return None


def _called(project: Project, draft: Draft) -> str:
    return PublicNames(project).interviews.get(draft.interview_id or "", "")


def _theme(project: Project, key: str) -> str:
    found = [t.name for t in codebooks.current(project.conn).themes if t.id == key]
    return found[0] if found else key
