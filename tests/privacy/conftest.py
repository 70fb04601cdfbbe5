"""One finder for all tests: loading the model takes longer than any of them."""

from __future__ import annotations

import pytest

from rrt_qual.privacy.find.finder import Finder


@pytest.fixture(scope="session")
def finder() -> Finder:
    return Finder()
