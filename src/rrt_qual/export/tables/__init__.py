"""Tables for other programs: workbook, tidy CSV, Parquet, SPSS, and their dictionary."""
