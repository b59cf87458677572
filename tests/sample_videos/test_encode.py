"""The encoder: what is measured on a film must be measured again on the same film made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from sample_videos.script.encode import Encoder

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Pictures = list[NDArray[np.uint8]]

_FPS = 15.0
_SIZE_PX = (160, 120)


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    """Thirty pictures (120, 160, 3) of two waves that go through each other, with noise."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[: _SIZE_PX[1], : _SIZE_PX[0]]
    waves = (120 + 60 * np.sin(x / 17 + i / 5) + 40 * np.cos(y / 11 - i / 9) for i in range(30))
    noisy = (rng.normal(wave[..., None], 3.0, (*wave.shape, 3)) for wave in waves)
    return [np.clip(picture, 0, 255).astype(np.uint8) for picture in noisy]


def written(path: Path, pictures: Pictures, litter: int) -> bytes:
    """The file that they become, with ``litter`` more arrays made in memory by the way."""
    encoder, heap = Encoder(path, _SIZE_PX), []
    for i, picture in enumerate(pictures):
        heap += [np.full((7 + i, 1001), 37 + i, dtype=np.uint8) for _ in range(litter)]
        encoder.write(picture, i / _FPS)
    encoder.close()
    return path.read_bytes()


def test_the_same_pictures_give_the_same_file(tmp_path: Path, pictures: Pictures) -> None:
    """Twelve times over, whatever lies about in memory: else no figure could be had again."""
    files = {written(tmp_path / f"{i}.mp4", pictures, i % 3) for i in range(12)}
    assert len(files) == 1


def test_every_picture_is_shown_at_its_time(tmp_path: Path, pictures: Pictures) -> None:
    """As many as were written, in their order, and each like its own."""
    written(tmp_path / "film.mp4", pictures, 0)
    with av.open(str(tmp_path / "film.mp4")) as container:
        shown = list(container.decode(video=0))
    times = [i / _FPS for i in range(len(pictures))]
    assert [frame.time for frame in shown] == pytest.approx(times, abs=1e-4)
    for frame, picture in zip(shown, pictures, strict=True):
        off = frame.to_ndarray(format="rgb24").astype(float) - picture
        assert np.sqrt(np.mean(off**2)) < 8
