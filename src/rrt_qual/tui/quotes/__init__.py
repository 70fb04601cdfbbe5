"""Screens that choose and edit quotes."""
