"""Commands that choose, check and release quotes."""
