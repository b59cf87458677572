"""Where the pose model lies, and how it gets there: found, fetched or imported.

The manifest (``posecoach/models.json``) names every file that is accepted, by size and
SHA-256. That holds for the bundles that Google publishes and for the one that is built from
a mediapipe wheel: the build gives the same bytes everywhere, so its hash is known too. A
file is verified each time before it is used; one with another hash is refused.

Only `fetch_model` (and `ensure_model` where there is no model yet) uses the network.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import cache, reduce
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import platformdirs

from posecoach.adapters import model_bundle
from posecoach.errors import ModelError, Phrase, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

MODEL_DIR_VARIABLE = "POSECOACH_MODEL_DIR"
DEFAULT_VARIANT = "full"
_CHECKOUT = Path(__file__).resolve().parents[2]
_README_TITLE = "# The pose model of posecoach"
_CHUNK_BYTES = 1 << 20


class Progress(Protocol):
    """Told how far a transfer is; ``done_bytes`` never falls while ``what`` is the same."""

    def __call__(self, done_bytes: int, total_bytes: int, what: Phrase, /) -> None:
        """Take note."""


class WheelDownloader(Protocol):
    """Downloads the wheel into a folder: `model_download.download_wheel`, or a test's own."""

    def __call__(
        self, wheel: WheelRoute, folder: Path, /, *, progress: Progress | None = None
    ) -> Path:
        """Return where the wheel lies; raise `ModelError` if it cannot be had."""


@dataclass(frozen=True)
class FileDigest:
    """What a file must be."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class OfficialBundle:
    """A bundle as Google publishes it."""

    url: str
    digest: FileDigest


@dataclass(frozen=True)
class WheelRoute:
    """The wheel that carries the networks of one variant, and the bundle built from them."""

    variant: str
    package: str
    version: str
    python_version: str
    platform: str
    size_bytes: int
    networks: tuple[model_bundle.Network, ...]
    bundle: FileDigest


@dataclass(frozen=True)
class Manifest:
    """Every model file that is accepted."""

    models: Mapping[str, OfficialBundle]
    wheel: WheelRoute

    def digests(self, variant: str) -> tuple[FileDigest, ...]:
        """List what a file of this variant may be: the official bundle, or the built one."""
        official = self.models[variant].digest
        return (official, self.wheel.bundle) if variant == self.wheel.variant else (official,)


@dataclass(frozen=True)
class Model:
    """A verified model file.

    Attributes
    ----------
    name
        Such as ``pose_landmarker_full``.
    path
        The bundle, ready for MediaPipe Tasks.
    sha256
        Of the file's content at the time it was verified.
    """

    name: str
    path: Path
    sha256: str


@cache
def load_manifest() -> Manifest:
    """Read the manifest that ships with the package."""
    text = resources.files("posecoach").joinpath("models.json").read_text(encoding="utf-8")
    content = json.loads(text)
    models = {
        variant: OfficialBundle(entry["url"], FileDigest(entry["size_bytes"], entry["sha256"]))
        for variant, entry in content["models"].items()
    }
    return Manifest(models, _wheel_route(content["wheel"]))


def _wheel_route(entry: dict[str, Any]) -> WheelRoute:
    networks = tuple(
        model_bundle.Network(
            **{**network, "normalization": model_bundle.Normalization(**network["normalization"])}
        )
        for network in entry["networks"]
    )
    return WheelRoute(**{**entry, "networks": networks, "bundle": FileDigest(**entry["bundle"])})


def model_dir() -> Path:
    """Folder of the models; it need not exist yet.

    ``POSECOACH_MODEL_DIR`` if it is set, else the ``models`` folder of a source checkout,
    else the user's data folder.
    """
    if chosen := os.environ.get(MODEL_DIR_VARIABLE):
        return Path(chosen).expanduser()
    if _is_ours(_CHECKOUT / "models" / "README.md"):
        return _CHECKOUT / "models"
    return platformdirs.user_data_path("posecoach", appauthor=False) / "models"


def _is_ours(readme: Path) -> bool:
    try:
        with readme.open(encoding="utf-8") as lines:
            return lines.readline().strip() == _README_TITLE
    except (OSError, UnicodeDecodeError):
        return False


def model_name(variant: str) -> str:
    """Name of a variant's bundle, without the ``.task``."""
    return f"pose_landmarker_{variant}"


def _path_of(variant: str) -> Path:
    return model_dir() / f"{model_name(variant)}.task"


