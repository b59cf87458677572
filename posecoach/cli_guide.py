"""``posecoach guide``: parsing and printing; what is said lives in the adapters."""

from __future__ import annotations

from pathlib import Path

import click

from posecoach.cli_command import Command
from posecoach.cli_language import lang_option


@click.command(cls=Command)
@lang_option("Language of the guide.")
@click.option(
    "--html",
    "html_to",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write a page with pictures; without FILE to posecoach-guide-LANG.html here.",
)
def guide(lang: str, html_to: str | None) -> None:
    """Learn the stretch before you lie down: why, how, how often, and who should ask first."""
    if html_to is None:
        from rich.console import Console

        from posecoach.adapters.guide import print_guide

        print_guide(Console(highlight=False), lang)
        return
    _write(Path(html_to or f"posecoach-guide-{lang}.html"), lang)


def _write(path: Path, lang: str) -> None:
    """Write the page, and say where it is."""
    from posecoach.adapters.guide import guide_words
    from posecoach.adapters.guide_html import write_guide_html
    from posecoach.adapters.paths import shown_path

    words = guide_words(lang)
    if write_guide_html(path, lang):
        click.echo(words.replaced)
    click.echo(words.written.format(path=shown_path(path)))
