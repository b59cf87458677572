"""The parts of a download that no local server shows: pip, certificates, connecting."""

import importlib.util
import os
import socket
import ssl
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from posecoach.adapters import model_download
from posecoach.adapters.model_bundle import read_networks
from posecoach.adapters.model_download import download_wheel, pip_arguments, run_pip
from posecoach.adapters.model_store import load_manifest
from posecoach.errors import ModelError, Phrase

WHEEL = replace(load_manifest().wheel, size_bytes=3000)


def python(code: str) -> list[str]:
    """Stand for pip: a command that does something else in the same place."""
    return [sys.executable, "-c", code]


def test_pip_is_asked_for_one_wheel_whatever_this_machine_is() -> None:
    """The Python version and platform are the manifest's: wheels stop at Python 3.12."""
    arguments = pip_arguments(load_manifest().wheel)
    assert arguments[:4] == [sys.executable, "-m", "pip", "download"]
    assert "mediapipe==0.10.21" in arguments
    assert {"--no-deps", "--only-binary=:all:", "--no-input"} <= set(arguments)
    assert arguments[arguments.index("--python-version") + 1] == "3.11"
    assert arguments[arguments.index("--platform") + 1] == "manylinux_2_28_x86_64"


def test_the_wheel_that_pip_leaves_is_given(tmp_path: Path) -> None:
    """The wheel is found, wherever pip put its temporary files meanwhile."""
    code = (
        "import pathlib, tempfile; pathlib.Path(tempfile.mkdtemp(), 'x.whl').write_bytes(b'x');"
        "pathlib.Path('pkg.whl').write_bytes(b'wheel')"
    )
    found = run_pip(python(code), WHEEL, tmp_path)
    assert found == tmp_path / "pkg.whl"
    assert [path.name for path in tmp_path.glob("*/*")] == ["x.whl"]


def test_pip_runs_where_nobody_can_put_a_pip_of_his_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's working directory is not searched for the module pip."""
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "folder"
    elsewhere.mkdir()
    folder.mkdir()
    (elsewhere / "pip.py").write_text("open('../pwned.whl', 'w')")
    monkeypatch.chdir(elsewhere)
    with pytest.raises(ModelError):
        run_pip([sys.executable, "-m", "pip", "no-such-command"], WHEEL, folder)
    assert list(tmp_path.rglob("*.whl")) == []


def test_progress_follows_the_folder_and_never_falls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the folder is reported, never more than the total, never less than before."""
    sizes = iter([0, 1000, 500, 9999])
    monkeypatch.setattr(model_download, "_size_bytes", lambda _: next(sizes, 0))
    monkeypatch.setattr(model_download, "_POLL_S", 0.01)
    seen: list[int] = []

    def progress(done_bytes: int, total_bytes: int, what: Phrase) -> None:
        assert total_bytes == 3000
        assert "mediapipe 0.10.21" in str(what)
        seen.append(done_bytes)
        if len(seen) == 4:
            (tmp_path / "go").touch()

    code = (
        "import pathlib, time\nwhile not pathlib.Path('go').exists(): time.sleep(0.01)\n"
        "pathlib.Path('pkg.whl').touch()"
    )
    run_pip(python(code), WHEEL, tmp_path, progress=progress)
    assert seen[:4] == [0, 1000, 1000, 3000]
    assert set(seen[4:]) <= {3000}


def test_folder_size_counts_files_at_every_depth(tmp_path: Path) -> None:
    """Temporary folders of pip count; a file that is gone by then counts nothing."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"12345")
    (tmp_path / "d").write_bytes(b"123")
    assert model_download._size_bytes(tmp_path) == 8
    assert model_download._file_size_bytes(tmp_path / "gone") == 0


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "import sys; sys.exit('WARNING: slow\\nERROR: no  matching wheel\\nERROR: no')",
            "no matching wheel",
        ),
        ("import sys; sys.exit('Traceback\\n  boom')", "Traceback"),
        ("import sys; sys.exit(2)", "no reason given"),
        ("", "no reason given"),
    ],
    ids=["pip's error", "another error", "silent", "no wheel"],
)
def test_failing_pip_gives_its_reason(tmp_path: Path, code: str, reason: str) -> None:
    """The first error of pip is in the one line; an end without a wheel is an error too."""
    with pytest.raises(ModelError) as caught:
        run_pip(python(code), WHEEL, tmp_path)
    assert f"pip could not download mediapipe 0.10.21 from the package index ({reason})" == str(
        caught.value
    )


