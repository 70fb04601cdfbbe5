"""Commands about a project as a whole: make, check, set, log, repair."""
