"""Keys typed ahead at the real program in a pseudo-terminal: five paces, three sizes, against a patient person.

    python benchmarks/keys.py [--quick]

Each line of keys is typed once patiently (the next key when the program has painted nothing and computed nothing for a
quarter of a second) and then 0, 5, 30, 60 and 120 ms apart. What was done is read by a process of its own from the
file, and what stands on the screen at the end is compared. Prints each difference; exits 1 when there is any. Every
act of the table, in one process each scope: `RRT_QUAL_KEYS_FULL=1 python -m pytest tests/tui/test_typed_ahead.py`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / part) for part in ("src", "tests/tui")]

from terminal import Terminal, coding  # noqa: E402

SIZES = ((80, 24), (140, 45), (300, 80))
PAUSES = (0.0, 0.005, 0.03, 0.06, 0.12)

#: Lines of keys, each beginning in interview T25-02; a word in quotes is typed letter by letter.
LINES = (
    "enter 'caseload' enter r",
    "enter 'threats' ctrl+s down enter 'supervision' ctrl+r",
    "down e escape enter 'caseload' enter e 'threats' enter",
    "slash 'team' enter escape enter 'caseload' enter",
    "g 'T25-03' enter down enter 'threats' ctrl+s",
    "ctrl+f 'team' enter enter down enter 'caseload' ctrl+o",
    "enter 'caseload' enter m 'how many cases' ctrl+s r",
    "i 'a memo' ctrl+s down enter 'caseload' enter",
    "question_mark escape down enter 'caseload' enter r",
    "ctrl+p 'mark this' escape enter 'caseload' enter",
    "ctrl+p 'done' enter down enter 'caseload' enter",
    "f 'caseload' down enter r",
    "a down down down enter r",
    "t escape down enter 'caseload' enter r",
    "t enter escape q down enter 'caseload' enter",
    "R escape d q n enter enter 'caseload' enter",
    "q c escape enter down enter 'threats' enter",
    "escape escape escape down enter 'caseload' enter enter enter escape r",
)


def keys_of(line: str) -> list[str]:
    """The keys of a line."""
    keys: list[str] = []
    for number, part in enumerate(line.split("'")):
        keys += ["space" if c == " " else c for c in part] if number % 2 else part.split()
    return keys


def came(base: Path, line: str, size: tuple[int, int], pause: float | None) -> tuple[list[str], str]:
    """What was done and what stood on the screen; `pause` None: patiently."""
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "p.rrtq"
        shutil.copy(base, path)
        environ = {name: str(folder) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        environ["PYTHONPATH"] = os.pathsep.join(sys.path[:1])
        with Terminal(coding(path, "T25-02", "--blind"), size, environ) as terminal:
            terminal.until("Participant")
            terminal.rest()
            if pause is None:
                terminal.patiently(keys_of(line))
            else:
                terminal.type(keys_of(line), pause)
                terminal.rest(0.6)
            text = terminal.text()
            terminal.type(["ctrl+q"])
            terminal.ended()
        conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        done = [r[0] for r in conn.execute("SELECT label FROM change ORDER BY seq")]
        conn.close()
        return done, text
    finally:
        shutil.rmtree(folder)


def main() -> int:
    """Type, compare, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="one size and two paces")
    quick = parser.parse_args().quick
    from rrt_qual.services.demo import open_or_build

    typed, wrong, painted = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "demo.rrtq"
        open_or_build(base)
        for size in SIZES[:1] if quick else SIZES:
            for line in LINES:
                done, text = came(base, line, size, None)
                for pause in PAUSES[:2] if quick else PAUSES:
                    now, shown = came(base, line, size, pause)
                    typed += 1
                    if now != done:
                        wrong += 1
                        print(
                            f"{size} {pause * 1000:.0f} ms  {line}\n  patiently: {done[-4:]}\n  now:       {now[-4:]}"
                        )
                    elif shown != text:  # what is said in passing goes by itself, so this is told and not judged
                        painted += 1
    print(f"{typed} lines of keys typed ahead: {wrong} did something else; {painted} ended in another picture")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
