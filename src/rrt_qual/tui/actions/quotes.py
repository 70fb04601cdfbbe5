"""Keys of the screens of quotes."""

from rrt_qual.tui.actions.action import table

QUOTES = table("""
quotes: Quotes
* pin       | p                    | Pin       | Have the quote stand first, always; again: no more.
* refuse    | x                    | Refuse    | Never propose the quote for this theme again.
* edit      | e                    | Edit      | Cut, clean and explain its words; that pins it.
* more      | m                    | Others    | Choose others than those that were shown.
* held      | h                    | Held back | Show what is held back, or the quotes again.
* release   | r                    | Release   | Print a quote that is held back; asks why, and keeps it.
* open      | enter                | Open      | Open the quote in its interview.
* undo      | z ctrl+z             | Undo      | Take your last act back.
  redo      | y ctrl+y             | Redo      | Do again what you took back.
  read_down | ctrl+down shift+down | Read on   | Scroll the words of the quote down.
  read_up   | ctrl+up shift+up     | Read back | Scroll the words of the quote up.
* back      | escape q             | Back      | Go back.
quote_editor: Words
* cut     | x space delete | Cut       | Leave the words out, marked by […]; or take them in.
* clean   | c              | Clean     | Take um, er and words said twice away; or bring them back.
* add     | a              | Add       | Explain the word, in [square brackets] behind it.
  remove  | d backspace    | Remove    | Take away what was added at the word.
  capital | C              | Capital   | Begin with a capital, or as it was said.
  stop    | full_stop      | Full stop | End with a full stop, or as it was said.
  whole   | w              | All words | Take all changes away.
quote_editor: Move
  next_word     | right l       | Next word   | Go to the next word.
  previous_word | left h        | Word before | Go to the word before.
  line_down     | down j        | Down        | Go a line down.
  line_up       | up k          | Up          | Go a line up.
  first_word    | home          | First word  | Go to the first word.
  last_word     | end           | Last word   | Go to the last word.
* extend_right  | shift+right L | Extend      | Select one word more.
  extend_left   | shift+left H  | Extend back | Select one word less, or one before.
quote_editor: Wording
* save   | ctrl+s enter | Save  | Keep the wording; the quote is pinned with it.
* cancel | escape       | Close | Close; asks whether to keep what you changed.
""")
