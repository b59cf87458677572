"""The command line in process, and videos to run it on.

A test that needs the model's weights asks for ``pose_model`` and is marked ``model``; one
that needs the clips asks for ``clips`` and is marked ``shared``. Both are skipped with
their reason where there is none.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av
import pytest

from posecoach.adapters.model_store import Model, find_model
from posecoach.cli import main
from tests.fixtures.make import landmarks_of

REPO = Path(__file__).resolve().parents[2]
CLIPS_VARIABLE = "POSECOACH_CLIPS"
SAMPLE = REPO / "sample_videos" / "both_knees.mp4"
DEADLINE_S = 120.0  # of a subprocess: only a hang reaches it


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr; fails the test if it is not one clear line."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("posecoach: "), self.err
        assert "Traceback" not in self.out + self.err
        return lines[0]


Cli = Callable[..., Ran]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Run the command line in process; what native libraries print is caught too."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["posecoach", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        captured = capfd.readouterr()
        assert isinstance(stop.value.code, int)
        return Ran(stop.value.code, captured.out, captured.err)

    return run


def start_posecoach(*arguments: object, prefix: Sequence[str] = ()) -> subprocess.Popen[str]:
    """Start the command line in a process of its own, the leader of its own group."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "posecoach", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def ended(process: subprocess.Popen[str]) -> Ran:
    """Wait for a process and give what it did."""
    try:
        out, err = process.communicate(timeout=DEADLINE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return Ran(process.returncode, out, err)


def wait_until(what: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something that a running process does; fails if it ends before."""
    deadline_s = time.monotonic() + DEADLINE_S
    while not what():
        assert process.poll() is None, f"it has ended already: {process.communicate()}"
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(0.01)


def no_leftovers(folder: Path) -> bool:
    """Whether nothing temporary lies in a folder, at any depth."""
    return not [p for p in folder.rglob("*") if p.name.endswith(".part") or p.name[0] == "."]


def load(path: Path) -> Any:  # noqa: ANN401 - JSON is any plain value
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def but_source(session: dict[str, Any]) -> dict[str, Any]:
    """All of a session but where it came from."""
    return {key: value for key, value in session.items() if key != "source"}


@pytest.fixture
def recording() -> Path:
    """Recorded landmarks of two holds with both legs: one of 14 s, one of 7 s."""
    return landmarks_of("mannequin_both")


@pytest.fixture(scope="session")
def pose_model() -> Model:
    """The pose model, verified."""
    found = find_model()
    if found is None:
        pytest.skip("the pose model is not installed: run 'posecoach model fetch'")
    return found


@pytest.fixture(scope="session")
def clips() -> Path:
    """Folder of the clips with their truth."""
    chosen = os.environ.get(CLIPS_VARIABLE)
    folder = Path(chosen) if chosen else REPO.parent / "shared" / "clips"
    if not (folder / "truth.json").is_file():
        pytest.skip(f"no clips in {folder}; {CLIPS_VARIABLE} names another folder")
    return folder


@pytest.fixture(scope="session")
def person_video(request: pytest.FixtureRequest) -> Path:
    """A video of somebody who does the stretch with both legs."""
    if SAMPLE.is_file():
        return SAMPLE
    folder: Path = request.getfixturevalue("clips")
    return folder / "mannequin_both.mp4"


@pytest.fixture(scope="session")
def short_video(person_video: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first two seconds of that video, five pictures a second."""
    path = tmp_path_factory.mktemp("short") / "short.mp4"
    return excerpt(person_video, path, seconds=2.0, every=3)


def excerpt(
    source: Path,
    target: Path,
    *,
    seconds: float,
    every: int = 1,
    crop: Callable[[Any], Any] = lambda image: image,
) -> Path:
    """Write the beginning of a video anew, with the index in front."""
    with (
        av.open(str(source)) as read,
        av.open(str(target), "w", container_options={"movflags": "+faststart"}) as written,
    ):
        stream: Any = None
        for index, picture in enumerate(read.decode(video=0)):
            if picture.time >= seconds:
                break
            if index % every:
                continue
            image = crop(picture.to_ndarray(format="rgb24"))
            if stream is None:
                stream = written.add_stream("libx264", 30, {"preset": "ultrafast", "g": "10"})
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = Fraction(1, 90_000)
            frame = av.VideoFrame.from_ndarray(image, "rgb24")
            frame.pts, frame.time_base = round(picture.time * 90_000), Fraction(1, 90_000)
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))
    return target


def picture_times_s(video: Path) -> list[float]:
    """When each picture of a video is shown, s from the first; every one is decoded."""
    with av.open(str(video)) as container:
        stamps = [float(p.pts * p.time_base) for p in container.decode(video=0)]
    return [stamp - stamps[0] for stamp in stamps]


FileLimit: TypeAlias = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def tiny_file_limit() -> FileLimit:
    """Give a context in which files end at a size, as on a full disk, without root.

    It must not outlast the call under test: pytest's own report may go to a file, too.
    """
    resource = pytest.importorskip("resource", reason="only POSIX can limit a file's size")

    @contextmanager
    def limit(size: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limit
