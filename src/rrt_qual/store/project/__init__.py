"""What every table needs: ids, the log of changes, coders, settings."""
