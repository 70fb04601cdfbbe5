"""Screens of figures: themes, passages, ratings, pictures."""
