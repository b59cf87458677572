"""Many reviews: folders, what is kept, what is told, and what an end in the middle leaves."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posecoach.adapters.batch_inputs import inputs_of
from posecoach.adapters.batch_key import content_of, key_of, setup_of
from posecoach.adapters.batch_marker import MARKER_NAME
from posecoach.adapters.batch_summary import COLUMNS
from posecoach.adapters.model_store import Model
from posecoach.adapters.routine_files import load_routine
from posecoach.app import ReviewOptions
from posecoach.batch_plan import _folder_name
from posecoach.core.config import Thresholds
from posecoach.errors import InputError
from tests.fixtures.make import landmarks_of
from tests.integration.conftest import (
    Cli,
    ended,
    load,
    no_leftovers,
    start_posecoach,
    wait_until,
)

SUFFIX = ".landmarks.jsonl.gz"
NAMES = ("synthetic_hold", "mannequin_both", "mannequin_head_up")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks into /proc")


def copied(name: str, folder: Path, as_name: str | None = None) -> Path:
    """A fixture's landmarks in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(landmarks_of(name), folder / f"{as_name or name}{SUFFIX}"))


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A folder with three recordings, one of them deeper."""
    folder = tmp_path / "month"
    copied(NAMES[0], folder, "b")
    copied(NAMES[1], folder / "week 2", "a")
    copied(NAMES[2], folder, "A")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where results go."""
    return tmp_path / "results"


