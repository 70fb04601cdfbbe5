"""The codebook on screens: tree, picker, search, the text of a theme."""
