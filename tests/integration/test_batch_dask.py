"""Many reviews on a real Dask cluster: a scheduler and workers as processes of this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.adapters.batch_key import setup_of
from posecoach.batch_dask import difference
from tests.integration.conftest import (
    DEADLINE_S,
    REPO,
    Cli,
    ended,
    no_leftovers,
    start_posecoach,
    wait_until,
)
from tests.integration.test_batch import copied, marked, statuses

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="distributed is not installed: pip install '.[cluster]'",
)
NAMES = ("synthetic_hold", "mannequin_both", "mannequin_head_up", "legs_in_twice", "one_knee")
_NO_DASHBOARD = ("--no-dashboard", "--host", "127.0.0.1")


class Cluster:
    """A scheduler on the loopback, and workers that can be killed."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self.counts = folder / "counts"
        self.gate = folder / "gate"
        self._scheduler_log = folder / "scheduler.log"
        self.scheduler = self._start(
            ("scheduler", "--port", "0", "--no-show"), self._scheduler_log, {}
        )
        self.address = self._found(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start one more worker, without a nanny, and wait until it is there."""
        number = len(list(self._folder.glob("worker*.log")))
        process = self._start(
            (
                *("worker", self.address, "--no-nanny", "--nthreads", "1"),
                *("--local-directory", str(self._folder / "scratch")),
                *("--preload", str(Path(__file__).with_name("dask_preload.py"))),
            ),
            self._folder / f"worker{number}.log",
            environment,
        )
        self._until(lambda: self._logged().count("Register worker") > number)
        return process

    def begun(self) -> list[tuple[str, int]]:
        """Judgements that have begun: the recording's name, and the worker's process."""
        return self._counted("begun")

    def finished(self) -> list[tuple[str, int]]:
        """Judgements that have ended."""
        return self._counted("ended")

    def _counted(self, what: str) -> list[tuple[str, int]]:
        if not self.counts.exists():
            return []
        lines = [line.split() for line in self.counts.read_text(encoding="utf-8").splitlines()]
        return [(name, int(pid)) for kind, name, pid in lines if kind == what]

    def _start(
        self, arguments: tuple[str, ...], log: Path, environment: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        own = {
            "POSECOACH_COUNT": str(self.counts),
            "POSECOACH_GATE": str(self.gate),
            "PYTHONPATH": str(REPO),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",  # three by default
        }
        stream = self._stack.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, *_NO_DASHBOARD],
            stdout=stream,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env={**os.environ, **own, **environment},
        )
        self._stack.callback(_end, process)
        return process

    def _logged(self) -> str:
        return self._scheduler_log.read_text(encoding="utf-8", errors="replace")

    def _found(self, pattern: str) -> str:
        self._until(lambda: re.search(pattern, self._logged()) is not None)
        found = re.search(pattern, self._logged())
        assert found is not None
        return found[1]

    def _until(self, what: object) -> None:
        assert callable(what)
        deadline_s = time.monotonic() + DEADLINE_S
        while not what():
            assert time.monotonic() < deadline_s, self._logged()
            time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster without workers yet."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    with ExitStack() as stack:
        yield Cluster(folder, stack)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with five recordings of different content, one of which can be held back."""
    folder = tmp_path / "in"
    for number, name in enumerate(NAMES):
        copied(name, folder, "slow" if number == 2 else f"r{number}")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where results go: a folder that all share."""
    return tmp_path / "results"


def test_a_killed_worker_loses_nothing_and_nothing_is_judged_twice(
    cluster: Cluster, inputs: Path, out: Path, cli: Cli
) -> None:
    """SIGKILL in the middle of a judgement: another worker takes it, and each one ends once."""
    workers = {process.pid: process for process in (cluster.add_worker(), cluster.add_worker())}
    run = start_posecoach("review", inputs, "--hold", 10, "--out", out, "--dask", cluster.address)
    # All but the one that is held back are done, which is in the middle.
    wait_until(lambda: "slow" in dict(cluster.begun()) and len(cluster.finished()) == 4, run)
    workers[dict(cluster.begun())["slow"]].send_signal(signal.SIGKILL)
    cluster.gate.touch()
    ran = ended(run)
    assert (ran.code, ran.err) == (0, "")
    assert statuses(out) == ["reviewed"] * 5
    assert len(marked(out)) == 5
    assert no_leftovers(out)
    names = ["r0", "r1", "r3", "r4", "slow"]
    assert sorted(name for name, _ in cluster.finished()) == names  # each once
    begun = Counter(name for name, _ in cluster.begun())
    assert begun == {**dict.fromkeys(names, 1), "slow": 2}
    assert len({pid for name, pid in cluster.begun() if name == "slow"}) == 2
    # What the cluster did is what this machine would have done: it is all known here.
    assert cli("review", inputs, "--hold", 10, "--out", out, "--jobs", 1).code == 0
    assert statuses(out) == ["kept"] * 5


def test_an_answer_that_was_lost_is_not_judged_for_again(
    cluster: Cluster, tmp_path: Path, out: Path
) -> None:
    """A worker dies with a result that nobody has fetched: it lies in the folder, and counts."""
    copied(NAMES[0], tmp_path / "in", "slow")
    copied(NAMES[1], tmp_path / "in", "z")
    first = cluster.add_worker()
    run = start_posecoach("review", tmp_path / "in", "--out", out, "--dask", cluster.address)
    wait_until(lambda: len(cluster.begun()) == 1, run)
    os.kill(run.pid, signal.SIGSTOP)  # it fetches nothing any more
    try:
        cluster.gate.touch()
        wait_until(lambda: "slow" in marked(out), run)
        first.kill()
        first.wait()
    finally:
        os.kill(run.pid, signal.SIGCONT)
    cluster.add_worker()
    ran = ended(run)
    assert (ran.code, ran.err) == (0, "")
    assert statuses(out) == ["reviewed", "reviewed"]
    assert [name for name, _ in cluster.finished()] == ["slow", "z"]
    assert [name for name, _ in cluster.begun()] == ["slow", "z"]


def test_broken_recordings_cost_only_themselves(
    cluster: Cluster, inputs: Path, out: Path, cli: Cli
) -> None:
    """One line each, and the others are judged."""
    cluster.add_worker()
    cluster.gate.touch()
    (inputs / "a.mp4").write_text("no video", encoding="utf-8")
    ran = cli("review", inputs, "--out", out, "--dask", cluster.address)
    assert ran.code == 1
    assert "not a video" in ran.complaint
    assert statuses(out) == ["failed", *["reviewed"] * 5]


def test_a_recording_that_kills_its_workers_is_given_up(
    cluster: Cluster, tmp_path: Path, out: Path
) -> None:
    """After a worker more than it allows Dask gives it up, and the rest is judged."""
    inputs = tmp_path / "in"
    copied(NAMES[0], inputs, "slow")
    copied(NAMES[1], inputs, "z")
    worker = cluster.add_worker()
    run = start_posecoach("review", inputs, "--out", out, "--dask", cluster.address)
    for deaths in (1, 2):
        wait_until(lambda: len([n for n, _ in cluster.begun() if n == "slow"]) == deaths, run)  # noqa: B023
        worker.kill()
        worker.wait()
        worker = cluster.add_worker()
    ran = ended(run)
    assert ran.code == 1
    assert "each that tried it died" in ran.complaint
    assert statuses(out) == ["failed", "reviewed"]


# --- what is refused -----------------------------------------------------------------------------


def test_a_worker_with_other_code_is_refused(
    cluster: Cluster, inputs: Path, out: Path, tmp_path: Path, cli: Cli
) -> None:
    """The same version with one line changed is another one; nothing is judged or left."""
    other = tmp_path / "other"
    shutil.copytree(REPO / "posecoach", other / "posecoach")
    with (other / "posecoach" / "core" / "config.py").open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    cluster.add_worker()
    cluster.add_worker(PYTHONPATH=str(other))
    ran = cli("review", inputs, "--out", out, "--dask", cluster.address)
    assert ran.code == 1
    assert "has another posecoach" in ran.complaint
    assert "tcp://127.0.0.1:" in ran.complaint
    assert cluster.begun() == []
    assert not out.exists()


def test_a_worker_without_the_model_is_refused(
    cluster: Cluster, inputs: Path, out: Path, tmp_path: Path
) -> None:
    """Only where there are videos; it is never fetched there."""
    here = setup_of("full")
    if here.model is None:
        pytest.skip("the pose model is not installed: run 'posecoach model fetch'")
    shutil.copy(REPO / "sample_videos" / "both_knees.mp4", inputs / "a.mp4")
    cluster.add_worker(POSECOACH_MODEL_DIR=str(tmp_path / "none"))
    ran = ended(start_posecoach("review", inputs, "--out", out, "--dask", cluster.address))
    assert ran.code == 1
    assert "posecoach model fetch" in ran.complaint
    assert not (tmp_path / "none").exists()
    assert not out.exists()


def test_no_scheduler_and_no_workers_are_told(
    cluster: Cluster, inputs: Path, out: Path, cli: Cli
) -> None:
    """One line each that says what to start."""
    for address, told in (
        (cluster.address, "dask worker"),
        ("gopher://x:1", "gopher"),
        ("127.0.0.1", "port"),
    ):
        ran = cli("review", inputs, "--out", out, "--dask", address)
        assert ran.code == 1
        assert told in ran.complaint
        assert not out.exists()
    ran = cli("review", inputs, "--dask", cluster.address)
    assert ran.code == 2
    assert "--out" in ran.complaint


def test_each_difference_is_told() -> None:
    """Version, code, Python, libraries and model: the first that differs, and what to do."""
    here = setup_of("full")
    libraries = (("av", "0"), *here.libraries[1:])
    others = {
        "posecoach 9": replace(here, version="9"),
        "another posecoach": replace(here, code="0" * 64),
        "Python 2.7": replace(here, python="2.7"),
        "av 0": replace(here, libraries=libraries),
    }
    for told, there in others.items():
        assert told in str(difference(here, there, needs_model=False))
    other_model = replace(here, model="f" * 64)
    assert difference(here, here, needs_model=True) is None
    assert difference(here, other_model, needs_model=False) is None
    assert "model fetch" in str(difference(here, other_model, needs_model=True))


def test_without_dask_it_is_not_imported() -> None:
    """A review on this machine loads nothing of it."""
    code = "import sys, posecoach.batch, posecoach.batch_dask; print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
