"""The pictures and the command, at a tiny size."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result

from sample_videos.__main__ import main
from sample_videos.scene.camera import Camera
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.film import Film, is_made, make
from sample_videos.script.take import Take
from sample_videos.script.timeline import HandTrack, Track, minimum_jerk

if TYPE_CHECKING:
    from collections.abc import Callable

needs_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None,
    reason="numba is not installed: pip install 'posecoach[samples]'",
)
TINY = ("--fps", "10", "--size", "96x72", "--seconds", "0.3", "--jobs", "1")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def shown_s(frame: av.VideoFrame) -> float:
    assert frame.time is not None  # whatever the encoder has written has a time
    return frame.time


@needs_numba
def test_render_writes_a_video_and_its_truth(tmp_path: Path) -> None:
    """Three frames, with the truth's times; a second run keeps them; nothing else is left."""
    result = run("render", "both_knees", "--out", str(tmp_path), *TINY)
    assert result.exit_code == 0, result.output
    video = tmp_path / "both_knees.mp4"
    truth = json.loads((tmp_path / "both_knees.truth.json").read_text(encoding="utf-8"))
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.codec_context.name) == (96, 72, "h264")
        times = [shown_s(frame) for frame in container.decode(video=0)]
    assert times == pytest.approx([f["t"] for f in truth["frames"]], abs=1e-4)
    assert len(times) == 3
    made = video.stat().st_mtime_ns
    assert "kept" in run("render", "both_knees", "--out", str(tmp_path), *TINY).stderr
    assert video.stat().st_mtime_ns == made
    assert sorted(p.name for p in tmp_path.iterdir()) == ["both_knees.mp4", "both_knees.truth.json"]


@needs_numba
def test_an_older_truth_is_told_anew_without_rendering(tmp_path: Path) -> None:
    """Where only the truth is of an older edition, it is written again and the video is kept."""
    run("render", "both_knees", "--out", str(tmp_path), *TINY)
    video, told = tmp_path / "both_knees.mp4", tmp_path / "both_knees.truth.json"
    made, now = video.stat().st_mtime_ns, told.read_text(encoding="utf-8")
    told.write_text(json.dumps(json.loads(now) | {"edition": 1, "frames": []}), encoding="utf-8")
    assert run("render", "both_knees", "--out", str(tmp_path), *TINY).exit_code == 0
    assert told.read_text(encoding="utf-8") == now
    assert video.stat().st_mtime_ns == made


@needs_numba
def test_another_wish_is_another_film(tmp_path: Path) -> None:
    """A changed camera is rendered anew under the same name, and the truth says so."""
    assert run("render", "both_knees", "--out", str(tmp_path), *TINY).exit_code == 0
    result = run("render", "both_knees", "--out", str(tmp_path), "--yaw", "20", *TINY)
    assert result.exit_code == 0
    truth = json.loads((tmp_path / "both_knees.truth.json").read_text(encoding="utf-8"))
    assert truth["view"]["yaw_deg"] == 20


def frames_in(video: Path) -> int:
    with av.open(str(video)) as container:
        return sum(1 for _ in container.decode(video=0))


