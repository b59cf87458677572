"""``python -m sample_videos``: list the scripts, render them; render the guide's pictures."""

from __future__ import annotations

import importlib.util
import math
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from sample_videos.body.build import BUILDS
from sample_videos.body.outfit import OUTFITS
from sample_videos.scene.room import ROOMS
from sample_videos.scene.sensor import SENSORS
from sample_videos.script.catalogue import FAMILIES, SCRIPTS
from sample_videos.script.film import Film, is_made, make


class Size(click.ParamType[tuple[int, int]]):
    """``640x480``: even numbers of pixels, as H.264 wants them."""

    name = "WxH"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,  # noqa: ARG002 - click passes it
        ctx: click.Context | None,  # noqa: ARG002 - click passes it
    ) -> tuple[int, int]:
        """Two integers, or a usage error."""
        if isinstance(value, tuple):
            return value
        parts = str(value).lower().split("x")
        if len(parts) == 2 and all(p.isdigit() for p in parts):
            width, height = int(parts[0]), int(parts[1])
            if width % 2 == 0 and height % 2 == 0 and 32 <= width <= 7680 and 32 <= height <= 4320:
                return width, height
        message = f"{value!r}: give WIDTHxHEIGHT in even pixels from 32x32, such as 640x480"
        raise click.BadParameter(message)


class Finite(click.FloatRange):
    """A number within bounds; click's own lets nan through."""

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number, or a usage error."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no finite number", param, ctx)
        return number


class Stem(click.ParamType[str]):
    """The beginning of a file's name, not of a path."""

    name = "name"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The same text, or a usage error."""
        text = str(value)
        if text in (".", "..") or any(sign in text for sign in "/\\\0"):
            self.fail(f"{text!r}: give a name without a folder; --out names the folder", param, ctx)
        return text


@click.group()
def main() -> None:
    """Sample videos of a mannequin whose every angle is known."""


@main.command("list")
def list_scripts() -> None:
    """What there is to render."""
    table = Table("script", "family", "what is done", box=None)
    family = {module: name for name, module in FAMILIES.items()}
    for name, script in SCRIPTS.items():
        table.add_row(name, family.get(script.perform.__module__, ""), script.about)
    Console().print(table)


@main.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(),
              help="Folder for NAME.mp4 and NAME.truth.json.")  # fmt: skip
@click.option("--fps", type=Finite(1.0, 240.0), default=30.0, show_default=True)
@click.option("--size", type=Size(), default="640x480", show_default=True)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True)
@click.option(
    "--seconds",
    type=Finite(0.0, min_open=True),
    default=None,
    help="Stop after this long.",
)
@click.option("--stem", type=Stem(), default="", help="Name of the files; only with one script.")
@click.option("--build", type=click.Choice(sorted(BUILDS)))
@click.option("--outfit", type=click.Choice(sorted(OUTFITS)))
@click.option("--room", type=click.Choice(sorted(ROOMS)))
@click.option("--sensor", type=click.Choice(sorted(SENSORS)))
@click.option(
    "--near", type=click.Choice(["L", "R"]), help="Side towards the camera; R: head at the left."
)
@click.option("--yaw", type=Finite(-60, 60), help="Degrees off side-on, + towards the head.")
@click.option("--height", type=Finite(0.05, 3.0), help="Of the camera, in m.")
@click.option("--distance", type=Finite(0.8, 8.0), help="Of the camera, in m.")
@click.option("--fov", type=Finite(10, 120), help="Horizontal angle of view, in degrees.")
@click.option("--distortion", type=Finite(-1, 1), help="Radial coefficient k1; negative: a barrel.")
@click.option("--roll", type=Finite(-45, 45), help="Of the camera, in degrees, + clockwise.")
@click.option("--pillow", type=Finite(0, 0.15), help="Under the head, in m.")
@click.option("--towel/--no-towel", default=None, help="Under the sacrum.")
@click.option("--uneven/--even", default=None, help="Frames at 10 to 30 a second, not at --fps.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help="Of all that is left to chance.")
def render(
    scripts: tuple[str, ...], out: Path, fps: float, size: tuple[int, int], jobs: int,
    seconds: float | None, stem: str, **wishes: str | float | None,
) -> None:  # fmt: skip
    """Render scripts ("all" for every one); what is already there is kept."""
    _need_numba()
    names = list(SCRIPTS) if scripts == ("all",) else list(scripts)
    for name in names:
        if name not in SCRIPTS:
            raise click.UsageError(
                f"no script is called {name!r}; `python -m sample_videos list` names them"
            )
    if stem and len(names) > 1:
        raise click.UsageError("--stem names the files of one script; give one")
    limit = float("inf") if seconds is None else seconds
    films = [_wished(Film(n, SCRIPTS[n].take, fps, size, stem, limit), wishes) for n in names]
    for film in films:
        camera = film.take.camera
        if camera.folds(size):
            raise click.UsageError(
                f"--distortion {camera.k1:g} folds the corners at {camera.fov_deg:g} degrees of "
                f"view; give more than {camera.least_k1(size):.3f}, or a smaller --fov"
            )
    try:
        _render_all(films, out, jobs)
    except OSError as error:
        raise click.ClickException(f"cannot write to {out}: {error.strerror or error}") from None
    except KeyboardInterrupt:
        click.echo("interrupted; run the same again to go on with what is missing", err=True)
        sys.exit(130)


@main.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(),
              help="Folder for NAME.jpg.")  # fmt: skip
@click.option("--size", type=Size(), default="960x600", show_default=True)
def pictures(out: Path, size: tuple[int, int]) -> None:
    """Render the guide's still pictures of the stretch; those that are there are replaced."""
    _need_numba()
    from sample_videos.script.stills import write_stills  # noqa: PLC0415 - of this command alone

    try:
        for path in write_stills(out, size):
            click.echo(path)
    except OSError as error:
        raise click.ClickException(f"cannot write to {out}: {error.strerror or error}") from None


def _need_numba() -> None:
    if importlib.util.find_spec("numba") is None:
        raise click.ClickException("rendering needs numba: pip install 'posecoach[samples]'")


def _wished(film: Film, wishes: dict[str, str | float | None]) -> Film:
    """The film with the camera, person and room asked for."""
    given: dict[str, Any] = {name: value for name, value in wishes.items() if value is not None}
    if "pillow" in given:
        given["pillow_m"] = given.pop("pillow")
    camera_words = {"near": "near_side", "yaw": "yaw_deg", "height": "height_m",
                    "distance": "distance_m", "fov": "fov_deg", "distortion": "k1",
                    "roll": "roll_deg"}  # fmt: skip
    view: dict[str, Any] = {camera_words[n]: given.pop(n) for n in list(given) if n in camera_words}
    return replace(film, take=replace(film.take.seen(**view), **given))


def _render_all(films: list[Film], out: Path, jobs: int) -> None:
    count = TextColumn("{task.completed}/{task.total}")
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for film in films:
            task = progress.add_task(film.name, total=None)
            if is_made(film, out):
                progress.update(task, description=f"{film.name} (kept)", total=1, completed=1)
                continue

            def tell(done: int, of: int, task: TaskID = task) -> None:
                progress.update(task, completed=done, total=of)

            make(film, out, jobs, tell)


if __name__ == "__main__":
    main()
