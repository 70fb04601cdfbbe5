"""Commands that open the coding screen and carry codings in and out."""
