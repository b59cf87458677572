"""Which clips the accuracy run judges: fixed here, so that two runs can be compared.

The full matrix takes every script that has a hold in it six times and every script that is
not the stretch three times. Builds, views, clothes, rooms and cameras go round with steps
that share no factor, so each meets the others, and no script is tied to one body or view.
The quick run is twelve clips chosen by hand to touch every row of the report.

The scripts are those of `INTAKES`, in their order and not in the library's: a script that is only
written down changes nothing here. One that is to be judged gets a line in `PRESCRIPTIONS` (unless
it is not the stretch) and an intake of its own at the end; all clips before it stay as they are,
in the halves they are in.

Every clip belongs to one of two halves, by hashes of names and evenly over scripts and views.
Thresholds and ideas are chosen on the development half; the report half is only ever reported.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sample_videos.body.build import BUILDS
from sample_videos.body.outfit import OUTFITS
from sample_videos.scene.room import ROOMS
from sample_videos.script.catalogue import SCRIPTS
from sample_videos.script.film import Film

if TYPE_CHECKING:
    from sample_videos.script.take import Take

HALVES = ("dev", "report")
SENSORS_IN_TURN = ("good", "webcam", "good", "poor")
_CLIPS_A_STRETCH, _CLIPS_AN_OTHER = 6, 3

# (yaw_deg, height_m): every yaw at the height of a low table, every height side-on, and mixtures.
VIEWS: tuple[tuple[float, float], ...] = (
    (0.0, 0.55), (10.0, 0.55), (-20.0, 0.55), (30.0, 0.55), (0.0, 1.2), (-10.0, 0.55),
    (20.0, 0.55), (0.0, 0.3), (-30.0, 0.55), (10.0, 0.8), (-20.0, 1.2), (0.0, 0.8),
    (20.0, 0.3), (-10.0, 0.8),
)  # fmt: skip


@dataclass(frozen=True)
class Prescription:
    """What a clip is judged against: ``legs`` is ``both`` or ``single``."""

    legs: str
    hold_s: float


# The seconds lie well away (0.8 s and more) from what is really held, so that the right count
# does not hang on a tenth of a second: timing has its own rows in the report.
PRESCRIPTIONS: dict[str, Prescription] = {
    "both_knees": Prescription("both", 10.0),
    "gentle_single": Prescription("single", 5.0),
    "head_lifting": Prescription("both", 8.0),
    "shoulders_curling": Prescription("both", 8.0),
    "not_close_enough": Prescription("both", 8.0),
    "real_life_muddle": Prescription("both", 8.0),
    "sideways_phone": Prescription("both", 8.0),
    "uneven_rate": Prescription("both", 8.0),
    "hands_off": Prescription("both", 8.0),
    "free_leg_up": Prescription("single", 8.0),
    "both_at_once": Prescription("both", 8.0),
    "jerky": Prescription("both", 4.0),
    "leg_straight": Prescription("single", 8.0),
    "sits_up_in_hold": Prescription("both", 5.0),
    "rolls_to_side": Prescription("both", 6.3),
    "head_turning": Prescription("both", 8.0),
    "rocking": Prescription("both", 8.0),
    "behind_thighs": Prescription("both", 8.0),
    "legs_long_first": Prescription("single", 5.0),
    "someone_passes": Prescription("both", 8.0),
    "laptop_nudged": Prescription("both", 8.0),
    "too_short": Prescription("both", 5.0),
}


@dataclass(frozen=True)
class Intake:
    """Scripts that entered the matrix together; their clips come after all earlier ones."""

    stretches: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # not the stretch

    @property
    def scripts(self) -> tuple[str, ...]:
        """All of them."""
        return self.stretches + self.others


# Never changed but by an intake at the end: a clip's traits hang on its place.
INTAKES: tuple[Intake, ...] = (
    Intake(
        stretches=(
            "behind_thighs", "both_at_once", "both_knees", "free_leg_up",
            "gentle_single", "hands_off", "head_lifting", "head_turning", "jerky",
            "laptop_nudged", "leg_straight", "legs_long_first", "not_close_enough",
            "real_life_muddle", "rocking", "rolls_to_side", "shoulders_curling",
            "sideways_phone", "sits_up_in_hold", "someone_passes", "too_short",
            "uneven_rate",
        ),
        others=(
            "bicycle", "bridging", "childs_pose", "crunching", "empty_room",
            "hamstring_stretch", "resting", "side_lying", "sitting", "squatting",
            "table_top",
        ),
    ),
)  # fmt: skip
# What is not the stretch must not count under any prescription: it is judged under these.
LENIENT = (Prescription("both", 3.0), Prescription("single", 3.0))


@dataclass(frozen=True)
class Clip:
    """One recording to render and judge.

    Attributes
    ----------
    prescriptions
        The first is what the report's figures come from; a clip that is not the stretch has
        more, and is looked through for false holds under each.
    limit_s
        The recording ends here; infinity: with the script.
    """

    script: str
    take: Take
    prescriptions: tuple[Prescription, ...]
    limit_s: float = math.inf

    @property
    def is_stretch(self) -> bool:
        """Whether it is a session of this stretch, good or bad."""
        return self.script in PRESCRIPTIONS

    @cached_property
    def name(self) -> str:
        """Says who, from where and what; known again by it."""
        take, view = self.take, self.take.camera
        height = f"{view.height_m * 100:.0f}cm"
        cut = "" if self.limit_s == math.inf else f"-{self.limit_s:g}s"
        return f"{self.script}-{take.build}-{view.near_side}{view.yaw_deg:+.0f}-{height}{cut}"

    def film(self, fps: float, size_px: tuple[int, int]) -> Film:
        """What to render; the recipe is part of the file's name."""
        film = Film(self.script, self.take, fps, size_px, "", self.limit_s)
        return replace(film, stem=f"{self.name}-{film.recipe[:8]}")


