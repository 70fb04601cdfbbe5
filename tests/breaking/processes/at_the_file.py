"""A program of its own that has a project open, until its standard input is closed.

`python at_the_file.py PROJECT [ACT...]`: codes one passage as Ama and says 'open'; then for each line that it reads it
codes one more and says how many Ama has. As ACT `killed` it ends by SIGKILL after the first; as ACT `writing` it codes
the first, says 'open' and leaves the change unfinished until it reads a line.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from rrt_qual.domain.spans import Span
from rrt_qual.services.coding.session import CodingSession
from rrt_qual.services.shared.project import open_project
from rrt_qual.services.texts.by_name import find
from rrt_qual.store.file.connection import transaction

project = open_project(Path(sys.argv[1]))
session = CodingSession(project, project.coder("Ama"))
interview = find(project, "A")
if sys.argv[2:] == ["writing"]:
    with transaction(project.conn):
        session.apply(interview, Span(0, 20), "threats")
        print("open", flush=True)
        sys.stdin.readline()
    print(len(session.codings(interview)), flush=True)
    sys.stdin.readline()
    sys.exit()
session.apply(interview, Span(0, 20), "threats")
if sys.argv[2:] == ["killed"]:
    os.kill(os.getpid(), signal.SIGKILL)
print("open", flush=True)
for number, _ in enumerate(sys.stdin):
    session.apply(interview, Span(number, number + 12), "blame")
    print(len(session.codings(interview)), flush=True)
