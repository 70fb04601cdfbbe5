"""The model itself is tested here: it is asked each time."""

from __future__ import annotations

import pytest


@pytest.fixture
def remembered_model() -> None:
    """Nothing is remembered."""
