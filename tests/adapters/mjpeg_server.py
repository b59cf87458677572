"""A phone's camera on the loopback: MJPEG over HTTP, with everything that goes wrong there."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np

LOGIN = ("mat", "ash%wood")
PAGE = b"<html><body>Phone camera: the video is at /video</body></html>"

_HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:2,\n{}\n"
_DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S">
<Period><AdaptationSet mimeType="video/mp4"><Representation id="0" bandwidth="1">
<BaseURL>{}</BaseURL></Representation></AdaptationSet></Period></MPD>
"""
LEADING_ON = {
    "moved": ("", ""),
    "list.m3u8": ("application/vnd.apple.mpegurl", _HLS),
    "list.mpd": ("application/dash+xml", _DASH),
}
"""Pages whose pictures are elsewhere: their type and text; without one, a redirect."""


class PhoneCamera(ThreadingHTTPServer):
    """Serves /video; may stall, hang up, and come back.

    Attributes
    ----------
    flowing
        Cleared: connections stay open and say nothing.
    reachable
        Cleared: connections are cut, and new ones get no answer.
    size_px
        Width and height of the pictures; may change at any time.
    asked
        How many pages it was asked for.
    elsewhere
        Where the pages lead that lead elsewhere.
    film
        JPEGs to send in place of made-up pictures, one after the other; at its end the last
        one stays.
    """

    daemon_threads = True

    def __init__(self, fps: float, recording: Path | None) -> None:
        super().__init__(("127.0.0.1", 0), _Phone)
        self.flowing, self.reachable = threading.Event(), threading.Event()
        self.flowing.set()
        self.reachable.set()
        self.stopped = threading.Event()
        self.size_px = (320, 240)
        self.step_s = 1 / fps
        self.recording = recording
        self.sent = 0
        self.film: list[bytes] = []
        self.asked = 0
        self.elsewhere = ""

    def address(self, page: str = "video", login: str = "") -> str:
        """Return the address of one of its pages."""
        return f"http://{login}127.0.0.1:{self.server_port}/{page}"

    def picture(self) -> bytes:
        """Return the next picture as a JPEG: its brightness tells its number."""
        if self.film:
            self.sent += 1
            return self.film[min(self.sent, len(self.film)) - 1]
        width, height = self.size_px
        grain = np.random.default_rng(self.sent).integers(0, 12, (height, width, 3))
        image = np.asarray(grain + 60 + self.sent % 100, np.uint8)
        self.sent += 1
        return cv2.imencode(".jpg", image)[1].tobytes()


class _Phone(BaseHTTPRequestHandler):
    server: PhoneCamera

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer as phones' apps do."""
        self.server.asked += 1
        if not self.server.reachable.is_set():
            return
        page = self.path.strip("/")
        if page == "video":
            self._stream()
        elif page == "locked" and not self._has_login():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="phone"')
            self.end_headers()
        elif page == "locked":
            self._stream()
        elif page == "shot.jpg":
            self._send("image/jpeg", self.server.picture())
        elif page == "clip.mp4" and self.server.recording is not None:
            self._send("video/mp4", self.server.recording.read_bytes())
        elif page == "silent":
            self.server.stopped.wait()
        elif page in LEADING_ON:
            self._lead_on(page)
        elif page == "":
            self._send("text/html", PAGE)
        else:
            self.send_error(404)

    def _lead_on(self, page: str) -> None:
        kind, text = LEADING_ON[page]
        if kind:
            self._send(kind, text.format(self.server.elsewhere).encode())
            return
        self.send_response(302)
        self.send_header("Location", self.server.elsewhere)
        self.end_headers()

    def _has_login(self) -> bool:
        due = base64.b64encode(":".join(LOGIN).encode()).decode()
        return self.headers.get("Authorization") == f"Basic {due}"

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        server = self.server
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=phone")
        self.end_headers()
        try:
            while server.reachable.is_set() and not server.stopped.wait(server.step_s):
                if not server.flowing.is_set():
                    continue
                body = server.picture()
                head = f"--phone\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body + b"\r\n")
        except OSError:
            return


@contextmanager
def phone_camera(fps: float = 30.0, recording: Path | None = None) -> Iterator[PhoneCamera]:
    """Run a phone's camera as long as it lasts."""
    server = PhoneCamera(fps, recording)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
