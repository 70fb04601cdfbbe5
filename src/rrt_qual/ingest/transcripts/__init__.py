"""Transcript files, one module a format, one registry."""
