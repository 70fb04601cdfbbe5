"""Commands that suggest themes, discover new ones and evaluate suggestions."""
