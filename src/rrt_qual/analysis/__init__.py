"""Frequencies, ratings, agreement and comparison: pure functions."""
