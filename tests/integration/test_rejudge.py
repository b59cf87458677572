"""What other rules would have counted: the command on recorded landmarks, without a video."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from click.testing import CliRunner, Result

from posecoach.adapters.words.rejudge import CATALOGUES, ENGLISH, Catalogue
from posecoach.cli_rejudge import rejudge
from posecoach.core.comparison import ReasonKind
from posecoach.core.config import Thresholds
from posecoach.errors import PoseCoachError, RoutineError, UsageError
from posecoach.rejudge import Asked, Outcome, recordings_in, rejudge_all
from tests.fixtures.make import landmarks_of, session_of
from tests.integration.conftest import load

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run the command on a terminal of 80 columns."""

    def invoke(*arguments: object) -> Result:
        env = {"COLUMNS": "80", "TERM": "dumb"}
        result = CliRunner(env=env).invoke(rejudge, [str(a) for a in arguments])
        assert result.exception is None or isinstance(
            result.exception, (SystemExit, PoseCoachError)
        ), result.exc_info
        return result

    return invoke


def kept(name: str, folder: Path) -> Path:
    """A folder as a review leaves it: the landmarks and the session."""
    folder.mkdir(parents=True)
    shutil.copy(landmarks_of(name), folder / "landmarks.jsonl.gz")
    shutil.copy(session_of(name), folder / "session.json")
    return folder


def compared(run: Run, *arguments: object) -> dict[str, Any]:
    """The comparison as JSON."""
    result = run(*arguments, "--json", "-")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def error_of(result: Result) -> PoseCoachError:
    """The error that the command line turns into one line and an exit code."""
    assert isinstance(result.exception, PoseCoachError)
    assert "\n" not in str(result.exception)
    return result.exception


# --- one recording ----------------------------------------------------------------------------


def test_a_longer_hold_is_asked_for(run: Run, tmp_path: Path) -> None:
    """14 s were held where 10 s were asked for: valid; of 20 s they are too short."""
    folder = kept("mannequin_both", tmp_path / "monday")
    result = run(folder, "--hold", 20)
    assert result.exit_code == 0
    lines = result.stdout.replace("\u00a0", " ").splitlines()
    assert f"{folder}: 0 of 2 counted, was 1 of 2" in lines
    (row,) = (line for line in lines if line.startswith("  1 "))
    (held, _) = load(session_of("mannequin_both"))["holds"]
    assert "counted  too short" in row
    assert f"{held['start_s']:.1f} … {held['end_s']:.1f} s" in row
    assert row.endswith(f"{held['credited_s']:.1f} s")
    assert "  1: 20 s are asked for instead of 10 s" in lines
    assert all(len(line) <= 80 for line in lines if str(tmp_path) not in line)


def test_the_old_rules_are_the_sessions(run: Run, tmp_path: Path) -> None:
    """The routine is read from the session beside; only what is asked for changes."""
    document = compared(run, kept("mannequin_single", tmp_path / "a"), "--set", "knee_bent_deg=59")
    (recording,) = document["recordings"]
    assert recording["has_session"]
    assert recording["old"]["routine"] == recording["new"]["routine"] == "gentle-single"
    assert recording["old"]["hold_s"] == 10.0
    assert recording["old"]["valid"] == 2


def test_a_stricter_limit_for_the_head(run: Run, tmp_path: Path) -> None:
    """The head is up by 0.25 for 1.5 s: milder rules see no fault, and more is credited."""
    folder = kept("synthetic_head_up_briefly", tmp_path / "a")
    document = compared(run, folder, "--set", "head_up_torso=0.4")
    (hold,) = document["recordings"][0]["holds"]
    assert hold["change"] == "same"
    assert hold["old"]["rejected_s"] == pytest.approx(1.6, abs=0.2)
    assert hold["new"]["rejected_s"] == 0
    (reason,) = hold["reasons"]
    assert (reason["kind"], reason["fault"]) == ("less_fault", "head_up")
    assert document["asked"]["thresholds"]["head_up_torso"] == {
        "old": 0.15,
        "new": 0.4,
        "unit": "torso",
        "reason": Thresholds.__dataclass_fields__["head_up_torso"].metadata["reason"],
    }


def test_a_verdict_changes_and_says_why(run: Run, tmp_path: Path) -> None:
    """Head up for 6 s: not counted; where that is no fault it counts, and the fault is named."""
    folder = kept("synthetic_head_up_long", tmp_path / "a")
    result = run(folder, "--set", "head_up_torso=0.4")
    text = result.stdout.replace("\u00a0", " ")
    assert "head_up_torso: 0.15 → 0.4 torso" in text
    assert "about 7 cm: more than a nod or a swallow" in text
    assert "1 of 1 counted, was 0 of 1" in text
    assert "  1: head up for 0 s instead of 6.1 s" in text


