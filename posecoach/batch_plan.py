"""What there is to do: every input with its content, its key and its folder.

All inputs are read before the first is reviewed, so that what is done already is known and
the first summary is as full as the last one of the run before.
"""

from __future__ import annotations

import hashlib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from posecoach.adapters.batch_key import Content, content_of, key_of
from posecoach.adapters.batch_marker import Marker, read_marker
from posecoach.batch_work import Job, Outcome, kept_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from posecoach.adapters.batch_inputs import BatchInput
    from posecoach.adapters.batch_key import Setup
    from posecoach.app import ReviewOptions

_READERS = 4  # files read at a time: a disk has one head, a share some more
_LONGEST_NAME = 80  # of a folder: Windows' paths end at 260
_LONGEST_BYTES = 240  # of it in UTF-8: most file systems end at 255, and a number may follow


@dataclass(frozen=True)
class Plan:
    """What is to be done, and what need not be.

    Attributes
    ----------
    kept
        Done in an earlier run.
    same_as
        The index of an input with the same content as an earlier one's, and that one's index.
    """

    jobs: tuple[Job, ...]
    kept: tuple[Outcome, ...]
    same_as: dict[int, int]


def plan_without_results(inputs: Sequence[BatchInput], options: ReviewOptions, run: str) -> Plan:
    """Every input is reviewed, and nothing is kept."""
    jobs = tuple(Job(index, one.path, options, run) for index, one in enumerate(inputs))
    return Plan(jobs, (), {})


def plan(
    inputs: Sequence[BatchInput],
    options: ReviewOptions,
    setup: Setup,
    *,
    run: str,
    again: bool,
    progress: Callable[[int, int], None],
) -> Plan:
    """Read every input and look for its result in the folder for the results.

    Parameters
    ----------
    options
        ``out`` is the folder in which each input has one.
    progress
        Told how many inputs have been read, of how many.
    """
    assert options.out is not None  # else there is nothing to look in
    folders = _Folders(options.out)
    contents = list(_read(inputs, progress))
    keys = [
        None if content is None else key_of(one.path, content, options, setup)
        for one, content in zip(inputs, contents, strict=True)
    ]
    first: dict[str, int] = {}
    same_as: dict[int, int] = {}
    for index, key in enumerate(keys):
        if key is not None and first.setdefault(key, index) != index:
            same_as[index] = first[key]
    jobs, kept = [], []
    # Those with a result take their folders first, so that no other takes them.
    alone = [index for index in range(len(inputs)) if index not in same_as]
    for index in sorted(alone, key=lambda index: not folders.has(keys[index], contents[index])):
        folder = folders.of(inputs[index], keys[index], contents[index])
        own = replace(options, out=folder)
        job = Job(index, inputs[index].path, own, run, contents[index], keys[index], again)
        found = _kept(job)
        if found is None:
            jobs.append(job)
        else:
            kept.append(found)
    return Plan(
        tuple(sorted(jobs, key=lambda job: job.index)),
        tuple(sorted(kept, key=lambda outcome: outcome.index)),
        same_as,
    )


def _kept(job: Job) -> Outcome | None:
    if job.key is None or job.content is None or job.options.out is None:
        return None
    done = kept_result(job.options.out, job.key, job.run, again=job.again)
    if done is None:
        return None
    return Outcome(
        job.index,
        job.path,
        job.options.out,
        done,
        content_sha256=job.content.sha256,
        seconds_taken=done.seconds_taken,
    )


def _read(
    inputs: Sequence[BatchInput], progress: Callable[[int, int], None]
) -> Iterator[Content | None]:
    with ThreadPoolExecutor(_READERS) as pool:
        try:
            found = pool.map(_content, [one.path for one in inputs])
            for number, content in enumerate(found, start=1):
                progress(number, len(inputs))
                yield content
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _content(path: Path) -> Content | None:
    try:
        return content_of(path)
    except OSError:
        return None  # its review will say why


class _Folders:
    """Which folder each input's results go to, and stay in whatever its name becomes."""

    def __init__(self, out: Path) -> None:
        self._out = out
        marked = _marked(out)
        self._by_key = {marker.key: folder for folder, marker in reversed(marked)}
        self._by_content = {marker.content_sha256: folder for folder, marker in reversed(marked)}
        self._taken = {_folded(folder.name) for folder, _ in marked}
        self._given: set[Path] = set()

    def has(self, key: str | None, content: Content | None) -> bool:
        """Whether there is a folder of this content already."""
        return self._existing(key, content) is not None

    def of(self, one: BatchInput, key: str | None, content: Content | None) -> Path:
        """The folder: its own of an earlier run, or a new one named after the input."""
        folder = self._existing(key, content)
        if folder is None or folder in self._given:
            folder = self._new(one)
        self._given.add(folder)
        return folder

    def _existing(self, key: str | None, content: Content | None) -> Path | None:
        if key is None or content is None:
            return None
        return self._by_key.get(key) or self._by_content.get(content.sha256)

    def _new(self, one: BatchInput) -> Path:
        name = plain = _folder_name(one.parts)
        number = 1
        while _folded(name) in self._taken:
            number += 1
            name = f"{plain}-{number}"
        self._taken.add(_folded(name))
        return self._out / name


def _marked(out: Path) -> list[tuple[Path, Marker]]:
    try:
        folders = sorted(path for path in out.iterdir() if path.is_dir())
    except OSError:  # there is none yet
        return []
    read = ((folder, read_marker(folder)) for folder in folders)
    return [(folder, marker) for folder, marker in read if marker is not None]


def _folder_name(parts: Iterable[str]) -> str:
    *parents, name = parts
    stem = name.split(".")[0].strip() or "review"
    whole = "-".join((*parents, stem)).strip()
    if len(whole) <= _LONGEST_NAME and len(_bytes(whole)) <= _LONGEST_BYTES:
        return whole
    end = f"-{hashlib.sha256(_bytes(whole)).hexdigest()[:8]}"
    kept = whole[: _LONGEST_NAME - len(end)]
    while len(_bytes(kept)) > _LONGEST_BYTES - len(end):
        kept = kept[:-1]  # a whole character, however many bytes it has
    return kept.strip() + end


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", errors="surrogatepass")


def _folded(name: str) -> str:
    """Names that some file systems take for one another become the same."""
    return unicodedata.normalize("NFC", name).casefold()
