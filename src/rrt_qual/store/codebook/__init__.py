"""Rows of codebooks and mappings."""
