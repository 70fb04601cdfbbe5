"""Feed every reader with broken files, each batch in a process of its own, until the time is over.

    python benchmarks/fuzz_readers.py [--seconds 120] [--seed 1] [--reader NAME] [--out FOLDER]

Samples are mutated (bytes flipped, cut, doubled, spliced; numbers and brackets swapped; members of zip files
mutated inside). A finding is an exception that is no RrtError, an input that takes more than 20 s of processor time
or 400 MB of memory, a process that hangs or wants more than 8 GB of addresses, and a sentence without file or remedy;
its input is kept in FOLDER. The same seed gives the same inputs. Exit code 1: something was found.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "transcripts_sample"
# (numpy and spaCy reserve far more address space than they use, and wait for ever for a thread they cannot have)
BATCH, MEMORY = 300, 8_000_000_000
# seconds of processor time and, for what waits, on the clock; a busy machine is not taken for a hang
BATCH_SECONDS, HANG = 600, 3_600
CASE_SECONDS, CASE_MEMORY, SIZE = 20, 400_000_000, 500_000
WORDS = [
    *(b"inf", b"nan", b"1e309", b"9" * 400, b"\\ud800", b"\x00", b"\xff\xfe", b"[" * 50, b"<v ", b"-->", b'"', b"\n\n"),
    *(b"&a [*a]", b"\xed\xa0\x80", b"99999:00:00", b"((((", b"{{{{", b",,,,", b"---\n", b"\r", b"<!DOCTYPE x>"),
]


def made(name: str) -> bytes:
    """A small workbook, as the survey of the samples would be in Excel."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["indicator", "wave", "n", "score"], ["Workload", "2026", 40, 2.5], ["Pay", "2026", 38, 3.1]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def readers() -> dict[str, tuple[str, bytes, Callable[[Path], Any]]]:
    """Reader -> the file's ending, a sample, and what reads it."""
    from rrt_qual import ingest
    from rrt_qual.ingest.codebook.file import check_codebook
    from rrt_qual.ingest.tables.attributes import read_attributes
    from rrt_qual.ingest.tables.codings_file import read_codings
    from rrt_qual.ingest.tables.name_list import read_names
    from rrt_qual.ingest.tables.survey import read_scores, read_workforce
    from rrt_qual.suggest.judge.readers import read_codebook_json, read_jsonl

    def sample(name: str) -> bytes:
        return (SAMPLES / name).read_bytes()[:30_000]

    srt = b"1\n00:00:01,000 --> 00:00:02,000\nJo: Why?\n\n2\n00:00:02,000 --> 00:00:03,000\nAnn: Well.\n"
    front = b"---\nhost: Jo Lee\nguests: [Ann Day]\n---\n**Jo:** Why?\n\n**Ann:** Well.\n"
    table = b"speaker,text,start,end\nJo,Why?,0:01,0:02\nAnn,Well.,2.5,3\n"
    book = (ROOT / "codebooks" / "retention.yaml").read_bytes()[:6_000]
    row = b'{"doc": "a", "text": "Well.", "codes": ["x"], "stance": "risk"}\n'
    return {
        "txt": (".txt", sample("T25-01.txt")[:3_000], ingest.read_transcript),
        "md": (".md", front, ingest.read_transcript),
        "docx": (".docx", (SAMPLES / "T25-03.docx").read_bytes(), ingest.read_transcript),
        "vtt": (".vtt", sample("T25-04.vtt")[:3_000], ingest.read_transcript),
        "srt": (".srt", srt, ingest.read_transcript),
        "csv": (".csv", table, ingest.read_transcript),
        "attributes": (".csv", sample("attributes.csv"), lambda p: read_attributes(p, ["T25-01"])),
        "survey": (".csv", sample("survey.csv")[:3_000], read_scores),
        "xlsx": (".xlsx", made("survey"), read_scores),
        "workforce": (".csv", sample("workforce.csv")[:3_000], read_workforce),
        "codebook": (".yaml", book, check_codebook),
        "codebook-csv": (".csv", b"theme,definition,parent\nPay,Money,\nBonus,More,Pay\n", check_codebook),
        "codings": (".jsonl", sample("codings.jsonl")[:3_000], read_codings),
        "codings-csv": (".csv", b"interview,start,end,text,theme\nA,0,4,Well,pay\n", read_codings),
        "names": (".csv", sample("names.csv"), read_names),
        "evaluate": (".jsonl", row * 3, read_jsonl),
        "codes": (".json", b'[{"code": "x", "name": "X", "examples": ["a"]}]', read_codebook_json),
    }


