"""Keys of the coding screen and of all that is open inside it."""

from rrt_qual.tui.actions.action import table

CODING = table("""
coding: Move
  next_segment     | down j   | Next segment     | Go to the next segment.
  previous_segment | up k     | Previous segment | Go to the segment before.
  next_turn        | right l  | Next turn        | Go to the next turn.
  previous_turn    | left h   | Previous turn    | Go to the turn before.
* next_uncoded     | n        | Next uncoded     | Go to the next participant segment that you have not coded.
  previous_uncoded | N        | Previous uncoded | Go back to the last participant segment that you have not coded.
  page_down        | pagedown | Page down        | Go a page down.
  page_up          | pageup   | Page up          | Go a page up.
  first_segment    | home     | To the start     | Go to the first segment.
  last_segment     | end      | To the end       | Go to the last segment.
coding: Select
  extend_down    | shift+down J                     | Extend down          | Extend the selection by a segment, across
                                                                             turns as well.
  extend_up      | shift+up K                       | Extend up            | Draw the selection back by a segment, or
                                                                             extend it upwards.
  end_later      | shift+right right_square_bracket | End a word later     | Move the end of the selection a word on.
  end_earlier    | shift+left left_square_bracket   | End a word earlier   | Move the end of the selection a word back.
  start_later    | alt+right right_curly_bracket    | Start a word later   | Move the start of the selection a word on.
  start_earlier  | alt+left left_curly_bracket      | Start a word earlier | Move the start of the selection a word
                                                                             back.
  drop_selection | escape                           | Drop selection       | Drop the selection, or leave what you have
                                                                             begun, one thing at a time; with nothing
                                                                             begun it does nothing.
coding: Code
* pick_theme    | enter c            | Code               | Choose a theme for the selection by typing part of its name,
                                                            definition or examples.
  repeat_theme  | space full_stop    | Repeat             | Code the selection with the theme and stance used last.
  pinned_{5..9} | {5..9}             | Theme under {5..9} | Code the selection with the theme that you have put under
                                                            {5..9}; it stays there until you move it.
  pin           | T                  | Theme to a digit   | Put a theme under a digit from 5 to 9, or free the digit:
                                                            that of the current coding, of the codebook, or the one used
                                                            last.
* strength      | s plus             | Strength           | Give the current coding the stance 'strength'.
* risk          | r minus            | Risk               | Give the current coding the stance 'risk'.
* solution      | o exclamation_mark | Solution           | Give the current coding the stance 'solution'.
  unspecified   | u                  | No stance          | Take the stance of the current coding away.
  next_coding   | tab                | Next coding here   | Go through the codings on this passage, yours first; the
                                                            current one is marked.
  change_theme  | e                  | Other theme        | Give the current coding another theme.
  edit_bounds   | b                  | Bounds             | Change where the current coding starts and ends: select,
                                                            then enter.
* remove        | x delete           | Remove             | Remove the current coding.
* undo          | z ctrl+z           | Undo               | Take your last act back, without limit, after a restart as
                                                            well.
  redo          | y ctrl+y           | Redo               | Do again what you took back.
coding: Suggestions
  suggestion_{1..4} | {1..4}    | Accept suggestion {1..4} | Code the passage (or what is selected) with suggestion
                                                             {1..4}, in the stance that stands beside it.
  reject            | comma     | Reject                   | Turn the first suggestion down: it is not offered to you
                                                             here again, and the program learns from it.
  more              | semicolon | More or fewer            | Show less likely suggestions as well, or not.
  blind             | H         | Blind coding             | Hide suggestions and others' codings (blind coding), or
                                                             show them again; the log says which.
  queue_useful      | U         | Most useful next         | Begin a queue of uncoded passages whose coding teaches the
                                                             program most.
  queue_likely      | L         | Likely about a theme     | Begin a queue of passages likely about the theme of the
                                                             current coding, of the codebook, or one you choose.
  queue_doubtful    | D         | Doubtful codings         | Begin a queue of your codings that look unlikely to the
                                                             program.
  queue_next        | p         | Next in the queue        | Go to the next passage of the queue.
  queue_previous    | P         | Queue back               | Go to the passage of the queue before.
coding: Memo
  memo_coding    | m | Memo              | Write a memo on the current coding.
  memo_theme     | M | Memo on theme     | Write a memo on the theme of the current coding, or on the one marked in the
                                           codebook.
  memo_interview | i | Memo on interview | Write a memo on this interview.
coding: Find
* find            | slash                   | Find            | Search words in this transcript.
  next_hit        | greater_than_sign f3    | Next hit        | Go to the next hit.
  previous_hit    | less_than_sign shift+f3 | Previous hit    | Go to the hit before.
  jump            | g                       | Go to interview | Choose another interview by typing part of its name.
  filter_codebook | f                       | Filter codebook | Show only themes that match what you type.
coding: Interview
  done               | d      | Done               | Mark this interview as done by you, or as not done.
  next_interview     | ctrl+n | Next interview     | Open the next interview.
  previous_interview | ctrl+b | Previous interview | Open the interview before.
coding: View
  toggle_codebook | w | Codebook        | Show or hide the codebook.
  focus_codebook  | a | To the codebook | Move to the codebook tree, and back with escape.
  toggle_coders   | v | Whose codings   | Show only your codings, or everybody's.
  original        | O | Original words  | Show the original words where names are replaced, or the pseudonyms again; the
                                          log says who saw them.
  themes          | t | Themes          | Show the table of themes.
  review          | R | Review finds    | Review the identifying words found in this interview.
* interviews      | q | Interviews      | Go back to the list of interviews.
codebook: Codebook
  choose  | enter   | Code        | Code the selection with the theme under the cursor.
  unfold  | right l | Unfold      | Unfold what is under the cursor.
  fold    | left h  | Fold        | Fold what is under the cursor, or go to what it is part of.
  to_tree | down    | To the tree | Go from the filter to the first theme that matches.
  filter  | slash f | Filter      | Show only themes that match what you type.
  leave   | escape  | Leave       | Take the filter away; without a filter, go back to the transcript.
find: Find
  next     | enter down     | Next hit     | Go to the next hit.
  previous | shift+enter up | Previous hit | Go to the hit before.
  close    | escape         | Close        | Close the bar and go on at the hit.
picker: Theme
* apply    | enter  | Code     | Code with the theme under the cursor.
* strength | ctrl+s | Strength | Code with it, as a strength.
* risk     | ctrl+r | Risk     | Code with it, as a risk.
* solution | ctrl+o | Solution | Code with it, as a solution.
* cancel   | escape | Cancel   | Code nothing.
picker: Move
  cursor_down | down                 | Down      | Go a theme down, while you type.
  cursor_up   | up                   | Up        | Go a theme up, while you type.
  page_down   | pagedown             | Page down | Go a page down.
  page_up     | pageup               | Page up   | Go a page up.
  detail_down | ctrl+down shift+down | Read on   | Scroll the definition down.
  detail_up   | ctrl+up shift+up     | Read back | Scroll the definition up.
picker: Theme
  pin | ctrl+t | To a digit | Put the theme under the cursor under a digit from 5 to 9.
pin: Digit
* under_5      | 5        | Under 5      | Put it under 5, in place of what is there.
  under_{6..9} | {6..9}   | Under {6..9} | Put it under {6..9}, in place of what is there.
* free         | 0 delete | Free         | Take this theme away from its digit.
* most_used    | m        | Most used    | Put the themes that you use most under the digits that are free.
* cancel       | escape   | Cancel       | Leave the digits as they are.
""")
