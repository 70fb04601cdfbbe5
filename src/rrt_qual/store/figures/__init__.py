"""Rows behind figures: frequencies kept up to date, ratings, survey scores, evidence."""