def rows_of(out: Path) -> list[dict[str, str]]:
    """The summary, row by row."""
    with (out / "summary.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def statuses(out: Path) -> list[str]:
    """Of the rows, in order."""
    return [row["status"] for row in rows_of(out)]


def names_in(folder: Path) -> set[str]:
    """All that lies there."""
    return {path.name for path in folder.iterdir()}


def marked(out: Path) -> dict[str, int]:
    """Folders with a whole result, and when it was said so, ns."""
    return {p.parent.name: p.stat().st_mtime_ns for p in out.glob(f"*/{MARKER_NAME}")}


# --- what is meant -------------------------------------------------------------------------------


def test_a_folder_is_searched_in_stable_order(tmp_path: Path) -> None:
    """By name, however deep; no hidden file, no other file, none of posecoach's own."""
    folder, out = tmp_path / "in", tmp_path / "in" / "results"
    for name in (
        *("b.MP4", "a.mov", "B/x.webm", "a/2.mkv", "a/10.mkv", "c.landmarks.jsonl", "é.avi"),
        *(".hidden.mp4", ".h/a.mp4", "notes.txt", "a.mp4.part", "noend", "session.json"),
        *("old/annotated.mp4", "old/landmarks.jsonl.gz", "results/x/x.mp4", "live/x.mp4/y.txt"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "gone.mp4").symlink_to(tmp_path / "nowhere")
    found = ["/".join(one.parts) for one in inputs_of([folder], out)]
    assert found == [
        *("a/10.mkv", "a/2.mkv", "a.mov", "B/x.webm", "b.MP4", "c.landmarks.jsonl"),
        *("gone.mp4", "é.avi"),
    ]
    assert [one.path for one in inputs_of([folder], out)] == [folder / name for name in found]


def test_files_and_folders_may_be_mixed(month: Path, tmp_path: Path) -> None:
    """In the order given; what is named twice is meant once; posecoach's own may be named."""
    own = tmp_path / "annotated.mp4"
    one = month / "week 2" / f"a{SUFFIX}"
    found = inputs_of([own, one, month], None)
    expected = [own, one, month / f"A{SUFFIX}", month / f"b{SUFFIX}"]
    assert [found.path for found in found] == expected


def test_an_empty_folder_is_told(cli: Cli, tmp_path: Path, out: Path) -> None:
    """One line, and no folder for results that will not come."""
    (tmp_path / "in").mkdir()
    ran = cli("review", tmp_path / "in", "--out", out)
    assert ran.code == 1
    assert "no video" in ran.complaint
    assert not out.exists()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe in a folder is no recording; its content is never asked for."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(InputError, match="no video"):
        inputs_of([tmp_path], None)
    with pytest.raises(OSError, match="no regular file"):
        content_of(tmp_path / "pipe.mp4")


# --- what is written -----------------------------------------------------------------------------


def test_every_recording_has_a_row_and_a_folder(cli: Cli, month: Path, out: Path) -> None:
    """The summary has what each session has; a line is printed for each, and where all lies."""
    ran = cli("review", month, "--hold", 10, "--out", out, "--jobs", 2)
    assert (ran.code, ran.err) == (0, "")
    assert len([line for line in ran.out.splitlines() if line.startswith("[")]) == 3
    assert ran.out.splitlines()[-2:] == ["3 reviewed", f"Written to {out / 'index.html'}"]
    rows = rows_of(out)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["result"] for row in rows] == ["A", "b", "week 2-a"]
    for row in rows:
        session = load(out / row["result"] / "session.json")
        holds = session["holds"]
        assert (int(row["attempts"]), int(row["valid"])) == (len(holds), session["valid_holds"])
        assert float(row["credited_s"]) == pytest.approx(sum(h["credited_s"] for h in holds))
        assert float(row["target_s"]) == 10
        assert float(row["seconds_taken"]) >= 0
        assert len(row["content_sha256"]) == 64
    by_name = {row["result"]: row for row in rows}
    assert by_name["A"]["faults"] == "head_up:1"
    assert (by_name["A"]["faulted"], by_name["week 2-a"]["too_short"]) == ("1", "1")
    hold = load(out / "b" / "session.json")["holds"][0]["hip_flexion_deg"]["left"]
    assert float(by_name["b"]["left_median_deg"]) == hold["median"]
    assert float(by_name["b"]["left_peak_deg"]) == hold["peak"]
    assert no_leftovers(out)


def test_a_broken_recording_costs_only_itself(cli: Cli, month: Path, out: Path) -> None:
    """It has a row and a line that say why, and no folder; the others are judged."""
    (month / f"0{SUFFIX}").write_bytes(landmarks_of(NAMES[0]).read_bytes()[:900])
    (month / "=1+1.mp4").write_text("no video", encoding="utf-8")
    ran = cli("review", month, "--hold", 10, "--out", out, "--jobs", 2)
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2
    assert statuses(out) == ["failed", "failed", "reviewed", "reviewed", "reviewed"]
    assert "cut short" in rows_of(out)[0]["error"]
    assert "not a video" in rows_of(out)[1]["error"]
    assert [row["result"] for row in rows_of(out)] == ["", "", "A", "b", "week 2-a"]
    assert names_in(out) == {"A", "b", "week 2-a", "summary.csv", "index.html"}


def test_names_that_are_no_text_are_taken(cli: Cli, month: Path, out: Path) -> None:
    """A name with bytes that are no UTF-8 is judged, told and linked to as any other."""
    for name, source in ((b"\xff", NAMES[0]), (b"\xfe", None)):
        path = os.fsencode(month) + b"/" + name + SUFFIX.encode()
        content = b"broken" if source is None else landmarks_of(source).read_bytes()
        try:
            Path(os.fsdecode(path)).write_bytes(content)
        except OSError:
            pytest.skip("this file system takes text only")
    ran = cli("review", month, "--out", out, "--jobs", 1)
    assert ran.code == 1
    assert "damaged" in ran.complaint
    assert sorted(statuses(out)) == ["failed", "reviewed", "reviewed", "reviewed", "same"]
    assert "udcff" in (out / "index.html").read_text(encoding="utf-8")


def test_without_out_nothing_is_written_and_it_is_said(cli: Cli, month: Path) -> None:
    """One line says so; the sessions can still be had as JSON, in order."""
    before = sorted(month.rglob("*"))
    ran = cli("review", month, "--hold", 10, "--jobs", 1)
    assert ran.code == 0
    assert "--out" in ran.complaint
    assert sorted(month.rglob("*")) == before
    ran = cli("review", month, "--hold", 10, "--jobs", 1, "--json", "-")
    assert [Path(s["source"]["path"]).name[0] for s in json.loads(ran.out)] == ["A", "b", "a"]


def test_results_within_the_folder_are_not_reviewed(cli: Cli, month: Path) -> None:
    """--out may lie in the folder, or be it: a second run finds nothing new to do."""
    for out in (month / "out", month):
        assert cli("review", month, "--out", out, "--jobs", 1).code == 0
        assert cli("review", month, "--out", out, "--jobs", 1).code == 0
        assert statuses(out) == ["kept"] * 3
        if out != month:
            shutil.rmtree(out)


# --- what is kept --------------------------------------------------------------------------------


def test_what_is_done_is_not_done_again(cli: Cli, month: Path, out: Path) -> None:
    """A second run judges nothing and says the same, in JSON, too."""
    first = cli("review", month, "--out", out, "--jobs", 2, "--json", out.parent / "1.json")
    before = {p: p.stat().st_mtime_ns for p in out.glob("*/*")}
    second = cli("review", month, "--out", out, "--jobs", 2, "--json", out.parent / "2.json")
    assert (first.code, second.code) == (0, 0)
    assert statuses(out) == ["kept"] * 3
    assert {p: p.stat().st_mtime_ns for p in out.glob("*/*")} == before
    assert load(out.parent / "1.json") == load(out.parent / "2.json")
    assert "kept from an earlier run" in second.out


def test_content_counts_and_not_the_name(cli: Cli, month: Path, out: Path) -> None:
    """Renamed, moved, copied: known again; a new recording under an old name: a new one."""
    assert cli("review", month, "--out", out, "--jobs", 1).code == 0
    before = marked(out)
    shutil.move(month / f"A{SUFFIX}", month / "week 2" / f"renamed{SUFFIX}")
    shutil.copy(month / f"b{SUFFIX}", month / f"copy{SUFFIX}")
    copied("bridge", month, "A")  # another recording under a name that was
    ran = cli("review", month, "--out", out, "--jobs", 1)
    assert "same as" in ran.out
    rows = {Path(row["file"]).name.removesuffix(SUFFIX): row for row in rows_of(out)}
    assert {name: row["status"] for name, row in rows.items()} == {
        "A": "reviewed",
        "b": "kept",
        "copy": "same",
        "a": "kept",
        "renamed": "kept",
    }
    assert rows["renamed"]["result"] == "A"
    assert rows["A"]["result"] == "A-2"
    assert rows["copy"]["result"] == rows["b"]["result"] == "b"
    assert {name: marked(out)[name] for name in before} == before


@pytest.mark.parametrize(
    "change",
    [["--hold", 11], ["--routine", "gentle-single"], ["--lang", "fr"], ["--export", "csv"]],
)
def test_another_question_is_judged_anew(
    cli: Cli, month: Path, out: Path, change: list[object]
) -> None:
    """Another routine or another output is another result, in the same folder."""
    assert cli("review", month, "--hold", 10, "--out", out, "--jobs", 2).code == 0
    folders = set(marked(out))
    assert cli("review", month, "--hold", 10, *change, "--out", out, "--jobs", 2).code == 0
    assert statuses(out) == ["reviewed"] * 3
    assert set(marked(out)) == folders


def test_again_means_again(cli: Cli, month: Path, out: Path) -> None:
    """--again judges what is done."""
    assert cli("review", month, "--out", out, "--jobs", 2).code == 0
    assert cli("review", month, "--out", out, "--jobs", 2, "--again").code == 0
    assert statuses(out) == ["reviewed"] * 3


def test_files_of_the_earlier_question_go(cli: Cli, month: Path, out: Path) -> None:
    """Tables of another routine do not lie beside the new session; what was put there stays."""
    assert cli("review", month, "--hold", 10, "--export", "csv", "--out", out).code == 0
    extra = names_in(out / "b")
    (out / "b" / "my notes.txt").write_text("mine", encoding="utf-8")
    (out / "b" / ".frames.csv.0123456789abcdef.part").write_text("half", encoding="utf-8")
    assert cli("review", month, "--hold", 11, "--out", out).code == 0
    left = names_in(out / "b")
    assert left == {"done.json", "frames.csv", "report.html", "session.json", "my notes.txt"}
    assert extra > left - {"my notes.txt"}


def without(key: str) -> Callable[[Path], object]:
    """Take a key out of a folder's session, as by hand."""

    def spoil(folder: Path) -> None:
        session = load(folder / "session.json")
        del session[key]
        (folder / "session.json").write_text(json.dumps(session), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / MARKER_NAME).unlink(),
        lambda folder: (folder / "report.html").unlink(),
        lambda folder: (folder / "session.json").write_text("{"),
        lambda folder: (folder / MARKER_NAME).write_text(
            json.dumps(load(folder / MARKER_NAME) | {"seconds_taken": 10**400})
        ),
        without("holds"),
        without("routine"),
        lambda folder: (folder / MARKER_NAME).write_text("[1]"),
        lambda folder: (folder / MARKER_NAME).write_bytes(b"\xff"),
        lambda folder: (folder / MARKER_NAME).write_text(
            (folder / MARKER_NAME).read_text().replace('"frames.csv"', '"../summary.csv"')
        ),
    ],
    ids=[
        "no marker",
        "no report",
        "broken session",
        "huge number",
        "no holds",
        "no routine",
        "a list",
        "no text",
        "leads out",
    ],
)
def test_half_a_result_is_none(
    cli: Cli, month: Path, out: Path, spoil: Callable[[Path], object]
) -> None:
    """Whatever is missing or wrong in a folder, that recording is judged anew, and only that."""
    assert cli("review", month, "--out", out, "--jobs", 2).code == 0
    spoil(out / "b")
    assert cli("review", month, "--out", out, "--jobs", 2).code == 0
    assert statuses(out) == ["kept", "reviewed", "kept"]
    assert cli("review", month, "--out", out, "--jobs", 2).code == 0
    assert statuses(out) == ["kept"] * 3


