"""The guide in French: the language of the default routine’s source."""

from posecoach.adapters.words.guide_texts import Drawn, GuideWords, Listed, Step

FRENCH = GuideWords(
    title="Les genoux à la poitrine",
    lead=(
        "Un étirement lent pour un bas du dos tendu. Lisez ceci une fois avant de vous "
        "allonger\u00a0: sur le tapis, vous n’aurez pas besoin de l’écran."
    ),
    careful="L’étirement est doux et agréable, jamais forcé. Si cela fait mal, arrêtez.",
    careful_link="Certaines personnes doivent d’abord demander conseil",
    why_title="Pourquoi",
    why=(
        (
            "En position assise, debout, en portant une charge\u00a0: les muscles le long de la "
            "colonne travaillent toute la journée. La position couchée leur ôte ce travail. "
            "Ramener les genoux arrondit un peu le bas du dos\u00a0: ils peuvent s’allonger et se "
            "relâcher."
        ),
        (
            "Beaucoup de gens trouvent que la tension s’apaise alors pour un moment. Ce n’est pas "
            "un traitement\u00a0: cela ne guérit aucune blessure et ne remplace aucun examen. On "
            "ne gagne rien à tirer plus fort."
        ),
    ),
    muscles_title="Ce que vous sentirez peut-être s’étirer",
    muscles=(
        (
            "Les extenseurs du bas du dos (érecteurs du rachis, multifides)",
            (
                "Les muscles longs et courts de part et d’autre de la colonne. C’est là que "
                "l’étirement doit se sentir."
            ),
        ),
        (
            "Les fessiers (grand fessier)",
            "Les grands muscles des fesses\u00a0; ils s’allongent quand les hanches fléchissent.",
        ),
        (
            "Les muscles profonds de la hanche",
            "Un peu, selon la façon dont les genoux sont tenus.",
        ),
    ),
    muscles_remark=(
        "Un pincement à l’aine, un genou sensible ou un tiraillement le long d’une jambe invitent "
        "à relâcher\u00a0: écartez un peu les genoux, ou éloignez-les de la poitrine."
    ),
    steps_title="Les quatre étapes",
    steps=(
        Step(
            picture="start",
            title="Au départ",
            text=(
                "Allongez-vous sur le dos, genoux fléchis, pieds à plat au sol, écartés de la "
                "largeur du bassin. Bras le long du corps, tête et épaules posées. Restez immobile "
                "le temps de quelques respirations lentes\u00a0: le coach apprend votre position "
                "de repos."
            ),
            alt=(
                "Vue de côté\u00a0: une personne allongée sur un tapis, genoux fléchis, les deux "
                "pieds à plat au sol, les bras le long du corps, la tête posée."
            ),
        ),
        Step(
            picture="one_knee",
            title="Un genou",
            text=(
                "Soufflez et ramenez un genou vers la poitrine, sans élan. Tenez-le à deux mains, "
                "sur le tibia juste sous le genou ou derrière la cuisse. L’autre pied reste au "
                "sol."
            ),
            alt=(
                "Un genou est ramené vers la poitrine, les deux mains sur le tibia juste en "
                "dessous\u00a0; l’autre pied est au sol, la tête posée."
            ),
        ),
        Step(
            picture="both_knees",
            title="Les deux genoux",
            text=(
                "Ramenez le second genou après le premier, pas les deux à la fois. Ensuite, une "
                "main sur chaque tibia, ou les bras autour des deux."
            ),
            alt=(
                "Un genou est tenu à deux mains pendant que la seconde jambe, le pied décollé du "
                "sol, le rejoint\u00a0; la tête est posée."
            ),
        ),
        Step(
            picture="hold",
            title="Tenir et respirer",
            text=(
                "Serrez doucement les deux genoux pendant {hold}. La tête et les épaules restent "
                "au sol, le visage est détendu. Respirez lentement\u00a0; à l’expiration, les "
                "genoux peuvent se rapprocher un peu, si c’est confortable."
            ),
            alt=(
                "Les deux genoux sont ramenés contre la poitrine, une main sur chaque tibia juste "
                "sous le genou\u00a0; la tête et les épaules reposent sur le tapis."
            ),
        ),
    ),
    letting_go=(
        "Pour relâcher, reposez un pied, puis l’autre, lentement. Reposez-vous environ {rest} "
        "avant de recommencer. Pour vous relever, roulez sur le côté et poussez sur les mains."
    ),
    grip=Step(
        picture="behind_thighs",
        title="Plus facile pour les genoux et les bras",
        text=(
            "Tenez l’arrière des cuisses plutôt que les tibias\u00a0: les genoux fléchissent moins "
            "et les bras n’ont pas à aller aussi loin. "
            "Ici avec un oreiller plat et une serviette pliée."
        ),
        alt=(
            "Les deux jambes sont tenues derrière les cuisses\u00a0; un oreiller plat est sous la "
            "tête, une serviette pliée sous le sacrum."
        ),
    ),
    variants_title="Quelle forme, combien de temps, combien de fois",
    variants={
        "gentle-single": (
            "Une jambe à la fois, en douceur",
            (
                "Étapes 1 et 2, reposez le pied, puis l’autre jambe. La forme par laquelle "
                "commencer, et à laquelle revenir les jours de raideur."
            ),
        ),
        "gentle-double": (
            "Les deux jambes, brièvement",
            "Les quatre étapes, avec un maintien court.",
        ),
        "lower-back-relief": (
            "Les deux jambes, maintien long",
            "Les quatre étapes. C’est la forme que prend le coach si vous n’en nommez pas d’autre.",
        ),
    },
    variants_remarks=(
        (
            "Vous débutez\u00a0? Restez-en quelques jours à une jambe à la fois. Quand c’est "
            "facile et sans douleur, essayez les deux."
        ),
        (
            "Moins et plus court, c’est bien aussi\u00a0: mieux vaut un maintien confortable qu’un "
            "maintien long."
        ),
    ),
    columns=(
        "forme",
        "maintien",
        "répétitions",
        "repos",
        "par jour",
    ),
    seconds="{n}\u00a0s",
    range="{least} à {most}",
    a_side="{n} par côté",
    metres="{n}\u00a0m",
    centimetres="{n}\u00a0cm",
    decimal=",",
    safety_title="Qui doit attendre, ou demander conseil",
    safety=(
        Listed(
            title="Pas sans avis médical",
            items=(
                "une hernie discale aiguë",
                "un mal de dos après une chute ou un accident",
                "une douleur, des fourmillements ou un engourdissement le long d’une jambe",
            ),
        ),
        Listed(
            title="Demandez d’abord l’avis d’un médecin ou d’un kinésithérapeute",
            items=(
                "opération récente, surtout du dos, du ventre, de la hanche ou du genou",
                "grossesse",
                "ostéoporose, ou une vertèbre déjà fracturée",
                (
                    "prothèse de hanche ou de genou\u00a0: c’est au chirurgien de dire jusqu’où "
                    "elle peut fléchir"
                ),
                (
                    "tout autre trouble de la colonne, des hanches ou des genoux en cours de "
                    "traitement"
                ),
                "si vous ne pouvez pas descendre au sol et vous relever sans aide ni risque",
            ),
        ),
        Listed(
            title="Arrêtez si",
            items=(
                "cela fait mal, ou une douleur descend dans une jambe",
                "vous sentez des fourmillements, un engourdissement ou une faiblesse",
                "vous avez des vertiges ou le souffle court",
            ),
            remark=(
                "Relâchez lentement et reposez-vous. Si cela ne passe pas, ou revient, demandez "
                "conseil à un professionnel."
            ),
        ),
        Listed(
            title="Demandez tout de suite une aide médicale pour un mal de dos avec",
            items=(
                "de la fièvre",
                "un engourdissement nouveau entre les jambes",
                "une faiblesse nouvelle d’une jambe",
                "une difficulté à uriner, à aller à la selle ou à se retenir",
            ),
        ),
    ),
    not_medical=(
        "posecoach n’est pas un dispositif médical, et cette liste n’est pas complète. Le coach "
        "voit des angles, pas la douleur\u00a0: ce qui est confortable, il n’y a que vous pour le "
        "sentir."
    ),
    place_title="Où mettre chaque chose",
    place=(
        (
            "Les mains",
            "Sur les tibias juste sous les genoux, ou derrière les cuisses. Pas sur les rotules.",
        ),
        (
            "L’oreiller",
            (
                "Plat, sous la tête et la nuque, si c’est plus confortable. Gardez-le du début à "
                "la fin\u00a0: c’est par rapport à lui que le coach voit une tête qui se lève."
            ),
        ),
        (
            "La serviette",
            (
                "Pliée à plat sous le sacrum, l’os en haut des fesses, là où le sol appuie. Pas "
                "sous le creux du dos."
            ),
        ),
        (
            "L’ordinateur",
            (
                "À côté de vous, à une distance de {distance} du milieu du tapis, l’objectif à "
                "une hauteur de {height}\u00a0: sur une chaise, une table basse ou une pile de "
                "livres. Votre corps est en travers de l’image, visible en entier, de la tête aux "
                "pieds. La lumière vient du côté de l’ordinateur, sans fenêtre claire derrière "
                "vous. Montez le son."
            ),
        ),
    ),
    drawn=Drawn(
        side_title="De côté",
        side_alt=(
            "Vue de côté\u00a0: l’ordinateur est à une distance de {distance} du milieu du tapis, "
            "son objectif à une hauteur de {height}\u00a0; la lumière vient de derrière "
            "l’ordinateur vers la personne, vue depuis les pieds."
        ),
        top_title="D’en haut",
        top_alt=(
            "Vue d’en haut\u00a0: la personne est allongée en travers devant l’ordinateur, à "
            "une distance de {distance}, le corps entier dans l’image\u00a0; la lumière est du "
            "côté de l’ordinateur."
        ),
        laptop="ordinateur",
        light="lumière",
        from_feet="vous, depuis les pieds",
        in_view="tout le corps visible",
    ),
    ready_title="Pour commencer",
    ready=(
        ("posecoach check --lang fr", "Dit si la caméra et la lumière conviennent"),
        (
            "posecoach live --lang fr --routine gentle-single",
            "Une jambe à la fois\u00a0: si vous débutez",
        ),
        ("posecoach live --lang fr", "Le maintien long, les deux jambes"),
    ),
    sources_title="Sources",
    sources=(
        (
            "Le maintien long suit la page de PratiConnect sur l’étirement des genoux à la "
            "poitrine\u00a0; les formes douces suivent celle de Verywell Health, par Anne Asher, "
            "CPT. Raconté ici avec nos propres mots\u00a0; la liste de qui doit demander conseil "
            "est la nôtre, prudente à dessein."
        ),
        "La personne des images est dessinée par notre propre programme.",
    ),
    picture="Image",
    html_shows="Les images ne s’affichent pas ici\u00a0: {command} en fait une page.",
    html_sharper="{command} écrit une page aux images plus nettes.",
    written="Le guide est dans {path}\u00a0: ouvrez-le dans un navigateur.",
    replaced="Le guide qui s’y trouvait est remplacé.",
    offer="Vous débutez\u00a0? {command} montre d’abord l’étirement.",
)
