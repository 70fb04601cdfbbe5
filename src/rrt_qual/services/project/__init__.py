"""A project as a whole: demo, check, settings, log, what others write to it."""
