"""The list of interviews, and search in all of them."""
