"""What a webcam makes of the light: brightness, noise, blur, compression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.random import Generator


_MAINS_HZ = 100.0


@dataclass(frozen=True)
class Sensor:
    """A webcam's faults; the defaults are those of a good one.

    Attributes
    ----------
    noise
        Standard deviation of the noise at mid grey, in 8-bit steps.
    blur_px
        Standard deviation of the lens blur.
    jpeg
        Quality of each frame's own compression, 0 for none.
    drift
        Depth of the slow rise and fall of the exposure (0.1: ten per cent).
    smear
        Share of the frame before that is still seen (the camera's own noise filter).
    warmth
        Colour cast: positive towards lamp light, negative towards blue dusk.
    vignette
        Darkening of the corners.
    flicker
        Depth of the bands that lamps on the mains draw across the picture: its rows are read
        one after the other, within ``readout_s``, while the light pulses 100 times a second.
    exposure_s
        How long light is gathered; never longer than from one picture to the next.
    """

    noise: float = 1.0
    blur_px: float = 0.45
    jpeg: int = 0
    drift: float = 0.0
    smear: float = 0.0
    warmth: float = 0.0
    vignette: float = 0.12
    flicker: float = 0.0
    readout_s: float = 1 / 55
    exposure_s: float = 1 / 100


SENSORS: dict[str, Sensor] = {
    "good": Sensor(),
    "webcam": Sensor(
        noise=3.0, blur_px=0.7, jpeg=70, drift=0.05, smear=0.06, flicker=0.03, exposure_s=1 / 40
    ),
    "poor": Sensor(
        noise=5.0, blur_px=1.1, jpeg=45, drift=0.15, smear=0.15, flicker=0.07, exposure_s=1 / 16
    ),
}


def develop(
    light: NDArray[np.float32], sensor: Sensor, time_s: float, rng: Generator, gain: float = 1.0
) -> NDArray[np.float32]:
    """Linear light to display values 0..255, still as floats, before smear and compression."""
    exposure = gain * (1.0 + sensor.drift * np.sin(2 * np.pi * time_s / 9.0))
    cast = np.array([1 + 0.22 * sensor.warmth, 1.0, 1 - 0.28 * sensor.warmth], dtype=np.float32)
    value = np.clip(light * exposure * cast, 0.0, None)
    if sensor.flicker > 0:
        value = value * _bands(light.shape[0], sensor, time_s)
    value = value * (1 + 0.10 * value) / (1 + 0.22 * value)
    image = np.clip(value, 0.0, 1.0) ** np.float32(1 / 2.2) * np.float32(255)
    if sensor.blur_px > 0:
        image = cv2.GaussianBlur(image, (0, 0), sensor.blur_px)
    if sensor.vignette > 0:
        image = image * _corners(image.shape[0], image.shape[1], sensor.vignette)
    if sensor.noise > 0:
        shape = (image.shape[0], image.shape[1], 1)
        grain = rng.standard_normal(shape, dtype=np.float32) * np.float32(sensor.noise)
        tint = rng.standard_normal((*image.shape[:2], 3), dtype=np.float32)
        image = image + grain + tint * np.float32(sensor.noise * 0.35)
    return np.asarray(image, dtype=np.float32)


def _bands(height: int, sensor: Sensor, time_s: float) -> NDArray[np.float32]:
    """How bright the lamps are while each row is read."""
    when = time_s + np.arange(height) / height * sensor.readout_s
    pulse = 1.0 + sensor.flicker * np.cos(2 * np.pi * _MAINS_HZ * when)
    return pulse.astype(np.float32)[:, None, None]


def _corners(height: int, width: int, depth: float) -> NDArray[np.float32]:
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    shade: NDArray[np.float32] = (1 - depth * (x * x + y * y) / 2)[..., None].astype(np.float32)
    return shade


def finish(
    image: NDArray[np.float32], before: NDArray[np.float32] | None, sensor: Sensor
) -> NDArray[np.uint8]:
    """Smear, round and compress: the 8-bit RGB picture that the encoder gets."""
    if before is not None and sensor.smear > 0:
        image = image * np.float32(1 - sensor.smear) + before * np.float32(sensor.smear)
    rgb = np.clip(image + 0.5, 0, 255).astype(np.uint8)
    if sensor.jpeg <= 0:
        return np.asarray(rgb, dtype=np.uint8)
    ok, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, sensor.jpeg])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR) if ok else None
    if decoded is None:
        raise RuntimeError("OpenCV cannot write JPEG: install the opencv-python wheel")
    return np.ascontiguousarray(decoded[..., ::-1], dtype=np.uint8)
