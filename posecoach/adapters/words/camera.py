"""What is said of cameras: why one cannot be opened, and what happens to one in a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecoach.adapters.camera_types import CameraEventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posecoach.adapters.camera_types import CameraEvent, CameraInfo


@dataclass(frozen=True)
class CameraWords:
    """Every text about cameras in one language; each is one line.

    Attributes
    ----------
    wrong_camera, wrong_scheme
        What was given as a camera cannot be one; ``{camera}``, ``{scheme}``.
    neither
        ``{camera}`` is neither a camera nor a file; ``{others}``.
    too_slow
        Nothing within the time; ``{camera}``, ``{seconds}``.
    webcam_missing, webcam_denied, webcam_busy
        ``{camera}``; ``{others}`` is one of the two below.
    webcam_closed
        By `sys.platform`, where the system does not tell which of the three it is.
    webcam_lost
        It sends nothing, before its first picture; ``{camera}`` is its name.
    webcam_unreadable
        What it sends is no picture in colour or grey; the same.
    others_are, no_others
        The cameras that there are; ``{cameras}``.
    stream_login, stream_wrong_page, stream_silent, stream_unreachable, stream_is_file
        Why an ``{address}`` gives no live picture.
    stream_leads_on
        It leads to another address.
    stream_too_large
        Its picture is larger than 8K.
    events
        What happened; RESIZED has ``{width}`` and ``{height}``.
    other_size
        The camera gives another size than asked; ``{asked}``, ``{own}``.
    """

    wrong_camera: str
    wrong_scheme: str
    neither: str
    too_slow: str
    webcam_missing: str
    webcam_denied: str
    webcam_busy: str
    webcam_closed: Mapping[str, str]
    webcam_lost: str
    webcam_unreadable: str
    others_are: str
    no_others: str
    stream_login: str
    stream_wrong_page: str
    stream_leads_on: str
    stream_silent: str
    stream_unreachable: str
    stream_is_file: str
    stream_too_large: str
    events: Mapping[CameraEventKind, str]
    other_size: str

    def others(self, cameras: Iterable[str]) -> str:
        """Say which cameras there are besides."""
        listed = ", ".join(cameras)
        return self.others_are.format(cameras=listed) if listed else self.no_others

    def event_text(self, event: CameraEvent) -> str:
        """Say what happened."""
        width, height = event.size_px or (0, 0)
        return self.events[event.kind].format(width=width, height=height)

    def size_note(self, info: CameraInfo) -> str | None:
        """Say that the camera gives another size than it was asked for, if it does."""
        if info.asked_px is None or not info.is_other_size:
            return None
        asked, own = (f"{width}×{height}" for width, height in (info.asked_px, info.own_px))
        return self.other_size.format(asked=asked, own=own)


ENGLISH = CameraWords(
    wrong_camera=(
        "'{camera}' is no camera: give its number (0, 1, …), its device, the address of a "
        "phone's camera, or a recording"
    ),
    wrong_scheme=(
        "a camera's address begins with http://, https://, rtsp:// or rtsps://, "
        "not with {scheme}://"
    ),
    neither="{camera}: there is no such camera and no such file; {others}",
    too_slow=(
        "{camera} did not show a picture within {seconds:g}\u00a0s; unplug it and plug it in "
        "again, close other programs that use it, and try again"
    ),
    webcam_missing="there is no camera {camera}; {others}",
    webcam_denied=(
        "camera {camera} may not be used by this account: "
        "run 'sudo usermod -aG video $USER', then log out and in again; {others}"
    ),
    webcam_busy=(
        "camera {camera} gives no picture, another program may be using it: "
        "close video calls and browser tabs, then try again; {others}"
    ),
    webcam_closed={
        "darwin": (
            "camera {camera} cannot be opened: allow this terminal under System Settings > "
            "Privacy & Security > Camera, and close other programs that use it; {others}"
        ),
        "win32": (
            "camera {camera} cannot be opened: switch on 'Let desktop apps access your camera' "
            "under Settings > Privacy & security > Camera, and close other programs that use it; "
            "{others}"
        ),
    },
    webcam_lost="camera {camera} sends no picture; unplug it, plug it in again, and try again",
    webcam_unreadable=(
        "camera {camera} sends pictures in a form that cannot be read; choose another one with "
        "--camera"
    ),
    others_are="these cameras are there: {cameras}",
    no_others=(
        "no other camera was found; plug one in, or give the address of a phone's camera "
        "or a recording"
    ),
    stream_login=(
        "{address} wants a password: write the address as http://NAME:PASSWORD@… with the "
        "name and password that the phone's app shows"
    ),
    stream_wrong_page=(
        "{address} answers, but not with live video: give the address of the video itself, as "
        "the phone's app shows it (it often ends in /video)"
    ),
    stream_leads_on=(
        "{address} leads on to another address, and only the one that you give is ever asked: "
        "give the address of the video itself, as the phone's app shows it (it often ends in "
        "/video)"
    ),
    stream_silent=(
        "{address} does not answer: is the phone's camera app running, and the phone in the "
        "same network?"
    ),
    stream_unreachable=(
        "{address} cannot be reached: check the address, start the phone's camera app, and see "
        "that both are in the same network"
    ),
    stream_is_file=(
        "{address} is a recording on a server, not a camera: download it and give the file"
    ),
    stream_too_large="{address}: its picture is larger than 8K; choose a smaller one in its app",
    events={
        CameraEventKind.LOST: "I have lost the camera. Rest a moment, I am trying to reach it",
        CameraEventKind.BACK: "The camera is back. We go on where we were",
        CameraEventKind.GAVE_UP: (
            "The camera did not come back within a minute: the session ends here. "
            "Check the plug or the network, then start again"
        ),
        CameraEventKind.FROZEN: "The camera's picture stands still. I can't tell just now",
        CameraEventKind.BLACK: "The camera's picture is black. Is its shutter or lid closed?",
        CameraEventKind.CLEAR: "I can see you again",
        CameraEventKind.RESIZED: (
            "The camera now sends {width}×{height}: its picture is fitted into the size of before"
        ),
        CameraEventKind.ENDED: "The recording has ended",
        CameraEventKind.CUT_SHORT: (
            "The recording breaks off here: the rest of its file is missing; copy it again"
        ),
    },
    other_size="the camera was asked for {asked} and gives {own}",
)

FRENCH = CameraWords(
    wrong_camera=(
        "«\u00a0{camera}\u00a0» n’est pas une caméra\u00a0: indiquez son numéro (0, 1, …), son "
        "périphérique, l’adresse de la caméra d’un téléphone ou un enregistrement"
    ),
    wrong_scheme=(
        "l’adresse d’une caméra commence par http://, https://, rtsp:// ou rtsps://, "
        "et non par {scheme}://"
    ),
    neither="{camera}\u00a0: ni caméra ni fichier de ce nom\u00a0; {others}",
    too_slow=(
        "{camera} n’a montré aucune image en {seconds:g}\u00a0s\u00a0; débranchez-la et "
        "rebranchez-la, fermez les autres programmes qui l’utilisent, puis réessayez"
    ),
    webcam_missing="il n’y a pas de caméra {camera}\u00a0; {others}",
    webcam_denied=(
        "ce compte n’a pas le droit d’utiliser la caméra {camera}\u00a0: lancez "
        "«\u00a0sudo usermod -aG video $USER\u00a0», puis fermez et rouvrez la session\u00a0; "
        "{others}"
    ),
    webcam_busy=(
        "la caméra {camera} ne donne pas d’image, un autre programme l’utilise peut-être\u00a0: "
        "fermez les appels vidéo et les onglets du navigateur, puis réessayez\u00a0; {others}"
    ),
    webcam_closed={
        "darwin": (
            "la caméra {camera} ne s’ouvre pas\u00a0: autorisez ce terminal dans Réglages Système "
            "> Confidentialité et sécurité > Caméra, et fermez les autres programmes qui "
            "l’utilisent\u00a0; {others}"
        ),
        "win32": (
            "la caméra {camera} ne s’ouvre pas\u00a0: activez «\u00a0Autoriser les applications "
            "de bureau à accéder à votre caméra\u00a0» dans Paramètres > Confidentialité et "
            "sécurité > Caméra, et fermez les autres programmes qui l’utilisent\u00a0; {others}"
        ),
    },
    webcam_lost=(
        "la caméra {camera} n’envoie pas d’image\u00a0; débranchez-la, rebranchez-la, "
        "puis réessayez"
    ),
    webcam_unreadable=(
        "la caméra {camera} envoie des images d’un format illisible\u00a0; choisissez-en une "
        "autre avec --camera"
    ),
    others_are="caméras présentes\u00a0: {cameras}",
    no_others=(
        "aucune autre caméra n’a été trouvée\u00a0; branchez-en une, ou indiquez l’adresse de "
        "la caméra d’un téléphone ou un enregistrement"
    ),
    stream_login=(
        "{address} demande un mot de passe\u00a0: écrivez l’adresse sous la forme "
        "http://NOM:MOT_DE_PASSE@… avec le nom et le mot de passe affichés par l’application "
        "du téléphone"
    ),
    stream_wrong_page=(
        "{address} répond, mais pas par une vidéo en direct\u00a0: indiquez l’adresse de la vidéo "
        "elle-même, telle que l’application du téléphone l’affiche (souvent terminée par /video)"
    ),
    stream_leads_on=(
        "{address} renvoie vers une autre adresse, et seule celle que vous indiquez est "
        "contactée\u00a0: indiquez l’adresse de la vidéo elle-même, telle que l’application du "
        "téléphone l’affiche (souvent terminée par /video)"
    ),
    stream_silent=(
        "{address} ne répond pas\u00a0: l’application de caméra est-elle ouverte, et le téléphone "
        "sur le même réseau\u00a0?"
    ),
    stream_unreachable=(
        "{address} est injoignable\u00a0: vérifiez l’adresse, ouvrez l’application de caméra du "
        "téléphone et assurez-vous que les deux sont sur le même réseau"
    ),
    stream_is_file=(
        "{address} est un enregistrement sur un serveur, pas une caméra\u00a0: téléchargez-le et "
        "indiquez le fichier"
    ),
    stream_too_large=(
        "{address}\u00a0: son image dépasse le format 8K\u00a0; choisissez-en une plus petite "
        "dans son application"
    ),
    events={
        CameraEventKind.LOST: (
            "J’ai perdu la caméra. Reposez-vous un instant, j’essaie de la retrouver"
        ),
        CameraEventKind.BACK: "La caméra est revenue. Nous reprenons où nous en étions",
        CameraEventKind.GAVE_UP: (
            "La caméra n’est pas revenue en une minute\u00a0: la séance s’arrête ici. "
            "Vérifiez le câble ou le réseau, puis recommencez"
        ),
        CameraEventKind.FROZEN: (
            "L’image de la caméra est figée. Je ne peux rien dire pour l’instant"
        ),
        CameraEventKind.BLACK: "L’image de la caméra est noire. Son cache est-il fermé\u00a0?",
        CameraEventKind.CLEAR: "Je vous vois de nouveau",
        CameraEventKind.RESIZED: (
            "La caméra envoie maintenant du {width}×{height}\u00a0: son image est ramenée à la "
            "taille d’avant"
        ),
        CameraEventKind.ENDED: "L’enregistrement est terminé",
        CameraEventKind.CUT_SHORT: (
            "L’enregistrement s’interrompt ici\u00a0: la suite du fichier manque\u00a0; "
            "copiez-le de nouveau"
        ),
    },
    other_size="la caméra devait donner du {asked} et donne du {own}",
)

CATALOGUES: Mapping[str, CameraWords] = {"en": ENGLISH, "fr": FRENCH}
"""By language code (ISO 639-1)."""
