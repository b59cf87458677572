"""The report's texts. Words for faults, verdicts and doubts are the catalogue's in wording.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecoach.adapters.words.report_fields import ReportWords
from posecoach.adapters.words.report_french import FRENCH
from posecoach.core.attempts import Doubt
from posecoach.core.faults import FaultKind
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = ReportWords(
    language="en",
    decimal=".",
    thousands=",",
    seconds="{n}\u00a0s",
    span="{start}–{end}\u00a0s",
    degrees="{n}°",
    degrees_span="{least}–{most}°",
    percent="{n}\u00a0%",
    of_number="{n} of {total}",
    labelled="{what}: {said}",
    unseen="not seen",
    page_title="{name}: knees to chest, reviewed",
    heading="Knees to chest, reviewed",
    routine_line="{routine}: {target} a hold, {legs}",
    routine_legs={False: "both legs", True: "one leg at a time"},
    recorded="{duration} recorded",
    legs={Legs.BOTH: "both legs", Legs.LEFT: "left leg", Legs.RIGHT: "right leg"},
    sides={Legs.BOTH: "both", Legs.LEFT: "left", Legs.RIGHT: "right"},
    counted="Holds that counted",
    no_attempts="no hold seen",
    asked_times="the routine names {range} in a session",
    asked_times_a_side="the routine names {range} a side in a session",
    one_leg="one leg alone was drawn up for {seconds}, which makes no hold here; the routine "
    "gentle-single is for one leg at a time",
    credited="Credited seconds",
    credited_target="target: {target} a hold",
    credited_longest="target: {target} a hold; the longest has {longest}",
    comfort="Comfort range",
    comfort_note="hip flexion, median to peak; the mark: a hold begins at {n}°",
    comfort_estimate="far from the camera, partly hidden: an estimate",
    next_time="Next time",
    went_well="What went well",
    mend_fault={
        FaultKind.NOT_SUPINE: "Lie flat on your back first, and stay there until you have let go.",
        FaultKind.HEAD_UP: "Let your head rest on the mat while you hold. A pillow is fine.",
        FaultKind.SHOULDERS_UP: "Let your shoulders rest on the mat. If that is hard to reach, "
        "hold behind the thighs.",
        FaultKind.LEG_STRAIGHT: "Let your knee bend as the thigh comes in.",
        FaultKind.NOT_CLOSE_ENOUGH: "Breathe out, a little closer if that is comfortable. If it "
        "is not, give the routine a smaller angle.",
        FaultKind.HANDS_OFF: "Let your hands hold the leg, so that nothing else has to work.",
        FaultKind.JERKY: "Draw in slowly and gently, with a long breath out.",
        FaultKind.BOTH_AT_ONCE: "Bring up one leg after the other: that is kinder to the back.",
        FaultKind.FREE_LEG_UP: "Let the other foot rest on the floor.",
    },
    mend_doubt={
        Doubt.NO_REST: "Lie still for two seconds before the first hold, the whole body in view.",
        Doubt.OBLIQUE: "Put the camera at your side: seen along the body, the angle is lost.",
        Doubt.FAR_LEG: "Put the camera a little higher, so that it sees the far leg too.",
        Doubt.OUT_OF_SIGHT: "Keep the whole body in the picture, with nobody in front of it.",
        Doubt.ANGLE: "Put the camera exactly at your side: the angle is surer there. If "
        "this is your comfortable best, give the routine a smaller angle.",
        Doubt.LIFT: "Let head and shoulders sink into the mat; a thin pillow helps. Put the camera "
        "where nothing hides them.",
    },
    mend_too_short="Hold as long as it is pleasant. If {target} is long for you, a routine with "
    "shorter holds is as good a start.",
    mend_no_start="Lie still for two seconds before the first hold, the whole body in view: "
    "head and shoulders are measured against that.",
    mend_no_attempt="Nothing to judge yet. If there was a hold, film the whole body from the "
    "side, in good light.",
    well="Every hold counted, and there was no fault in any of them. Keep it just as pleasant.",
    why_lost="{what}: holds that did not count because of it, {n} of {total}.",
    why_seconds="{what}: {seconds} could not be credited.",
    why_outside="{what}, between the holds: {seconds} in all.",
    why_advice="{what}: holds with it, {n} of {total}.",
    why_doubt="{what}: holds of which I can't tell, {n} of {total}.",
    why_too_short="Holds that ended before {target}, without a fault that stops the clock: "
    "{n} of {total}.",
    look="See it at {time}",
    video="The recording",
    video_label="The recording, with skeleton, hip angle and hold clock drawn in",
    video_none="There is no annotated video in this folder, so there are no pictures here. The "
    "chart and the tables tell the same.",
    video_gone="The video is not beside this page any more. Put annotated.mp4 back into the "
    "same folder.",
    chart="Hips, head and shoulders",
    chart_hint_click="Click on a curve, a hold or a fault: the video goes there.",
    chart_hint_drag="Drag across the chart to look closer, double-click for all of it.",
    chart_label="Chart over time: hip flexion of both legs, lift of head and shoulders, their "
    "limits, the holds and the faults. The tables below tell the same.",
    no_script="The chart needs JavaScript; the tables below tell the same without it.",
    axis_flexion="hip flexion, °",
    axis_lift="lift, % of trunk",
    axis_time="time, s",
    strip_holds="holds",
    strip_faults="faults",
    left_hip="left hip",
    right_hip="right hip",
    head="head",
    shoulders="shoulders",
    comfort_limit="a hold begins at {n}°",
    head_limit="limit, head",
    shoulders_limit="limit, shoulders",
    band="band: where the true value should lie",
    readout="{time}: left {left}, right {right}, head {head}, shoulders {shoulders}",
    holds="Hold by hold",
    no_holds="No hold with the legs drawn up was seen.",
    faults="Faults",
    no_faults="No faults were seen.",
    hold_n="hold {n}",
    outside="between holds",
    column_hold="hold",
    column_verdict="verdict",
    column_time="from … to",
    column_seconds="seconds",
    column_flexion="hip flexion, left and right",
    column_picture="at its deepest",
    column_fault="fault",
    column_effect="effect",
    column_when="at its worst",
    blocks="stops the clock",
    advises="advice",
    keeps_out="no hold begins",
    play_label="Show {what} in the video, from {time}",
    still_hold="Still of hold {n} at its deepest, at {time}",
    still_fault="Still of the fault “{what}” at its worst, at {time}",
    ledger="Where the seconds of the holds went",
    ledger_label="{credited} credited, {rejected} rejected, {paused} paused",
    ledger_credited="credited",
    ledger_rejected="rejected",
    ledger_paused="paused",
    ledger_about="Credited: good. Rejected: a fault stopped the clock. Paused: out of sight.",
    figures="The figures behind the chart",
    figures_about="One row every {step}; what was not seen is left empty.",
    measured_heading="How this was measured, and its limits",
    measured=(
        (
            "A pose model finds 33 points of the body in each picture. Hip flexion is the angle "
            "between trunk and thigh as the camera sees it: 0° with the leg long, about 50° "
            "with the foot flat on the floor. What the lower back gives is part of it."
        ),
        (
            "The lift of head and shoulders is how far they left their place at rest, in "
            "percent of the distance from shoulder to hip: 10\u00a0% is about 4 to 5\u00a0cm. A "
            "hold counts once its credited seconds reach the target."
        ),
        (
            "One camera sees no depth. Seen from the side a near leg hides the far one, whose "
            "angle is then an inference; away from side-on the angles read a few degrees off; "
            "wide clothes and poor light add to that. A few degrees between two days may be the "
            "measurement's."
        ),
    ),
    measured_band="The band around a curve is how sure the measurement is of itself: the true "
    "value should lie within it in 19 pictures of 20.",
    measured_rest="The rest that lifts are measured against: {start} to {end}.",
    measured_no_rest="Nobody was seen at rest, so lifts could not be measured.",
    measured_near={
        Legs.LEFT: "The left side was towards the camera.",
        Legs.RIGHT: "The right side was towards the camera.",
    },
    measured_lost="Nobody was in view for {seconds}.",
    measured_moved="The camera moved at {times}.",
    measured_note="About the recording: {note}.",
    measured_model="Pose model: {name}.",
    not_medical="This is not a medical device, and no diagnosis. Do not do this stretch with an "
    "acute disc herniation without medical advice. The pull is passive and pleasant, never "
    "forced; stop if it hurts.",
)

CATALOGUES: Mapping[str, ReportWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
