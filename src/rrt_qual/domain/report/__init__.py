"""The values that a report is made of: sheets, evidence, survey scores."""
