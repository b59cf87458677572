"""Every input is hostile: one clear line, the right exit code, and nothing half-written.

A review that could be made although something was wrong ends with 0 and says what was wrong.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecoach.adapters.landmark_log import (
    LandmarkHeader,
    LandmarkReader,
    landmark_writer,
    rounded,
)
from posecoach.adapters.model_store import Model
from posecoach.core.landmarks import PoseFrame
from tests.adapters.synthetic_videos import Recipe, write_song_with_cover, write_sound, write_video
from tests.core.synthetic import HEIGHT_PX, WIDTH_PX, drawn, film, resting, steady
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import (
    Cli,
    FileLimit,
    Ran,
    ended,
    excerpt,
    load,
    no_leftovers,
    picture_times_s,
    start_posecoach,
    wait_until,
)

ALL_OUTPUTS = {
    "annotated.mp4",
    "frames.csv",
    "landmarks.jsonl.gz",
    "report.html",
    "session.json",
}


def outputs(folder: Path) -> set[str]:
    """Names of what was written; each is read to its end, and nothing else lies there."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    assert names <= ALL_OUTPUTS
    if "session.json" in names:
        assert load(folder / "session.json")["schema"] == "posecoach.session/1"
    if "landmarks.jsonl.gz" in names:
        assert list(LandmarkReader(folder / "landmarks.jsonl.gz"))
    if "frames.csv" in names:
        with (folder / "frames.csv").open(newline="", encoding="utf-8") as stream:
            assert len({len(row) for row in csv.reader(stream)}) == 1
    if "annotated.mp4" in names:
        assert picture_times_s(folder / "annotated.mp4")
    return names


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for results; it need not exist yet."""
    return tmp_path / "out"


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, empty again after every test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


# --- files that are no video ------------------------------------------------------------------


def _is_missing(_: Path) -> Path:
    return Path("gone.mp4")


def _is_folder(folder: Path) -> Path:
    (folder / "folder.mp4").mkdir()
    return folder / "folder.mp4"


def _with(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def _cut_before_its_index(folder: Path) -> Path:
    path = write_video(folder, Recipe())  # without faststart the index is at the end
    path.write_bytes(path.read_bytes()[:-1000])
    return path


NO_VIDEOS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (_is_missing, "no such file"),
    "folder": (_is_folder, "no video and no recording"),
    "text": (_with("text.mp4", b"Dear diary, today I stretched.\n" * 50), "not a video"),
    "empty": (_with("empty.mp4", b""), "empty"),
    "noise": (_with("noise.mp4", bytes(range(256)) * 40), "not a video"),
    "head of an mp4": (_with("head.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"), "cut off"),
    "index missing": (_cut_before_its_index, "cut off"),
    "only sound": (lambda folder: write_sound(folder, "talk.mp4", "aac"), "only sound"),
    "song with a cover": (write_song_with_cover, "no video"),
    "picture": (_with("p.mp4", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), "p.mp4"),
}


@pytest.mark.parametrize("kind", NO_VIDEOS)
def test_what_is_no_video_is_refused(cli: Cli, tmp_path: Path, out: Path, kind: str) -> None:
    """Exit code 1 and one line that names the file and what is wrong; nothing is written."""
    make, told = NO_VIDEOS[kind]
    path = make(tmp_path)
    ran = cli("review", path, "--out", out, "--json", "-")
    assert (ran.code, ran.out) == (1, "")
    assert path.name in ran.complaint
    assert told in ran.complaint
    assert outputs(out) == set()


# --- videos that can hardly be judged ---------------------------------------------------------

FFV1 = {"codec": "ffv1", "options": {}}
NOBODY: dict[str, Recipe] = {
    "nobody in view": Recipe(width=320, height=240, times_s=[i / 10 for i in range(5)]),
    "1x1": Recipe(name="c.mkv", width=1, height=1, pix_fmt="bgr0", times_s=[0.0, 0.1], **FFV1),
    "7680x4320": Recipe(
        name="c.avi",
        width=7680,
        height=4320,
        codec="mjpeg",
        pix_fmt="yuvj420p",
        options={},
        time_base=Fraction(1, 30),
        times_s=[0.0],
    ),
    "1 fps": Recipe(times_s=range(4)),
    "240 fps": Recipe(times_s=[i / 240 for i in range(24)]),
    "one frame": Recipe(times_s=[0.0]),
}


@pytest.mark.model
@pytest.mark.parametrize("kind", NOBODY)
def test_a_video_of_nobody(
    cli: Cli, tmp_path: Path, out: Path, pose_model: Model, kind: str
) -> None:
    """Of any size and rate: exit code 1, said plainly, and the files show what was (not) seen."""
    assert pose_model.path.is_file()
    video = write_video(tmp_path, NOBODY[kind])
    ran = cli("review", video, "--out", out)
    assert ran.code == 1
    assert "nobody was seen" in ran.complaint
    assert outputs(out) == ALL_OUTPUTS
    session = load(out / "session.json")
    assert (session["valid_holds"], session["holds"]) == (0, [])
    assert session["tracking"]["pose_frames"] == 0
    assert session["calibration"]["source"] == "none"
    drawn_s = picture_times_s(out / "annotated.mp4")
    assert drawn_s == pytest.approx(picture_times_s(video), abs=1e-3)


@pytest.mark.model
def test_truncated_video_is_judged_as_far_as_it_goes(
    cli: Cli, tmp_path: Path, out: Path, short_video: Path, pose_model: Model
) -> None:
    """What can be decoded is judged, the missing end is told, and the exit code is 0."""
    assert pose_model.path.is_file()
    cut = tmp_path / "cut.mp4"
    whole = short_video.read_bytes()
    cut.write_bytes(whole[: len(whole) * 6 // 10])
    ran = cli("review", cut, "--out", out)
    assert ran.code == 0
    assert "ends early" in ran.complaint
    assert outputs(out) == ALL_OUTPUTS
    source = load(out / "session.json")["source"]
    assert 0 < source["frames"] < len(picture_times_s(short_video))
    assert "ends early" in source["note"]
    assert len(picture_times_s(out / "annotated.mp4")) == source["frames"]


@pytest.mark.model
@pytest.mark.shared
def test_half_a_person_gets_no_verdict(
    cli: Cli, tmp_path: Path, clips: Path, pose_model: Model
) -> None:
    """A camera that shows the body only from the hips up never counts a hold."""
    assert pose_model.path.is_file()
    half = excerpt(
        clips / "mannequin_both.mp4",
        tmp_path / "half.mp4",
        seconds=22.0,
        every=5,
        crop=lambda image: np.ascontiguousarray(image[:, 300:]),
    )
    ran = cli("review", half, "--hold", 10, "--json", tmp_path / "x.json")
    assert ran.code in (0, 1)
    session = load(tmp_path / "x.json")
    assert session["valid_holds"] == 0
    assert {hold["verdict"] for hold in session["holds"]} <= {"unsure"}


# --- landmarks that can hardly be judged ------------------------------------------------------


def _moved(source: Path, target: Path, *, x_px: float, width_px: int) -> Path:
    """Write the landmarks as a camera sees them that shows only a part of the picture."""
    reader = LandmarkReader(source)
    with landmark_writer(target, replace(reader.header, width_px=width_px)) as writer:
        for frame in reader:
            pose = frame.pose
            if pose is not None:
                pose = replace(pose, points_px=pose.points_px - (x_px, 0))
            writer.write(rounded(PoseFrame(frame.time_s, pose)))
    return target


def test_only_legs_in_view(cli: Cli, tmp_path: Path, out: Path, recording: Path) -> None:
    """Without a trunk no hip can be measured: exit code 1, said plainly, no hold."""
    legs = _moved(recording, tmp_path / "legs.landmarks.jsonl.gz", x_px=0, width_px=300)
    ran = cli("review", legs, "--out", out)
    assert ran.code == 1
    assert "only part of a body" in ran.complaint
    session = load(out / "session.json")
    assert (session["valid_holds"], session["calibration"]["source"]) == (0, "none")


def test_no_rest_is_told(cli: Cli) -> None:
    """Somebody who never lay in the start position is told so, beside the verdict."""
    ran = cli("review", landmarks_of("therapist"))
    assert (ran.code, ran.err) == (0, "")
    assert "start position was never seen" in ran.out


@pytest.mark.parametrize("fps", [1.0, 240.0])
def test_slow_and_fast_frames_are_the_same_hold(cli: Cli, tmp_path: Path, fps: float) -> None:
    """One frame a second and 240 frames a second tell the same attempt, within a frame."""
    keyframes = [(0.0, resting()), (3.0, resting()), (4.0, drawn()), (10.0, drawn())]
    keyframes += [(11.0, resting()), (13.0, resting())]
    path = tmp_path / "film.landmarks.jsonl"
    with landmark_writer(path, LandmarkHeader(WIDTH_PX, HEIGHT_PX)) as writer:
        for frame in film(keyframes, steady(13.0, fps)):
            writer.write(rounded(frame))
    assert cli("review", path, "--hold", 5, "--json", tmp_path / "x.json").code == 0
    (hold,) = load(tmp_path / "x.json")["holds"]
    assert (hold["verdict"], hold["legs"]) == ("valid", "both")
    assert hold["start_s"] == pytest.approx(3.67, abs=0.1 + 0.5 / fps)
    assert hold["end_s"] == pytest.approx(10.47, abs=0.1 + 0.5 / fps)


def test_everything_at_one_point(cli: Cli, tmp_path: Path) -> None:
    """A body without extent divides by nothing: no warning is printed, no hold is found."""
    lines = _lines()
    for i, line in enumerate(lines[1:]):
        line |= {"t": i / 10, "xy": [[5, 5]] * 33, "z": [0] * 33, "world": [[0, 0, 0]] * 33}
    ran = cli("review", _written(tmp_path, lines), "--json", "-")
    assert "Warning" not in ran.err
    assert json.loads(ran.out)["holds"] == []


# --- landmark files with mistakes in them -----------------------------------------------------


def _lines() -> list[dict[str, Any]]:
    """A header and twenty frames."""
    with gzip.open(landmarks_of("synthetic_hold"), "rt", encoding="utf-8") as stream:
        return [json.loads(next(stream)) for _ in range(21)]


def _written(folder: Path, lines: list[Any], name: str = "a.landmarks.jsonl") -> Path:
    path = folder / name
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def _header(**changes: object) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        lines[0] = {key: value for key, value in (lines[0] | changes).items() if value is not ...}

    return change


def _frame(**changes: object) -> Callable[[list[Any]], None]:
    return lambda lines: lines[9].update(changes)


def _line(text: str) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        lines[9] = text

    return change


_HUGE = "1" * 5000
MISTAKES: dict[str, tuple[Callable[[list[Any]], None], str]] = {
    "another schema": (_header(schema="posecoach.landmarks/9"), "line 1: schema"),
    "no schema": (_header(schema=...), "line 1: schema"),
    "no width": (_header(width_px=...), "line 1: width_px"),
    "width 0": (_header(width_px=0), "line 1: width_px"),
    "width 1e9": (_header(width_px=10**9), "line 1: width_px"),
    "other landmarks": (_header(landmarks=["nose"]), "line 1: the landmarks"),
    "no list of landmarks": (_header(landmarks=33), "line 1: the landmarks"),
    "no header": (lambda lines: lines.pop(0), "line 1: schema"),
    "nothing at all": (lambda lines: lines.clear(), "line 1: not a line of JSON"),
    "only a header": (lambda lines: lines.__delitem__(slice(1, None)), "not a single frame"),
    "broken line": (_line('{"t": 0.8, "xy": [[1, '), "line 10: not a line of JSON"),
    "a list": (_line("[1, 2]"), "line 10: not a JSON object"),
    "nested deep": (_line("[" * 100_000), "line 10: not a line of JSON"),
    "number of 5000 digits": (_line('{"t": ' + _HUGE + "}"), "line 10"),
    "number of 400 digits": (_frame(z=[10**400] * 33), "line 10: 'z'"),
    "NaN": (_frame(xy=[[math.nan, 1.0]] * 33), "line 10: NaN"),
    "infinite": (_line('{"t": 0.8, "xy": [[1e999, 0]]}'), "line 10: 'xy'"),
    "far beyond": (_frame(xy=[[1e300, 1.0]] * 33), "line 10: 'xy'"),
    "too few": (_frame(xy=[[1.0, 1.0]] * 32), "line 10: 'xy'"),
    "words": (_frame(visibility=["high"] * 33), "line 10: 'visibility'"),
    "no world": (_frame(world=None), "line 10: 'world'"),
    "no time": (_frame(t=None), "line 10: t = None"),
    "time in words": (_frame(t="now"), "line 10: t = 'now'"),
    "time infinite": (_line('{"t": 1e999, "xy": null}'), "line 10: t = inf"),
    "time of 400 digits": (_frame(t=10**400), "line 10: t = a huge number"),
    "time true": (_frame(t=True), "line 10: t = True"),
    "time goes back": (_frame(t=0.1), "line 10: time 0.1 s does not come after 0.7 s"),
    "time stands still": (_frame(t=0.7), "line 10: time 0.7 s"),
    "less than 1 µs later": (_frame(t=0.7000001), "line 10: time 0.7 s"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_in_a_recording_is_told(cli: Cli, tmp_path: Path, out: Path, mistake: str) -> None:
    """Exit code 1 and one line that names file, line and mistake; nothing is written."""
    change, told = MISTAKES[mistake]
    lines: list[Any] = list(_lines())
    change(lines)
    ran = cli("review", _written(tmp_path, lines), "--out", out, "--json", "-")
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.complaint
    assert "record it again" in ran.complaint
    assert len(ran.complaint) < 300 + len(str(tmp_path))
    assert outputs(out) == set()


def test_frames_close_together_are_kept_apart(cli: Cli, tmp_path: Path, out: Path) -> None:
    """Two frames within a millisecond have two times in frames.csv, and the report is written."""
    lines = _lines()
    lines[9]["t"] = lines[8]["t"] + 0.0001
    ran = cli("review", _written(tmp_path, lines), "--out", out)
    assert (ran.code, ran.err) == (0, "")
    with (out / "frames.csv").open(newline="", encoding="utf-8") as stream:
        times_s = [float(row["time_s"]) for row in csv.DictReader(stream)]
    assert times_s == [line["t"] for line in lines[1:]]
    assert (out / "report.html").is_file()


STEERING = "\x1b]0;x\x07\x1b[31m\u202e"


def test_names_do_not_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    """What is in the name of a file or a routine is shown and not obeyed."""
    hostile = tmp_path / f"a{STEERING}.landmarks.jsonl"
    try:
        hostile.write_text("{}\n", encoding="utf-8")
    except OSError:
        pytest.skip("no such name on this system")
    routine = tmp_path / "r.toml"
    name = json.dumps(STEERING)[1:-1]
    routine.write_text(f'name = "x{name}"\nlegs = "both"\nhold_s = 5\n', encoding="utf-8")
    broken, empty = cli("review", hostile), cli("review", tmp_path / f"{STEERING}.mp4")
    nobody = _written(tmp_path, [*_lines()[:1], {"t": 0.0, "xy": None}], hostile.name)
    unseen = cli("review", nobody)
    judged = cli("review", landmarks_of("mannequin_both"), "--routine", routine)
    rejudged = cli("rejudge", landmarks_of("mannequin_both"), "--routine", routine)
    assert [ran.code for ran in (broken, empty, unseen, judged, rejudged)] == [1, 1, 1, 0, 0]
    for ran in (broken, empty, unseen, judged, rejudged):
        assert not set(STEERING[0] + STEERING[-1] + "\x07") & set(ran.out + ran.err)
        assert r"\x1b[31m" in ran.out + ran.err


def _damage(raw: bytes) -> bytes:
    """Overwrite a piece of the packed data."""
    return raw[:3000] + bytes(40) + raw[3040:]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda raw: raw[: len(raw) // 2], "cut short"),
        (lambda raw: raw[:-4], "cut short"),
        (_damage, "damaged"),
        (gzip.decompress, "damaged"),
        (lambda _: b"", "not a line of JSON"),
        (lambda _: gzip.compress(b"\xff\xfe\x00"), "damaged"),
    ],
    ids=["half", "end missing", "damaged", "not packed", "empty", "no text"],
)
def test_damaged_packed_recording_is_told(
    cli: Cli, tmp_path: Path, out: Path, spoil: Callable[[bytes], bytes], told: str
) -> None:
    """A .gz that is cut, damaged or none is told, and nothing is written."""
    path = tmp_path / "a.landmarks.jsonl.gz"
    path.write_bytes(spoil(landmarks_of("synthetic_hold").read_bytes()))
    ran = cli("review", path, "--out", out)
    assert ran.code == 1
    assert told in ran.complaint
    assert outputs(out) == set()


def test_recording_that_is_missing_or_a_folder(cli: Cli, tmp_path: Path) -> None:
    """A landmark file that is not there, and a folder of that name, are told."""
    assert "no such file" in cli("review", tmp_path / "no.landmarks.jsonl").complaint
    (tmp_path / "a.landmarks.jsonl.gz").mkdir()
    told = cli("review", tmp_path / "a.landmarks.jsonl.gz").complaint
    assert "no video and no recording" in told


# --- folders that cannot be written to --------------------------------------------------------


def test_file_in_place_of_the_output_folder(cli: Cli, tmp_path: Path, recording: Path) -> None:
    """A file is no folder for results, nor does one lie below it; the file stays as it is."""
    file = tmp_path / "file"
    file.write_text("mine")
    for folder in (file, file / "below"):
        ran = cli("review", recording, "--out", folder)
        assert (ran.code, ran.out) == (1, "")
        assert str(folder) in ran.complaint
        assert "choose" in ran.complaint
    assert file.read_text() == "mine"


def test_folder_in_place_of_a_result(cli: Cli, out: Path, recording: Path) -> None:
    """A folder named session.json is told, and nothing temporary stays behind."""
    (out / "session.json").mkdir(parents=True)
    ran = cli("review", recording, "--out", out)
    assert ran.code == 1
    assert "session.json" in ran.complaint
    assert no_leftovers(out)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give a function that mounts a small file system with the options it is given."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    mounts = []

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
        if (
            sys.platform != "linux"
            or subprocess.run(command, capture_output=True, check=False).returncode
        ):
            pytest.skip("this user may not mount a file system")
        mounts.append(folder)
        return folder

    yield mount
    for path in mounts:
        subprocess.run(["umount", str(path)], check=True)


def test_read_only_output_folder(cli: Cli, mounted: Callable[[str], Path], recording: Path) -> None:
    """A disk that is mounted read-only is told before anything is judged."""
    ran = cli("review", recording, "--out", mounted("ro"))
    assert (ran.code, ran.out) == (1, "")
    assert "choose a folder" in ran.complaint


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions work otherwise here")
def test_output_folder_of_somebody_else(cli: Cli, tmp_path: Path) -> None:
    """A folder without write permission is told; root, who may write anywhere, is laid down."""
    # Root's temporary folders are closed to others, so both files lie in one of their own.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(landmarks_of("synthetic_hold"), folder / "a.landmarks.jsonl.gz")
        folder.chmod(0o555)
        tmp_path.chmod(0o755)
        with _as_nobody():
            ran = cli("review", folder / "a.landmarks.jsonl.gz", "--out", folder / "out")
        folder.chmod(0o755)
    assert ran.code == 1
    assert "Permission denied" in ran.complaint


@contextlib.contextmanager
def _as_nobody() -> Iterator[None]:
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_own_result_is_not_overwritten(cli: Cli, tmp_path: Path) -> None:
    """A review of an annotated video does not put its result in that video's place."""
    video = write_video(tmp_path, Recipe(name="annotated.mp4"))
    before = video.read_bytes()
    ran = cli("review", video, "--out", tmp_path)
    assert ran.code == 2
    assert "overwritten" in ran.complaint
    assert video.read_bytes() == before


