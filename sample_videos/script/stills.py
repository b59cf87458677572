"""Single pictures of the stretch, for a page that teaches it: one act each, no film, no truth.

They are to be looked at by a person, not judged: an even light, a tidy room, no noise. The same
code and the same libraries give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sample_videos.scene.camera import Camera
from sample_videos.scene.room import ROOMS
from sample_videos.scene.sensor import Sensor
from sample_videos.script.performer import Performer
from sample_videos.script.take import Take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sample_videos.body.skeleton import Skeleton

SIZE_PX = (960, 600)
JPEG_QUALITY = 86  # about 60 kB each at that size
# Nearly side-on; a little from above and from the head, so that the far leg shows.
_CAMERA = Camera(
    yaw_deg=6.0, height_m=0.75, fov_deg=38.5, aim_x_m=0.05, aim_z_m=0.27
)  # fmt: skip
_ROOM = replace(
    ROOMS["studio"], window=False, wall_rgb=(0.74, 0.70, 0.62), mat_rgb=(0.06, 0.30, 0.34),
    key=0.85, fill=0.55,
)  # fmt: skip
_EYE = Sensor(noise=0.0, blur_px=0.3, vignette=0.05)
_PERSON = Take("woman", "grey_joggers", camera=_CAMERA)
_EASED = Take("woman", "pale", camera=_CAMERA, pillow_m=0.05, towel=True)


@dataclass(frozen=True)
class Still:
    """One picture: who, and what they have come to do when it is taken."""

    act: Callable[[Performer], None]
    take: Take = _PERSON

    def skeleton(self) -> Skeleton:
        """The true joints at that instant: nobody sways in a still picture."""
        performer = Performer(self.take.rig, rocking_deg=0.0, tremor_deg=0.0)
        self.act(performer)
        return self.take.rig.skeleton(performer.posture(performer.now_s))


def _start(p: Performer) -> None:
    p.rest(2.0)


def _one_knee(p: Performer) -> None:
    p.draw("L", 122.0)


def _both_knees(p: Performer) -> None:
    """One knee is held; the other comes after it."""
    p.draw("L", 122.0)
    p.leg("R", 0.0, air=1.0, flexion_deg=86.0, knee_deg=98.0, splay_deg=5.0, ankle_deg=118.0)


def _hold(p: Performer) -> None:
    p.draw("LR", 130.0)


def _behind_thighs(p: Performer) -> None:
    p.draw("LR", 116.0, knee_deg=110.0, grip="thigh")


STILLS: dict[str, Still] = {
    "start": Still(_start),
    "one_knee": Still(_one_knee),
    "both_knees": Still(_both_knees),
    "hold": Still(_hold),
    "behind_thighs": Still(_behind_thighs, _EASED),
}
"""By the name of the file."""


def still_picture(still: Still, size_px: tuple[int, int] = SIZE_PX) -> NDArray[np.uint8]:
    """Render a still as (height, width, 3) RGB."""
    from sample_videos.scene.extras import things  # noqa: PLC0415 - numba is optional
    from sample_videos.scene.picture import picture  # noqa: PLC0415 - numba is optional
    from sample_videos.scene.sensor import develop  # noqa: PLC0415 - OpenCV is slow to load

    solids = things(still.take, still.skeleton(), 0.0)
    light = picture(solids, _ROOM, still.take.camera, size_px)
    image = develop(light, _EYE, 0.0, np.random.default_rng(0), gain=1.0)
    return np.clip(image, 0, 255).astype(np.uint8)


def write_stills(out_dir: Path, size_px: tuple[int, int] = SIZE_PX) -> list[Path]:
    """Render every still to ``NAME.jpg`` in a folder, which is made."""
    import cv2  # noqa: PLC0415 - OpenCV is slow to load

    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for name, still in STILLS.items():
        bgr = np.ascontiguousarray(still_picture(still, size_px)[..., ::-1])
        _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        path = out_dir / f"{name}.jpg"
        path.write_bytes(data.tobytes())
        written.append(path)
    return written
