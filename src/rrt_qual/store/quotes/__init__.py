"""Rows of quotes and releases."""
