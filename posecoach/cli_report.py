"""The command that writes the report of a review anew, in another language or as PDF."""

from __future__ import annotations

from pathlib import Path

import click

LANGUAGES = ("en", "fr")  # the catalogues know them, but `--help` must not wait for numpy


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The report's language.",
)
@click.option("--pdf", is_flag=True, help="Print it to report.pdf too; needs Chromium or the like.")
def report(folder: Path, *, lang: str, pdf: bool) -> None:
    """Write report.html from what 'review --out DIR' left in DIR."""
    # Imported here: `posecoach --help` must not wait for the chart's library.
    from posecoach.adapters.paths import shown_path
    from posecoach.adapters.report import write_report

    html = write_report(folder, lang=lang)
    click.echo(f"Written to {shown_path(html)}")
    if pdf:
        from posecoach.adapters.report_pdf import write_pdf

        click.echo(f"Written to {shown_path(write_pdf(html, html.with_suffix('.pdf')))}")
