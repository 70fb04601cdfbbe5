"""From process start to the first painted coding screen, against a bare Textual app that paints one word.

`python benchmarks/startup.py [--runs N]`: builds the demo project in a temporary folder, starts each
program in a pseudo-terminal in turn, and reads what it paints until the awaited words are there.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import time
from pathlib import Path

BARE = (
    "from textual.app import App\nfrom textual.widgets import Static\n"
    "class Bare(App):\n    def compose(self):\n        yield Static('bare-app-painted')\nBare().run()"
)


def first_paint(command: list[str], awaited: str, seconds: float = 30.0) -> float:
    """Seconds from starting `command` until it has painted `awaited`; it is killed then."""
    begun = time.perf_counter()
    child, master = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execvp(command[0], command)
    try:
        import fcntl
        import termios

        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        seen = ""
        while time.perf_counter() - begun < seconds:
            if select.select([master], [], [], 0.01)[0]:
                seen += os.read(master, 65536).decode("utf-8", "replace")
                if awaited in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen):
                    return time.perf_counter() - begun
        raise SystemExit(f"nothing painted in {seconds} s: {command}")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(master)


def main() -> None:
    """Print medians and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    from rrt_qual.services.project.demo import open_or_build

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.rrtq"
        open_or_build(path)
        ours = [sys.executable, "-m", "rrt_qual", "code", str(path), "T25-02", "--coder", "Amara Obi"]
        bare = [sys.executable, "-c", BARE]
        first_paint(ours, "Participant")
        times = [(first_paint(ours, "Participant"), first_paint(bare, "bare-app-painted")) for _ in range(runs)]
    mine, theirs = statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)
    print(f"first painted coding screen  {mine:.3f} s (median of {runs})")
    print(f"bare Textual app             {theirs:.3f} s")
    print(f"ratio                        {statistics.median(a / b for a, b in times):.2f}")


if __name__ == "__main__":
    main()
