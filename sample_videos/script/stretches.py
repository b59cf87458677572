"""The stretch itself: the sample sessions, good and less good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_videos.scene.camera import Camera
from sample_videos.script.library import script
from sample_videos.script.take import Take

if TYPE_CHECKING:
    from sample_videos.script.performer import Performer


@script(Take("woman", "teal_leggings", "tiles", camera=Camera(yaw_deg=4.0)))
def both_knees(p: Performer) -> None:
    """Both knees to the chest: one hold of over 30 s, one that is given up after 8 s."""
    p.rest(4.0)
    p.draw("LR", 126.0)
    p.rest(16.0)
    p.pull("LR", 130.0, 2.5)
    p.rest(15.5)
    p.release("LR")
    p.rest(5.0)
    p.draw("RL", 124.0)
    p.rest(6.5)
    p.release("RL")
    p.rest(4.0)


@script(Take("man", "red_shirt", "carpet", camera=Camera(near_side="R", yaw_deg=-5.0)))
def gentle_single(p: Performer) -> None:
    """One knee at a time, sides alternating, about six seconds each."""
    p.rest(3.5)
    for side in ("L", "R", "L", "R"):
        p.draw(side, 122.0, over_s=2.2)
        p.rest(5.4)
        p.release(side, over_s=2.2)
        p.rest(2.2)


@script(Take("slight", "pale", "living_room", camera=Camera(yaw_deg=-6.0)))
def head_lifting(p: Performer) -> None:
    """The head comes up in the hold, twice; then a hold with the head down."""
    p.rest(3.5)
    p.draw("LR", 125.0)
    p.rest(3.0)
    p.lift_head(0.13)
    p.rest(3.0)
    p.lift_head(0.0)
    p.rest(3.0)
    p.lift_head(0.11, 1.2)
    p.rest(5.0)
    p.lift_head(0.0)
    p.release("LR")
    p.rest(3.0)
    p.draw("LR", 127.0)
    p.rest(11.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("heavy", "grey_joggers", "studio", camera=Camera(near_side="R", yaw_deg=3.0)))
def shoulders_curling(p: Performer) -> None:
    """The shoulders curl up to the knees, and lie down again."""
    p.rest(3.5)
    p.draw("LR", 120.0)
    p.rest(3.5)
    p.lift_shoulders(0.095)
    p.rest(4.0)
    p.lift_shoulders(0.0)
    p.rest(11.0)
    p.release("LR")
    p.rest(3.0)


@script(Take("old", "silver", "lamp", camera=Camera(yaw_deg=5.0), pillow_m=0.05))
def not_close_enough(p: Performer) -> None:
    """The knees stay too far from the chest; then they come closer."""
    p.rest(3.5)
    p.draw("LR", 90.0, knee_deg=108.0, grip="thigh")
    p.rest(8.0)
    p.pull("LR", 97.0, 2.0)
    p.rest(4.0)
    p.pull("LR", 118.0, 3.0)
    p.rest(12.0)
    p.release("LR")
    p.rest(3.0)


@script(Take("tall", "sport", "clutter", "webcam", Camera(near_side="R", yaw_deg=-8.0, fov_deg=56),
             passer_by="dog", passes_s=21.0))  # fmt: skip
def real_life_muddle(p: Performer) -> None:
    """Late start, a hold with a dog passing and a dropout, off for a while, back for another."""
    p.hide()
    p.body(0.0, pitch_deg=78.0)
    p.hands("behind", "behind", 0.0)
    p.rest(3.0)
    p.show()
    p.rest(1.5)
    p.lie_down()
    p.rest(3.0)
    p.draw("LR", 125.0)
    p.rest(5.0)
    p.blackout(0.8)
    p.rest(6.0)
    p.release("LR")
    p.rest(1.0)
    p.sit_up()
    p.rest(0.5)
    p.stand()
    p.walk(-2.7, 0.3, 2.8)
    p.hide()
    p.rest(2.0)
    p.show()
    p.walk(-0.45, 0.0, 2.8)
    p.body(0.8, heading_deg=0.0)
    p.sit_down()
    p.lie_down()
    p.rest(2.0)
    p.draw("RL", 128.0)
    p.rest(11.0)
    p.release("LR")
    p.rest(2.0)


@script(Take("short", "long_sleeves", "backlight", "webcam", Camera(yaw_deg=6.0), turned_deg=90))
def sideways_phone(p: Performer) -> None:
    """Filmed with a phone on its side: the container says which way is up."""
    p.rest(3.0)
    p.draw("LR", 126.0)
    p.rest(11.0)
    p.release("LR")
    p.rest(2.5)


@script(Take("stout", "skirt", "dusk", "poor", Camera(near_side="R", yaw_deg=4.0), uneven=True))
def uneven_rate(p: Performer) -> None:
    """A webcam at dusk: 10 to 30 pictures a second, and a few missing."""
    p.rest(3.5)
    p.draw("LR", 121.0)
    p.rest(12.0)
    p.release("LR")
    p.rest(3.0)
