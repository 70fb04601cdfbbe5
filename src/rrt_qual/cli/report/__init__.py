"""Commands that write files for others: exports and the report."""
