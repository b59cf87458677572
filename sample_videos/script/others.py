"""What people do on a mat that is not this stretch: nothing here may count as a hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_videos.scene.camera import Camera
from sample_videos.script.library import script
from sample_videos.script.take import Take

if TYPE_CHECKING:
    from sample_videos.script.performer import Performer


@script(Take("man", "red_shirt", "studio"))
def sitting(p: Performer) -> None:
    """Sits, hugs the knees, sits on."""
    p.body(0.0, pitch_deg=76.0)
    p.hands("behind", "behind", 0.0)
    p.rest(4.0)
    p.body(1.5, pitch_deg=86.0, advance=False)
    p.leg("LR", 1.5, foot_x_m=0.30)
    p.hands("shin:L", "shin:R", 1.2, advance=True)
    p.rest(10.0)
    p.hands("behind", "behind", 1.2, advance=True)
    p.rest(3.0)


@script(Take("woman", "teal_leggings", "carpet", camera=Camera(near_side="R")))
def bridging(p: Performer) -> None:
    """Lifts the hips off the floor, three times."""
    p.rest(3.5)
    home = p.rig.rest_foot_x_m()
    for _ in range(3):
        p.leg("LR", 1.8, foot_x_m=home + 0.03, advance=False)
        p.body(1.8, pitch_deg=-21.0, head_lift_m=0.055, x_m=0.03)
        p.rest(3.0)
        p.leg("LR", 1.8, foot_x_m=home, advance=False)
        p.body(1.8, pitch_deg=0.0, head_lift_m=0.0, x_m=0.0)
        p.rest(1.5)


@script(Take("tall", "sport", "studio"))
def crunching(p: Performer) -> None:
    """Crunches, feet on the floor, hands at the head."""
    p.rest(3.5)
    p.hands("head", "head", 1.2, advance=True)
    for _ in range(5):
        p.lift_shoulders(0.14, 0.9)
        p.rest(0.4)
        p.lift_shoulders(0.0, 0.9)
        p.rest(0.5)
    p.hands("floor", "floor", 1.2, advance=True)
    p.rest(2.0)


@script(Take("man", "dark", "tiles"))
def bicycle(p: Performer) -> None:
    """Bicycle crunches: the knees come up in turn, head and shoulders up."""
    p.rest(3.5)
    p.hands("head", "head", 1.2, advance=True)
    p.lift_shoulders(0.10, 0.9)
    p.leg("LR", 1.2, air=1.0, flexion_deg=80.0, knee_deg=95.0)
    for _ in range(6):
        for bent, long in ("LR", "RL"):
            p.leg(bent, 0.9, flexion_deg=112.0, knee_deg=115.0, advance=False)
            p.leg(long, 0.9, flexion_deg=42.0, knee_deg=25.0)
    p.leg("LR", 1.6, air=0.0, flexion_deg=50.0)
    p.lift_shoulders(0.0, 0.9)
    p.hands("floor", "floor", 1.2, advance=True)
    p.rest(2.0)


@script(Take("woman", "long_sleeves", "studio"))
def hamstring_stretch(p: Performer) -> None:
    """One straight leg up, held behind the thigh, each side."""
    p.rest(3.5)
    for side in "LR":
        p.leg(side, 1.8, air=1.0, flexion_deg=88.0, knee_deg=85.0)
        p.hands(f"thigh:{side}", f"thigh:{side}", 0.9, advance=True)
        p.leg(side, 1.6, knee_deg=8.0, ankle_deg=100.0)
        p.rest(8.0)
        p.leg(side, 1.4, knee_deg=80.0)
        p.hands("floor", "floor", 0.9)
        p.leg(side, 1.8, air=0.0, flexion_deg=50.0)
        p.rest(1.5)


@script(Take("heavy", "grey_joggers", "living_room"))
def side_lying(p: Performer) -> None:
    """Lies on the side with drawn-up knees, towards the camera."""
    p.body(0.0, roll_deg=84.0)
    p.hands("cheek", "before", 0.0)
    p.leg("LR", 0.0, air=1.0, flexion_deg=70.0, knee_deg=80.0)
    p.rest(5.0)
    p.leg("LR", 2.5, flexion_deg=115.0, knee_deg=120.0)
    p.rest(12.0)
    p.leg("LR", 2.5, flexion_deg=70.0, knee_deg=80.0)
    p.rest(2.0)


@script(Take("woman", "pale", "tiles"))
def childs_pose(p: Performer) -> None:
    """Kneels with the chest on the thighs and the arms ahead."""
    p.kneel_down()
    p.rest(18.0)


@script(Take(room="living_room", passer_by="dog", passes_s=5.0))
def empty_room(p: Performer) -> None:
    """Nobody but the dog."""
    p.hide()
    p.rest(15.0)


@script(Take("short", "silver", "clutter"))
def resting(p: Performer) -> None:
    """Lies on the back and breathes; scratches the belly; bends a knee a little."""
    p.rest(6.0)
    p.hands("belly", "belly", 1.4, advance=True)
    p.rest(5.0)
    p.leg("L", 2.0, air=1.0, flexion_deg=72.0, knee_deg=100.0)
    p.rest(2.0)
    p.leg("L", 2.0, air=0.0, flexion_deg=50.0)
    p.hands("floor", "floor", 1.4, advance=True)
    p.rest(4.0)


@script(Take("tall", "dark", "carpet"))
def table_top(p: Performer) -> None:
    """Both thighs upright, shins level, hands on the floor: close to the stretch, but not it."""
    p.rest(3.5)
    p.leg("LR", 2.2, stagger_s=1.2, air=1.0, flexion_deg=88.0, knee_deg=90.0)
    p.rest(10.0)
    p.leg("LR", 2.2, stagger_s=1.2, air=0.0, flexion_deg=50.0)
    p.rest(2.5)


@script(Take("man", "sport", "studio", camera=Camera(aim_z_m=0.8, distance_m=3.6)))
def squatting(p: Performer) -> None:
    """Stands, and squats three times."""
    p.stands()
    p.hands("side", "side", 0.0)
    high = p.rig.skeleton(p.posture(0.0)).joints["hipL"][2]
    p.rest(3.0)
    for _ in range(3):
        p.hands("reach", "reach", 1.5)
        p.squat(0.48 * high, 122.0, 1.5)
        p.rest(1.0)
        p.hands("side", "side", 1.5)
        p.squat(high, 90.0, 1.5)
        p.rest(1.0)