def find_model(variant: str = DEFAULT_VARIANT, *, manifest: Manifest | None = None) -> Model | None:
    """Find the installed model and verify its SHA-256; None if there is none.

    Raises
    ------
    ModelError
        If the file is damaged, not one of ours, or not readable.
    UsageError
        If there is no such variant.
    """
    manifest = _checked(variant, manifest)
    path = _path_of(variant)
    if not _is_there(path):
        return None
    allowed = manifest.digests(variant)
    found = _digest_of(path, {digest.size_bytes for digest in allowed})
    if found not in allowed:
        raise ModelError(
            "{path} is damaged or not a model known here: {found} instead of {wanted}; "
            "replace it with `posecoach model fetch`",
            path=path,
            found=_described([found]),
            wanted=_described(allowed),
        )
    return Model(model_name(variant), path, found.sha256)


def _is_there(path: Path) -> bool:
    try:
        if path.exists() and not path.is_file():
            raise ModelError(
                "{path} is not a file; move it away and run `posecoach model fetch`", path=path
            )
        return path.exists()
    except OSError as error:
        raise ModelError(
            "cannot look into {folder} ({why})", folder=path.parent, why=error
        ) from error


def ensure_model(
    variant: str = DEFAULT_VARIANT,
    *,
    progress: Progress | None = None,
    offline: bool = False,
    manifest: Manifest | None = None,
) -> Model:
    """Find the model, or fetch it if there is none and ``offline`` is false.

    Raises
    ------
    ModelError
        As `find_model` and `fetch_model`; also if there is none and ``offline`` is true.
    """
    if found := find_model(variant, manifest=manifest):
        return found
    if offline:
        raise ModelError(
            "{path} is missing; get it with `posecoach model fetch`, or without network "
            "with `posecoach model import FILE`",
            path=_path_of(variant),
        )
    return fetch_model(variant, progress=progress, manifest=manifest)


def fetch_model(
    variant: str = DEFAULT_VARIANT,
    *,
    progress: Progress | None = None,
    manifest: Manifest | None = None,
    download_wheel: WheelDownloader | None = None,
) -> Model:
    """Fetch a model over the network and install it, in place of one that is there.

    Google's own address is tried first. Where it fails, the ``full`` model is built from
    the mediapipe wheel of the package index.

    Parameters
    ----------
    variant
        ``lite``, ``full`` or ``heavy``.
    progress
        Told how far the transfer is.
    manifest, download_wheel
        In place of the package's own; for tests.

    Raises
    ------
    ModelError
        If no route works, with what was tried; or if the file cannot be written.
    """
    manifest = _checked(variant, manifest)
    # PLC0415: what opens connections is not even loaded where nothing is to be fetched.
    from posecoach.adapters import model_download  # noqa: PLC0415

    official = manifest.models[variant]
    try:
        content = model_download.download(official.url, official.digest, progress=progress)
    except ModelError as error:
        failures = [error]
    else:
        return _install(content, variant)
    if variant == manifest.wheel.variant:
        try:
            content = _build_from_index(
                manifest.wheel, download_wheel or model_download.download_wheel, progress
            )
        except ModelError as error:
            failures.append(error)
        else:
            return _install(content, variant)
    raise _no_route(variant, failures, manifest)


def _build_from_index(
    wheel: WheelRoute, download_wheel: WheelDownloader, progress: Progress | None
) -> bytes:
    try:
        with tempfile.TemporaryDirectory(prefix="posecoach-") as folder:
            return _build_from_wheel(download_wheel(wheel, Path(folder), progress=progress), wheel)
    except OSError as error:
        raise ModelError("the wheel could not be had ({why})", why=str(error)) from error


def _build_from_wheel(file: Path, wheel: WheelRoute) -> bytes:
    contents = model_bundle.read_networks(file, wheel.networks)
    bundle = model_bundle.build_bundle(zip(wheel.networks, contents, strict=True))
    if _measured(bundle) != wheel.bundle:
        raise ModelError(
            "the bundle built from the wheel is not {wanted}; please report this with the "
            "version of your flatbuffers package",
            wanted=_described([wheel.bundle]),
        )
    return bundle


def _no_route(variant: str, failures: Sequence[ModelError], manifest: Manifest) -> ModelError:
    model, url, wheel = model_name(variant), manifest.models[variant].url, manifest.wheel
    tried = reduce(_both_tried, (error.phrase for error in failures))
    if variant != wheel.variant:
        return ModelError(
            "cannot fetch {model}: {tried}. Elsewhere, download {url} and run "
            "`posecoach model import FILE` here",
            model=model,
            tried=tried,
            url=url,
        )
    return ModelError(
        "cannot fetch {model}: {tried}. Elsewhere, download {url}, or the wheel {package} "
        "{version}, and run `posecoach model import FILE` here",
        model=model,
        tried=tried,
        url=url,
        package=wheel.package,
        version=wheel.version,
    )


