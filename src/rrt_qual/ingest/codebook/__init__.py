"""Codebooks in and out: CSV, YAML, QDC nodes; each becomes the same rows, checked by the same rules."""
