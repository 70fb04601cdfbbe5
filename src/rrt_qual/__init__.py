"""rrt-qual: code retention interviews with social workers, and count what they say."""

__version__ = "0.1.0"
