"""Suggestions: the engine, what was said before, discovery, how good they are."""
