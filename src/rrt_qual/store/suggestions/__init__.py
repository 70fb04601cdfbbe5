"""Rows of suggestions, what was decided on them, and kept vectors."""
