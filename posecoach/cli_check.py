"""``posecoach check``: parsing; what is looked at is :mod:`posecoach.check`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from posecoach.cli_command import Command
from posecoach.cli_language import lang_option
from posecoach.cli_output import complain

if TYPE_CHECKING:
    from posecoach.adapters.voice import VoiceKind


@click.command(cls=Command)
@click.option(
    "--camera",
    default="0",
    show_default=True,
    metavar="INDEX|PATH|URL",
    help="A webcam's number, a phone camera's address, or a recording.",
)
@lang_option("Language of what is said and printed.")
@click.option(
    "--voice",
    type=click.Choice(["speech", "tones"]),
    default="speech",
    show_default=True,
    help="Whether to speak.",
)
@click.option("--mute", is_flag=True, help="No sound at all.")
@click.option("--headless", is_flag=True, help="No window: words alone.")
@click.option(
    "--seconds",
    type=click.FloatRange(1.0, 3600.0),
    default=60.0,
    show_default=True,
    help="How long to look at most.",
)
def check(
    camera: str, lang: str, voice: str, *, mute: bool, headless: bool, seconds: float
) -> None:
    """See whether all is ready: model, camera, sound, light, and where the laptop stands.

    A window shows the outline to lie down in and the one thing to change, which is said and
    printed as well; q ends it. It ends by itself as soon as all is right.

    The exit code is 0 when all is right, the sound too unless --mute is given, and 1 else.
    """
    # Imported here: help stays light.
    from posecoach.adapters.native_noise import native_noise_hidden

    with native_noise_hidden():
        from rich.console import Console

        from posecoach.check import CheckOptions, run_check

        kind = cast("VoiceKind", "mute" if mute else voice)
        options = CheckOptions(camera, lang, kind, seconds, window=not headless)
        code = run_check(options, Console(highlight=False), complain)
    click.get_current_context().exit(code)
