"""``python -m benchmarks.review VIDEO``: what a review costs beside the bare model loop.

In one process, round after round: (a) ``cv2.VideoCapture`` and ``detect_for_video`` and
nothing else, (b) a review without the annotated video, (c) a review with it. Machines are
shared and noisy, so the figures are ratios of the medians of interleaved rounds. Peak memory
cannot be told apart within one process; it is read from one child process per variant.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.result_names import LANDMARKS_NAME
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.app import ReviewOptions, review
from posecoach.core.config import Thresholds
from posecoach.core.replay import replay_coach

if TYPE_CHECKING:
    from collections.abc import Callable

VARIANTS = ("bare", "review", "annotated")
_KIB_PER_MIB = 1024


def bare(video: Path) -> int:
    """The least that finds landmarks: OpenCV's reader and MediaPipe's tracker, one person."""
    import cv2
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions
    from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, RunningMode

    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(ensure_model().path)),
        running_mode=RunningMode.VIDEO,
    )
    frames = 0
    capture = cv2.VideoCapture(str(video))
    with PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            there, image = capture.read()
            if not there:
                break
            picture = mp.Image(mp.ImageFormat.SRGB, cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
            landmarker.detect_for_video(picture, frames * 33)
            frames += 1
    capture.release()
    return frames


def reviewed(video: Path, out: Path, *, annotated: bool) -> None:
    """A whole review."""
    options = ReviewOptions(load_routine(DEFAULT_ROUTINE), Thresholds(), out, annotated)
    review(video, options, progress=lambda _stage, _done, _total: None)


def run_variant(name: str, video: Path, out: Path) -> None:
    """Run one variant by its name."""
    if name == "bare":
        bare(video)
    else:
        reviewed(video, out, annotated=name == "annotated")


def timed_s(run: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and CPU seconds of a call."""
    start, start_cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - start, time.process_time() - start_cpu


def peak_mib(name: str, video: Path, out: Path) -> float:
    """Peak resident memory of a child process that runs one variant."""
    command = [sys.executable, "-m", "benchmarks.review", str(video), "--child", name, str(out)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(said.split()[-1])


def own_peak_mib() -> float:
    """Peak resident memory of this process."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_PER_MIB
    # ru_maxrss of a child begins at its parent's peak on Linux; VmHWM is the child's own.
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return int(line.split()[1]) / _KIB_PER_MIB


def judgement_ms(landmarks: Path) -> float:
    """Median over rounds of what the core's judgement takes a frame, ms of CPU."""
    reader = LandmarkReader(landmarks)
    width_px, height_px = reader.header.width_px, reader.header.height_px
    frames, cfg = list(reader), Thresholds()
    rounds = []
    for _ in range(5):
        coach = replay_coach(
            frames, load_routine(DEFAULT_ROUTINE), cfg, width_px=width_px, height_px=height_px
        )
        start = time.process_time()
        for frame in frames:
            coach.step(frame)
        rounds.append((time.process_time() - start) * 1000 / len(frames))
    return statistics.median(rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=2, metavar=("VARIANT", "OUT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        run_variant(asked.child[0], asked.video, Path(asked.child[1]))
        print(own_peak_mib())
        return
    with tempfile.TemporaryDirectory() as folder:
        _report(asked.video, Path(folder), asked.rounds)


def _report(video: Path, out: Path, rounds: int) -> None:
    run_variant("annotated", video, out)  # warm up: caches, lazy imports
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in VARIANTS}
    for _ in range(rounds):
        for name in VARIANTS:
            seconds[name].append(timed_s(partial(run_variant, name, video, out)))
    frames = sum(1 for _ in LandmarkReader(out / LANDMARKS_NAME))
    print(f"{video.name}: {frames} frames, median of {rounds} rounds")
    print(
        f"{'':10} {'ms/frame':>9} {'ratio':>6} {'CPU ratio':>10} {'peak MiB':>9} {'over bare':>10}"
    )
    medians = {
        name: [statistics.median(t) for t in zip(*seconds[name], strict=True)] for name in VARIANTS
    }
    memory = {name: peak_mib(name, video, out) for name in VARIANTS}
    for name in VARIANTS:
        wall, cpu = medians[name]
        base_wall, base_cpu = medians["bare"]
        print(
            f"{name:10} {wall / frames * 1000:9.2f} {wall / base_wall:6.2f} "
            f"{cpu / base_cpu:10.2f} {memory[name]:9.0f} {memory[name] - memory['bare']:+10.0f}"
        )
    print(f"core judgement: {judgement_ms(out / LANDMARKS_NAME):.3f} ms CPU a frame")


if __name__ == "__main__":
    main()
