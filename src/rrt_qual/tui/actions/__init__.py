"""The table of actions: every key, what it does, on which screen, and the page that lists them."""
