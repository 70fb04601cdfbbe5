"""What the things are: frozen values and span algebra. Standard library only."""
