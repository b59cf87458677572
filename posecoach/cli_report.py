"""The command that writes the report of a review anew, in another language or as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from posecoach.cli_command import Command
from posecoach.cli_language import lang_option


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@lang_option("The report's language.")
@click.option("--pdf", is_flag=True, help="Print it to report.pdf too; needs Chromium or the like.")
def report(folder: Path, *, lang: str, pdf: bool) -> None:
    """Write report.html from what 'review --out DIR' left in DIR."""
    # Imported here: `posecoach --help` must not wait for the chart's library.
    from posecoach.adapters.paths import shown_path
    from posecoach.adapters.report import write_report
    from posecoach.adapters.words.command import CATALOGUES

    html = write_report(folder, lang=lang)
    written = CATALOGUES[lang].written
    click.echo(written.format(path=shown_path(html)))
    if pdf:
        from posecoach.adapters.report_pdf import write_pdf

        printed = write_pdf(html, html.with_suffix(".pdf"))
        click.echo(written.format(path=shown_path(printed)))
