"""Scripts become files: a video and its truth, several pictures at a time."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sample_videos.body.solids import CENTRE
from sample_videos.scene.shutter import Shutter
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.instant import Instant, measure
from sample_videos.script.performer import Performer
from sample_videos.script.truth import EDITION as TRUTH_EDITION
from sample_videos.script.truth import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sample_videos.body.skeleton import Skeleton
    from sample_videos.script.take import Take

# Raised when the same script would be drawn differently, so that old files are made anew.
EDITION = 3
_JOINTS_A_SECOND = 5.0
# From one picture of an uneven recording to the next: at least, and at most in good light.
_UNEVEN_S = (0.033, 0.05)


@dataclass(frozen=True)
class Film:
    """One video to be made."""

    script: str
    take: Take
    fps: float = 30.0
    size_px: tuple[int, int] = (640, 480)
    stem: str = ""
    limit_s: float = float("inf")

    @property
    def name(self) -> str:
        """Of the files, without ending."""
        return self.stem or self.script

    @property
    def shutter(self) -> Shutter:
        """How each picture is exposed: no longer than from one to the next."""
        eye = self.take.eye
        most_s = _UNEVEN_S[0] if self.take.uneven else 1.0 / self.fps
        return Shutter(min(eye.exposure_s, most_s), eye.readout_s)

    @property
    def recipe(self) -> str:
        """Known again by this."""
        return self.take.fingerprint(EDITION, self.script, self.fps, self.size_px, self.limit_s)


@lru_cache(maxsize=4)
def performance(script: str, take: Take) -> Performer:
    """The timeline of a script as this person does it."""
    performer = Performer(
        take.rig, take.breaths_per_min, take.rocking_deg, take.tremor_deg, take.seed
    )
    SCRIPTS[script].perform(performer)
    return performer


def times_of(film: Film) -> list[float]:
    """When each picture is taken, in s from the first, to a tenth of a millisecond."""
    end = min(performance(film.script, film.take).now_s, film.limit_s)
    if not film.take.uneven:
        return [round(i / film.fps, 4) for i in range(max(1, int(end * film.fps)))]
    rng = np.random.default_rng(film.take.seed + 77)
    times, now = [], 0.0
    while now < end:
        times.append(round(now, 3))
        slow = 0.5 + 0.5 * np.sin(now / 4.0)
        now += float(rng.uniform(_UNEVEN_S[0], _UNEVEN_S[1] + 0.05 * slow))
        if rng.random() < 0.004:
            now += 0.35
    return times


def skeleton_at(film: Film, time_s: float) -> tuple[Skeleton, bool]:
    """The true joints, and whether anybody is there."""
    performer = performance(film.script, film.take)
    return film.take.rig.skeleton(performer.posture(time_s)), performer.visible(time_s)


def truth_of(film: Film, times: list[float]) -> dict[str, Any]:
    """The truth file's content; needs no picture."""
    instants: list[Instant] = []
    joints: list[tuple[float, Skeleton]] = []
    for time_s in times:
        skeleton, present = skeleton_at(film, time_s)
        black = performance(film.script, film.take).black(time_s)
        visible = present and not black and _in_picture(film, skeleton, time_s)
        instants.append(measure(skeleton, film.take.rig, time_s, visible=visible, present=present))
        if visible and (not joints or time_s - joints[-1][0] >= 1 / _JOINTS_A_SECOND - 1e-6):
            joints.append((time_s, skeleton))
    return document(film.name, film.take, instants, joints, film.size_px, film.fps, film.recipe)


def _in_picture(film: Film, skeleton: Skeleton, time_s: float) -> bool:
    """Whether the trunk's middle can be seen."""
    joints = skeleton.joints
    middle = (joints["shL"] + joints["hipR"]) / 2
    x, y = film.take.camera_at(time_s).project(middle, film.size_px)
    return bool(0 <= x < film.size_px[0] and 0 <= y < film.size_px[1])


def picture_at(film: Film, time_s: float) -> NDArray[np.uint8]:
    """One developed picture, upright, before what the camera does over time."""
    from sample_videos.scene.sensor import develop  # noqa: PLC0415 - OpenCV is slow to load

    take = film.take
    if performance(film.script, take).black(time_s):
        return np.zeros((film.size_px[1], film.size_px[0], 3), dtype=np.uint8)
    light = _exposed(film, time_s)
    rng = np.random.default_rng([take.seed, round(time_s * 1e4)])
    image = develop(light, take.eye, time_s, rng, gain=1.0)
    return np.clip(image, 0, 255).astype(np.uint8)


def _exposed(film: Film, time_s: float) -> NDArray[np.float32]:
    """The light that a picture gathers, (height, width, 3), linear."""
    from sample_videos.scene.picture import picture  # noqa: PLC0415 - numba is optional

    take, shutter = film.take, film.shutter
    solids = _solids_at(film, time_s)
    later = _solids_at(film, time_s + shutter.span_s / 2)
    moments = shutter.moments(2 * _moved_px(film, time_s, solids, later))
    if len(moments) == 1:
        return picture(solids, take.place, take.camera_at(time_s), film.size_px)
    shares = shutter.weights(len(moments), film.size_px[1])
    light = np.zeros((film.size_px[1], film.size_px[0], 3), dtype=np.float32)
    for moment, share in zip(time_s + moments, shares, strict=True):
        view = take.camera_at(moment)
        shown = picture(_solids_at(film, moment), take.place, view, film.size_px)
        light += share[:, None, None] * shown
    return light


