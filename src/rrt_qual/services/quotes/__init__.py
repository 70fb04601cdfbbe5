"""Quotes: prepared (searched, read), chosen by a pure read, checked, pinned, worded and released."""
