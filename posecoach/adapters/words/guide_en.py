"""The guide in English."""

from posecoach.adapters.words.guide_texts import Drawn, GuideWords, Listed, Step

ENGLISH = GuideWords(
    title="Knees to chest",
    lead=(
        "A slow stretch for a tight lower back. Read this once before you lie down: on the mat you "
        "will not need the screen."
    ),
    careful="The pull is gentle and pleasant, never forced. If it hurts, stop.",
    careful_link="Some people should ask first",
    why_title="Why",
    why=(
        (
            "Sitting, standing, lifting: the muscles beside the spine hold on through all of it. "
            "Lying on your back takes that work off them. Drawing the knees in rounds the lower "
            "back a little, so that they can lengthen and let go."
        ),
        (
            "Many people find that this eases tightness for a while. It is no treatment: it heals "
            "no injury and replaces no examination. Nothing is gained by pulling harder."
        ),
    ),
    muscles_title="What you may feel stretching",
    muscles=(
        (
            "Lower-back extensors (erector spinae, multifidus)",
            (
                "The long and the short muscles on both sides of the spine. Here the stretch is "
                "meant to be felt."
            ),
        ),
        (
            "Gluteals (gluteus maximus)",
            "The large muscles of the buttocks; they lengthen as the hips bend.",
        ),
        (
            "Deep hip muscles",
            "A little, depending on how the knees are held.",
        ),
    ),
    muscles_remark=(
        "A pinch in the groin, a sore knee or a pull down a leg is a sign to ease off: let the "
        "knees go a little apart, or farther from the chest."
    ),
    steps_title="The four steps",
    steps=(
        Step(
            picture="start",
            title="Start",
            text=(
                "Lie on your back, knees bent, feet flat on the floor about as wide as your hips. "
                "Arms at your sides, head and shoulders down. Lie still for a few slow breaths: "
                "the coach learns how you lie."
            ),
            alt=(
                "Seen from the side: a person lies on a mat with knees bent, both feet flat on the "
                "floor, arms at the sides and head down."
            ),
        ),
        Step(
            picture="one_knee",
            title="One knee",
            text=(
                "Breathe out and draw one knee towards the chest, without a swing. Hold it with "
                "both hands, on the shin just below the knee or behind the thigh. The other foot "
                "stays on the floor."
            ),
            alt=(
                "One knee is drawn towards the chest, both hands on the shin just below it; the "
                "other foot stands on the floor, the head is down."
            ),
        ),
        Step(
            picture="both_knees",
            title="Both knees",
            text=(
                "Bring up the second knee after the first, not both at once. Then a hand on each "
                "shin, or the arms round both."
            ),
            alt=(
                "One knee is held with both hands while the second leg, its foot off the floor, "
                "comes up beside it; the head is down."
            ),
        ),
        Step(
            picture="hold",
            title="Hold and breathe",
            text=(
                "Hug both knees gently for {hold}. Head and shoulders stay on the floor, the face "
                "is relaxed. Breathe slowly; with a breath out the knees may come a little closer, "
                "if that is comfortable."
            ),
            alt=(
                "Both knees are hugged to the chest, a hand on each shin just below the knee; head "
                "and shoulders lie on the mat."
            ),
        ),
    ),
    letting_go=(
        "To let go, put down one foot, then the other, slowly. Rest for about {rest} before the "
        "next. To get up, roll onto your side and push up with your hands."
    ),
    grip=Step(
        picture="behind_thighs",
        title="Easier on knees and arms",
        text=(
            "Hold behind the thighs instead of on the shins: the knees bend less and the arms need "
            "not reach as far. "
            "Here with a flat pillow and a folded towel."
        ),
        alt=(
            "Both legs are held behind the thighs; a flat pillow lies under the head, a folded "
            "towel under the sacrum."
        ),
    ),
    variants_title="Which form, how long, how often",
    variants={
        "gentle-single": (
            "One leg at a time, gently",
            (
                "Steps 1 and 2, put the foot down, then the other leg. The form to begin with, and "
                "to go back to on a stiff day."
            ),
        ),
        "gentle-double": (
            "Both legs, briefly",
            "All four steps with a short hold.",
        ),
        "lower-back-relief": (
            "Both legs, the long hold",
            "All four steps. The coach takes this form if you name no other.",
        ),
    },
    variants_remarks=(
        (
            "New to the stretch? Stay with one leg at a time for a few days. When that is easy and "
            "free of pain, try both."
        ),
        "Fewer and shorter is fine: a comfortable hold is worth more than a long one.",
    ),
    columns=(
        "form",
        "hold",
        "times",
        "rest",
        "a day",
    ),
    seconds="{n}\u00a0s",
    range="{least} to {most}",
    a_side="{n} a side",
    metres="{n}\u00a0m",
    centimetres="{n}\u00a0cm",
    decimal=".",
    safety_title="Who should wait, or ask first",
    safety=(
        Listed(
            title="Not without medical advice",
            items=(
                "an acute disc herniation (slipped disc)",
                "back pain after a fall or an accident",
                "pain, tingling or numbness that runs down a leg",
            ),
        ),
        Listed(
            title="Ask a doctor or physiotherapist first",
            items=(
                "recent surgery, above all of the back, belly, hip or knee",
                "pregnancy",
                "osteoporosis, or a vertebra that was once broken",
                "a hip or knee replacement: how far it may bend is for the surgeon to say",
                "any other trouble of spine, hips or knees that is being treated",
                "if you cannot safely get down to the floor and up again on your own",
            ),
        ),
        Listed(
            title="Stop when",
            items=(
                "it hurts, or a pain moves down a leg",
                "there is tingling, numbness or weakness",
                "you feel dizzy or short of breath",
            ),
            remark=(
                "Let go slowly and rest. If it does not pass, or comes back, ask a professional."
            ),
        ),
        Listed(
            title="Get medical help at once for back pain with",
            items=(
                "fever",
                "new numbness between the legs",
                "new weakness in a leg",
                "trouble passing or holding urine or stool",
            ),
        ),
    ),
    not_medical=(
        "posecoach is not a medical device, and this list is not complete. The coach sees angles, "
        "not pain: what is comfortable only you can tell."
    ),
    place_title="Where everything goes",
    place=(
        (
            "Hands",
            "On the shins just below the knees, or behind the thighs. Not on the kneecaps.",
        ),
        (
            "Pillow",
            (
                "A flat one under head and neck if that is more comfortable. Keep it from "
                "beginning to end: the coach measures a lifted head against it."
            ),
        ),
        (
            "Towel",
            (
                "Folded flat under the sacrum, the bone at the top of the buttocks, where the "
                "floor presses. Not under the small of the back."
            ),
        ),
        (
            "Laptop",
            (
                "At your side, {distance} from the middle of the mat, the lens {height} above the "
                "floor: on a chair, a low table or a pile of books. You lie across the picture, "
                "all of you in view from head to feet. Light comes from the laptop's side, with no "
                "bright window behind you. Turn the sound up."
            ),
        ),
    ),
    drawn=Drawn(
        side_title="From the side",
        side_alt=(
            "Side view: the laptop stands {distance} from the middle of the mat, its lens {height} "
            "above the floor; light falls from behind the laptop onto the person, who is seen from "
            "the feet."
        ),
        top_title="From above",
        top_alt=(
            "Top view: the person lies across in front of the laptop, {distance} away, whole body "
            "in view; the light is on the laptop's side."
        ),
        laptop="laptop",
        light="light",
        from_feet="you, from your feet",
        in_view="whole body in view",
    ),
    ready_title="When you are ready",
    ready=(
        ("posecoach check", "Says whether camera and light are right"),
        ("posecoach live --routine gentle-single", "One leg at a time: if you are new to it"),
        ("posecoach live", "The long hold with both legs"),
    ),
    sources_title="Sources",
    sources=(
        (
            "The long hold follows PratiConnect's page on the knees-to-chest stretch; the gentle "
            "forms follow Verywell Health's, by Anne Asher, CPT. Told here in our own words; the "
            "list of who should ask first is our own and careful on purpose."
        ),
        "The person in the pictures is our own rendering.",
    ),
    picture="Picture",
    html_shows="The pictures cannot be shown here: {command} makes a page with them.",
    html_sharper="{command} makes a page with sharper pictures.",
    written="The guide is in {path}: open it in a browser.",
    replaced="The guide that was there is replaced.",
    offer="New to the stretch? {command} shows it before you lie down.",
)
