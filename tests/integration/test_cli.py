"""The command line: what is printed where, exit codes, and the outputs' names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posecoach import cli as cli_module
from posecoach.adapters.model_store import MODEL_DIR_VARIABLE, Model
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import Cli, Ran, ended, load, start_posecoach

HEAVY = ("mediapipe", "cv2", "av", "numpy", "rich")
ONE_HOLD = landmarks_of("synthetic_hold")
NO_HOLD = landmarks_of("bridge")


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(source, target))


# --- help -----------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["review", "--help"], ["model", "-h"]])
def test_help_explains_and_succeeds(cli: Cli, arguments: list[str]) -> None:
    """Help goes to stdout, with exit code 0."""
    ran = cli(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: posecoach")


@pytest.mark.parametrize("arguments", [["--help"], ["review", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Help does not wait for mediapipe, OpenCV or FFmpeg, nor for numpy."""
    code = (
        "import sys\nfrom posecoach.cli import main\n"
        f"sys.argv = ['posecoach', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_every_command_is_a_module_call_too() -> None:
    """``python -m posecoach`` is the same program."""
    ran = ended(start_posecoach("--version"))
    assert ran.code == 0
    assert ran.out.startswith("posecoach, version ")


# --- wrong usage ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing command"),
        (["model"], "Missing command"),
        (["juggle"], "juggle"),
        (["review"], "VIDEO"),
        (["review", "a.mp4", "--fast"], "--fast"),
        (["review", "a.mp4", "--jobs", "0"], "--jobs"),
        (["review", "a.mp4", "--jobs", "two"], "--jobs"),
        (["review", "a.mp4", "--model", "huge"], "--model"),
        (["review", "a.mp4", "--hold", "long"], "--hold"),
        (["review", "a.mp4", "--hold", "0"], "more than 0 s"),
        (["review", "a.mp4", "--hold", "-1"], "-1"),
        (["review", "a.mp4", "--hold", "nan"], "nan"),
        (["review", "a.mp4", "--hold", "inf"], "inf"),
        (["review", "a.mp4", "--hold", "601"], "0.1 to 600"),
        (["review", "a.mp4", "--routine", "juggling"], "lower-back-relief"),
        (["review", "a.mp4", "--routine", "nowhere/mine.toml"], "no such file"),
        (["model", "fetch", "huge"], "huge"),
    ],
)
def test_wrong_usage_is_refused(cli: Cli, arguments: list[str], told: str) -> None:
    """Wrong usage has exit code 2 and one line that names what is wrong."""
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.complaint


def test_wrong_usage_names_the_help(cli: Cli) -> None:
    """The line says which help tells more."""
    assert "posecoach review --help" in cli("review").complaint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "x"\nlegs = "both"\nhold_s = 5\npace = 1', "pace"),
        ('name = "x"\nlegs = "both"\nhold_s = -5', "hold_s"),
        ('name = "x"\nlegs = "both"\nhold_s = nan', "hold_s"),
        ('name = "x"\nlegs = "both"', "hold_s"),
        ('name = "x"\nlegs = "three"\nhold_s = 5', "both, single"),
        ('name = "x"\nlegs = "both"\nhold_s = 5\nrepetitions = [4, 3]', "repetitions"),
        ("name = ", "TOML"),
        ("name = " + "[" * 5000, "nested"),
        ("name = " + "1" * 5000, "digits"),
        ("", "name"),
    ],
)
def test_broken_routine_file_is_refused(cli: Cli, tmp_path: Path, text: str, told: str) -> None:
    """A mistake in a routine file is named with its key, and nothing is reviewed."""
    routine = tmp_path / "mine.toml"
    routine.write_text(text, encoding="utf-8")
    ran = cli("review", ONE_HOLD, "--routine", routine)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.complaint
    assert "mine.toml" in ran.complaint


