"""Rows of interviews, their talk and consent."""
