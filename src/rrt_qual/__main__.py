"""`python -m rrt_qual` is the same as `rrt-qual`."""

from rrt_qual.cli.main import run

if __name__ == "__main__":
    run()
