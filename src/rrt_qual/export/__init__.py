"""Rows become files; one module a format, one registry."""
