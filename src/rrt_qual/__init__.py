"""rrt-qual: code retention interviews with social workers, and count what they say."""

from rrt_qual.domain.quiet import keep_quiet

keep_quiet()  # first of all: no library that this package loads may come before it

__version__ = "0.1.0"
