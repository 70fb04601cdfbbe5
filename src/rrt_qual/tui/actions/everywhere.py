"""Keys that hold in the whole program: lists, questions and small dialogs."""

from rrt_qual.tui.actions.action import table

EVERYWHERE = table("""
app: Program
* help!             | f1 question_mark | Help       | Show every key of this screen.
  command_palette   | ctrl+p           | Commands   | Find any action by typing its name.
  search_everywhere | ctrl+f           | Search all | Search words in all interviews and list the hits.
  change_theme      | f2               | Colours    | Choose the colours: dark, light and others.
  quit!             | ctrl+q           | Quit       | Leave the program; everything is saved already.
list: Move
  cursor_down | down j   | Down      | Go a row down.
  cursor_up   | up k     | Up        | Go a row up.
  page_down   | pagedown | Page down | Go a page down.
  page_up     | pageup   | Page up   | Go a page up.
  first       | home     | First     | Go to the first row.
  last        | end      | Last      | Go to the last row.
memo: Memo
* save   | ctrl+s | Save  | Save the memo; an empty one is taken away.
* cancel | escape | Close | Close; asks whether to save when you have changed something.
name: Name
* accept      | enter  | Go on  | Code under the name in the field.
  cursor_down | down   | Down   | Take the next of the names there are.
  cursor_up   | up     | Up     | Take the name before.
* cancel      | escape | Cancel | Leave it as it was; the first time a name is needed to go on.
ask: Answer
* accept | enter  | Go on  | Answer with what stands in the field.
* cancel | escape | Cancel | Leave it as it was; asks when you have typed something.
jump: Interview
* open   | enter  | Open   | Open the interview under the cursor.
* cancel | escape | Cancel | Stay where you are.
jump: Move
  cursor_down | down     | Down      | Go an interview down, while you type.
  cursor_up   | up       | Up        | Go an interview up, while you type.
  page_down   | pagedown | Page down | Go a page down.
  page_up     | pageup   | Page up   | Go a page up.
confirm: Answer
* yes    | y enter | Yes   | Yes.
* no     | n       | No    | No.
* cancel | escape  | Go on | Neither: go on where you were.
batch: Answer
* yes    | y       | Yes   | Yes, all of them.
* no     | n enter | No    | No.
* cancel | escape  | Go on | Neither: go on where you were.
blind_ends: Answer
* yes | y              | Show them  | End blind coding; the log says so.
* no  | n escape enter | Stay blind | Nothing is shown.
unkept: Text
* open | enter    | Go there | Open the interview that the text belongs to.
* drop | x        | Drop     | Drop the text under the cursor for good; asks first.
* back | escape q | Back     | Go back; the texts stay.
help: Help
* close       | escape q f1 question_mark | Close     | Close the help.
  scroll_down | down j                    | Down      | Scroll down.
  scroll_up   | up k                      | Up        | Scroll up.
  page_down   | pagedown space            | Page down | Scroll a page down.
  page_up     | pageup                    | Page up   | Scroll a page up.
""")
