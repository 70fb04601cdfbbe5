"""Figures as they may be published: frequencies, ratings, survey, comparison, relations."""
