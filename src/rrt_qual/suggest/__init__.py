"""Theme suggestions: embed, rank, learn, explain, discover, evaluate."""