def test_routine_file_that_is_no_text_is_refused(cli: Cli, tmp_path: Path) -> None:
    """Bytes that are no UTF-8, and a folder, are no routine file."""
    routine = tmp_path / "mine.toml"
    routine.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in cli("review", ONE_HOLD, "--routine", routine).complaint
    routine.unlink()
    routine.mkdir()
    assert cli("review", ONE_HOLD, "--routine", routine).code == 2


# --- a review ----------------------------------------------------------------------------------


def test_table_tells_the_verdict(cli: Cli) -> None:
    """A person reads the verdict, the attempt's times and its seconds."""
    ran = cli("review", ONE_HOLD, "--hold", "10")
    assert (ran.code, ran.err) == (0, "")
    assert "1 valid of 1 attempt" in ran.out
    assert "5.7 … 18.5 s" in ran.out
    assert "12.8 s" in ran.out


def test_own_routine_is_used(cli: Cli, tmp_path: Path) -> None:
    """A routine file replaces the prescription, and --hold replaces its seconds."""
    routine = tmp_path / "mine.toml"
    routine.write_text('name = "[/mine]"\nlegs = "both"\nhold_s = 20', encoding="utf-8")
    assert "0 valid of 1 attempt ([/mine]: 20 s" in cli(
        "review", ONE_HOLD, "--routine", routine
    ).out.replace("\n", " ")
    ran = cli("review", ONE_HOLD, "--routine", routine, "--hold", "12.5")
    assert "1 valid of 1 attempt" in ran.out


def test_default_routine_wants_thirty_seconds(cli: Cli) -> None:
    """Without --routine and --hold the prescription is the lower-back relief's 30 s."""
    session = json.loads(cli("review", ONE_HOLD, "--json", "-").out)
    assert (session["routine"]["name"], session["routine"]["hold_s"]) == ("lower-back-relief", 30)
    assert session["holds"][0]["verdict"] == "too_short"


def test_json_dash_prints_json_alone(cli: Cli) -> None:
    """With --json - stdout is one JSON document and nothing else."""
    ran = cli("review", ONE_HOLD, "--hold", "10", "--json", "-")
    assert (ran.code, ran.err) == (0, "")
    session = json.loads(ran.out)
    assert session["schema"] == "posecoach.session/1"
    assert session["valid_holds"] == 1
    assert session["source"]["path"] == str(ONE_HOLD)


