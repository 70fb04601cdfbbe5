"""Keys of the tables of figures, of the ratings and of the pictures."""

from rrt_qual.tui.actions.action import table

FIGURES = table("""
themes: Table
* passages        | enter    | Passages      | Show the passages behind the figure under the cursor.
* quotes          | Q        | Quotes        | Choose quotes for the row under the cursor.
  next_figure     | right    | Next figure   | Go to the next figure of the row.
  previous_figure | left     | Figure before | Go to the figure before.
* wave            | w        | Wave          | Show one wave after another, then all.
* by              | b        | Break down    | Break the figures down by one attribute after another.
* coder           | c        | Coder         | Show one coder's figures after another's, then any coder's.
* stance          | s        | Stance        | Show one stance after another, then all.
* level           | l        | Level         | Show domains alone, with indicators, or with themes.
* sort            | o        | Order         | Order by the codebook, or by the number of interviews.
* discover        | D        | Discover      | Show talk that no theme explains, in clusters.
* trust           | T        | Trust         | Show what came of the suggestions, and how far each coder follows them.
* ratings         | R        | Ratings       | Show red, amber or green for each indicator, why, and what staff propose.
* back            | escape q | Back          | Go back.
* pictures        | p        | Pictures      | Show the figures as pictures.
passages: Passages
* open | enter    | Open | Open the passage in its interview.
* back | escape q | Back | Go back.
ratings: Ratings
* passages | enter    | Passages     | Show the passages behind the indicator.
* rate     | o        | Rate by hand | Rate it otherwise than the rule, and say why.
* retract  | x        | By the rule  | Take the rating by hand back.
  undo     | z ctrl+z | Undo         | Take your last act back, without limit.
  redo     | y ctrl+y | Redo         | Do again what you took back.
ratings: Table
* wave        | w                    | Wave      | Show one wave after another, then all together.
* coder       | c                    | Coder     | Show one coder's ratings after another's, then any coder's.
* rule        | r                    | Rule      | Show the rule in words in place of the reasons, and back.
  reason_down | ctrl+down shift+down | Read on   | Scroll the reasons and solutions down.
  reason_up   | ctrl+up shift+up     | Read back | Scroll the reasons and solutions up.
* back        | escape q             | Back      | Go back.
rate: Rating
* save            | ctrl+s enter   | Keep        | Keep the rating with its reason.
* next_rating     | down ctrl+down | Rating down | Take the next rating.
  previous_rating | up ctrl+up     | Rating up   | Take the rating before.
* cancel          | escape         | Cancel      | Leave the rating as it is; asks when you have typed something.
pictures: Picture
* view     | v tab   | Other picture | Show bars, waves, what goes together, or saturation.
* level    | l       | Level         | Show domains, indicators, or themes.
* wave     | w       | Wave          | Show one wave after another, then all.
  within   | m       | Together in   | Count together within a passage, its neighbours, or an interview.
* next     | right n | Next          | In the picture of waves: go to the next indicator.
  previous | left p  | Before        | In the picture of waves: go to the indicator before.
pictures: Move
  down      | down j         | Down      | Scroll down.
  up        | up k           | Up        | Scroll up.
  page_down | pagedown space | Page down | Scroll a page down.
  page_up   | pageup         | Page up   | Scroll a page up.
pictures: Picture
* back | escape q | Back | Go back.
""")
