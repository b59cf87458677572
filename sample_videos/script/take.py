"""Who does a script, where, and how it is recorded."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property

from sample_videos.body.build import BUILDS, Build
from sample_videos.body.outfit import OUTFITS, Outfit
from sample_videos.body.rig import Rig
from sample_videos.scene.camera import Camera
from sample_videos.scene.room import ROOMS, Room
from sample_videos.scene.sensor import SENSORS, Sensor

# A towel folded in four, lain on.
TOWEL_M = 0.020


@dataclass(frozen=True)
class Take:
    """Everything about a recording but what the person does.

    Attributes
    ----------
    build, outfit, room, sensor
        Names in `BUILDS`, `OUTFITS`, `ROOMS` and `SENSORS`.
    nudges
        (time in s, camera): the camera stands so from then on.
    turned_deg
        The picture is stored turned by 0, 90, 180 or 270 degrees and says so in the
        container, as phones do.
    uneven
        Frames come at 10 to 30 a second, as a webcam's do in poor light.
    passer_by
        ``""``, ``"dog"`` or ``"person"``: who crosses the room behind, at ``passes_s``.
    """

    build: str = "man"
    outfit: str = "dark"
    room: str = "studio"
    sensor: str = "good"
    camera: Camera = field(default_factory=Camera)
    nudges: tuple[tuple[float, Camera], ...] = ()
    pillow_m: float = 0.0
    towel: bool = False
    breaths_per_min: float = 6.0
    rocking_deg: float = 1.0
    tremor_deg: float = 0.3
    seed: int = 0
    turned_deg: int = 0
    uneven: bool = False
    passer_by: str = ""
    passes_s: float = 12.0

    @cached_property
    def body(self) -> Build:
        """The build named."""
        return BUILDS[self.build]

    @cached_property
    def clothes(self) -> Outfit:
        """The outfit named."""
        return OUTFITS[self.outfit]

    @cached_property
    def place(self) -> Room:
        """The room named."""
        return ROOMS[self.room]

    @cached_property
    def eye(self) -> Sensor:
        """The sensor named, in the light of this room: only lamps flicker."""
        eye, warmth = SENSORS[self.sensor], self.place.warmth
        flicker = eye.flicker if warmth > 0 else 0.0
        return replace(eye, warmth=eye.warmth + warmth, flicker=flicker)

    @cached_property
    def rig(self) -> Rig:
        """The body with its clothes and its pillow."""
        return Rig(self.body, self.pillow_m, self.clothes, TOWEL_M if self.towel else 0.0)

    def seen(self, **view: float | str) -> Take:
        """The same with another camera; one that is pushed is pushed by as much."""
        before = self.camera

        def moved(camera: Camera) -> Camera:
            changes = {
                name: value
                if isinstance(value, str)
                else round(value + getattr(camera, name) - getattr(before, name), 6)
                for name, value in view.items()
            }
            return replace(camera, **changes)  # type: ignore[arg-type] # names of its fields

        nudges = tuple((when, moved(camera)) for when, camera in self.nudges)
        camera = replace(before, **view)  # type: ignore[arg-type] # names of its fields
        return replace(self, camera=camera, nudges=nudges)

    def camera_at(self, time_s: float) -> Camera:
        """Where the camera stands at a time."""
        current = self.camera
        for when, camera in self.nudges:
            if time_s >= when:
                current = camera
        return current

    def fingerprint(self, *more: object) -> str:
        """A short hash of all of it, to know a finished file again."""
        text = repr((sorted(asdict(self).items(), key=lambda kv: kv[0]), more))
        return hashlib.sha256(text.encode()).hexdigest()[:16]
