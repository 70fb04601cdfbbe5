"""Quotes: the pool, choosing, checking, releasing."""
