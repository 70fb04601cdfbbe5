"""Pure functions that choose quotes, word why one was chosen, and tell which stand for many."""
