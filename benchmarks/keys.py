"""Keys typed ahead at the real program in a pseudo-terminal: five paces, three sizes, against a patient person.

    python benchmarks/keys.py [--quick | --loading]

Each line of keys is typed once patiently (the next key when the program has painted nothing and computed nothing for a
quarter of a second) and then 0, 5, 30, 60 and 120 ms apart. What was done is read by a process of its own from the
file; it, what was said in passing and what stands on the screen at the end are compared. What is said is written to a
file instead of lying over the screen for some seconds. With `--loading` one line is typed as soon as the coding screen
stands, while the packaged model is still being loaded and reads the interviews. Prints each difference; exits 1 when
there is any. Every act of the table, in one process each scope:
`RRT_QUAL_KEYS_FULL=1 python -m pytest tests/tui/program/test_typed_ahead.py`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / part) for part in ("src", "tests/tui")]

from console import Console  # noqa: E402

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

#: The program, with what is said in passing written to a file.
QUIET = """
import os, sys
from rrt_qual.tui.app import RrtApp
def notify(self, message, **_):
    with open(os.environ["SAID"], "a") as said:
        print(" ".join(message.split()), file=said)
RrtApp.notify = notify
from rrt_qual.cli.main import run
run()
"""


@dataclass(frozen=True)
class Came:
    """What came of a line of keys: what is in the log of the project, what was said, what stands on the screen."""

    done: list[str]
    said: list[str]
    shown: str

    def unlike(self, other: Came, *, shown: bool = True) -> list[str]:
        """What differs from `other`, in lines to print."""
        out = [
            f"  {what}, patiently: {theirs[-6:]}\n  {what}, now:       {mine[-6:]}"
            for what, theirs, mine in (("done", other.done, self.done), ("said", other.said, self.said))
            if theirs != mine
        ]
        if shown and other.shown != self.shown:
            both = zip(other.shown.splitlines(), self.shown.splitlines(), strict=True)
            out += [f"  shown, patiently: {a}\n  shown, now:       {b}" for a, b in both if a != b]
        return out


def keys_of(line: str) -> list[str]:
    """The keys of a line."""
    keys: list[str] = []
    for number, part in enumerate(line.split("'")):
        keys += ["space" if c == " " else c for c in part] if number % 2 else part.split()
    return keys


def came(base: Path, line: str, size: tuple[int, int], pause: float | None, *, loading: bool = False) -> Came:
    """What came of a line of keys; `pause` None: typed patiently."""
    folder = Path(tempfile.mkdtemp())
    try:
        path, said = folder / "p.rrtq", folder / "said"
        shutil.copy(base, path)
        said.touch()
        environ = {name: str(folder) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        environ |= {"PYTHONPATH": os.pathsep.join(sys.path[:1]), "SAID": str(said)}
        more = () if loading else ("--blind",)
        with Console(path, "Amara Obi", "T25-02", *more, size=size, environ=environ, program=("-c", QUIET)) as console:
            console.sees("Participant")
            if pause is None:
                console.rest()
                console.patiently(keys_of(line))
            elif loading:
                console.type(keys_of(line), pause)
            else:
                console.rest()
                console.type(keys_of(line), pause)
                console.rest(0.6)
            text = console.text()
            console.type(["ctrl+q"])
            console.ended()
        conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        done = [r[0] for r in conn.execute("SELECT label FROM change ORDER BY seq")]
        conn.close()
        return Came([d for d in done if not d.startswith("blind coding")], said.read_text().splitlines(), text)
    finally:
        shutil.rmtree(folder)


def main() -> int:
    """Type, compare, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="one size and two paces")
    parser.add_argument("--loading", action="store_true", help="one line, while the model is being loaded")
    asked = parser.parse_args()
    from rrt_qual.services.project.demo import open_or_build

    typed, wrong = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "demo.rrtq"
        open_or_build(base)
        for size in SIZES[:1] if asked.quick else SIZES:
            for line in LINES[:1] if asked.loading else LINES:
                patient = came(base, line, size, None)
                for pause in PAUSES[:2] if asked.quick else PAUSES:
                    now = came(base, line, size, pause, loading=asked.loading)
                    typed += 1
                    if unlike := now.unlike(patient, shown=not asked.loading):
                        wrong += 1
                        print(f"{size} {pause * 1000:.0f} ms  {line}", *unlike, sep="\n", flush=True)
    print(f"{typed} lines of keys typed ahead: {wrong} did, said or showed something else")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
