"""A file becomes a Transcript; one module a format, one registry."""
