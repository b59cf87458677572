"""The rig's answer: where every joint is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_videos.body.geometry import angle_deg

if TYPE_CHECKING:
    from sample_videos.body.geometry import Frame3, Vec
    from sample_videos.body.hand import Hand


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Joint positions in m, and the frames of the rigid parts.

    ``joints`` has ``sh el wr hip kn an heel toe ear eye`` with a side letter, ``nose``,
    ``neck`` and ``crown``; ``flexion_deg`` and ``knee_deg`` are measured from the joints.
    """

    joints: dict[str, Vec]
    pelvis: Frame3
    chest: Frame3
    head: Frame3
    foot: dict[str, Frame3]
    hand: dict[str, Hand]
    breath: float

    @property
    def trunk(self) -> Vec:
        """Mid-hip to mid-shoulder."""
        joints = self.joints
        line: Vec = (joints["shL"] + joints["shR"] - joints["hipL"] - joints["hipR"]) / 2
        return line

    def flexion_deg(self, side: str) -> float:
        """Trunk-thigh angle: 0 in line, positive in flexion."""
        thigh = self.joints["kn" + side] - self.joints["hip" + side]
        return 180.0 - angle_deg(self.trunk, thigh)

    def knee_deg(self, side: str) -> float:
        """Angle of the shank against the thigh's line: 0 straight."""
        joints = self.joints
        thigh = joints["kn" + side] - joints["hip" + side]
        return angle_deg(thigh, joints["an" + side] - joints["kn" + side])
