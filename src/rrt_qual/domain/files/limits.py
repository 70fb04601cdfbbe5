"""How large a thing that is read may be: every limit of every reader, in one place.

All of them count (bytes, characters, rows, steps), none looks at a clock: the same file is taken or refused on every
machine. They lie far above what interviews, codebooks and surveys are, and far below what fills a council laptop.
"""

from __future__ import annotations

from rrt_qual.domain.errors import FileFault

#: Bytes of a file, by what it is read as. A Word file may hold pictures, which are not unpacked.
TRANSCRIPT_BYTES = 200_000_000
TABLE_BYTES = 50_000_000
CODEBOOK_BYTES = 2_000_000
JSON_BYTES = 200_000_000
KEY_BYTES = 500_000_000
PASSPHRASE_BYTES = 100_000

#: Code points of one interview: more than a hundred hours of talk.
CHARACTERS = 5_000_000
#: Code points that follow one another and all change the letter before them (accents): no language has as many.
STACKED_MARKS = 30
#: Code points of a speaker's label, however the file gives it.
LABEL_CHARACTERS = 120
#: Different speakers, turns and cues of one interview.
SPEAKERS = 1_000
TURNS = 100_000
CUES = 300_000
#: The longest time in a recording, in milliseconds: a thousand hours.
TIME_MS = 3_600_000_000
#: What stands between the rules at the top of a Markdown file is read up to this length, in code points.
FRONT_MATTER = 20_000

#: A table: rows, columns, code points of a cell, cells in all.
ROWS = 200_000
COLUMNS = 1_000
CELL_CHARACTERS = 1_000_000
CELLS = 3_000_000
#: A sheet of figures, and the figures themselves.
FIGURE_ROWS, FIGURE_COLUMNS = 50_000, 200
NUMBER = 1e15

#: A zip file (docx, xlsx): members, and bytes that a member and all members that are read unpack to.
ZIP_MEMBERS = 5_000
ZIP_MEMBER_BYTES = 100_000_000
ZIP_BYTES = 200_000_000
#: An XML part: elements inside one another, elements in all.
XML_DEPTH = 100
XML_ELEMENTS = 1_500_000
#: A workbook: sheets, and cells of all its sheets (or of a CSV file of figures), empty ones between others included.
SHEETS = 100
SHEET_CELLS = 1_000_000

#: A codebook: themes with indicators and domains, themes below one another (in a path fewer), code points of a name.
THEMES = 2_000
THEME_DEPTH = 50
PATH_DEPTH = 20
NAME_CHARACTERS = 1_000
#: A file of codings: rows, and places of the same words in one interview that are still counted.
CODINGS = 200_000
PLACES = 100


class Budget:
    """A number of steps that may be taken; whoever takes more gets a FileFault with `sentence` and `remedy`.

    `spent` is how many were taken so far.
    """

    def __init__(self, most: int, sentence: str, remedy: str = "") -> None:
        self.most = most
        self.spent = 0
        self._said = (sentence, remedy)

    def spend(self, steps: int = 1) -> None:
        """Take `steps` more; raises FileFault when that is more than there are."""
        self.spent += steps
        if self.spent > self.most:
            raise FileFault(*self._said)