# --- disk full --------------------------------------------------------------------------------


def _assert_full(ran: Ran, folder: Path) -> None:
    assert ran.code == 1
    assert "could not be written" in ran.complaint
    assert "space" in ran.complaint
    assert "session.json" not in outputs(folder)


@pytest.mark.parametrize("size", [500, 2000, 30_000])
def test_disk_full_in_a_replay(
    cli: Cli, out: Path, recording: Path, tiny_file_limit: FileLimit, size: int
) -> None:
    """frames.csv that does not fit is told, and nothing of it is left."""
    with tiny_file_limit(size):
        ran = cli("review", recording, "--out", out)
    _assert_full(ran, out)
    assert no_leftovers(out)


@pytest.mark.model
@pytest.mark.parametrize(("size", "kept"), [(2000, set()), (12_000, {"landmarks.jsonl.gz"})])
def test_disk_full_in_a_review(
    cli: Cli,
    out: Path,
    short_video: Path,
    pose_model: Model,
    tiny_file_limit: FileLimit,
    size: int,
    kept: set[str],
) -> None:
    """Landmarks or a video that do not fit are told; what was whole before is kept."""
    assert pose_model.path.is_file()
    with tiny_file_limit(size):
        ran = cli("review", short_video, "--out", out)
    _assert_full(ran, out)
    assert outputs(out) == kept


