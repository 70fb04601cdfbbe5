"""Screens about suggestions: discovery, a new theme, how far to trust them."""
