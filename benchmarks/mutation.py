"""How many small faults, set one at a time, the tests notice.

    python benchmarks/mutation.py                         every group, 40 mutants of each
    python benchmarks/mutation.py undo --sample 80        one group, more of them
    python benchmarks/mutation.py --seed 2                other mutants
    python benchmarks/mutation.py undo --only 17,23       these mutants again, after a test was written
    python benchmarks/mutation.py undo --without test_undo_log.py     what the other tests alone notice

A mutant is the program with one change: a comparison turned or made (un)equal, `and` for `or`, a condition turned
round, a number one up, `+` for `-`, a value that is returned made None, a statement left out, and in the SQL of string
literals `<` for `<=`, `=` for `<>`, AND for OR, `COUNT(DISTINCT x)` for `COUNT(x)`, MAX for MIN, DESC for ASC, a
condition on retired, withdrawn or machine-made rows left out. The same seed draws the same mutants as long as the
source is the same; numbers are those of the list of all mutants of a group, in the order of files and places.

Each mutant runs in a process forked from one that has loaded all libraries and nothing of the program, against the
tests that stand beside the group in GROUPS, up to the first that fails; one that takes three times the processor's time
that the tests need counts as noticed. The changed module is what is imported, so that constants and classes that others
take from it are the changed ones too. Processes that tests start run the program as it is. Survivors are listed with
their lines. Some change nothing that anybody could see (an order that nothing depends on, a faster way that is left
out): read each before writing a test. Nothing in the source folder is changed.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.machinery
import importlib.util
import io
import os
import random
import re
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"

#: Group -> (modules that are changed, tests that are run).
GROUPS: dict[str, tuple[list[str], list[str]]] = {
    "domain": (
        [
            "domain.spans",
            "domain.confidentiality.overlay",
            "domain.quotes.wording",
            "domain.codebook",
            "domain.confidentiality.disclosure",
        ],
        ["tests/domain"],
    ),
    "analysis": (
        [
            *(
                "analysis.figures.frequency",
                "analysis.figures.proportion",
                "analysis.figures.rating",
                "analysis.figures.comparison",
                "analysis.figures.joint",
            ),
            *(
                "analysis.figures.relations",
                "analysis.figures.saturation",
                "analysis.figures.groups",
                "analysis.trust",
                "analysis.quotes.choose",
            ),
        ],
        ["tests/analysis"],
    ),
    "frequencies": (
        ["store.figures.frequencies", "store.coding.progress"],
        [
            *(
                "tests/store/test_counting.py",
                "tests/services/interviews/test_consent.py",
                "tests/services/interviews/test_erasure.py",
            ),
            "tests/store/test_acts.py",
        ],
    ),
    "undo": (
        ["store.undo", "store.project.changes"],
        [
            f"tests/{name}.py"
            for name in ("store/test_log", "store/test_undo_log", "services/test_review", "store/test_acts")
        ],
    ),
    "suppression": (
        [
            "privacy.disclose.suppression",
            "privacy.disclose.grid",
            "privacy.disclose.rounding",
            "privacy.disclose.witness",
            "services.published",
        ],
        [f"tests/privacy/{name}.py" for name in ("test_witness", "test_span_of_hidden", "test_suppression")],
    ),
}

_FLIPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SUMS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}
_SQL = re.compile(r"\b(SELECT|FROM|WHERE|UPDATE|ORDER BY|AND|OR|NOT IN|GROUP BY)\b")
_SQL_CHANGES = (
    (r"<>", "="), (r"<=", "<"), (r">=", ">"), (r"(?<![<>])=(?!=)", "<>"), (r"<(?![=>])", "<="), (r"(?<!<)>(?!=)", ">="),
    (r"\bAND\b", "OR"), (r"\bOR\b", "AND"), (r"COUNT\(DISTINCT ", "COUNT("), (r"\bMAX\(", "MIN("),
    (r" DESC\b", " ASC"), (r"\bNOT IN\b", "IN"), (r"IS NULL", "IS NOT NULL"), (r"IS NOT NULL", "IS NULL"),
    (r"AND (c\.)?retired_at IS NULL", ""), (r"AND (c\.)?origin <> 'machine'", ""), (r"SELECT DISTINCT", "SELECT"),
)  # fmt: skip


#: What is done to one node of a syntax tree.
Change = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the line, what it is, and the node (in the order of `ast.walk`) that it is done to."""

    module: str
    line: int
    what: str
    node: int = 0
    change: Change = lambda node: None

    def code(self) -> CodeType:
        """The module with the change, compiled."""
        tree = parsed(self.module)
        self.change(list(ast.walk(tree))[self.node])
        return compile(ast.fix_missing_locations(tree), str(path(self.module)), "exec")


def path(module: str) -> Path:
    """Where a module of the program stands."""
    return SOURCE / "rrt_qual" / (module.replace(".", "/") + ".py")


