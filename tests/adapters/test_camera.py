"""What may be given as a camera, and the words about cameras."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from posecoach.adapters.camera import CameraOptions, _opener, open_camera
from posecoach.adapters.camera_recording import RecordingOpener
from posecoach.adapters.camera_stream import StreamOpener
from posecoach.adapters.camera_types import CameraEvent, CameraEventKind, CameraInfo, SourceKind
from posecoach.adapters.camera_webcam import WebcamOpener
from posecoach.adapters.words.camera import CATALOGUES, ENGLISH, FRENCH, CameraWords
from posecoach.errors import InputError, PoseCoachError, UsageError

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="device files are Linux's")


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("0", WebcamOpener),
        ("12", WebcamOpener),
        ("http://10.0.0.7:8080/video", StreamOpener),
        ("HTTPS://phone.local/video", StreamOpener),
        ("rtsp://me:pw@phone/live", StreamOpener),
        pytest.param("/dev/video9", WebcamOpener, marks=on_linux),
        pytest.param("/dev/v4l/by-id/usb-cam-index0", WebcamOpener, marks=on_linux),
        pytest.param("/dev/null", WebcamOpener, marks=on_linux),
        (__file__, RecordingOpener),
    ],
)
def test_what_a_camera_may_be(spec: str, kind: type) -> None:
    """A number, a device, an address, a file."""
    assert type(_opener(spec, CameraOptions(), ENGLISH)) is kind


@pytest.mark.parametrize("spec", ["", "  ", "-1", "a\0b"])
def test_what_it_may_not_be(spec: str) -> None:
    """What can be no camera is wrong usage."""
    with pytest.raises(UsageError, match="is no camera: give its number"):
        open_camera(spec)


@pytest.mark.parametrize("spec", ["ftp://h/x", "file:///etc/passwd", "concat://a", "screen://0"])
def test_other_protocols_are_refused(spec: str) -> None:
    """FFmpeg knows many; a camera speaks one of four."""
    with pytest.raises(UsageError, match="begins with http"):
        open_camera(spec)


@pytest.mark.parametrize("spec", ["nothing.mp4", "1234", "0 ", "x" * 5000])
def test_neither_camera_nor_file(spec: str) -> None:
    """What is not there is told in one line."""
    with pytest.raises(PoseCoachError) as refused:
        open_camera(spec)
    assert "\n" not in str(refused.value)


def test_a_file_named_like_a_number_is_reached_by_its_path(tmp_path: Path) -> None:
    """A bare number is always a camera; ./0 is a file."""
    path = tmp_path / "0"
    path.write_text("no video")
    with pytest.raises(InputError, match="not a video"):
        open_camera(str(path))


@on_linux
def test_a_missing_number_is_refused_for_real() -> None:
    """No stand-in: this machine has no camera 99."""
    with pytest.raises(InputError, match="there is no camera 99"):
        open_camera("99")


# --- words ------------------------------------------------------------------------------------


def texts(words: CameraWords) -> dict[str, str]:
    """Every text with its place."""
    found: dict[str, str] = {}
    for field in fields(words):
        value: Any = getattr(words, field.name)
        if isinstance(value, str):
            found[field.name] = value
        else:
            found |= {f"{field.name}.{key}": text for key, text in value.items()}
    return found


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name.split(":")[0] for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogues_are_complete(language: str) -> None:
    """Each language has the same texts with the same placeholders, none empty, each one line."""
    english, other = texts(ENGLISH), texts(CATALOGUES[language])
    assert english.keys() == other.keys()
    for place, text in other.items():
        assert text.strip(), place
        assert "\n" not in text, place
        assert placeholders(text) == placeholders(english[place]), place


def test_french_signs_have_their_spaces() -> None:
    """No plain space stands before a double sign or inside quotes."""
    for place, text in texts(FRENCH).items():
        for sign in (" :", " ;", " !", " ?", "« ", " »"):
            assert sign not in text, place
        assert "'" not in text, place


@pytest.mark.parametrize("words", CATALOGUES.values(), ids=CATALOGUES)
@pytest.mark.parametrize("kind", CameraEventKind)
def test_every_event_can_be_said(words: CameraWords, kind: CameraEventKind) -> None:
    """Whatever happens has a line, with its numbers in it."""
    said = words.event_text(CameraEvent(kind, 1.0, (800, 600)))
    assert "{" not in said
    assert ("800×600" in said) == (kind is CameraEventKind.RESIZED)


def test_the_size_is_only_mentioned_where_it_differs() -> None:
    """A camera that gives what it was asked for, or was not asked, needs no note."""
    as_asked = CameraInfo("c", SourceKind.WEBCAM, 640, 480, (640, 480), (640, 480))
    not_asked = CameraInfo("c", SourceKind.STREAM, 320, 240, (320, 240))
    assert ENGLISH.size_note(as_asked) is None
    assert ENGLISH.size_note(not_asked) is None