def test_another_routine(run: Run, tmp_path: Path) -> None:
    """One leg at a time is no hold of a routine for both: both attempts are gone."""
    folder = kept("synthetic_left_then_right", tmp_path / "a")
    result = run(folder, "--routine", "gentle-double")
    text = result.stdout
    assert "0 of 0 counted, was 2 of 2" in text
    assert text.count("these legs make no hold under the new rules") == 2
    document = compared(run, folder, "--routine", "gentle-double")
    assert [hold["change"] for hold in document["recordings"][0]["holds"]] == ["gone", "gone"]
    assert document["recordings"][0]["holds"][0]["new"] is None


def test_what_does_not_change_is_one_line(run: Run, tmp_path: Path) -> None:
    """No table where every hold is as it was."""
    folder = kept("mannequin_both", tmp_path / "a")
    result = run(folder, "--set", "camera_roll_deg=24")
    after = result.stdout.split(str(folder))[1]
    assert after == ": no change, 1 of 2 counted\n"


def test_a_routine_without_a_source(run: Run, tmp_path: Path) -> None:
    """A review writes the source that a routine does not have as an empty text."""
    folder = kept("synthetic_hold", tmp_path / "review")
    session = json.loads((folder / "session.json").read_text())
    session["routine"]["source"] = ""
    (folder / "session.json").write_text(json.dumps(session))
    told = compared(run, folder, "--set", "head_up_torso=0.1")
    assert told["recordings"][0]["has_session"]


def test_a_recording_without_a_session(run: Run, tmp_path: Path) -> None:
    """It is judged by the default routine, and that is said."""
    path = tmp_path / "alone.landmarks.jsonl.gz"
    shutil.copy(landmarks_of("mannequin_both"), path)
    result = run(path, "--hold", 10)
    assert result.exit_code == 0
    assert "the old rules are those of lower-back-relief" in result.stdout
    assert "1 of 2 counted, was 0 of 2" in result.stdout


def test_a_recording_by_its_name_has_its_session_by_its_name(run: Run) -> None:
    """NAME.landmarks.jsonl.gz goes with NAME.session.json: here 10 s, not the routine's 30 s."""
    document = compared(run, landmarks_of("mannequin_both"), "--hold", 12)
    assert document["recordings"][0]["old"]["hold_s"] == 10.0


def test_nothing_is_written_into_the_folder(run: Run, tmp_path: Path) -> None:
    """What was recorded stays as it was."""
    folder = kept("mannequin_both", tmp_path / "a")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    run(folder, "--hold", 20)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


# --- many -------------------------------------------------------------------------------------


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """Three sessions, one of them deeper."""
    kept("mannequin_both", tmp_path / "month" / "01")
    kept("synthetic_head_up_long", tmp_path / "month" / "02")
    kept("synthetic_hold", tmp_path / "month" / "week 2" / "[1]")
    return tmp_path / "month"


def test_a_month(run: Run, month: Path) -> None:
    """Every recording is found, however deep, and they are added up."""
    result = run(month, "--hold", 13)
    text = result.stdout.replace("\u00a0", " ")
    for name in ("01: no change", "02: no change", "week 2/[1]: 0 of 1 counted, was 1 of 1"):
        assert f"{month}/{name}" in text
    total = text.split("All recordings: 3, changed: 1")[1].splitlines()
    assert [line.split()[-2:] for line in total[2:6]] == [
        ["2", "1"],  # counted
        ["1", "2"],  # too short
        ["1", "1"],  # not counted
        ["0", "0"],  # unsure
    ]
    assert total[6].split() == ["attempts", "4", "4"]


def test_a_recording_named_twice_is_judged_once(run: Run, month: Path) -> None:
    """A folder and a folder in it are no two months."""
    document = compared(run, month, month / "01", "--hold", 13)
    assert document["total"]["recordings"] == 3


def test_a_broken_one_costs_only_itself(run: Run, month: Path) -> None:
    """Broken landmarks, a broken session: a line each, the rest is judged, and the code is 1."""
    path = month / "01" / "landmarks.jsonl.gz"
    path.write_bytes(path.read_bytes()[:5000])
    (month / "02" / "session.json").write_text('{"schema": "posecoach.session/1", "routine": 3}')
    result = run(month, "--hold", 13, "--json", month / "all.json")
    assert result.exit_code == 1
    complaints = result.stderr.splitlines()
    assert len(complaints) == 2
    assert all(line.startswith("posecoach: ") for line in complaints)
    assert "01/landmarks.jsonl.gz: damaged or cut short" in complaints[0]
    assert "02/session.json is not a whole session (it names no routine)" in complaints[1]
    assert "[1]: 0 of 1 counted, was 1 of 1" in result.stdout
    document = load(month / "all.json")
    assert document["total"]["recordings"] == 1
    assert [broken["path"] for broken in document["broken"]] == [
        str(path),
        str(month / "02" / "landmarks.jsonl.gz"),
    ]


