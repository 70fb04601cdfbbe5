"""The report and all exports: what is in them, how each came about, the files."""