def test_what_decides_the_result_is_in_its_key(tmp_path: Path) -> None:
    """Each thing changes the key; the name does not."""
    path = copied(NAMES[0], tmp_path)
    options = ReviewOptions(load_routine("gentle-single"), Thresholds())
    setup, content = setup_of("full"), content_of(path)
    key = key_of(path, content, options, setup)
    assert key == key_of(tmp_path / f"x{SUFFIX}", content, options, setup)
    from dataclasses import replace  # noqa: PLC0415 - of this test alone

    others = [
        key_of(path, replace(content, sha256="0"), options, setup),
        key_of(tmp_path / "x.landmarks.jsonl", content, options, setup),
        key_of(path, content, replace(options, cfg=Thresholds(rest_s=2.0)), setup),
        key_of(path, content, replace(options, routine=load_routine("gentle-double")), setup),
        key_of(path, content, replace(options, exports=("csv",)), setup),
        key_of(path, content, replace(options, report_lang="fr"), setup),
        key_of(path, content, options, replace(setup, code="0")),
        key_of(path, content, options, replace(setup, version="9")),
        key_of(tmp_path / "x.mp4", content, options, setup),
        key_of(tmp_path / "x.mp4", content, replace(options, video=False), setup),
        key_of(tmp_path / "x.mp4", content, options, replace(setup, model="0")),
    ]
    assert len({key, *others}) == 1 + len(others)
    # Landmarks were found before: no model looks at them, and nothing is drawn.
    assert key == key_of(path, content, replace(options, video=False), replace(setup, model="0"))


