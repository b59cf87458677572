"""What decides a result, as one key: equal keys, equal results.

The input counts by its content, not by its name, so that a recording that was renamed, moved
or copied is known again. With it count the routine, the thresholds, what is to be written,
the model, posecoach's own code and the libraries that decode and look.
"""

from __future__ import annotations

import hashlib
import json
import platform
import stat
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posecoach import __version__
from posecoach.adapters.landmark_log import is_landmark_file
from posecoach.adapters.model_store import find_model
from posecoach.adapters.session_json import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posecoach.app import ReviewOptions

_CHUNK_BYTES = 1 << 20
_LIBRARIES = ("av", "mediapipe", "numpy", "opencv-python")
_CODE_SUFFIXES = (".py", ".toml", ".json", ".j2", ".js", ".css")


@dataclass(frozen=True)
class Content:
    """What a file held when it was read.

    Attributes
    ----------
    size_bytes, changed_ns
        By which a change since then is noticed.
    """

    sha256: str
    size_bytes: int
    changed_ns: int

    def is_still_in(self, path: Path) -> bool:
        """Whether the file seems not to have been written to since."""
        try:
            now = path.stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size_bytes, self.changed_ns)


def content_of(path: Path) -> Content:
    """Read a file in pieces.

    Raises
    ------
    OSError
        It cannot be read, or is no regular file: a pipe would have no end.
    """
    # Looked at before it is opened: opening a pipe that nobody writes to never returns.
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(f"{path} is no regular file")
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK_BYTES):
            digest.update(piece)
    return Content(digest.hexdigest(), about.st_size, about.st_mtime_ns)


@dataclass(frozen=True)
class Setup:
    """What judges.

    Attributes
    ----------
    code
        SHA-256 over the package's files, line ends aside: the version does not change with
        every change.
    libraries
        (name, version) of those that decide a landmark or an angle.
    model
        SHA-256 of the pose model; None: there is none.
    """

    version: str
    code: str
    python: str
    libraries: tuple[tuple[str, str], ...]
    model: str | None


def setup_of(variant: str) -> Setup:
    """What would judge in this process; looks for the model and never fetches it."""
    found = find_model(variant)
    model = None if found is None else found.sha256
    python = ".".join(platform.python_version_tuple()[:2])
    return Setup(
        __version__,
        code_sha256(),
        python,
        _library_versions(),
        model,
    )


@cache
def code_sha256() -> str:
    """Over every file of the package that is code, words, a rule or a template."""
    digest = hashlib.sha256()
    for name, content in sorted(_code(Path(str(resources.files("posecoach"))))):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _code(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.suffix in _CODE_SUFFIXES:
            # A checkout on Windows may have other line ends.
            yield path.relative_to(folder).as_posix(), path.read_bytes().replace(b"\r\n", b"\n")


@cache
def _library_versions() -> tuple[tuple[str, str], ...]:
    return tuple((name, _version_of(name)) for name in _LIBRARIES)


def _version_of(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # such as OpenCV under another package's name
        return "?"


def key_of(path: Path, content: Content, options: ReviewOptions, setup: Setup) -> str:
    """The key of a review: SHA-256, as hexadecimal digits.

    Parameters
    ----------
    path
        Only how its name ends counts: that decides how it is read.
    """
    is_recording = is_landmark_file(path)
    deciding: dict[str, Any] = {
        "content": content.sha256,
        "read_as": ("landmarks", path.suffix) if is_recording else "video",
        "schema": SCHEMA,
        "code": (setup.version, setup.code),
        "libraries": setup.libraries,
        "model": None if is_recording else setup.model,
        "routine": asdict(options.routine),
        "thresholds": asdict(options.cfg),
        "video": options.video and not is_recording,
        "report": options.report_lang,
        "exports": sorted(options.exports),
    }
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()
