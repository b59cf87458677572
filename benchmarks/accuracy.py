"""``python -m benchmarks.accuracy``: how close the whole pipeline comes to exact truth.

Each clip of a fixed matrix is rendered (or taken from the cache), reviewed as a user's video
would be (encoded video in, session JSON and frames.csv out), and compared with its truth.
See :mod:`benchmarks.accuracy_matrix` for the clips, :mod:`benchmarks.accuracy_match` for
what is demanded, and :mod:`benchmarks.accuracy_report` for the aims.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import math
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import platformdirs

from benchmarks.accuracy_faults import match_faults
from benchmarks.accuracy_match import (
    SIDES,
    ClipScore,
    Counts,
    flexion_samples,
    match_holds,
    tracking,
)
from benchmarks.accuracy_matrix import (
    HALVES,
    full_matrix,
    halves,
    left_out,
    quick_matrix,
    spread,
)
from benchmarks.accuracy_readme import readme_tables
from benchmarks.accuracy_report import RULES, SCHEMA, below_floors, markdown
from benchmarks.accuracy_stats import summary
from benchmarks.accuracy_uncertainty import told
from posecoach.adapters.files import make_folder, write_whole
from posecoach.adapters.landmark_log import LandmarkReader
from posecoach.adapters.result_names import FRAMES_NAME, LANDMARKS_NAME, SESSION_NAME
from posecoach.app import ReviewOptions, review
from posecoach.core.config import Thresholds
from posecoach.core.geometry import joint_flexion_deg
from posecoach.core.routine import Routine
from posecoach.errors import PoseCoachError, UsageError
from sample_videos.script.film import Film, is_made, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.accuracy_match import Row, Session, Truth
    from benchmarks.accuracy_matrix import Clip, Prescription

_HIP = {"L": (11, 23, 25), "R": (12, 24, 26)}  # BlazePose's shoulder, hip, knee
_SMALLEST_PX, _LARGEST_PX = 32, 4096


@dataclass(frozen=True)
class Job:
    """One clip to judge, and how."""

    clip: Clip
    half: str
    film: Film
    cache: Path
    rejudge: bool

    def folder(self, number: int = 0) -> Path:
        """Where the results under one of the clip's prescriptions go."""
        return self.cache / "reviews" / self.film.name / str(number)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a clip's review left behind, and the truth."""

    truth: Truth
    session: Session
    rows: list[Row]


# --- one clip ---------------------------------------------------------------------------------


def judge(job: Job) -> ClipScore:
    """Render (unless it is there), review, and compare one clip."""
    if not is_made(job.film, job.cache):
        make(job.film, job.cache)
    video = job.cache / f"{job.film.name}.mp4"
    recorded = job.folder() / LANDMARKS_NAME
    source = recorded if job.rejudge and recorded.exists() else video
    for number, prescription in enumerate(job.clip.prescriptions):
        _review(source, prescription, job.folder(number))
        source = recorded  # a further prescription judges the same landmarks
    return _score(job)


def _review(source: Path, prescription: Prescription, out: Path) -> None:
    routine = Routine("accuracy", prescription.legs, prescription.hold_s)
    options = ReviewOptions(routine, Thresholds(), out, video=False)
    done = review(source, options, progress=lambda _stage, _done_s, _total_s: None)
    if done.interrupted:  # half a recording must not be taken for a whole one later
        (out / LANDMARKS_NAME).unlink(missing_ok=True)
        raise KeyboardInterrupt


def evidence_of(job: Job, number: int = 0) -> Evidence:
    """Read what the review under one prescription wrote."""
    truth = json.loads((job.cache / f"{job.film.name}.truth.json").read_text(encoding="utf-8"))
    session = json.loads((job.folder(number) / SESSION_NAME).read_text(encoding="utf-8"))
    with (job.folder(number) / FRAMES_NAME).open(encoding="utf-8", newline="") as stream:
        return Evidence(truth, session, list(csv.DictReader(stream)))


def raw_angles(landmarks: Path) -> dict[str, list[float]]:
    """Trunk-thigh angle in the image, degrees, of the landmarks as the model gave them."""
    found: dict[str, list[float]] = {side: [] for side in SIDES}
    for frame in LandmarkReader(landmarks):
        for side, (shoulder, hip, knee) in _HIP.items():
            points = None if frame.pose is None else frame.pose.points_px
            found[side].append(
                math.nan
                if points is None
                else joint_flexion_deg(points[shoulder], points[hip], points[knee])
            )
    return found


