"""Pure functions that make figures: shares, intervals, ratings, change, relations, saturation."""