@pytest.mark.model
@pytest.mark.parametrize("size", ["8k", "24k"])
def test_real_disk_full(
    cli: Cli, mounted: Callable[[str], Path], short_video: Path, pose_model: Model, size: str
) -> None:
    """The same on a real file system that has no room left."""
    assert pose_model.path.is_file()
    folder = mounted(f"size={size}") / "out"
    _assert_full(cli("review", short_video, "--out", folder), folder)


def test_no_room_for_temporary_files(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --out the landmarks need a temporary folder; that there is none is told."""
    video = write_video(tmp_path, Recipe())

    def refuse(**_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    ran = cli("review", video)
    assert ran.code == 1
    assert "--out" in ran.complaint


# --- Ctrl-C -----------------------------------------------------------------------------------


def _interrupting(real: Callable[..., Any], at_call: int) -> Callable[..., Any]:
    """Do what the real one does; at one call Ctrl-C is pressed."""
    calls = iter(range(1, 1_000_000))

    def wrapped(*arguments: object) -> object:
        if next(calls) == at_call:
            signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    return wrapped


@pytest.mark.model
@pytest.mark.parametrize(
    ("stage", "judged", "drawn"),
    [
        ("posecoach.adapters.estimator.PatientEstimator.__call__", 4, 4),
        ("posecoach.adapters.overlay.Overlay.draw", 10, 4),
    ],
    ids=["looking", "drawing"],
)
def test_interrupt_keeps_what_was_done(  # noqa: PLR0917 - pytest hands them in by name
    cli: Cli,
    out: Path,
    short_video: Path,
    pose_model: Model,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
    judged: int,
    drawn: int,
) -> None:
    """Ctrl-C at the fourth frame: 130, a session of what was judged, a video that plays."""
    assert pose_model.path.is_file()
    owner, name = stage.rsplit(".", 1)
    module, kind = owner.rsplit(".", 1)
    real = getattr(
        getattr(sys.modules.get(module) or __import__(module, fromlist=[kind]), kind), name
    )
    monkeypatch.setattr(stage, _interrupting(real, 4))
    before = signal.getsignal(signal.SIGINT)  # a shell's background job begins with it ignored
    ran = cli("review", short_video, "--out", out)
    assert ran.code == 130
    assert "stopped" in ran.complaint
    assert outputs(out) == ALL_OUTPUTS
    assert load(out / "session.json")["source"]["frames"] == judged
    assert len(picture_times_s(out / "annotated.mp4")) == drawn
    assert signal.getsignal(signal.SIGINT) is before


def _part_of_landmarks(folder: Path) -> int:
    """How much has been written of landmarks in the making, bytes."""
    with contextlib.suppress(OSError):
        return sum(path.stat().st_size for path in folder.glob(".landmarks*.part"))
    return 0


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another Ctrl-C")
def test_real_interrupt(out: Path, person_video: Path, pose_model: Model) -> None:
    """A real Ctrl-C at the terminal: 130, one line, whole files of what was seen until then."""
    assert pose_model.path.is_file()
    process = start_posecoach("review", person_video, "--out", out)
    wait_until(lambda: _part_of_landmarks(out) > 8000, process)
    os.killpg(process.pid, signal.SIGINT)
    ran = ended(process)
    assert ran.code == 130
    assert "stopped" in ran.complaint
    assert outputs(out) == ALL_OUTPUTS
    frames = load(out / "session.json")["source"]["frames"]
    assert 10 <= frames < len(picture_times_s(person_video))
    assert len(picture_times_s(out / "annotated.mp4")) == frames


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another Ctrl-C")
def test_real_interrupt_of_reviews_side_by_side(
    out: Path, tmp_path: Path, person_video: Path, pose_model: Model
) -> None:
    """Ctrl-C ends both reviews at hand, keeps them, and begins no third one."""
    assert pose_model.path.is_file()
    videos = [Path(shutil.copy(person_video, tmp_path / f"{name}.mp4")) for name in "abc"]
    for video in videos:  # a byte behind a video's end changes its content, and nothing else
        with video.open("ab") as stream:
            stream.write(video.name.encode())
    process = start_posecoach(
        *("review", *videos, "--jobs", 2, "--out", out, "--no-video"),
        *("--json", tmp_path / "all.json"),
    )
    wait_until(lambda: all(_part_of_landmarks(out / n) > 8000 for n in "ab"), process)
    os.killpg(process.pid, signal.SIGINT)
    ran = ended(process)
    assert ran.code == 130
    assert [line.endswith("is kept") for line in ran.err.splitlines()] == [True, True]
    assert [len(outputs(out / name)) for name in "abc"] == [4, 4, 0]
    assert len(load(tmp_path / "all.json")) == 2
