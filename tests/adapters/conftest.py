"""Fixtures: tiny videos, made when a test asks for one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from synthetic_videos import KINDS, Recipe, write_video


@pytest.fixture(scope="session", params=list(KINDS))
def any_video(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a video of each kind in turn; it is made once and must not be changed."""
    return KINDS[request.param](tmp_path_factory.mktemp("kind"))


@pytest.fixture
def make_video(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes a video; its arguments are those of `Recipe`."""
    return lambda **changes: write_video(tmp_path, Recipe(**changes))


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """Run the test without root's power to read and write all; give a folder open to all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        if not hasattr(os, "geteuid"):
            pytest.skip("permissions work otherwise on this system")
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
