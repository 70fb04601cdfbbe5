"""What every use case needs: the open project, where things lie, the log of faults."""
