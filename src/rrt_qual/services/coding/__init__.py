"""Coding an interview: the session, what the coder sees, drafts, codings in files."""