class _Interruptions:
    """Path operations that are interrupted right after the nth change of a name in a folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.left = after
        monkeypatch.setattr(Path, "replace", self._then_stop(Path.replace))
        monkeypatch.setattr(Path, "unlink", self._then_stop(Path.unlink))

    def _then_stop(self, change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*given: Any, **how: Any) -> Any:  # noqa: ANN401 - whatever the Path takes
            result = change(*given, **how)
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
            return result

        return changed


@needs_numba
@pytest.mark.parametrize("after", range(1, 6))
def test_an_interruption_leaves_no_pair_that_does_not_belong_together(
    tmp_path: Path, after: int
) -> None:
    """Stopped after any change of a name, no truth vouches for a video that is not its own."""
    take = SCRIPTS["both_knees"].take
    short, longer = (Film("both_knees", take, 10.0, (96, 72), "", s) for s in (0.1, 0.3))
    make(short, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        _Interruptions(patch, after)
        with pytest.raises(KeyboardInterrupt):
            make(longer, tmp_path)
    for film, pictures in ((short, 1), (longer, 3)):
        assert not is_made(film, tmp_path) or frames_in(tmp_path / "both_knees.mp4") == pictures
    make(longer, tmp_path)
    assert is_made(longer, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["both_knees.mp4", "both_knees.truth.json"]


@needs_numba
@pytest.mark.parametrize("kept", [0, 7, 0.5, 0.999])
def test_half_a_video_is_no_video(tmp_path: Path, kept: float) -> None:
    """An empty or cut-off file beside its truth is made anew."""
    film = Film("both_knees", SCRIPTS["both_knees"].take, 10.0, (96, 72), "", 0.3)
    make(film, tmp_path)
    video = tmp_path / "both_knees.mp4"
    whole = video.read_bytes()
    assert is_made(film, tmp_path)
    video.write_bytes(whole[: int(kept if kept > 1 else kept * len(whole))])
    assert not is_made(film, tmp_path)
    make(film, tmp_path)
    assert frames_in(video) == 3


@needs_numba
def test_the_person_is_drawn_where_the_truth_says() -> None:
    """The picture with the person differs from the empty room around every joint, not afar."""
    from sample_videos.scene.extras import things  # noqa: PLC0415 - numba is optional
    from sample_videos.scene.picture import picture  # noqa: PLC0415 - numba is optional

    take = SCRIPTS["both_knees"].take
    camera, size = take.camera, (160, 120)
    skeleton = take.rig.rest
    full = picture(things(take, skeleton, 0.0), take.place, camera, size)
    empty = picture(things(take, None, 0.0), take.place, camera, size)
    changed = np.abs(full - empty).max(axis=-1) > 0.02
    for name in ("shL", "hipL", "knL", "anL", "earL", "elL"):
        x, y = camera.project(skeleton.joints[name], size)
        assert changed[int(y), int(x)], name
    assert not changed[:20].any()
    assert 0.02 < changed.mean() < 0.4


@needs_numba
def test_a_sideways_phone_says_so_in_the_container(tmp_path: Path) -> None:
    """Stored on its side, shown upright: decoded and turned, it is the upright picture."""
    result = run("render", "sideways_phone", "--out", str(tmp_path), *TINY)
    assert result.exit_code == 0, result.output
    with av.open(str(tmp_path / "sideways_phone.mp4")) as container:
        frame = next(container.decode(video=0))
        stored = frame.to_ndarray(format="rgb24")
        turned = round(frame.rotation)
    assert stored.shape[:2] == (96, 72)
    assert turned % 360 in (90, 270)
    upright = np.rot90(stored, turned // 90)
    floor, wall = upright[-12:].mean(), upright[:12].mean()
    film = Film("sideways_phone", SCRIPTS["sideways_phone"].take, 10.0, (96, 72))
    from sample_videos.script.film import picture_at  # noqa: PLC0415 - numba is optional

    truth = picture_at(film, 0.0)
    assert floor == pytest.approx(truth[-12:].mean(), abs=12)
    assert wall == pytest.approx(truth[:12].mean(), abs=12)


@pytest.mark.parametrize(
    "words",
    [
        ("render", "no_such_script"),
        ("render", "both_knees", "--size", "33x40"),
        ("render", "both_knees", "--size", "big"),
        ("render", "both_knees", "--fps", "0"),
        ("render", "both_knees", "--fps", "nan"),
        ("render", "both_knees", "--seconds", "inf"),
        ("render", "both_knees", "--yaw", "nan"),
        ("render", "both_knees", "--seed", "-100"),
        ("render", "both_knees", "--stem", "../x"),
        ("render", "both_knees", "--stem", ".."),
        ("render", "both_knees", "--fov", "78", "--distortion", "-0.2"),
        ("render", "both_knees", "jerky", "--stem", "x"),
        ("render",),
    ],
)
def test_wrong_usage_is_one_clear_answer(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, no traceback, and nothing was begun."""
    monkeypatch.chdir(tmp_path)
    result = run(words[0], *TINY, *words[1:])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not list(tmp_path.iterdir())


