"""Commands that print figures: themes, ratings, survey scores, comparisons, relations."""
