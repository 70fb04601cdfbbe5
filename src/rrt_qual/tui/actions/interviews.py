"""Keys of the list of interviews, of the search, and of what the suggestions came to."""

from rrt_qual.tui.actions.action import table

INTERVIEWS = table("""
interviews: Interviews
* open            | enter  | Open        | Open the interview under the cursor where you left it.
* done            | d      | Done        | Mark the interview as done by you, or as not done.
  memo            | i      | Memo        | Write a memo on the interview.
* filter          | slash  | Filter      | Show only interviews whose name or attributes match.
  to_list         | down   | To the list | Go from the filter to the list.
  leave_filter    | escape | Show all    | Take the filter away.
* next_unfinished | n      | Next to do  | Go to the next interview that is not done.
* coder           | c      | Coder       | Say who is coding: choose another name or give a new one.
interviews: Views
* themes   | t | Themes   | Show the table of themes.
* search   | s | Search   | Search words in all interviews.
* discover | D | Discover | Show talk that no theme explains, in clusters.
* trust    | T | Trust    | Show what came of the suggestions, and how far each coder follows them.
* privacy  | p | Privacy  | Review identifying words, and see who still has some open.
* ratings  | R | Ratings  | Show red, amber or green for each indicator, why, and what staff propose.
interviews: Interviews
  unkept | u | Not kept | Show texts that you typed and that were not kept when the program ended.
interviews: Views
* quit | q | Quit | Leave the program; everything is saved already.
search: Search
* open    | enter    | Open        | Open the hit in its interview.
* field   | slash    | Words       | Go to the field and change the words.
  to_list | down     | To the hits | Go from the field to the list of hits.
* back    | escape q | Back        | Go back.
trust: Trust
* view | v tab    | Other table | Show the coders, the themes, or the months.
* back | escape q | Back        | Go back.
discover: Cluster
* new_theme | n        | New theme       | Make the cluster a new theme of the codebook: its name, its indicator, its
                                           definition.
* give      | enter g  | Give to a theme | Code the passages that are shown with a theme there is, after a question.
* leave_out | x        | Dismiss         | Leave this talk out of all clusters from now on.
  open      | o        | Open            | Open the passage nearest the middle in its interview.
* again     | r        | Look again      | Look again, with what was coded meanwhile.
* back      | escape q | Back            | Go back.
new_theme: Theme
* save               | ctrl+s         | Make it        | Add the theme to the codebook, as a new revision.
  next_field         | enter          | Next field     | Go to the next field; from the last, make it.
  previous_indicator | ctrl+up up     | Indicator up   | Take the indicator before.
  next_indicator     | ctrl+down down | Indicator down | Take the next indicator.
* cancel             | escape         | Cancel         | Make no theme; asks when you have typed something.
""")
