"""The thresholds: each has its unit and reason, each is used, and changes are checked."""

import math
import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import posecoach.core
from posecoach.core.config import Thresholds

NAMES = [f.name for f in fields(Thresholds)]
UNITS = {
    "deg": "_deg",
    "deg/s": "_deg_s",
    "torso/s": "_torso_s",
    "s": "_s",
    "torso": "",
    "image": "",
    "1": "",
    "Hz": "_hz",
    "1/deg": "",
}


@pytest.mark.parametrize("field", fields(Thresholds), ids=lambda f: f.name)
def test_each_has_a_unit_a_reason_and_a_sane_default(field: object) -> None:
    """No number without its why, and a name that carries its unit."""
    metadata, default = field.metadata, field.default  # type: ignore[attr-defined]
    assert metadata["unit"] in UNITS
    assert len(metadata["reason"]) >= len("the same")
    assert field.name.endswith(UNITS[metadata["unit"]])  # type: ignore[attr-defined]
    assert math.isfinite(default)
    assert default > 0


@pytest.mark.parametrize("name", NAMES)
def test_each_decides_something(name: str) -> None:
    """A threshold that no module reads would be a promise that nobody keeps."""
    modules = [p for p in Path(posecoach.core.__path__[0]).glob("*.py") if p.name != "config.py"]
    assert any(re.search(rf"cfg\.{name}\b", p.read_text(encoding="utf-8")) for p in modules)


def test_changes_make_a_copy() -> None:
    """The changed copy differs there and only there; the original stays and is frozen."""
    cfg = Thresholds()
    changed = cfg.with_changes(head_up_torso=0.2, rest_s=3)
    assert changed.head_up_torso == 0.2
    assert changed.rest_s == 3
    assert cfg == Thresholds()
    assert changed.with_changes(head_up_torso=cfg.head_up_torso, rest_s=cfg.rest_s) == cfg
    with pytest.raises(FrozenInstanceError):
        cfg.rest_s = 5.0  # type: ignore[misc]  # that is the point


def test_an_unknown_threshold_is_named_with_the_known_ones() -> None:
    """The message lists what there is."""
    with pytest.raises(ValueError, match=r"'head_up'; there are: .*head_up_torso"):
        Thresholds().with_changes(head_up=0.2)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf, -math.inf])
def test_a_value_that_cannot_decide_is_refused(value: float) -> None:
    """Zero, negative, NaN and infinity are no thresholds."""
    with pytest.raises(ValueError, match=r"threshold rest_s = .*above 0 is needed"):
        Thresholds().with_changes(rest_s=value)
