"""``python -m benchmarks.batch``: how many more videos two processes review than one.

Eight videos, the beginning of a sample each time with another remark in the container, so that
each is another content of the same length. In one run, round after round: all of them with one
process, then with two (or as many as are asked for); each round anew, into an empty folder. The
ratio of throughput is that of the medians. Peak memory is what the system says of each worker's
process at its end; on Linux only.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.cores import usable_cores
from posecoach.adapters.model_store import ensure_model
from posecoach.adapters.progress import ManyBars
from posecoach.adapters.routine_files import DEFAULT_ROUTINE, load_routine
from posecoach.app import ReviewOptions
from posecoach.batch import Batch, review_many
from posecoach.core.config import Thresholds

if TYPE_CHECKING:
    from posecoach.batch import Outcome

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "both_knees.mp4"
VIDEOS = 8
AIM = 1.85
_KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Round:
    """One time through all videos.

    Attributes
    ----------
    peaks_mib
        Of each worker; empty where the system does not tell.
    """

    jobs: int
    wall_s: float
    peaks_mib: tuple[float, ...]


def make_videos(folder: Path, seconds: float) -> float:
    """Write the videos; return how long each one is, s."""
    for number in range(VIDEOS):
        length_s = cut(SAMPLE, folder / f"{number}.mp4", seconds, f"video {number}")
    return length_s


def cut(source: Path, target: Path, seconds: float, remark: str) -> float:
    """Copy the first pictures as they are; return how long they last, s."""
    import av

    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        video = read.streams.video[0]
        copy = written.add_stream_from_template(video)
        written.metadata["comment"] = remark
        last_s = Fraction(0)
        for packet in read.demux(video):
            if packet.dts is None:
                continue
            assert packet.time_base is not None  # a packet with a time has one
            if packet.dts * packet.time_base >= seconds:
                break
            last_s = max(last_s, (packet.pts or 0) * packet.time_base)
            packet.stream = copy
            written.mux(packet)
    return float(last_s)


def timed(folder: Path, jobs: int, *, video: bool) -> Round:
    """Review all videos, ``jobs`` at a time."""
    peaks: dict[int, float] = {}

    def take(outcome: Outcome, _total: int) -> None:
        if outcome.error is not None:
            raise outcome.error
        peaks.update(worker_peaks_mib())

    with tempfile.TemporaryDirectory() as out:
        options = ReviewOptions(
            load_routine(DEFAULT_ROUTINE), Thresholds(), Path(out), video, report_lang="en"
        )
        bars = ManyBars()
        start_s = time.perf_counter()
        review_many(Batch((folder,), options, jobs), watch=bars, model_progress=None, take=take)
        wall_s = time.perf_counter() - start_s
        bars.end()
    return Round(jobs, wall_s, tuple(sorted(peaks.values())))


def worker_peaks_mib() -> dict[int, float]:
    """Peak resident memory of each worker's process so far, by its number."""
    found = {}
    for worker in multiprocessing.active_children():
        status = Path(f"/proc/{worker.pid}/status")
        if worker.pid is not None and status.exists():
            line = next(
                (row for row in status.read_text().splitlines() if row.startswith("VmHWM")), None
            )
            if line is not None:
                found[worker.pid] = int(line.split()[1]) / _KIB_PER_MIB
    return found


def main() -> None:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=12.0, help="of each video")
    parser.add_argument("--jobs", type=int, default=2, help="to set against one")
    parser.add_argument("--no-video", action="store_true", help="without annotated videos")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    asked = parser.parse_args()
    ensure_model()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        length_s = make_videos(folder, asked.seconds)
        rounds = []
        for _ in range(asked.rounds):
            for jobs in (1, asked.jobs):
                rounds.append(timed(folder, jobs, video=not asked.no_video))
                print(f"  {jobs} at a time: {rounds[-1].wall_s:.1f} s", flush=True)
    figures = summed(rounds, asked.jobs, length_s)
    _print(figures, asked.rounds, video=not asked.no_video)
    if asked.json is not None:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def summed(rounds: list[Round], jobs: int, length_s: float) -> dict[str, float]:
    """The figures of all rounds."""
    alone_s, beside_s = (
        statistics.median(one.wall_s for one in rounds if one.jobs == number)
        for number in (1, jobs)
    )
    peaks = [peak for one in rounds if one.jobs == jobs for peak in one.peaks_mib]
    return {
        "videos": VIDEOS,
        "seconds_each": round(length_s, 2),
        "jobs": jobs,
        "cores": usable_cores(),
        "alone_s": round(alone_s, 2),
        "side_by_side_s": round(beside_s, 2),
        "throughput_ratio": round(alone_s / beside_s, 3),
        "aim": AIM,
        "worker_peak_mib": round(max(peaks, default=float("nan")), 0),
    }


def _print(figures: dict[str, float], rounds: int, *, video: bool) -> None:
    what = "with" if video else "without"
    print(
        f"{figures['videos']} videos of {figures['seconds_each']:.1f} s, {what} annotated videos, "
        f"{figures['cores']} cores, median of {rounds} rounds"
    )
    print(f"{'':12} {'wall s':>8} {'videos/min':>11}")
    for name, key in (("1 process", "alone_s"), (f"{figures['jobs']} processes", "side_by_side_s")):
        print(f"{name:12} {figures[key]:8.1f} {figures['videos'] * 60 / figures[key]:11.1f}")
    print(f"ratio of throughput: {figures['throughput_ratio']:.2f} (aim {AIM} on free cores)")
    print(f"peak memory of a worker: {figures['worker_peak_mib']:.0f} MiB")


if __name__ == "__main__":
    main()
