"""Disclosure control: which figures, words and quotes may leave a project."""