def _score(job: Job) -> ClipScore:
    clip, seen = job.clip, evidence_of(job)
    first = clip.prescriptions[0]
    single = first.legs == "single"
    raw = raw_angles(job.folder() / LANDMARKS_NAME)
    matches, counts = match_holds(seen.truth, seen.session, single=single, hold_s=first.hold_s)
    if not clip.is_stretch:
        matches, counts = (), _any_valid(job)
    return ClipScore(
        name=clip.name,
        script=clip.script,
        half=job.half,
        is_stretch=clip.is_stretch,
        yaw_deg=clip.take.camera.yaw_deg,
        height_m=clip.take.camera.height_m,
        flexion=flexion_samples(seen.truth, seen.rows, raw),
        holds=matches,
        counts=counts,
        faults=match_faults(seen.truth, seen.rows, single=single, is_stretch=clip.is_stretch),
        tracking=tracking(seen.truth, seen.session, seen.rows),
        told=told(seen.truth, seen.rows),
    )


def _any_valid(job: Job) -> Counts:
    """Of a clip that is not the stretch: every hold that counts is false."""
    sessions = [evidence_of(job, i).session for i in range(len(job.clip.prescriptions))]
    holds = [hold for session in sessions for hold in session["holds"]]
    return Counts(
        false=sum(hold["verdict"] == "valid" for hold in holds),
        unsure=sum(hold["verdict"] == "unsure" for hold in holds),
        holds=len(holds),
    )


# --- many clips -------------------------------------------------------------------------------


def judge_all(jobs: list[Job], processes: int) -> list[ClipScore]:
    """Judge every clip; a line on stderr for each, in order."""
    scores = []
    for number, score in enumerate(_judged(jobs, processes), start=1):
        scores.append(score)
        print(f"[{number}/{len(jobs)}] {_line(score)}", file=sys.stderr, flush=True)
    return scores


def _judged(jobs: list[Job], processes: int) -> Iterator[ClipScore]:
    if processes == 1:
        yield from map(judge, jobs)
        return
    # Spawned: a forked child would inherit the threads' locks of the libraries loaded here.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        try:
            yield from pool.map(judge, jobs)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _line(score: ClipScore) -> str:
    flexion, counts = score.flexion, score.counts
    errors = np.abs(flexion.measured_deg - flexion.true_deg)[flexion.near & flexion.raised]
    errors = errors[~np.isnan(errors)]
    angle = f", near leg {np.mean(errors):.1f}°" if len(errors) else ""
    count = "count exact" if counts.exact else f"missed {counts.missed}, false {counts.false}"
    return f"{score.name}: {count}{angle}"


def document_of(
    asked: argparse.Namespace, jobs: list[Job], of: int, scores: list[ClipScore]
) -> dict[str, Any]:
    """The whole report as plain values."""
    return {
        "schema": SCHEMA,
        "matrix": "quick" if asked.quick else "full",
        "half": asked.half,
        "clips": len(jobs),
        "clips_in_matrix": of,
        "size_px": list(asked.size),
        "fps": asked.fps,
        "flags": flags_of(asked),
        "model": evidence_of(jobs[0]).session["model"]["name"],
        "figures": summary(scores),
        "each_clip": [
            {"name": s.name, "half": s.half, "exact": s.counts.exact,
             "missed": s.counts.missed, "false": s.counts.false}
            for s in scores
        ],
    }  # fmt: skip


def flags_of(asked: argparse.Namespace) -> list[str]:
    """The options that the figures hang on, whether given or by default; no folder's name."""
    limit = [] if asked.limit is None else ["--limit", str(asked.limit)]
    return [
        *["--quick"] * asked.quick, "--half", asked.half, *limit, *["--rejudge"] * asked.rejudge,
        "--size", "{}x{}".format(*asked.size), "--fps", f"{asked.fps:g}",
    ]  # fmt: skip


# --- the command ------------------------------------------------------------------------------


def _size(text: str) -> tuple[int, int]:
    parts = text.lower().split("x")
    if len(parts) == 2 and all(p.isdigit() for p in parts):
        width, height = int(parts[0]), int(parts[1])
        fits = all(_SMALLEST_PX <= n <= _LARGEST_PX and n % 2 == 0 for n in (width, height))
        if fits:
            return width, height
    raise argparse.ArgumentTypeError(f"{text!r}: give even pixels, such as 320x240")