def _both_tried(first: Phrase, second: Phrase) -> Phrase:
    return Phrase("{first}; {second}", first=first, second=second)


def import_model(file: Path, *, manifest: Manifest | None = None) -> Model:
    """Install a model from a file: a ``.task`` bundle, or the wheel that it is built from.

    What the file is, its content says and not its name. A wheel of another version will do
    if it carries the same networks.

    Raises
    ------
    ModelError
        If it is neither, or cannot be read, or the model cannot be written.
    """
    manifest = manifest or load_manifest()
    known = {digest: variant for variant in manifest.models for digest in manifest.digests(variant)}
    content = _read_candidate(file, {digest.size_bytes for digest in known})
    if variant := known.get(_measured(content)):
        return _install(content, variant)
    wheel = manifest.wheel
    needed = Phrase(
        "the wheel of {package} {version}", package=wheel.package, version=wheel.version
    )
    if file.suffix != ".whl" and not model_bundle.is_wheel_with(file, wheel.networks):
        raise ModelError(
            "{file} is no model known here; expected {needed}, or a .task of {known}",
            file=file,
            needed=needed,
            known=_described(known),
        )
    try:
        content = _build_from_wheel(file, wheel)
    except ModelError as error:
        raise ModelError(
            "cannot use {file}: {why}; expected {needed}", file=file, why=error, needed=needed
        ) from error
    return _install(content, wheel.variant)


def _read_candidate(file: Path, sizes_bytes: Collection[int]) -> bytes:
    """Read a file that may be a bundle; one that cannot be, by its size, is not read."""
    try:
        if not file.exists():
            raise ModelError(
                "{file} does not exist; name a .task file or a mediapipe wheel", file=file
            )
        if not file.is_file():
            raise ModelError(
                "{file} is not a file; name a .task file or a mediapipe wheel", file=file
            )
        with file.open("rb") as stream:
            return stream.read() if file.stat().st_size in sizes_bytes else b""
    except OSError as error:
        raise ModelError(
            "cannot read {file} ({why}); check its permissions", file=file, why=error
        ) from error


def _install(content: bytes, variant: str) -> Model:
    """Put verified content under its final name, whole or not at all."""
    path = _path_of(variant)
    try:
        _write_atomically(path, content)
    except OSError as error:
        raise ModelError(
            "cannot write {path} ({why}); make room or choose another folder with {variable}",
            path=path,
            why=error,
            variable=MODEL_DIR_VARIABLE,
        ) from error
    return Model(model_name(variant), path, _measured(content).sha256)


def _write_atomically(path: Path, content: bytes) -> None:
    """Write beside ``path`` and rename; two processes at once do not disturb each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _checked(variant: str, manifest: Manifest | None) -> Manifest:
    manifest = manifest or load_manifest()
    if variant not in manifest.models:
        choices = ", ".join(manifest.models)
        raise UsageError(
            "there is no model {variant}; choose one of: {choices}",
            variant=repr(variant),
            choices=choices,
        )
    return manifest


def _digest_of(path: Path, sizes_bytes: Collection[int]) -> FileDigest:
    """Measure a file; its hash is left out where its size already tells it apart."""
    try:
        size_bytes = path.stat().st_size
        return FileDigest(size_bytes, _sha256(path) if size_bytes in sizes_bytes else "")
    except OSError as error:
        raise ModelError(
            "cannot read {path} ({why}); check its permissions", path=path, why=error
        ) from error


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _measured(content: bytes) -> FileDigest:
    return FileDigest(len(content), hashlib.sha256(content).hexdigest())


def _described(digests: Iterable[FileDigest]) -> Phrase:
    return reduce(_either, (_one_described(digest) for digest in digests))


def _either(one: Phrase, other: Phrase) -> Phrase:
    return Phrase("{one} or {other}", one=one, other=other)


def _one_described(digest: FileDigest) -> Phrase:
    if not digest.sha256:
        return Phrase("{size_bytes:,} bytes", size_bytes=digest.size_bytes)
    return Phrase(
        "{size_bytes:,} bytes (SHA-256 {digest}…)",
        size_bytes=digest.size_bytes,
        digest=digest.sha256[:12],
    )