@needs_numba
def test_every_wish_is_in_the_film(tmp_path: Path) -> None:
    """Lens, roll, pillow, towel and rate are told by the truth; a push stays a push."""
    result = run(
        "render", "laptop_nudged", "--out", str(tmp_path), *TINY, "--fov", "78", "--yaw", "10",
        "--distortion", "-0.13", "--roll", "3", "--pillow", "0.06", "--towel", "--uneven",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    truth = json.loads((tmp_path / "laptop_nudged.truth.json").read_text(encoding="utf-8"))
    view = {k: truth["view"][k] for k in ("fov_deg", "k1", "roll_deg", "yaw_deg")}
    assert view == {"fov_deg": 78.0, "k1": -0.13, "roll_deg": 3.0, "yaw_deg": 10.0}
    assert truth["who"]["pillow_m"] == 0.06
    assert truth["uneven"]
    take = SCRIPTS["laptop_nudged"].take
    ((_, pushed),) = take.seen(yaw_deg=10.0, fov_deg=78.0, k1=-0.13).nudges
    assert (pushed.yaw_deg, pushed.roll_deg, pushed.fov_deg, pushed.k1) == (16.0, 3.0, 78.0, -0.13)


def test_list_names_every_script() -> None:
    """`list` shows all there is."""
    output = run("list").output
    assert all(name in output for name in SCRIPTS)


def test_minimum_jerk_starts_and_ends_gently() -> None:
    """From 0 to 1, halfway at half time, flat at both ends, still outside."""
    assert [minimum_jerk(s) for s in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0, 0, 0.5, 1, 1]
    assert minimum_jerk(0.01) < 1e-4
    assert 1 - minimum_jerk(0.99) < 1e-4


def test_a_later_move_takes_over_without_a_jump() -> None:
    """A value that is on its way goes on from where it is."""
    track = Track(0.0)
    track.move(1.0, 2.0, 10.0)
    track.move(2.0, 1.0, 0.0)
    assert track.at(0.5) == 0.0
    assert track.at(2.0) == pytest.approx(5.0)
    assert track.at(3.0) == 0.0


def test_a_hand_finishes_one_way_before_the_next() -> None:
    """Moves of a hand never overlap."""
    track = HandTrack("floor")
    track.move(1.0, 1.0, "shin:L")
    track.move(1.5, 1.0, "floor")
    assert track.at(1.5).goal == "shin:L"
    assert track.at(2.5).goal == "floor"
    assert track.at(9.0).blend == 1.0


@pytest.mark.parametrize(
    ("fov_deg", "k1"),
    [(48.0, 0.0), (48.0, -0.12), (48.0, -0.47), (78.0, -0.14), (100.0, -0.066), (48.0, 0.4)],
)
def test_distortion_and_its_inverse_agree(fov_deg: float, k1: float) -> None:
    """A ray through any pixel meets points that project to that pixel, also at the corners."""
    camera = Camera(yaw_deg=20.0, height_m=1.1, roll_deg=4.0, fov_deg=fov_deg, k1=k1)
    points = camera.position + 2.3 * camera.rays((64, 48))
    x, y = np.meshgrid(np.arange(64) + 0.5, np.arange(48) + 0.5)
    np.testing.assert_allclose(camera.project(points, (64, 48)), np.dstack([x, y]), atol=1e-6)


def test_a_lens_that_folds_the_picture_is_refused() -> None:
    """Where two directions would fall on one pixel there is no picture."""
    camera = Camera(fov_deg=78.0, k1=-0.2)
    assert camera.folds((640, 480))
    with pytest.raises(ValueError, match="folds"):
        camera.rays((64, 48))
    assert not Camera(fov_deg=48.0, k1=-0.4).folds((640, 480))


def test_what_a_barrel_does_not_show_is_not_in_the_picture() -> None:
    """Far off axis the distortion formula comes back to the middle; the projection does not."""
    camera = Camera(k1=-0.3)
    right, _, look = camera.axes.T
    near, far = (camera.position + look + r * right for r in (0.5, 1.8))
    assert np.isfinite(camera.project(near, (64, 48))).all()
    assert np.isnan(camera.project(far, (64, 48))).all()


def test_without_distortion_the_rays_are_a_pinholes_to_the_last_bit() -> None:
    """Films that were rendered before lenses could be bent stay the same."""
    camera = Camera(yaw_deg=-7.0, roll_deg=2.0, fov_deg=56.0)
    x, y = np.meshgrid(np.arange(64) + 0.5 - 32, np.arange(48) + 0.5 - 24)
    flat = np.dstack([x, y]) / camera.focal_px(64)
    world = np.concatenate([flat, np.ones((48, 64, 1))], axis=-1) @ camera.axes.T
    expected = world / np.linalg.norm(world, axis=-1, keepdims=True)
    assert camera.rays((64, 48)).tobytes() == expected.tobytes()


@needs_numba
def test_a_bent_picture_shows_the_person_where_the_truth_says() -> None:
    """In the corner of a strong barrel, whole: as in a straight picture that is bent."""
    from sample_videos.scene.extras import things  # noqa: PLC0415 - numba is optional
    from sample_videos.scene.picture import picture  # noqa: PLC0415 - numba is optional

    take, size, large = SCRIPTS["both_knees"].take, (160, 120), (640, 480)
    bent = replace(take.camera, fov_deg=32.0, k1=-1.1, distance_m=3.0, aim_x_m=0.4, aim_z_m=0.7)
    solids = things(take, take.rig.rest, 0.0)

    def changed(camera: Camera, size: tuple[int, int]) -> Any:  # noqa: ANN401 - an array
        full, empty = (picture(s, take.place, camera, size) for s in (solids, solids[:0]))
        return np.abs(full - empty).max(axis=-1) > 0.05

    straight = replace(bent, fov_deg=60.0, k1=0.0)
    at = straight.project(bent.position + bent.rays(size), large).astype(int)
    expected = changed(straight, large)[at[..., 1].clip(0, 479), at[..., 0].clip(0, 639)]
    seen = changed(bent, size)
    assert (seen != expected).mean() < 0.006
    for name in ("shL", "hipL", "knL", "anL", "earL"):
        x, y = bent.project(take.rig.rest.joints[name], size)
        assert seen[int(y), int(x)], name


def test_a_positive_yaw_sees_more_of_the_feet_side() -> None:
    """Positive yaw: the camera stands nearer the head, whichever side is near."""
    for side in "LR":
        assert Camera(near_side=side, yaw_deg=25.0).position[0] > 0.5


def test_lamps_flicker_across_the_picture_and_daylight_does_not() -> None:
    """A grey wall under lamps has rows of different brightness, which move from frame to frame."""
    from sample_videos.scene.sensor import develop  # noqa: PLC0415 - OpenCV is slow to load

    grey = np.full((96, 64, 3), 0.3, dtype=np.float32)

    def rows(room: str, time_s: float) -> np.ndarray:
        eye = replace(Take(room=room, sensor="poor").eye, noise=0.0, vignette=0.0)
        image = develop(grey, eye, time_s, np.random.default_rng(0))
        return np.asarray(image.mean(axis=(1, 2)))

    assert np.ptp(rows("lamp", 0.0)) > 4.0
    assert np.abs(rows("lamp", 0.0) - rows("lamp", 0.033)).max() > 2.0
    assert np.ptp(rows("studio", 0.0)) < 0.01