def halves(clips: list[Clip]) -> dict[str, str]:
    """Which half each clip belongs to, by name: ``dev`` or ``report``.

    Intake after intake, in the order of their names' hashes, each clip goes to the half that
    has fewer of its script and its view (minimisation, as trials assign patients: S. J. Pocock
    and R. Simon, Biometrics 31 (1975) 103-115); where it is equal, its hash decides.
    """
    found: dict[str, str] = {}
    lead: Counter[object] = Counter()  # clips in "report" less those in "dev"
    for clip in sorted(clips, key=lambda c: (_intake(c.script), _digest(c.name))):
        view = clip.take.camera
        traits = (clip.script, (view.yaw_deg, view.height_m))
        excess = sum(lead[trait] for trait in traits)
        to_report = excess < 0 if excess else _digest(clip.name)[-1] % 2 == 1
        found[clip.name] = HALVES[to_report]
        lead.update(dict.fromkeys(traits, 1 if to_report else -1))
    return found


def _intake(script: str) -> int:
    """The number of the intake a script came with."""
    return next(i for i, intake in enumerate(INTAKES) if script in intake.scripts)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def left_out() -> list[str]:
    """The scripts of the library that are in no intake: nothing here judges them."""
    entered = {name for intake in INTAKES for name in intake.scripts}
    return [name for name in SCRIPTS if name not in entered]


def full_matrix() -> list[Clip]:
    """Every clip, in an order that does not change."""
    plan: list[tuple[str, int]] = []
    for intake in INTAKES:
        plan += [(name, k) for k in range(_CLIPS_A_STRETCH) for name in intake.stretches]
        plan += [(name, k) for k in range(_CLIPS_AN_OTHER) for name in intake.others]
    return [_in_turn(name, number, lap) for number, (name, lap) in enumerate(plan)]


def _in_turn(name: str, number: int, lap: int) -> Clip:
    """The clip whose build, view, clothes, room and camera it is the turn of."""
    yaw_deg, height_m = VIEWS[(5 * number + lap) % len(VIEWS)]
    take = SCRIPTS[name].take
    take = replace(
        take,
        build=sorted(BUILDS)[(3 * number + lap) % len(BUILDS)],
        outfit=sorted(OUTFITS)[(2 * number + lap) % len(OUTFITS)],
        room=sorted(ROOMS)[(3 * number + lap) % len(ROOMS)],
        sensor=SENSORS_IN_TURN[(number + lap) % len(SENSORS_IN_TURN)],
        seed=number,
    )
    return _clip(name, seen_from(take, "LR"[(number // 3 + lap) % 2], yaw_deg, height_m))


def _clip(name: str, take: Take, limit_s: float = math.inf) -> Clip:
    prescribed = PRESCRIPTIONS.get(name)
    return Clip(name, take, LENIENT if prescribed is None else (prescribed,), limit_s)


def seen_from(take: Take, near_side: str, yaw_deg: float, height_m: float) -> Take:
    """The take with its camera elsewhere; a camera that is pushed is pushed by as much."""
    return take.seen(near_side=near_side, yaw_deg=yaw_deg, height_m=height_m)


@dataclass(frozen=True)
class _Quick:
    script: str
    build: str
    near_side: str
    yaw_deg: float
    height_m: float
    limit_s: float = math.inf


# Every fault, every height side-on, every yaw; cut where a hold is over.
_QUICK = (
    _Quick("free_leg_up", "heavy", "R", 0.0, 0.3),
    _Quick("hands_off", "old", "R", 20.0, 0.55),
    _Quick("not_close_enough", "old_woman", "L", 0.0, 1.2),
    _Quick("leg_straight", "short", "L", 0.0, 0.55),
    _Quick("both_at_once", "stout", "R", 30.0, 0.55),
    _Quick("jerky", "man", "L", -30.0, 0.55),
    _Quick("gentle_single", "child", "L", -20.0, 0.8, 28.0),
    _Quick("head_lifting", "slight", "R", 0.0, 0.8, 31.0),
    _Quick("shoulders_curling", "woman", "L", 10.0, 0.55),
    _Quick("sitting", "man", "L", 0.0, 0.55, 16.0),
    _Quick("bicycle", "tall", "R", -10.0, 0.8),
    _Quick("hamstring_stretch", "woman", "L", 0.0, 0.55, 21.0),
)


def quick_matrix() -> list[Clip]:
    """Twelve clips for every change to the code."""
    clips = []
    for seed, asked in enumerate(_QUICK):
        take = replace(SCRIPTS[asked.script].take, build=asked.build, seed=seed)
        take = seen_from(take, asked.near_side, asked.yaw_deg, asked.height_m)
        clips.append(_clip(asked.script, take, asked.limit_s))
    return clips


def spread(clips: list[Clip], count: int) -> list[Clip]:
    """So many of the clips, evenly over the list; all of them if there are no more."""
    if count >= len(clips):
        return clips
    return [clips[i * len(clips) // count] for i in range(count)]