def _number(least: float, most: float, kind: type[int] | type[float]) -> Any:  # noqa: ANN401 - argparse takes any callable
    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = kind(0) - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text!r}: give {least:g} to {most:g}")
        return value

    return parse


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """The options; ``half`` is filled in."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy", description=(__doc__ or "").splitlines()[0]
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="twelve clips instead of the full matrix")
    add("--half", choices=(*HALVES, "both"), help="default: report; with --quick both")
    add("--limit", type=_number(1, 10_000, int), help="so many clips, evenly over the matrix")
    add("--jobs", type=_number(1, 256, int), default=1, help="processes (default 1)")
    add("--size", type=_size, default=(320, 240), metavar="WxH", help="default 320x240")
    add("--fps", type=_number(1, 60, float), default=15.0, help="default 15")
    add("--cache", type=Path, help="folder of the rendered clips (default: the user's cache)")
    rejudge_help = "judge recorded landmarks where the cache has them: only the core is measured"
    add("--rejudge", action="store_true", help=rejudge_help)
    add("--out", type=Path, help="folder for accuracy.md, .json and readme_table.md")
    add("--plots", type=Path, help="folder for the plots (needs matplotlib)")
    add("--floors", type=Path, help="JSON file of floors; exit 1 if a figure is below its floor")
    asked = parser.parse_args(arguments)
    asked.half = asked.half or ("both" if asked.quick else "report")
    asked.cache = asked.cache or Path(platformdirs.user_cache_dir("posecoach")) / "accuracy"
    return asked


def jobs_of(asked: argparse.Namespace) -> tuple[list[Job], int]:
    """The clips asked for, and how many there are in the whole matrix."""
    matrix = quick_matrix() if asked.quick else full_matrix()
    half = halves(matrix)
    clips = [c for c in matrix if asked.half in ("both", half[c.name])]
    if asked.limit is not None:
        clips = spread(clips, asked.limit)
    jobs = [
        Job(c, half[c.name], c.film(asked.fps, asked.size), asked.cache, asked.rejudge)
        for c in clips
    ]
    return jobs, len(matrix)


def floors_of(path: Path) -> list[dict[str, Any]]:
    """Read a file of floors.

    Raises
    ------
    UsageError
        It cannot be read, or is not a list of floors.
    """
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))["floors"]
        known = all(f["rule"] in RULES and f["path"] and float(f["value"]) == f["value"]
                    for f in floors)  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a file of floors ({error})") from error
    if not known:
        raise UsageError(f"{path}: a floor needs a path, a value and one of {', '.join(RULES)}")
    return list(floors)


def _need(package: str, why: str, extra: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise UsageError(f"{why} needs {package}: pip install 'posecoach[{extra}]'")


def run(asked: argparse.Namespace) -> int:
    """Judge, print, write; the exit code."""
    floors = floors_of(asked.floors) if asked.floors else []
    jobs, of = jobs_of(asked)
    if any(not is_made(job.film, asked.cache) for job in jobs):
        _need("numba", "rendering", "samples")
    if asked.plots:
        _need("matplotlib", "--plots", "bench")
    for folder in filter(None, (asked.cache, asked.out, asked.plots)):
        make_folder(folder)
    if strangers := left_out():
        print(f"not in the matrix (see INTAKES in benchmarks/accuracy_matrix.py): "
              f"{', '.join(strangers)}", file=sys.stderr)  # fmt: skip
    scores = judge_all(jobs, min(asked.jobs, len(jobs)))
    document = document_of(asked, jobs, of, scores)
    text = markdown(document)
    print(text)
    if asked.out:
        write_whole(asked.out / "accuracy.md", text.encode())
        write_whole(asked.out / "readme_table.md", readme_tables(document).encode())
        as_json = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
        write_whole(asked.out / "accuracy.json", (as_json + "\n").encode())
    if asked.plots:
        _plot(asked.plots, jobs, scores)
    return _report_floors(below_floors(document["figures"], floors))


def _plot(folder: Path, jobs: list[Job], scores: list[ClipScore]) -> None:
    from benchmarks.accuracy_plots import bland_altman, timeline

    stretches = [job for job in jobs if job.clip.is_stretch]
    write_whole(folder / "bland_altman.png", bland_altman(scores))
    if stretches:
        shown = next((j for j in stretches if j.clip.script == "head_lifting"), stretches[0])
        seen = evidence_of(shown)
        write_whole(
            folder / "timeline.png", timeline(shown.clip.name, seen.truth, seen.session, seen.rows)
        )


def _report_floors(lines: list[str]) -> int:
    for line in lines:
        print(f"below its floor: {line}", file=sys.stderr)
    return 1 if lines else 0


def main() -> None:
    """Run; the exit code says whether the floors hold."""
    asked = parsed()
    try:
        sys.exit(run(asked))
    except PoseCoachError as error:
        print(f"accuracy: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        print(f"accuracy: {error.filename or asked.cache}: {error.strerror}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted; finished renders are kept", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
