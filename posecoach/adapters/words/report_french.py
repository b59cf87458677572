"""The report in French."""

from __future__ import annotations

from posecoach.adapters.words.report_fields import ReportWords
from posecoach.core.attempts import Doubt
from posecoach.core.faults import FaultKind
from posecoach.core.legs import Legs

FRENCH = ReportWords(
    language="fr",
    decimal=",",
    thousands="\u202f",
    seconds="{n}\u00a0s",
    span="{start}–{end}\u00a0s",
    degrees="{n}°",
    degrees_span="{least}–{most}°",
    percent="{n}\u00a0%",
    of_number="{n} sur {total}",
    labelled="{what}\u00a0: {said}",
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
    one_leg="une seule jambe a été ramenée pendant {seconds}, ce qui ne fait pas de maintien "
    "ici\u00a0; le programme gentle-single est fait pour une jambe à la fois",
    credited="Secondes créditées",
    credited_target="objectif\u00a0: {target} par maintien",
    credited_longest="objectif\u00a0: {target} par maintien\u00a0; le plus long en a {longest}",
    comfort="Zone de confort",
    comfort_note="flexion de hanche, de la médiane au maximum\u00a0; le trait\u00a0: un maintien "
    "commence à {n}°",
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
        Doubt.NO_REST: "Restez sur le dos, immobile, deux secondes avant le premier maintien, tout "
        "le corps dans l’image.",
        Doubt.OBLIQUE: "Placez la caméra sur le côté\u00a0: vue dans l’axe du corps, l’angle se "
        "perd.",
        Doubt.FAR_LEG: "Placez la caméra un peu plus haut, pour qu’elle voie aussi l’autre jambe.",
        Doubt.OUT_OF_SIGHT: "Gardez tout le corps dans l’image, sans personne devant.",
        Doubt.ANGLE: "Placez la caméra exactement sur le côté\u00a0: l’angle y est plus sûr. Si "
        "aller plus loin n’est pas confortable, donnez au programme un angle plus petit.",
        Doubt.LIFT: "Laissez la tête et les épaules s’enfoncer dans le tapis\u00a0; un coussin fin "
        "aide. Placez la caméra là où rien ne les cache.",
    },
    mend_too_short="Tenez aussi longtemps que c’est agréable. Si {target}, c’est long pour vous, "
    "un programme à maintiens plus courts est un aussi bon début.",
    mend_no_start="Restez sur le dos, immobile, deux secondes avant le premier maintien, tout le "
    "corps dans l’image\u00a0: la tête et les épaules sont mesurées par rapport à ce repos.",
    mend_no_attempt="Rien à juger pour l’instant. S’il y a eu un maintien, filmez tout le corps de "
    "côté, dans une bonne lumière.",
    well="Chaque maintien a compté, sans aucune faute. Gardez-le aussi agréable.",
    why_lost="{what}\u00a0: maintiens non comptés pour cela, {n} sur {total}.",
    why_seconds="{what}\u00a0: durée non créditée, {seconds}.",
    why_outside="{what}, entre les maintiens\u00a0: {seconds} en tout.",
    why_advice="{what}\u00a0: maintiens concernés, {n} sur {total}.",
    why_doubt="{what}\u00a0: maintiens que je ne peux pas juger, {n} sur {total}.",
    why_too_short="Maintiens finis avant {target}, sans faute qui arrête le chronomètre\u00a0: {n} "
    "sur {total}.",
    look="Voir à {time}",
    video="L’enregistrement",
    video_label="L’enregistrement, avec le squelette, l’angle de hanche et le chronomètre dessinés",
    video_none="Il n’y a pas de vidéo annotée dans ce dossier, donc pas d’images ici. Le "
    "graphique et les tableaux disent la même chose.",
    video_gone="La vidéo n’est plus à côté de cette page. Remettez annotated.mp4 dans le même "
    "dossier.",
    chart="Hanches, tête et épaules",
    chart_hint_click="Cliquez sur une courbe, un maintien ou une faute\u00a0: la vidéo s’y place.",
    chart_hint_drag="Glissez sur le graphique pour voir de plus près, double-cliquez pour tout "
    "revoir.",
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
    band="bande\u00a0: où devrait se trouver la vraie valeur",
    readout="{time}\u00a0: gauche {left}, droite {right}, tête {head}, épaules {shoulders}",
    holds="Maintien par maintien",
    no_holds="Aucun maintien, jambes ramenées, n’a été vu.",
    faults="Fautes",
    no_faults="Aucune faute n’a été vue.",
    hold_n="maintien {n}",
    outside="entre les maintiens",
    column_hold="maintien",
    column_verdict="verdict",
    column_time="de … à",
    column_seconds="secondes",
    column_flexion="flexion de hanche, gauche et droite",
    column_picture="au plus profond",
    column_fault="faute",
    column_effect="effet",
    column_when="au pire moment",
    blocks="arrête le chronomètre",
    advises="conseil",
    keeps_out="aucun maintien ne commence",
    play_label="Montrer dans la vidéo\u00a0: {what}, à partir de {time}",
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
        (
            "Un modèle de pose trouve 33 points du corps dans chaque image. La flexion de "
            "hanche est l’angle entre le tronc et la cuisse tel que la caméra le voit\u00a0: 0° "
            "jambe allongée, environ 50° pied à plat au sol. Ce que donne le bas du dos en "
            "fait partie."
        ),
        (
            "L’élévation de la tête et des épaules est la distance à leur place au repos, en "
            "pour cent de la longueur entre épaule et hanche\u00a0: 10\u00a0% font environ 4 à "
            "5\u00a0cm. Un maintien compte dès que ses secondes créditées atteignent "
            "l’objectif."
        ),
        (
            "Une seule caméra ne voit pas la profondeur. De côté, une jambe cache l’autre, dont "
            "l’angle est alors déduit\u00a0; si la vue n’est pas bien de côté, les angles "
            "s’écartent de quelques degrés\u00a0; des vêtements amples et peu de lumière s’y "
            "ajoutent. Quelques degrés entre deux jours peuvent venir de la mesure."
        ),
    ),
    measured_band="La bande autour d’une courbe dit à quel point la mesure est sûre d’elle\u00a0: "
    "la vraie valeur devrait s’y trouver dans 19 images sur 20.",
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
