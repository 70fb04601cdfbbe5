"""Keys of the screens about confidentiality."""

from rrt_qual.tui.actions.action import table

CONFIDENTIALITY = table("""
privacy: Interviews
* open      | enter | Review    | Review the finds of the interview under the cursor.
* next_open | n     | Next open | Go to the next interview that has finds open.
privacy: Search
* scan       | s | Search       | Search all interviews that were not searched yet for identifying words.
  scan_again | S | Search again | Search all interviews again; what was decided stays.
* stop       | x | Stop         | Stop searching; what was found so far stays.
privacy: Decide
* replace_likely | A        | Replace likely | Replace all open finds that are likely at .9 or more, after a question; z
                                               takes it back.
* undo           | z ctrl+z | Undo           | Take your last act back, without limit.
  redo           | y ctrl+y | Redo           | Do again what you took back.
privacy: Interviews
* back | escape q | Back | Go back; a search that runs is stopped.
review: Decide
* accept     | a enter  | Accept     | Replace the find by the pseudonym beside it.
* change     | c        | Change     | Choose another pseudonym (the same person as …), or give a new one.
* keep       | k x      | Keep       | Keep the words: they identify nobody.
* everywhere | e        | Everywhere | Decide these words alike wherever they stand, in all interviews; an open find is
                                       accepted first.
* mark       | m        | Mark       | Mark words that were not found, and replace them.
* kind       | t        | Kind       | Say what the words are: a person, a place, a team …
  bounds     | b        | Bounds     | Change where the find starts and ends: select, then enter.
  reopen     | r        | Reopen     | Take the decision about this find back.
* undo       | z ctrl+z | Undo       | Take your last act back, without limit, after a restart as well.
  redo       | y ctrl+y | Redo       | Do again what you took back.
review: Move
* next_open      | n        | Next open      | Go to the next find that is open.
  previous_open  | p        | Open before    | Go to the open find before.
  cursor_down    | down     | Down           | Go to the next find.
  cursor_up      | up       | Up             | Go to the find before.
  page_down      | pagedown | Page down      | Go a page of finds down.
  page_up        | pageup   | Page up        | Go a page of finds up.
  first          | home     | First          | Go to the first find.
  last           | end      | Last           | Go to the last find.
  next_interview | N        | Next interview | Go to the next interview that has finds open.
review: Show
  only_open   | o        | Open or all | Show the open finds alone, or all.
  filter_kind | f        | Filter      | Show one kind of finds after another, then all.
* back        | escape q | Back        | Go back.
marking: Words
  finish        | enter                            | Mark           | Mark the words that are selected.
  next_word     | right l                          | Next word      | Select the next word.
  previous_word | left h                           | Word before    | Select the word before.
  next_line     | down j                           | Next segment   | Go to the next segment.
  previous_line | up k                             | Segment before | Go to the segment before.
  end_later     | shift+right right_square_bracket | Longer         | Select a word more at the end.
  end_earlier   | shift+left left_square_bracket   | Shorter        | Select a word less at the end.
  start_earlier | alt+left left_curly_bracket      | Start earlier  | Select a word more at the start.
  start_later   | alt+right right_curly_bracket    | Start later    | Select a word less at the start.
  page_down     | pagedown                         | Page down      | Go a page down.
  page_up       | pageup                           | Page up        | Go a page up.
  leave         | escape                           | Leave          | Mark nothing and go back to the finds.
pseudonym: Pseudonym
* take | enter | Replace | Replace by the pseudonym under the cursor.
pseudonym: Move
  cursor_down | down     | Down      | Go a row down, while you type.
  cursor_up   | up       | Up        | Go a row up, while you type.
  page_down   | pagedown | Page down | Go a page down.
  page_up     | pageup   | Page up   | Go a page up.
pseudonym: Pseudonym
* cancel | escape | Cancel | Decide nothing.
kind: Kind
* take | enter | Take | Take the kind under the cursor.
kind: Move
  cursor_down | down     | Down      | Go a row down, while you type.
  cursor_up   | up       | Up        | Go a row up, while you type.
  page_down   | pagedown | Page down | Go a page down.
  page_up     | pageup   | Page up   | Go a page up.
kind: Kind
* cancel | escape | Cancel | Leave it as it is.
""")