def test_long_reason_is_cut(tmp_path: Path) -> None:
    """A page of error text stays one readable line."""
    with pytest.raises(ModelError) as caught:
        run_pip(python("import sys; sys.exit('ERROR: ' + 'x\\x20' * 9999)"), WHEEL, tmp_path)
    assert len(str(caught.value)) < 300
    assert "…" in str(caught.value)


def test_interrupted_pip_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends pip too, and does not leave it downloading alone."""
    started: list[subprocess.Popen[str]] = []

    class Noted(subprocess.Popen):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt):
        run_pip(python("import time; time.sleep(20)"), WHEEL, tmp_path, progress=interrupt)
    assert [process.returncode for process in started] != [0]
    assert started[0].returncode is not None


def test_python_without_pip_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some environments have no pip; the message says how to get one."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="python -m ensurepip"):
        download_wheel(WHEEL, tmp_path)


@pytest.mark.network
@pytest.mark.skipif(
    "POSECOACH_TEST_NETWORK" not in os.environ,
    reason="downloads 36 MB from the package index; set POSECOACH_TEST_NETWORK=1 to run it",
)
def test_package_index_still_has_the_networks(tmp_path: Path) -> None:
    """The real wheel comes from the package index and holds the networks."""
    wheel = load_manifest().wheel
    file = download_wheel(wheel, tmp_path)
    assert len(read_networks(file, wheel.networks)) == 2


def test_certificates_are_checked() -> None:
    """The connection to Google's host verifies certificate and host name."""
    context = model_download._HTTPSConnection("localhost")._context
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def addresses(*hosts: str) -> list[tuple[object, ...]]:
    families = [socket.AF_INET6 if ":" in host else socket.AF_INET for host in hosts]
    return [
        (family, socket.SOCK_STREAM, 6, "", (host, 443))
        for family, host in zip(families, hosts, strict=True)
    ]


def test_blocked_host_fails_after_one_address_of_each_family(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A firewall that drops packets costs two short waits, not one for each of many addresses."""
    asked: list[tuple[int, object, float | None]] = []

    class Silent(socket.socket):
        def connect(self, address: object) -> None:
            """Do as a firewall that drops packets, at once."""
            asked.append((self.family, address, self.gettimeout()))
            raise TimeoutError("timed out")

    found = addresses("::1", "::2", "192.0.2.1", "192.0.2.2", "192.0.2.3")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "socket", Silent)
    with pytest.raises(TimeoutError):
        model_download._connect(("blocked.example", 443), 20.0)
    wait_s = model_download.CONNECT_TIMEOUT_S
    assert asked == [
        (socket.AF_INET6, ("::1", 443), wait_s),
        (socket.AF_INET, ("192.0.2.1", 443), wait_s),
    ]


def test_second_family_is_used_where_the_first_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host whose IPv6 leads nowhere is reached over IPv4, and then has the longer timeout."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        found = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port)),  # nobody listens
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with model_download._connect(("host.example", port), 20.0, ("", 0)) as connection:
            assert connection.getpeername() == ("127.0.0.1", port)
            assert connection.gettimeout() == 20.0


def test_host_without_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to nothing is named."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    with pytest.raises(OSError, match=r"nowhere\.example has no address"):
        model_download._connect(("nowhere.example", 443), 20.0)