def test_folders_have_names_that_any_system_takes() -> None:
    """Long ones are cut and told apart; nothing but blanks is a review."""
    long = [_folder_name(("x" * 200 + end,)) for end in ("a", "b")]
    assert [len(name) for name in long] == [80, 80]
    assert long[0] != long[1]
    smiles = [_folder_name(("\N{GRINNING FACE}" * 79 + end,)) for end in ("a", "b")]
    assert all(200 < len(name.encode()) <= 240 for name in smiles)
    assert smiles[0] != smiles[1]
    assert _folder_name(("\N{CJK UNIFIED IDEOGRAPH-4E00}" * 80,)) == "\u4e00" * 80
    assert _folder_name((" .mp4",)) == "review"
    assert _folder_name(("monday", "a.b.mp4")) == "monday-a"


# --- an end in the middle ------------------------------------------------------------------------


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A recording whose review never ends: a named pipe that nobody writes to."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    path = tmp_path / f"endless{SUFFIX.removesuffix('.gz')}"
    os.mkfifo(path)
    yield path
    path.unlink()


def workers_of(pid: int) -> list[int]:
    """The processes that a run's reviews are in."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    told = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [int(child) for child, command in told.items() if b"spawn_main" in command]


def opened_to_write(pipe: Path, opened: list[int]) -> bool:
    """Whether somebody reads a pipe by now; if so it is held open, so that it has no end."""
    try:
        opened.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:  # ENXIO: nobody reads
        return False
    return True


@LINUX
def test_a_worker_that_is_killed_costs_one_recording(month: Path, out: Path, endless: Path) -> None:
    """As by lack of memory: that one is told in one line, another worker does the rest."""
    inputs = [month / f"A{SUFFIX}", endless, month / f"b{SUFFIX}"]
    process = start_posecoach("review", *inputs, "--out", out, "--jobs", 1)
    wait_until(lambda: "A" in marked(out) and bool(workers_of(process.pid)), process)
    writer: list[int] = []
    # A pipe takes a writer once somebody reads it: a worker that dies idle costs nothing.
    wait_until(lambda: opened_to_write(endless, writer), process)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    ran = ended(process)
    os.close(writer[0])
    assert ran.code == 1
    assert "process died" in ran.complaint
    assert statuses(out) == ["reviewed", "failed", "reviewed"]


def index_of(out: Path) -> str:
    """The index page's text; empty before there is one."""
    page = out / "index.html"
    return page.read_text(encoding="utf-8") if page.is_file() else ""


