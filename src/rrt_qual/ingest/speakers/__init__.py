"""Who says what: labels of speakers, turns, roles, segments."""