def parsed(module: str) -> ast.Module:
    """Its syntax tree, new at each call."""
    return ast.parse(path(module).read_text(encoding="utf-8"))


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its tree."""
    tree = parsed(module)
    docs = {id(n.body[0]) for n in ast.walk(tree) if hasattr(n, "body") and isinstance(n.body, list) and _is_doc(n)}
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node, docs):
            yield Mutant(module, getattr(node, "lineno", 0), what, number, change)


def _is_doc(node: ast.AST) -> bool:
    first = node.body[0] if node.body else None  # type: ignore[attr-defined]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


def _changes(node: ast.AST, docs: set[int]) -> Iterator[tuple[str, Change]]:
    """(what it is, the function that makes it) of all changes to one node."""

    def put(**fields: object) -> Change:
        def change(at: ast.AST) -> None:
            for name, value in fields.items():
                setattr(at, name, value)

        return change

    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            if type(op) in _FLIPS:
                other = _FLIPS[type(op)]
                yield f"{type(op).__name__} -> {other.__name__}", put(ops=[*node.ops[:n], other(), *node.ops[n + 1 :]])
    elif isinstance(node, ast.BoolOp):
        other_ = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{type(node.op).__name__} -> {other_.__name__}", put(op=other_())
    elif isinstance(node, ast.BinOp) and type(node.op) in _SUMS and not _text(node):
        yield f"{type(node.op).__name__} -> {_SUMS[type(node.op)].__name__}", put(op=_SUMS[type(node.op)]())
    elif isinstance(node, ast.AugAssign) and type(node.op) in _SUMS:
        yield f"{type(node.op).__name__}= turned", put(op=_SUMS[type(node.op)]())
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield "condition turned", put(test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns None", put(value=ast.Constant(None))
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield f"{node.value} -> {node.value + 1}", put(value=node.value + 1)
    elif isinstance(node, ast.Constant) and node.value in (True, False) and isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", put(value=not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.search(node.value):
        for pattern, new in _SQL_CHANGES:
            for found in re.finditer(pattern, node.value):
                text = node.value[: found.start()] + new + node.value[found.end() :]
                yield f"SQL {found[0].strip()!r} -> {new.strip()!r} in {_near(node.value, found)!r}", put(value=text)
    elif isinstance(node, ast.Expr) and id(node) not in docs and isinstance(node.value, ast.Call):
        yield f"left out: {ast.unparse(node)[:60]}", put(value=ast.Constant(None))


def _near(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 14) : found.end() + 14]


def _text(node: ast.BinOp) -> bool:
    return any(isinstance(n, (ast.JoinedStr, ast.List, ast.Tuple)) or _is_str(n) for n in (node.left, node.right))


def _is_str(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class Importer(importlib.machinery.SourceFileLoader):
    """Finds one module of the program and loads it with its change."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__("rrt_qual." + mutant.module, str(path(mutant.module)))
        self._mutant = mutant

    def find_spec(
        self, name: str, at: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's spec; None for all others."""
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, name: str) -> CodeType:
        """The changed module's code."""
        return self._mutant.code()


def load_libraries() -> None:
    """Import what tests import besides the program, once for all mutants."""
    import hypothesis.stateful

    for name in ("numpy", "pytest_asyncio", "pytest_textual_snapshot", "scipy.optimize", "xdist.plugin", "yaml"):
        importlib.import_module(name)
    assert not any(name.startswith("rrt_qual") for name in sys.modules)
    # what fails has failed: no smaller example is looked for
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", derandomize=True, deadline=None, phases=phases)


def run(tests: list[str]) -> int:
    """Pytest's answer, up to the first failure, in this process."""
    import pytest

    words = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-profile=mutants"]
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning", *tests]  # hypothesis is there already
    with Path(os.devnull).open("w") as quiet, redirect_stdout(quiet), redirect_stderr(io.StringIO()):
        return int(pytest.main(words))


def noticed(mutant: Mutant, tests: list[str], patience: float) -> bool:
    """Whether the tests fail with the change, in a process of its own that gets `patience` seconds of a processor."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (int(patience) + 1, int(patience) + 2))
        signal.alarm(600)  # should it wait for something that never comes
        code = 1
        try:
            os.setsid()
            sys.meta_path.insert(0, Importer(mutant))  # type: ignore[arg-type]
            code = run(tests)
        except BaseException:
            code = 1
        finally:
            os._exit(0 if code == 0 else 1)
    return os.waitpid(child, 0)[1] != 0


def main() -> None:
    """Run what the command line asks for and print the score of each group."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []])
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="numbers of mutants, with commas")
    parser.add_argument("--without", default="", help="files of tests to leave out, with commas")
    asked = parser.parse_args()
    os.environ["CI"] = "1"  # the same cases in every run
    os.chdir(ROOT)
    sys.path[:0] = [str(SOURCE), str(ROOT / "tests" / "support")]
    load_libraries()
    for group in asked.groups or GROUPS:
        modules, tests = GROUPS[group]
        tests = [t for t in tests if Path(t).name not in asked.without.split(",")]
        every = [m for module in modules for m in mutants(module)]
        drawn = sorted(random.Random(asked.seed).sample(range(len(every)), min(asked.sample, len(every))))
        if asked.only:
            drawn = [int(n) for n in asked.only.split(",")]
        begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        if noticed(Mutant(modules[0], 0, "as it is"), tests, 600):
            print(f"{group}: the tests fail as it is")
            continue
        patience = 3 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun)
        left = []
        for number in drawn:
            if not noticed(every[number], tests, patience):
                left.append(number)
                mutant = every[number]
                print(f"  survives {number}: {mutant.module}:{mutant.line} {mutant.what}", flush=True)
        print(f"{group}: {len(drawn) - len(left)} of {len(drawn)} noticed ({len(every)} possible)", flush=True)


if __name__ == "__main__":
    main()