@LINUX
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_a_run_that_was_ended_goes_on(
    cli: Cli, month: Path, out: Path, endless: Path, how: signal.Signals
) -> None:
    """The summary tells what is done, no more; the next run does only the rest."""
    inputs = [month / f"A{SUFFIX}", endless, month]
    process = start_posecoach("review", *inputs, "--out", out, "--jobs", 1)
    wait_until(lambda: (out / "summary.csv").is_file() and statuses(out) == ["reviewed"], process)
    # The page is written after the table.
    wait_until(lambda: "Recordings: 1 of 4 done" in index_of(out), process)
    os.killpg(process.pid, how)
    ran = ended(process)
    if how == signal.SIGINT:
        assert ran.code == 130
        assert "stopped" in ran.complaint
    assert statuses(out) == ["reviewed"]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Recordings: 1 of 4 done" in page
    assert "endless" in page
    before = marked(out)
    assert list(before) == ["A"]
    assert cli("review", month, "--out", out, "--jobs", 1).code == 0
    assert statuses(out) == ["kept", "reviewed", "reviewed"]
    assert marked(out)["A"] == before["A"]


@pytest.mark.model
@LINUX
def test_a_video_that_was_half_reviewed_is_reviewed_anew(
    tmp_path: Path, out: Path, person_video: Path, pose_model: Model
) -> None:
    """Ctrl-C keeps the half; it is never taken for the whole."""
    assert pose_model.path.is_file()
    (tmp_path / "in").mkdir()
    shutil.copy(person_video, tmp_path / "in" / "a.mp4")
    process = start_posecoach("review", tmp_path / "in", "--no-video", "--out", out)
    parts = out / "a"
    wait_until(
        lambda: any(p.stat().st_size > 8000 for p in parts.glob(".landmarks*.part")), process
    )
    os.killpg(process.pid, signal.SIGINT)
    assert ended(process).code == 130
    assert (parts / "session.json").is_file()
    assert marked(out) == {}
    assert statuses(out) == []


@pytest.mark.model
def test_videos_are_kept_too(
    cli: Cli, tmp_path: Path, out: Path, short_video: Path, pose_model: Model
) -> None:
    """A video is reviewed with all its files, and known again under another name."""
    assert pose_model.path.is_file()
    (tmp_path / "in").mkdir()
    first = tmp_path / "in" / "a.mp4"
    shutil.copy(short_video, first)
    assert cli("review", tmp_path / "in", "--out", out).code == 0
    files = set(load(out / "a" / MARKER_NAME)["files"])
    assert files == {
        *("annotated.mp4", "frames.csv", "landmarks.jsonl.gz", "report.html", "session.json")
    }
    first.rename(tmp_path / "in" / "b.mov")
    assert cli("review", tmp_path / "in", "--out", out).code == 0
    assert statuses(out) == ["kept"]
    assert rows_of(out)[0]["result"] == "a"