def test_json_file_is_the_session_that_out_has(cli: Cli, tmp_path: Path) -> None:
    """--json FILE writes what --out writes as session.json, and the table is printed too."""
    ran = cli("review", ONE_HOLD, "--json", tmp_path / "x.json", "--out", tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")
    assert "attempt" in ran.out
    assert (tmp_path / "x.json").read_bytes() == (tmp_path / "out" / "session.json").read_bytes()


def test_json_of_several_is_a_list_in_the_order_given(cli: Cli, tmp_path: Path) -> None:
    """Several inputs make a list; one that fails is told, and the others are there."""
    inputs = [NO_HOLD, tmp_path / "gone.landmarks.jsonl.gz", ONE_HOLD]
    ran = cli("review", *inputs, "--json", "-")
    assert ran.code == 1
    assert "gone" in ran.complaint
    assert [s["source"]["path"] for s in json.loads(ran.out)] == [str(NO_HOLD), str(ONE_HOLD)]


def test_json_target_is_checked_before_the_review(cli: Cli, tmp_path: Path) -> None:
    """A --json that cannot be written is refused at once, and never replaces the input."""
    recording = _copy(ONE_HOLD, tmp_path / "a.landmarks.jsonl.gz")
    for target in (tmp_path, tmp_path / "nowhere" / "x.json", recording):
        ran = cli("review", recording, "--json", target)
        assert (ran.code, ran.out) == (2, "")
        assert "--json" in ran.complaint
    assert recording.read_bytes() == ONE_HOLD.read_bytes()


def test_outputs_of_one_lie_in_the_folder_itself(cli: Cli, tmp_path: Path) -> None:
    """Landmarks make a session and a table of frames, and no video."""
    ran = cli("review", ONE_HOLD, "--out", tmp_path / "new" / "out")
    assert ran.code == 0
    assert f"Written to {tmp_path / 'new' / 'out'}" in ran.out
    names = sorted(path.name for path in (tmp_path / "new" / "out").iterdir())
    assert names == ["frames.csv", "report.html", "session.json"]


def test_outputs_of_several_lie_in_folders_named_after_them(cli: Cli, tmp_path: Path) -> None:
    """Each input has a folder of its name; a second of the same name has a number."""
    inputs = [
        _copy(ONE_HOLD, tmp_path / "monday" / "me.landmarks.jsonl.gz"),
        _copy(NO_HOLD, tmp_path / "friday" / "me.landmarks.jsonl.gz"),
        _copy(landmarks_of("hamstring"), tmp_path / "you.landmarks.jsonl.gz"),
    ]
    assert cli("review", *inputs, "--out", tmp_path / "out").code == 0
    sessions = {p.parent.name: load(p) for p in (tmp_path / "out").glob("*/session.json")}
    assert {name: len(s["holds"]) for name, s in sessions.items()} == {
        "me": 1,
        "me-2": 0,
        "you": 0,
    }


def test_frames_csv_has_a_row_a_frame(cli: Cli, tmp_path: Path) -> None:
    """The table has units in its header, and an empty cell for what was not seen."""
    cli("review", landmarks_of("synthetic_out_of_sight"), "--out", tmp_path)
    header, *rows = (tmp_path / "frames.csv").read_text(encoding="utf-8").splitlines()
    columns = header.split(",")
    assert len(rows) == load(tmp_path / "session.json")["source"]["frames"] == 221
    assert {"time_s", "hip_flexion_left_deg", "head_lift_torso"} <= set(columns)
    cells = dict(zip(columns, rows[110].split(","), strict=True))  # at 11 s nobody is seen
    assert (cells["time_s"], cells["phase"], cells["hip_flexion_left_deg"]) == (
        "11.000000",
        "absent",
        "",
    )
    sure = [row.rsplit(",", 4)[1:] for row in rows]
    assert columns[-4:] == [
        "left_hip_flexion_uncertainty_deg",
        "right_hip_flexion_uncertainty_deg",
        "head_lift_uncertainty_torso",
        "shoulder_lift_uncertainty_torso",
    ]
    assert sure[110] == [""] * 4
    for left, right, head, shoulder in (map(float, sure[row]) for row in (60, 200)):
        assert 4.0 < min(left, right) <= max(left, right) < 30.0
        assert 0.01 < head < shoulder < 0.1


@pytest.mark.parametrize("name", ["[1].landmarks.jsonl.gz", "[red] two\nlines.landmarks.jsonl.gz"])
def test_any_file_name_will_do(cli: Cli, tmp_path: Path, name: str) -> None:
    """Brackets and line breaks are legal in names, and mean nothing."""
    ran = cli("review", _copy(ONE_HOLD, tmp_path / name), "--out", tmp_path / "[/out]")
    assert (ran.code, ran.err) == (0, "")
    assert name.split(".", maxsplit=1)[0].split("\n", maxsplit=1)[0] in ran.out
    assert "[/out]" in ran.out


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always text")
def test_a_name_that_is_no_text_will_do(cli: Cli, tmp_path: Path) -> None:
    """A name of bytes that are no UTF-8 can be reviewed, and its session is valid JSON."""
    recording = _copy(ONE_HOLD, tmp_path / os.fsdecode(b"\xff.landmarks.jsonl.gz"))
    assert cli("review", recording, "--out", tmp_path / "out").code == 0
    assert "udcff" in load(tmp_path / "out" / "session.json")["source"]["path"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("to", [[], ["--json", "-"]])
def test_full_stdout_is_told(to: list[str]) -> None:
    """Output that cannot be printed is one line on stderr and exit code 1."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "posecoach", "review", ONE_HOLD, *to],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "cannot print" in Ran(1, "", done.stderr).complaint


def test_reader_that_leaves_is_no_error() -> None:
    """``posecoach … | head`` ends quietly."""
    process = start_posecoach("review", ONE_HOLD, "--json", "-")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait() == 0
    process.stderr.close()


# --- side by side ------------------------------------------------------------------------------


def test_jobs_give_what_one_after_the_other_gives(cli: Cli, tmp_path: Path) -> None:
    """With --jobs 2 the same files and the same JSON list are written, in the order given."""
    inputs = [landmarks_of("legs_in_twice"), ONE_HOLD, tmp_path / "gone.mp4", NO_HOLD]
    codes = {}
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        ran = cli(
            *("review", *inputs, "--hold", 10, "--jobs", jobs, "--no-video"),
            *("--out", folder / "out", "--json", folder / "all.json"),
        )
        codes[jobs] = ran.code
        assert "gone.mp4" in ran.complaint
    assert codes == {1: 1, 2: 1}
    written = [
        {p.relative_to(tmp_path / jobs): p.read_bytes() for p in (tmp_path / jobs).rglob("*.*")}
        for jobs in ("1", "2")
    ]
    assert written[0].keys() == written[1].keys()
    assert len(written[0]) == 1 + 3 * 4 + 2
    with_times = {"done.json", "summary.csv"}
    assert {path for path in written[0] if written[0][path] != written[1][path]} == {
        path for path in written[0] if path.name in with_times
    }


# --- model ---------------------------------------------------------------------------------------


@pytest.fixture
def empty_model_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder in which there is none."""
    folder = tmp_path / "models"
    monkeypatch.setenv(MODEL_DIR_VARIABLE, str(folder))
    return folder


def test_missing_model_is_told_with_what_to_do(cli: Cli, empty_model_dir: Path) -> None:
    """``model path`` without a model says where it looked and how to get one."""
    ran = cli("model", "path")
    assert (ran.code, ran.out) == (1, "")
    assert str(empty_model_dir) in ran.complaint
    assert "posecoach model fetch" in ran.complaint


def test_damaged_model_is_refused(cli: Cli, empty_model_dir: Path) -> None:
    """A file of another hash under the model's name is never used."""
    empty_model_dir.mkdir()
    (empty_model_dir / "pose_landmarker_full.task").write_bytes(b"no model")
    ran = cli("model", "path")
    assert ran.code == 1
    assert "posecoach model fetch" in ran.complaint


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 no wheel"])
def test_import_of_something_else_is_refused(
    cli: Cli, empty_model_dir: Path, tmp_path: Path, content: bytes | None
) -> None:
    """A missing, empty or foreign file is no model; what is expected is named."""
    file = tmp_path / "some.task"
    if content is not None:
        file.write_bytes(content)
    ran = cli("model", "import", file)
    assert (ran.code, ran.out) == (1, "")
    assert "wheel" in ran.complaint
    assert not list(empty_model_dir.glob("*"))


@pytest.mark.model
def test_import_takes_a_bundle(cli: Cli, empty_model_dir: Path, pose_model: Model) -> None:
    """A known bundle under any name is installed, and found from then on."""
    ran = cli("model", "import", pose_model.path)
    assert (ran.code, ran.err) == (0, "")
    installed = Path(ran.out.strip())
    assert installed.parent == empty_model_dir
    assert installed.read_bytes() == pose_model.path.read_bytes()
    assert cli("model", "path").out == ran.out


# --- the safety net ------------------------------------------------------------------------------


def test_interrupt_before_anything_is_done(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while there is nothing to keep leaves with 130 and one line."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("posecoach.app.review", interrupted)
    ran = cli("review", ONE_HOLD)
    assert ran.code == 130
    assert "stopped" in ran.complaint


def test_entry_point_is_installed() -> None:
    """The command ``posecoach`` is what the module offers."""
    assert callable(cli_module.main)
