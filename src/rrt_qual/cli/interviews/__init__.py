"""Commands that bring interviews in and record consent."""