def test_one_that_is_none_costs_only_itself(run: Run, month: Path) -> None:
    """A folder without recordings and a file that is none are named; the others are judged."""
    (month / "empty").mkdir()
    result = run(month / "empty", month / "01", month / "nowhere.mp4", "--hold", 13)
    assert result.exit_code == 1
    first, second = result.stderr.splitlines()
    assert "no recorded landmarks in it" in first
    assert "no folder and no recording of landmarks" in second
    assert "01: no change" in result.stdout


def test_ctrl_c_keeps_what_is_done(month: Path) -> None:
    """It comes while the first of three is told: that one is whole, and no other is begun."""
    taken: list[Outcome] = []

    def take(outcome: Outcome) -> None:
        taken.append(outcome)
        signal.raise_signal(signal.SIGINT)

    assert rejudge_all(recordings_in(month), Asked(hold_s=13.0), take)
    assert [outcome.path.parent.name for outcome in taken] == ["01"]
    assert taken[0].rejudged is not None
    assert len(taken[0].rejudged.changes) == 2


def test_json_alone_is_on_stdout(run: Run, month: Path) -> None:
    """--json - prints the document and nothing else."""
    result = run(month, "--hold", 13, "--json", "-")
    assert json.loads(result.stdout)["schema"] == "posecoach.rejudge/1"
    assert result.stderr == ""


def test_french(run: Run, tmp_path: Path) -> None:
    """The same in French, with its decimal comma and its no-break spaces."""
    folder = kept("mannequin_both", tmp_path / "lundi")
    text = run(folder, "--hold", 20, "--lang", "fr").stdout
    assert f"{folder}\u00a0: 0 sur 2 comptés, auparavant 1 sur 2" in text
    credited = f"{load(session_of('mannequin_both'))['holds'][0]['credited_s']:.1f}"
    assert f"{credited.replace('.', ',')}\u00a0s" in text
    assert "1\u00a0: 20\u00a0s sont demandées au lieu de 10\u00a0s" in text


# --- wrong usage ------------------------------------------------------------------------------


def test_an_unknown_threshold_is_refused_with_the_valid_names(run: Run, month: Path) -> None:
    """The message lists every threshold there is."""
    error = error_of(run(month, "--set", "head=0.1"))
    assert error.exit_code == 2
    assert "no threshold 'head'" in str(error)
    assert all(f.name in str(error) for f in fields(Thresholds))


@pytest.mark.parametrize(
    "setting",
    [
        "head_up_torso",
        "head_up_torso=",
        "head_up_torso=much",
        "head_up_torso=nan",
        "head_up_torso=inf",
        "head_up_torso=-1",
        "head_up_torso=0",
        "=1",
        "self=1",
        "a b=1",
        "1e999=1e999",
    ],
)
def test_a_setting_that_cannot_be_is_refused(run: Run, month: Path, setting: str) -> None:
    """Wrong usage, in one line, before anything is judged."""
    result = run(month, "--set", setting)
    error = error_of(result)
    assert isinstance(error, UsageError)
    assert str(error).startswith("--set")
    assert result.stdout == ""


def test_nothing_to_change_is_refused(run: Run, month: Path) -> None:
    """Without other rules there is nothing to compare."""
    assert "give --routine, --hold or --set" in str(error_of(run(month)))


@pytest.mark.parametrize("options", [("--hold", 0), ("--hold", "nan"), ("--routine", "nothing")])
def test_a_routine_that_cannot_be_is_refused(
    run: Run, month: Path, options: tuple[object, ...]
) -> None:
    """As a review refuses it."""
    assert isinstance(error_of(run(month, *options)), RoutineError)


@pytest.mark.parametrize("name", ["landmarks.jsonl.gz", "session.json"])
def test_the_json_does_not_overwrite_what_is_judged(run: Run, month: Path, name: str) -> None:
    """Neither the landmarks nor the session."""
    target = month / "01" / name
    before = target.read_bytes()
    error = error_of(run(month, "--hold", 13, "--json", target))
    assert "would overwrite what is reviewed" in str(error)
    assert target.read_bytes() == before


# --- words ------------------------------------------------------------------------------------


def texts_of(catalogue: Catalogue) -> dict[str, str]:
    """Every text of a catalogue by its name."""
    found: dict[str, str] = {}
    for f in fields(Catalogue):
        value = getattr(catalogue, f.name)
        entries = {"": value} if isinstance(value, str) else value
        found.update({f"{f.name} {key}": text for key, text in entries.items()})
    return found


def places_in(text: str) -> set[str]:
    """Names of the placeholders."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_catalogue_is_complete(language: str) -> None:
    """Each has every text of the English one, with the same placeholders; none is empty."""
    english, texts = texts_of(ENGLISH), texts_of(CATALOGUES[language])
    assert texts.keys() == english.keys()
    for name, text in texts.items():
        assert text.strip(), name
        assert places_in(text) == places_in(english[name]), name
    words = CATALOGUES[language]
    assert set(words.reasons) == set(ReasonKind)
