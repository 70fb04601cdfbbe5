"""Commands that find, review and replace identifying words."""
