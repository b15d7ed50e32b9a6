"""What the unit tests share: a steady hypothesis, and a copy of the project to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.unit.site_data import ROOT

# The same examples on every machine, however slow it is: a failure is never a matter of luck.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder of one's own, with the real data in it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path
