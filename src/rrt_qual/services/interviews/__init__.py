"""Interviews: import, attributes, consent, search, erasure."""
