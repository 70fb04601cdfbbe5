"""What can be asked of a file before its content is read: what it is, its limits, its disk, its names."""
