"""A session says what it was judged by, and what reads it again believes it."""

from __future__ import annotations

import re
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from posecoach.adapters.report import write_report
from posecoach.adapters.report_model import read_report
from posecoach.adapters.routine_files import load_routine
from posecoach.adapters.session_reader import SessionFileError, read_session, thresholds_of
from posecoach.app import ReviewOptions, review
from posecoach.core.config import Thresholds
from posecoach.core.routine import with_hold
from posecoach.errors import InputError
from posecoach.rejudge import Asked, Outcome, rejudge_all
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import load
from tests.report_folder import change_session

MILD = Thresholds().with_changes(head_up_torso=0.4)


def judged(folder: Path, name: str, cfg: Thresholds, routine: str = "lower-back-relief") -> Path:
    """A folder as a review under these thresholds leaves it, landmarks beside."""
    options = ReviewOptions(with_hold(load_routine(routine), 10.0), cfg, folder)
    review(landmarks_of(name), options, progress=lambda *_: None)
    shutil.copy(landmarks_of(name), folder / "landmarks.jsonl.gz")
    return folder


def rejudged(folder: Path, **thresholds: float) -> Outcome:
    """The one outcome of judging again with some thresholds changed."""
    outcomes: list[Outcome] = []
    rejudge_all(
        [folder / "landmarks.jsonl.gz"], Asked(thresholds=thresholds or {}), outcomes.append
    )
    return outcomes[0]


def test_every_threshold_is_named(tmp_path: Path) -> None:
    """The session has all of them, and they are read back as they were."""
    folder = judged(tmp_path / "a", "synthetic_head_up_long", MILD)
    document = load(folder / "session.json")
    assert document["thresholds"] == asdict(MILD)
    path = folder / "session.json"
    assert thresholds_of(read_session(path), path) == MILD


def test_rejudge_begins_from_the_sessions_own(tmp_path: Path) -> None:
    """Judged mildly it counted; asked for another rule, what it was still is what it was."""
    folder = judged(tmp_path / "a", "synthetic_head_up_long", MILD)
    assert load(folder / "session.json")["holds"][0]["verdict"] == "valid"
    done = rejudged(folder, knee_bent_deg=59.0).rejudged
    assert done is not None
    assert (done.old.valid, done.new.valid) == (1, 1)
    assert done.old_rules.cfg == MILD
    assert done.own_thresholds == ()
    done = rejudged(folder, head_up_torso=0.15).rejudged
    assert done is not None
    assert (done.old.valid, done.new.valid) == (1, 0)
    (own,) = done.own_thresholds
    assert (own.name, own.old, own.new) == ("head_up_torso", 0.4, 0.15)


def test_a_session_from_before_is_read_with_the_defaults(tmp_path: Path) -> None:
    """Without the fields a session is as valid as ever; a name of another version is left out."""
    folder = judged(tmp_path / "a", "synthetic_hold", Thresholds())
    change_session(folder, lambda d: (d.pop("thresholds"), d.pop("one_leg_s")))
    assert read_report(folder).cfg == Thresholds()
    change_session(folder, lambda d: d.update(thresholds={"of_tomorrow": "x", "rest_s": 2}))
    assert read_report(folder).cfg == Thresholds().with_changes(rest_s=2)


@pytest.mark.parametrize(
    "value",
    [
        3,
        [],
        {"rest_s": "2"},
        {"rest_s": True},
        {"rest_s": None},
        {"rest_s": -1},
        {"rest_s": 0},
        {"rest_s": 10**400},
        {"rest_s": 1e999},
    ],
    ids=str,
)
def test_thresholds_that_cannot_be_are_refused(tmp_path: Path, value: Any) -> None:  # noqa: ANN401
    """Whatever stands there, it is one clear line and never a judgement by nonsense."""
    folder = judged(tmp_path / "a", "synthetic_hold", Thresholds())
    document = {**load(folder / "session.json"), "thresholds": value}
    with pytest.raises(SessionFileError, match="threshold") as caught:
        thresholds_of(document, folder / "session.json")
    assert "\n" not in str(caught.value)
    if value != {"rest_s": 1e999}:  # no JSON
        change_session(folder, lambda d: d.update(thresholds=value))
        with pytest.raises(InputError, match="review the recording again"):
            write_report(folder)
        error = rejudged(folder, knee_bent_deg=59.0).error
        assert error is not None
        assert "threshold" in str(error)


def test_the_report_shows_the_limit_that_was_judged_with(tmp_path: Path) -> None:
    """A limit of 0.4 torso is drawn at 40 %, also when the page is written anew."""
    pages = {}
    for cfg in (Thresholds(), MILD):
        folder = judged(tmp_path / str(cfg.head_up_torso), "synthetic_head_up_long", cfg)
        pages[cfg] = write_report(folder).read_text(encoding="utf-8")
    limit = re.compile(r'"y":\[40(?:\.0)?,40(?:\.0)?\]|"y0":40(?:\.0)?\b')
    assert [bool(limit.search(page)) for page in pages.values()] == [False, True]


def test_one_leg_alone_is_told_in_the_report(tmp_path: Path) -> None:
    """Where the routine wants both legs the page says how long one alone was drawn."""
    name = "synthetic_left_then_right"
    both = judged(tmp_path / "both", name, Thresholds())
    single = judged(tmp_path / "single", name, Thresholds(), "gentle-single")
    # Twice 12.8 s above the threshold, each until the release is sure.
    assert load(both / "session.json")["one_leg_s"] == pytest.approx(25.6, abs=1.2)
    assert load(single / "session.json")["one_leg_s"] == 0
    told = [write_report(folder).read_text(encoding="utf-8") for folder in (both, single)]
    assert ["one leg alone was drawn up for" in page for page in told] == [True, False]
    french = write_report(both, lang="fr").read_text(encoding="utf-8")
    assert "une seule jambe a été ramenée pendant" in french


def test_a_failed_review_leaves_no_empty_folder(tmp_path: Path) -> None:
    """What is no recording makes no folder; one that was there before stays."""
    broken = tmp_path / "x.landmarks.jsonl"
    broken.write_text("no landmarks", encoding="utf-8")
    options = ReviewOptions(load_routine("lower-back-relief"), Thresholds(), tmp_path / "a" / "b")
    with pytest.raises(InputError):
        review(broken, options, progress=lambda *_: None)
    assert not (tmp_path / "a").exists()
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(InputError):
        review(broken, options, progress=lambda *_: None)
    assert (tmp_path / "a" / "b").is_dir()
