"""The program that kills, begun once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from killed import Killer, killing


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    """The program that kills."""
    with killing(tmp_path_factory.mktemp("killed")) as one:
        yield one
