"""Editing a quote: words are left out, cleaned or explained, and nothing else can be done to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from rrt_qual.domain.errors import Conflict, RrtError
from rrt_qual.domain.quotes.wording import Edit, clarification, fillers, left_out, render
from rrt_qual.domain.spans import merge, subtract
from rrt_qual.services.coding.drafts import Slot, edit_of, edit_words
from rrt_qual.services.quotes.acts import QuoteDraft
from rrt_qual.tui.actions import table as actions
from rrt_qual.tui.dialogs.ask import AskScreen
from rrt_qual.tui.dialogs.confirm import ConfirmScreen
from rrt_qual.tui.quotes.word_field import WordField
from rrt_qual.tui.shared.drafting import Drafting
from rrt_qual.tui.widgets.bars import count
from rrt_qual.tui.widgets.cells import visible
from rrt_qual.tui.widgets.key_line import KeyLine
from rrt_qual.tui.widgets.plain import squeeze


class QuoteEditor(Drafting[bool]):
    """The words of a quote and, live, the wording that comes of them; answers whether it was saved.

    `save` keeps the edit; `names` says whether a text holds a real name; `again` reads the passage as it may be read
    by then.
    """

    BINDINGS = actions.bindings("quote_editor")
    SCOPE = "quote_editor"
    DROPS = "Esc, then n, drops it."

    def __init__(
        self,
        draft: QuoteDraft,
        save: Callable[[Edit], object],
        names: Callable[[str], bool],
        slot: Slot | None = None,
        again: Callable[[], QuoteDraft] | None = None,
    ) -> None:
        super().__init__()
        self.slot, self._again = slot, again
        self._draft, self._save, self._names = draft, save, names
        self._edit = self._before = draft.edit

    def compose(self) -> ComposeResult:
        """The talk before, the words, the talk behind, the wording, the keys."""
        before = " ".join(self._draft.before.split()[-25:])
        after = " ".join(self._draft.after.split()[:25])
        with Vertical(classes="box"):
            yield Static(Text("Edit a quote", style="bold"), id="title", markup=False)
            yield Static(id="left", classes="hint", markup=False)
            with VerticalScroll(id="said", can_focus=False):
                yield Static(Text(f"… {squeeze(before)}" if before else "", style="dim"), markup=False)
                yield WordField(self._draft.words, self._edit, id="field")
                yield Static(Text(f"{squeeze(after)} …" if after else "", style="dim"), markup=False)
            yield Static(id="told", classes="hint", markup=False)
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(id="wording", markup=False)
            yield KeyLine(self.SCOPE)

    def on_mount(self) -> None:
        """Show the wording, or the one that was made and not kept."""
        self.query_one("#left").display = False
        left = self.take_left()
        edit = edit_of(left.fields.get("edit", "")) if left else None
        self._show(self._edit if edit is None else edit)

    def draft_fields(self) -> dict[str, str]:
        """The edit, and how it reads."""
        return {"edit": edit_words(self._edit), "text": render(self._draft.words, self._edit)}

    def draft_changed(self) -> bool:
        """Whether the wording was changed."""
        return self._edit != self._before

    def project_changed(self) -> None:
        """The passage may read otherwise by now, or not be read at all: then raise NotFound, Conflict."""
        if self._again is not None and self._again().words != self._draft.words:
            raise Conflict("Names in this quote were replaced or brought back meanwhile.", "Open it again: e.")

    @property
    def field(self) -> WordField:
        """The words."""
        return self.query_one(WordField)

    @property
    def edit(self) -> Edit:
        """The edit as it is now."""
        return self._edit

    def _show(self, edit: Edit) -> None:
        self._edit = self.field.edit = edit
        self.field.draw()
        self.typed()
        state = left_out(self._draft.words, edit)
        parts = [
            f"{state.count('cut')} cut",
            f"{state.count('cleaned')} cleaned away" if edit.cleaned else "fillers as they were said",
            f"{len(edit.added)} added",
        ]
        total = count(len(state), "word")
        self.query_one("#told", Static).update(Text(f"{total}: {', '.join(parts)}. It reads:"))
        self.query_one("#wording", Static).update(Text(f"“{visible(render(self._draft.words, edit))}”"))

    def on_word_field_moved(self, event: WordField.Moved) -> None:
        """Keep the cursor in view."""
        self.query_one("#said", VerticalScroll).scroll_to(y=max(0, event.line - 2), animate=False)

    # moving -------------------------------------------------------------------------------------

    def action_next_word(self) -> None:
        self.field.move(self.field.cursor + 1)

    def action_previous_word(self) -> None:
        self.field.move(self.field.cursor - 1)

    def action_extend_right(self) -> None:
        self.field.move(self.field.cursor + 1, extend=True)

    def action_extend_left(self) -> None:
        self.field.move(self.field.cursor - 1, extend=True)

    def action_line_down(self) -> None:
        self.field.move_line(1)

    def action_line_up(self) -> None:
        self.field.move_line(-1)

    def action_first_word(self) -> None:
        self.field.move(0)

    def action_last_word(self) -> None:
        self.field.move(len(self._draft.words) - 1)

    # changing -----------------------------------------------------------------------------------

    def action_cut(self) -> None:
        words, chosen = self._draft.words, self.field.selected
        spans = [words[n].span for n in chosen]
        state = left_out(words, self._edit)
        if all(state[n] == "cut" for n in chosen):
            left = [part for cut in self._edit.cuts for part in subtract(cut, spans)]
            cuts = tuple(s for s in left if any(w.span.overlaps(s) for w in words))
        else:
            cuts = tuple(merge([*self._edit.cuts, *spans]))
        self._show(replace(self._edit, cuts=cuts))
        self.field.move(self.field.cursor + 1 if len(chosen) == 1 else self.field.cursor)

    def action_clean(self) -> None:
        found = () if self._edit.cleaned else fillers(self._draft.words)
        if not found and not self._edit.cleaned:
            self.notify("There are no fillers here that could go unnoticed.", timeout=2)
            return
        self._show(replace(self._edit, cleaned=found))

    def action_add(self) -> None:
        word = self._draft.words[self.field.cursor]

        def take(text: str) -> None:
            clarification(text, self._names)

        def answered(text: str | None) -> None:
            if text is not None:
                note = (word.span.end, clarification(text, self._names))
                added = sorted((*self._edit.added, note), key=lambda a: a[0])
                self._show(replace(self._edit, added=tuple(added)))

        hint = "It stands in [square brackets]. No names: say what they are."
        about = (f"{self.slot.about}:{word.span.start}", self.slot.interview_id) if self.slot else None
        question = f"Explain ‘{squeeze(word.shown)[:30]}’"
        self.app.push_screen(AskScreen(question, hint, take=take, about=about), answered)

    def action_remove(self) -> None:
        span = self._draft.words[self.field.cursor].span
        first = self.field.cursor == 0
        left = tuple(a for a in self._edit.added if not (a[0] == span.end or (first and a[0] < span.end)))
        if len(left) == len(self._edit.added):
            self.notify("Nothing was added at this word.", timeout=2)
        self._show(replace(self._edit, added=left))

    def action_capital(self) -> None:
        self._show(replace(self._edit, capital=not self._edit.capital))

    def action_stop(self) -> None:
        self._show(replace(self._edit, stop=not self._edit.stop))

    def action_whole(self) -> None:
        self._show(Edit())

    # leaving ------------------------------------------------------------------------------------

    def action_save(self) -> None:
        try:
            self.keep(lambda: self._save(self._edit))
        except RrtError as fault:
            self.rrt.tell(fault)
            return
        self.dismiss(True)

    def action_cancel(self) -> None:
        if self._edit == self._before:
            self.give_up()
            self.dismiss(False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.action_save()
            elif yes is not None:
                self.give_up()
                self.dismiss(False)

        self.app.push_screen(ConfirmScreen("You have changed the wording. Keep it?"), answered)
