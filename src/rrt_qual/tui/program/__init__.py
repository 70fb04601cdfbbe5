"""What runs around the screens: keys typed ahead, the watch on others, the end, preferences."""
