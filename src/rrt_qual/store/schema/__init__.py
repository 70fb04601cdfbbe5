"""The tables of a project file, by version, and how an older file becomes a newer one."""