def mutate(data: bytes, rng: random.Random, size: int = SIZE) -> bytes:
    """`data` with one to five small wounds; a zip file is wounded inside half of the time."""
    if data.startswith(b"PK\x03\x04") and rng.random() < 0.5:
        return mutate_inside(data, rng, size)
    out = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        at, end = sorted((rng.randint(0, len(out)), rng.randint(0, len(out))))
        match rng.randint(0, 5):
            case 0 if out:
                out[min(at, len(out) - 1)] ^= 1 << rng.randint(0, 7)
            case 1:
                del out[at : min(end, at + 200)]
            case 2:
                out[at:at] = rng.choice(WORDS) * rng.choice((1, 1, 1, 1, 200, 20_000))
            case 3:
                out[at:at] = out[at : min(end, at + 500)] * rng.choice((1, 2, 20))
            case 4 if rng.random() < 0.2:
                del out[at:]
            case _:
                out[at : at + 4] = rng.choice(WORDS)
    return bytes(out[:size])


def mutate_inside(data: bytes, rng: random.Random, size: int) -> bytes:
    """A zip file with one member wounded before it is packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    chosen = rng.choice(list(parts))
    parts[chosen] = mutate(parts[chosen], rng, size)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def batch(name: str, seed: int, folder: Path, cases: int, size: int = SIZE) -> list[str]:
    """Run one batch here, of inputs of at most `size` bytes; what was found, a line each."""
    from rrt_qual.domain.errors import RrtError

    ending, sample, read = readers()[name]
    rng = random.Random(f"{name} {seed}")
    found = []
    path = folder / f"{name}-{seed}-last{ending}"
    signal.signal(signal.SIGPROF, too_long)
    path.write_bytes(sample)
    read(path)  # what is loaded once counts for no case
    most = peak()
    for case in range(cases):
        data = mutate(sample, rng, size)
        path.write_bytes(data)
        what = ""
        signal.setitimer(signal.ITIMER_PROF, CASE_SECONDS)
        try:
            read(path)
        except RrtError as fault:
            if "-last" not in str(fault):
                what = f"no file named in {str(fault)[:80]!r}"
        except Exception as fault:
            place = traceback.extract_tb(fault.__traceback__)[-1]
            what = f"{type(fault).__name__} at {Path(place.filename).name}:{place.lineno}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if peak() - most > CASE_MEMORY:
            what = what or f"took {(peak() - most) // 1_000_000} MB"
        most = peak()
        if what:
            kept = folder / f"{name}-{seed}-{case}{ending}"
            kept.write_bytes(data)
            found.append(f"{name}: {what}, see {kept}")
    path.unlink(missing_ok=True)
    return found


class TooLongError(Exception):
    """One input has taken more processor time than any may."""


def too_long(*_: object) -> None:
    """Ends the input that is being read."""
    raise TooLongError


def peak() -> int:
    """The most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def limited() -> None:
    """Less memory and time than a laptop has, so that what wants it all is found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (BATCH_SECONDS, BATCH_SECONDS))


def main() -> int:
    """Fuzz until the time is over; the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=120)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--reader", choices=sorted(readers()))
    options.add_argument("--out", type=Path, default=None)
    options.add_argument("--batch", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    folder = given.out or Path(tempfile.mkdtemp(prefix="fuzz-readers-"))
    folder.mkdir(parents=True, exist_ok=True)
    if given.batch:
        print("\n".join(batch(given.batch[0], int(given.batch[1]), folder, BATCH)))
        return 0
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    names = [given.reader] if given.reader else list(readers())
    end, seed, cases, found = time.monotonic() + given.seconds, given.seed, 0, 0
    while time.monotonic() < end:
        for name in names:
            words = [sys.executable, __file__, "--out", str(folder), "--batch", name, str(seed)]
            with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, preexec_fn=limited, env=alone) as child:
                try:
                    said = child.communicate(timeout=HANG)[0]
                    lost = [f"{name}: ended with {child.returncode}, seed {seed}"] if child.returncode else []
                except subprocess.TimeoutExpired:
                    child.send_signal(signal.SIGKILL)
                    said, lost = "", [f"{name}: hangs, see {folder}/{name}-{seed}-last*"]
            cases += BATCH
            for line in [*filter(None, said.splitlines()), *lost]:
                found += 1
                print(line, flush=True)
            if time.monotonic() >= end:
                break
        seed += 1
    print(f"{cases:,} inputs, {found} findings, seeds {given.seed} to {seed - 1}, in {folder}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
