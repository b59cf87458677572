"""Sessions with one mistake each, and harmless habits that must not count as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_videos.scene.camera import Camera
from sample_videos.script.library import script
from sample_videos.script.take import Take

if TYPE_CHECKING:
    from sample_videos.script.performer import Performer


@script(Take("man", "dark", "tiles"))
def hands_off(p: Performer) -> None:
    """The legs are held up without hands; then with them; one hand slips off, then the other."""
    p.rest(3.5)
    p.draw("LR", 115.0, grip="none")
    p.rest(5.0)
    p.hands("shin:L", "shin:R", 1.2, advance=True)
    p.rest(6.0)
    p.hands("floor", "shin:R", 0.9, advance=True)
    p.rest(3.0)
    p.hands("floor", "floor", 0.9, advance=True)
    p.rest(4.0)
    p.release("LR")
    p.rest(3.0)


@script(Take("woman", "pale", "studio", camera=Camera(near_side="R")))
def free_leg_up(p: Performer) -> None:
    """One knee is drawn, and the other foot floats."""
    p.rest(3.5)
    p.draw("R", 120.0)
    p.rest(3.0)
    p.leg("L", 1.4, air=1.0, flexion_deg=38.0, knee_deg=30.0)
    p.rest(5.0)
    p.leg("L", 1.4, air=0.0, flexion_deg=50.0)
    p.rest(4.0)
    p.release("R")
    p.rest(3.0)


@script(Take("tall", "sport", "studio"))
def both_at_once(p: Performer) -> None:
    """Both feet leave the floor together."""
    p.rest(3.5)
    p.draw("LR", 124.0, stagger_s=0.0, over_s=2.2)
    p.rest(11.0)
    p.release("LR", stagger_s=0.0)
    p.rest(3.0)


@script(Take("slight", "teal_leggings", "carpet"))
def jerky(p: Performer) -> None:
    """The knees are yanked to the chest."""
    p.rest(3.5)
    p.draw("LR", 128.0, over_s=0.75, stagger_s=1.2)
    p.rest(5.0)
    p.release("LR")
    p.rest(2.0)
    p.draw("RL", 130.0, over_s=0.75, stagger_s=1.2)
    p.rest(5.0)
    p.release("LR")
    p.rest(3.0)


@script(Take("slight", "pale", "studio", camera=Camera(yaw_deg=-4.0)))
def leg_straight(p: Performer) -> None:
    """The raised leg is straightened in the hold."""
    p.rest(3.5)
    p.draw("L", 118.0, grip="thigh")
    p.rest(4.0)
    p.leg("L", 1.8, knee_deg=28.0, flexion_deg=112.0)
    p.rest(5.0)
    p.leg("L", 1.8, knee_deg=125.0, flexion_deg=120.0)
    p.rest(4.0)
    p.release("L")
    p.rest(3.0)


@script(Take("woman", "long_sleeves", "studio"))
def sits_up_in_hold(p: Performer) -> None:
    """Sits up in the middle of a session, looks at the screen, lies down again."""
    p.rest(3.5)
    p.draw("LR", 124.0)
    p.rest(6.0)
    p.release("LR")
    p.rest(0.6)
    p.sit_up()
    p.rest(5.0)
    p.lie_down()
    p.rest(2.5)
    p.draw("LR", 126.0)
    p.rest(11.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("man", "red_shirt", "tiles"))
def rolls_to_side(p: Performer) -> None:
    """Rolls on to the side out of a hold, knees still drawn, and back."""
    p.rest(3.5)
    p.draw("LR", 122.0)
    p.rest(6.0)
    p.hands("shin:L", "cheek", 2.2)
    p.body(2.2, roll_deg=-84.0)
    p.rest(6.0)
    p.hands("shin:L", "shin:R", 2.4)
    p.body(2.2, roll_deg=0.0)
    p.rest(3.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("woman", "skirt", "living_room"))
def head_turning(p: Performer) -> None:
    """The head turns to the camera and back, on the floor: no fault."""
    p.rest(3.5)
    p.draw("LR", 124.0)
    p.rest(2.0)
    p.body(1.0, head_turn_deg=-55.0)
    p.rest(3.0)
    p.body(1.0, head_turn_deg=0.0)
    p.rest(6.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("heavy", "dark", "carpet", rocking_deg=7.0, towel=True))
def rocking(p: Performer) -> None:
    """Rocks from side to side in the hold, as the exercise allows: no fault."""
    p.rest(3.5)
    p.draw("LR", 118.0)
    p.rest(13.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("old_woman", "silver", "lamp", pillow_m=0.05, tremor_deg=0.9))
def behind_thighs(p: Performer) -> None:
    """Hands behind the thighs, head on a pillow, a trembling hold: no fault."""
    p.rest(3.5)
    p.draw("LR", 112.0, over_s=3.4, stagger_s=2.2, grip="thigh")
    p.rest(12.0)
    p.release("LR", over_s=3.2)
    p.rest(2.5)


@script(Take("child", "teal_leggings", "studio", tremor_deg=0.8))
def legs_long_first(p: Performer) -> None:
    """Lies with long legs, draws one knee up, then the other one."""
    p.legs_long()
    p.rest(4.0)
    p.draw("L", 126.0, over_s=3.0)
    p.rest(6.0)
    p.release("L", over_s=3.0)
    p.rest(2.0)
    p.draw("R", 126.0, over_s=3.0)
    p.rest(6.0)
    p.release("R", over_s=3.0)
    p.rest(2.0)


@script(Take("short", "pale", "clutter", "webcam", passer_by="person", passes_s=9.0))
def someone_passes(p: Performer) -> None:
    """A second person walks by behind a good hold."""
    p.rest(3.5)
    p.draw("LR", 124.0)
    p.rest(13.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("man", "dark", "living_room", nudges=(
    (11.0, Camera(yaw_deg=6.0, roll_deg=3.0, aim_x_m=0.12, aim_z_m=0.30)),
)))  # fmt: skip
def laptop_nudged(p: Performer) -> None:
    """The laptop is pushed aside in the middle of a good hold."""
    p.rest(3.5)
    p.draw("LR", 124.0)
    p.rest(14.0)
    p.release("LR")
    p.rest(3.5)


@script(Take("woman", "pale", "tiles"))
def too_short(p: Performer) -> None:
    """Five quick both-knees holds of a second or two."""
    p.rest(3.5)
    for _ in range(4):
        p.draw("LR", 122.0, over_s=1.8, stagger_s=0.8)
        p.rest(1.6)
        p.release("LR", over_s=1.8, stagger_s=0.6)
        p.rest(1.0)
