"""The report's texts. Words for faults, verdicts and doubts are the catalogue's in wording.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.core.attempts import Doubt
from posecoach.core.faults import FaultKind
from posecoach.core.legs import Legs

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class ReportWords:
    """Every text of the report in one language; what stands in braces is filled in.

    Attributes
    ----------
    decimal, thousands
        How numbers are written.
    mend_fault, mend_doubt
        What to do next time: an invitation, never a demand for more.
    why_*
        The reason for it, in figures.
    measured
        Paragraphs on the method and its limits.
    """

    language: str
    decimal: str
    thousands: str
    seconds: str
    span: str
    degrees: str
    degrees_span: str
    percent: str
    of_number: str
    unseen: str
    page_title: str
    heading: str
    routine_line: str
    routine_legs: Mapping[bool, str]
    recorded: str
    legs: Mapping[Legs, str]
    sides: Mapping[Legs, str]
    # --- the four cards
    counted: str
    no_attempts: str
    asked_times: str
    asked_times_a_side: str
    credited: str
    credited_target: str
    credited_longest: str
    comfort: str
    comfort_note: str
    comfort_estimate: str
    next_time: str
    went_well: str
    mend_fault: Mapping[FaultKind, str]
    mend_doubt: Mapping[Doubt, str]
    mend_too_short: str
    mend_no_start: str
    mend_no_attempt: str
    well: str
    why_lost: str
    why_seconds: str
    why_outside: str
    why_advice: str
    why_doubt: str
    why_too_short: str
    look: str
    # --- video and chart
    video: str
    video_label: str
    video_none: str
    video_gone: str
    chart: str
    chart_hint: str
    chart_hint_video: str
    chart_label: str
    no_script: str
    axis_flexion: str
    axis_lift: str
    axis_time: str
    strip_holds: str
    strip_faults: str
    left_hip: str
    right_hip: str
    head: str
    shoulders: str
    comfort_limit: str
    head_limit: str
    shoulders_limit: str
    band: str
    readout: str
    # --- tables
    holds: str
    no_holds: str
    faults: str
    no_faults: str
    hold_n: str
    outside: str
    column_hold: str
    column_verdict: str
    column_time: str
    column_flexion: str
    column_picture: str
    column_fault: str
    column_effect: str
    column_when: str
    blocks: str
    advises: str
    play: str
    play_label: str
    median_to_peak: str
    still_hold: str
    still_fault: str
    ledger: str
    ledger_label: str
    ledger_credited: str
    ledger_rejected: str
    ledger_paused: str
    ledger_about: str
    figures: str
    figures_about: str
    # --- how it was measured
    measured_heading: str
    measured: tuple[str, ...]
    measured_band: str
    measured_rest: str
    measured_no_rest: str
    measured_near: Mapping[Legs, str]
    measured_lost: str
    measured_moved: str
    measured_note: str
    measured_model: str
    not_medical: str

    def number(self, value: float, digits: int = 0) -> str:
        """A number as this language writes it; a minus sign that is one."""
        text = f"{value:,.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.lstrip("-")
        marks = {",": self.thousands, ".": self.decimal, "-": "−"}
        return "".join(marks.get(mark, mark) for mark in text)

    def duration(self, value_s: float) -> str:
        """Seconds with their unit."""
        return self.seconds.format(n=self.number(value_s, 1))


ENGLISH = ReportWords(
    language="en",
    decimal=".",
    thousands=",",
    seconds="{n}\u00a0s",
    span="{start} to {end}",
    degrees="{n}°",
    degrees_span="{least}–{most}°",
    percent="{n}\u00a0%",
    of_number="{n} of {total}",
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
    credited="Credited seconds",
    credited_target="target: {target} a hold",
    credited_longest="the longest hold has {longest}",
    comfort="Comfort range",
    comfort_note="hip flexion, median to peak",
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
    },
    mend_too_short="Hold as long as it is pleasant. If {target} is long for you, a routine with "
    "shorter holds is as good a start.",
    mend_no_start="Lie still for two seconds before the first hold, the whole body in view: "
    "head and shoulders are measured against that.",
    mend_no_attempt="Nothing to judge yet. If there was a hold, film the whole body from the "
    "side, in good light.",
    well="Every hold counted, and no fault was seen. Keep it just as pleasant.",
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
    chart_hint="Drag across the chart to look closer, double-click for all of it.",
    chart_hint_video="Click on a curve, a hold or a fault: the video goes there. Drag across to "
    "look closer, double-click for all of it.",
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
    band="band: ±\u00a02 standard deviations",
    readout="left {left}, right {right}, head {head}, shoulders {shoulders}",
    holds="Hold by hold",
    no_holds="No hold with the legs drawn up was seen.",
    faults="What there is to mend",
    no_faults="No faults were seen.",
    hold_n="hold {n}",
    outside="between holds",
    column_hold="hold",
    column_verdict="verdict",
    column_time="from … to",
    column_flexion="hip flexion, left and right",
    column_picture="at its deepest",
    column_fault="fault",
    column_effect="effect",
    column_when="at its worst",
    blocks="stops the clock",
    advises="advice",
    play="▶ {time}",
    play_label="Show {what} in the video, from {time}",
    median_to_peak="{median} to {peak}",
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
        "A pose model finds 33 points of the body in each picture. Hip flexion is the angle "
        "between trunk and thigh as the camera sees it: 0° with the leg long, about 50° with the "
        "foot flat on the floor. What the lower back gives is part of it.",
        "The lift of head and shoulders is how far they left their place at rest, in percent of "
        "the distance from shoulder to hip: 10\u00a0% is about 4 to 5\u00a0cm. A hold counts once "
        "its credited seconds reach the target.",
        "One camera sees no depth. Seen from the side a near leg hides the far one, whose angle "
        "is then an inference; away from side-on the angles read a few degrees off; wide clothes "
        "and poor light add to that. A few degrees between two days may be the measurement's.",
    ),
    measured_band="The band around a hip's curve is twice the standard deviation that the "
    "measurement gives itself: the true angle should be within it most of the time.",
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

FRENCH = ReportWords(
    language="fr",
    decimal=",",
    thousands="\u202f",
    seconds="{n}\u00a0s",
    span="de {start} à {end}",
    degrees="{n}°",
    degrees_span="{least}–{most}°",
    percent="{n}\u00a0%",
    of_number="{n} sur {total}",
    unseen="non vu",
    page_title="{name}\u00a0: genoux à la poitrine, compte rendu",
    heading="Genoux à la poitrine, compte rendu",
    routine_line="{routine}\u00a0: {target} par maintien, {legs}",
    routine_legs={False: "les deux jambes", True: "une jambe à la fois"},
    recorded="{duration} d’enregistrement",
    legs={
        Legs.BOTH: "les deux jambes",
        Legs.LEFT: "jambe gauche",
        Legs.RIGHT: "jambe droite",
    },
    sides={Legs.BOTH: "les deux", Legs.LEFT: "gauche", Legs.RIGHT: "droite"},
    counted="Maintiens comptés",
    no_attempts="aucun maintien vu",
    asked_times="le programme en prévoit {range} par séance",
    asked_times_a_side="le programme en prévoit {range} de chaque côté par séance",
    credited="Secondes créditées",
    credited_target="objectif\u00a0: {target} par maintien",
    credited_longest="le plus long en a {longest}",
    comfort="Zone de confort",
    comfort_note="flexion de hanche, de la médiane au maximum",
    comfort_estimate="loin de la caméra, en partie cachée\u00a0: une estimation",
    next_time="La prochaine fois",
    went_well="Ce qui a bien marché",
    mend_fault={
        FaultKind.NOT_SUPINE: "Allongez-vous d’abord bien sur le dos, et restez-y jusqu’à ce que "
        "vous ayez relâché.",
        FaultKind.HEAD_UP: "Laissez la tête reposer sur le tapis pendant le maintien. Un oreiller "
        "convient très bien.",
        FaultKind.SHOULDERS_UP: "Laissez les épaules reposer sur le tapis. Si les mains n’arrivent "
        "pas jusque-là, tenez l’arrière des cuisses.",
        FaultKind.LEG_STRAIGHT: "Laissez le genou se plier pendant que la cuisse se rapproche.",
        FaultKind.NOT_CLOSE_ENOUGH: "Expirez, un peu plus près si cela reste confortable. Sinon, "
        "donnez au programme un angle plus petit.",
        FaultKind.HANDS_OFF: "Laissez les mains tenir la jambe, pour que rien d’autre ne "
        "travaille.",
        FaultKind.JERKY: "Ramenez la jambe lentement et en douceur, sur une longue expiration.",
        FaultKind.BOTH_AT_ONCE: "Montez une jambe après l’autre\u00a0: le dos préfère.",
        FaultKind.FREE_LEG_UP: "Laissez l’autre pied reposer au sol.",
    },
    mend_doubt={
        Doubt.NO_REST: "Restez allongé sans bouger deux secondes avant le premier maintien, tout "
        "le corps dans l’image.",
        Doubt.OBLIQUE: "Placez la caméra sur le côté\u00a0: vue dans l’axe du corps, l’angle se "
        "perd.",
        Doubt.FAR_LEG: "Placez la caméra un peu plus haut, pour qu’elle voie aussi l’autre jambe.",
        Doubt.OUT_OF_SIGHT: "Gardez tout le corps dans l’image, sans personne devant.",
    },
    mend_too_short="Tenez aussi longtemps que c’est agréable. Si {target}, c’est long pour vous, un "
    "programme à maintiens plus courts est un aussi bon début.",
    mend_no_start="Restez allongé sans bouger deux secondes avant le premier maintien, tout le "
    "corps dans l’image\u00a0: la tête et les épaules sont mesurées par rapport à ce repos.",
    mend_no_attempt="Rien à juger pour l’instant. S’il y a eu un maintien, filmez tout le corps de "
    "côté, dans une bonne lumière.",
    well="Chaque maintien a compté, et aucune faute n’a été vue. Gardez-le aussi agréable.",
    why_lost="{what}\u00a0: maintiens non comptés pour cela, {n} sur {total}.",
    why_seconds="{what}\u00a0: durée non créditée, {seconds}.",
    why_outside="{what}, entre les maintiens\u00a0: {seconds} en tout.",
    why_advice="{what}\u00a0: maintiens concernés, {n} sur {total}.",
    why_doubt="{what}\u00a0: maintiens que je ne peux pas juger, {n} sur {total}.",
    why_too_short="Maintiens finis avant {target}, sans faute qui arrête le chronomètre\u00a0: {n} sur "
    "{total}.",
    look="Voir à {time}",
    video="L’enregistrement",
    video_label="L’enregistrement, avec le squelette, l’angle de hanche et le chronomètre dessinés",
    video_none="Il n’y a pas de vidéo annotée dans ce dossier, donc pas d’images ici. Le "
    "graphique et les tableaux disent la même chose.",
    video_gone="La vidéo n’est plus à côté de cette page. Remettez annotated.mp4 dans le même "
    "dossier.",
    chart="Hanches, tête et épaules",
    chart_hint="Glissez sur le graphique pour voir de plus près, double-cliquez pour tout revoir.",
    chart_hint_video="Cliquez sur une courbe, un maintien ou une faute\u00a0: la vidéo s’y place. "
    "Glissez pour voir de plus près, double-cliquez pour tout revoir.",
    chart_label="Graphique dans le temps\u00a0: flexion des deux hanches, élévation de la tête et "
    "des épaules, leurs limites, les maintiens et les fautes. Les tableaux plus bas disent la "
    "même chose.",
    no_script="Le graphique a besoin de JavaScript\u00a0; les tableaux plus bas disent la même "
    "chose sans lui.",
    axis_flexion="flexion de hanche, °",
    axis_lift="élévation, % du tronc",
    axis_time="temps, s",
    strip_holds="maintiens",
    strip_faults="fautes",
    left_hip="hanche gauche",
    right_hip="hanche droite",
    head="tête",
    shoulders="épaules",
    comfort_limit="un maintien commence à {n}°",
    head_limit="limite, tête",
    shoulders_limit="limite, épaules",
    band="bande\u00a0: ±\u00a02 écarts-types",
    readout="gauche {left}, droite {right}, tête {head}, épaules {shoulders}",
    holds="Maintien par maintien",
    no_holds="Aucun maintien, jambes ramenées, n’a été vu.",
    faults="Ce qu’il y a à corriger",
    no_faults="Aucune faute n’a été vue.",
    hold_n="maintien {n}",
    outside="entre les maintiens",
    column_hold="maintien",
    column_verdict="verdict",
    column_time="de … à",
    column_flexion="flexion de hanche, gauche et droite",
    column_picture="au plus profond",
    column_fault="faute",
    column_effect="effet",
    column_when="au pire moment",
    blocks="arrête le chronomètre",
    advises="conseil",
    play="▶ {time}",
    play_label="Montrer dans la vidéo\u00a0: {what}, à partir de {time}",
    median_to_peak="de {median} à {peak}",
    still_hold="Image du maintien {n} au plus profond, à {time}",
    still_fault="Image de la faute «\u00a0{what}\u00a0» au pire moment, à {time}",
    ledger="Où sont passées les secondes des maintiens",
    ledger_label="{credited} créditées, {rejected} refusées, {paused} en pause",
    ledger_credited="créditées",
    ledger_rejected="refusées",
    ledger_paused="en pause",
    ledger_about="Créditées\u00a0: bonnes. Refusées\u00a0: une faute a arrêté le chronomètre. En "
    "pause\u00a0: hors de vue.",
    figures="Les chiffres derrière le graphique",
    figures_about="Une ligne toutes les {step}\u00a0; ce qui n’a pas été vu reste vide.",
    measured_heading="Comment cela a été mesuré, et les limites",
    measured=(
        "Un modèle de pose trouve 33 points du corps dans chaque image. La flexion de hanche est "
        "l’angle entre le tronc et la cuisse tel que la caméra le voit\u00a0: 0° jambe allongée, "
        "environ 50° pied à plat au sol. Ce que donne le bas du dos en fait partie.",
        "L’élévation de la tête et des épaules est la distance à leur place au repos, en pour cent "
        "de la longueur entre épaule et hanche\u00a0: 10\u00a0% font environ 4 à 5\u00a0cm. Un "
        "maintien compte dès que ses secondes créditées atteignent l’objectif.",
        "Une seule caméra ne voit pas la profondeur. De côté, une jambe cache l’autre, dont "
        "l’angle est alors déduit\u00a0; si la vue n’est pas bien de côté, les angles s’écartent "
        "de quelques degrés\u00a0; des vêtements amples et peu de lumière s’y ajoutent. Quelques "
        "degrés entre deux jours peuvent venir de la mesure.",
    ),
    measured_band="La bande autour de la courbe d’une hanche vaut deux fois l’écart-type que la "
    "mesure se donne elle-même\u00a0: le vrai angle devrait s’y trouver la plupart du temps.",
    measured_rest="Le repos qui sert de référence aux élévations\u00a0: de {start} à {end}.",
    measured_no_rest="Personne n’a été vu au repos, les élévations n’ont donc pas pu être "
    "mesurées.",
    measured_near={
        Legs.LEFT: "Le côté gauche était vers la caméra.",
        Legs.RIGHT: "Le côté droit était vers la caméra.",
    },
    measured_lost="Personne n’était dans l’image pendant {seconds}.",
    measured_moved="La caméra a bougé à {times}.",
    measured_note="Sur l’enregistrement\u00a0: {note}.",
    measured_model="Modèle de pose\u00a0: {name}.",
    not_medical="Ceci n’est pas un dispositif médical, ni un diagnostic. Ne faites pas cet "
    "étirement avec une hernie discale aiguë sans avis médical. La traction est passive et "
    "agréable, jamais forcée\u00a0; arrêtez si cela fait mal.",
)

CATALOGUES: Mapping[str, ReportWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