def _solids_at(film: Film, time_s: float) -> NDArray[np.float64]:
    from sample_videos.scene.extras import things  # noqa: PLC0415 - OpenCV is slow to load

    skeleton, there = skeleton_at(film, max(time_s, 0.0))
    return things(film.take, skeleton if there else None, time_s)


def _moved_px(
    film: Film, time_s: float, first: NDArray[np.float64], last: NDArray[np.float64]
) -> float:
    """How far on the picture the fastest solid goes; 0 where somebody comes or leaves."""
    if len(first) != len(last) or len(first) == 0:
        return 0.0
    camera = film.take.camera_at(time_s)
    ends = [camera.project(s[:, CENTRE : CENTRE + 3], film.size_px) for s in (first, last)]
    way = np.linalg.norm(ends[1] - ends[0], axis=1)
    return float(np.max(way[np.isfinite(way)], initial=0.0))


def _work(job: tuple[Film, float]) -> NDArray[np.uint8]:
    return picture_at(*job)


def _pictures(film: Film, times: list[float], jobs: int) -> Iterator[NDArray[np.uint8]]:
    """All pictures in order."""
    work = [(film, t) for t in times]
    if jobs <= 1:
        yield from map(_work, work)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(_work, work, chunksize=4)


def is_made(film: Film, out_dir: Path) -> bool:
    """Whether both files are there, made by this very recipe, the truth as it is told now."""
    return _editions(film, out_dir) == (film.recipe, TRUTH_EDITION)


def _editions(film: Film, out_dir: Path) -> tuple[str, int] | None:
    """The recipe of the video that is there and the edition of its truth; None without both."""
    truth = _truth_path(film, out_dir)
    if not truth.exists() or not is_whole(out_dir / f"{film.name}.mp4"):
        return None
    try:
        document = json.loads(truth.read_text(encoding="utf-8"))
        return document.get("recipe", ""), document.get("edition", 1)
    except (OSError, ValueError, AttributeError):
        return None


def is_whole(video: Path) -> bool:
    """Whether a file is MP4 to its very end: boxes without a gap, pictures and index among them.

    Boxes by ISO 14496-12: four bytes of size (1: eight more after the name), four of name.
    """
    found: set[bytes] = set()
    try:
        end = video.stat().st_size
        with video.open("rb") as stream:
            while (at := stream.tell()) < end:
                size, name = struct.unpack(">I4s", stream.read(8))
                if size == 1:
                    (size,) = struct.unpack(">Q", stream.read(8))
                if size < 8 or at + size > end:
                    return False
                found.add(name)
                stream.seek(at + size)
    except (OSError, struct.error):
        return False
    return {b"moov", b"mdat"} <= found


def make(
    film: Film, out_dir: Path, jobs: int = 1, tell: Callable[[int, int], None] | None = None
) -> None:
    """Write ``NAME.mp4`` and ``NAME.truth.json``; nothing half-written keeps those names.

    Whenever it is interrupted, what is there is the old pair, the new one, or no pair at all.

    Where only the truth is of an older edition, the pictures are left as they are.
    """
    editions = _editions(film, out_dir)
    if editions is not None and editions[0] == film.recipe:
        times = times_of(film)
        try:
            _note_truth(film, out_dir, times).replace(_truth_path(film, out_dir))
        finally:
            _note_path(film, out_dir).unlink(missing_ok=True)
        if tell is not None:
            tell(len(times), len(times))
        return
    out_dir.mkdir(parents=True, exist_ok=True)
    times = times_of(film)
    partial = out_dir / f".{film.name}.partial.mp4"
    try:
        note = _note_truth(film, out_dir, times)
        _encode(film, partial, times, jobs, tell)
        # In this order no truth ever stands beside a video that is not its own.
        _truth_path(film, out_dir).unlink(missing_ok=True)
        partial.replace(out_dir / f"{film.name}.mp4")
        note.replace(_truth_path(film, out_dir))
    finally:
        partial.unlink(missing_ok=True)
        _note_path(film, out_dir).unlink(missing_ok=True)


def _encode(
    film: Film, path: Path, times: list[float], jobs: int, tell: Callable[[int, int], None] | None
) -> None:
    """Write every picture."""
    from sample_videos.scene.sensor import finish  # noqa: PLC0415 - OpenCV is slow to load
    from sample_videos.script.encode import Encoder  # noqa: PLC0415 - av is slow to load

    before: NDArray[np.float32] | None = None
    with contextlib.closing(Encoder(path, film.size_px, film.take.turned_deg)) as encoder:
        for i, image in enumerate(_pictures(film, times, jobs)):
            now = image.astype(np.float32)
            shown = finish(now, before, film.take.eye)
            before = shown.astype(np.float32)
            encoder.write(shown, times[i])
            if tell is not None:
                tell(i + 1, len(times))


def _truth_path(film: Film, out_dir: Path) -> Path:
    return out_dir / f"{film.name}.truth.json"


def _note_path(film: Film, out_dir: Path) -> Path:
    return out_dir / f".{film.name}.partial.json"


def _note_truth(film: Film, out_dir: Path, times: list[float]) -> Path:
    """Write the truth under a passing name."""
    note = _note_path(film, out_dir)
    text = json.dumps(truth_of(film, times), separators=(",", ":"))
    note.write_text(text + "\n", encoding="utf-8")
    return note
