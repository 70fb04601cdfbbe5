"""The project file: schema, migrations and the only SQL."""
