"""Rows of codings, memos, progress, drafts and pinned themes."""
