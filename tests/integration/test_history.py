"""``posecoach history``: lists, draws, asks, exports and forgets."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from posecoach.adapters.store import Feel, SessionState, Store
from posecoach.adapters.store_file import DATA_VARIABLE, StoreError, store_path
from posecoach.adapters.words.history import CATALOGUES, ENGLISH, FRENCH
from posecoach.cli_history import history
from posecoach.errors import UsageError
from posecoach.history import ask_and_keep_feel, ask_feel
from tests.made_up_history import SINGLE, document, fill, hold, keep

HEAVY = ("mediapipe", "cv2", "av", "numpy", "rich", "plotly", "sqlite3", "filelock", "platformdirs")
SECRET = "Zwetschgendatschi"
NOW = datetime.now().astimezone()

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    folder = tmp_path / "data"
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a terminal of 80 columns; its errors come through."""
    monkeypatch.setenv("COLUMNS", "80")

    def invoke(*arguments: object, typed: str = "") -> Result:
        result = CliRunner().invoke(history, [str(a) for a in arguments], input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def three_weeks() -> None:
    """Three weeks of made-up sessions, the last two today."""
    with Store() as store:
        fill(store, NOW)


def kept() -> int:
    """How many sessions there are."""
    with Store() as store:
        return len(store.sessions())


def all_bytes(folder: Path) -> bytes:
    """Every byte of every file in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def words_of(text: str) -> str:
    """A text without the terminal's line breaks."""
    return " ".join(text.split())


def test_help_imports_nothing_heavy() -> None:
    """The group and its help load neither rich nor SQLite, and no heavy library at all."""
    code = (
        "import sys\nfrom posecoach.cli_history import history\n"
        "for command in ([], ['feel'], ['export'], ['forget']):\n"
        "    try:\n        history([*command, '--help'])\n    except SystemExit:\n        pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


# --- listing ----------------------------------------------------------------------------------


def test_nothing_kept(run: Run, data: Path) -> None:
    """It is said, and looking makes nothing."""
    assert run().output == f"{ENGLISH.empty}\n"
    assert not data.exists()


@pytest.mark.usefixtures("three_weeks")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_terminal_view_fits_80_columns(run: Run, lang: str) -> None:
    """No line is longer, and no cell of the table is cut."""
    shown = run("--lang", lang, "--holds").output
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert "…" not in shown


@pytest.mark.usefixtures("three_weeks")
def test_what_is_listed(run: Run) -> None:
    """Days and sessions with their counts, comfort over the weeks, left against right, today."""
    shown = run().output
    text = words_of(shown)
    assert "Days: 18. Sessions: 24." in text
    assert "Today: 2. The routine says 1 to 2 a day: enough for today." in text
    assert re.search(r"your right leg comes closer \(12\d°\) than your left \(11\d°\)", text)
    assert "Go back to one leg at a time" in text  # pain 1 with both legs, yesterday
    assert text.count("gentle-single") == 13  # twelve sessions, and the advice
    assert text.count("gentle-double") == 12
    assert "9 cut off; what it had is kept" in text
    assert "22 [bold]Hip[/bold] tired; <b>note</b> with signs & « accents » é" in text
    assert len(re.findall(r"\d+–\d+° \(\d+°\)", shown)) >= 6  # weeks, left and right


@pytest.mark.usefixtures("three_weeks")
def test_days_limits_the_list_and_says_so(run: Run) -> None:
    """Earlier sessions are counted, not hidden."""
    text = words_of(run("--days", "2").output)
    assert "Sessions: 24." in text
    assert "Earlier sessions: 21. See them with --days 21." in text
    assert "Earlier sessions" not in run("--days", "21").output


def test_holds_are_listed_with_verdict_and_faults(run: Run) -> None:
    """Every attempt, the failed ones too; a leg that rested on the floor has no angle."""
    with Store() as store:
        faulty = hold(2, "left", "faulted", 101.0, 55.0, faults=("head_up", "head_up", "new_kind"))
        keep(store, NOW, document(hold(1), faulty, hold(3, verdict="unsure"), routine=SINGLE))
    lines = [words_of(line) for line in run("--holds").output.splitlines()]
    assert "1.1 both counted 6 s 120° 120°" in lines
    assert "1.2 left not counted 6 s 101° – head up ×2, new_kind" in lines
    assert "1.3 both unsure 6 s 120° 120°" in lines


def test_a_session_without_a_hold(run: Run) -> None:
    """It is listed with nothing counted; there is no comfort range to show."""
    with Store() as store:
        keep(store, NOW, document())
    shown = run("--holds").output
    assert "0/0" in shown
    assert "Comfort range" not in shown


def test_a_terminal_is_not_steered(run: Run) -> None:
    """A routine's name comes from a file that anybody may have written."""
    with Store() as store:
        named = {**SINGLE, "name": "\x1b[2J[red]x\u202e\n"}
        keep(store, NOW, document(routine=named))
    shown = run().output
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[2J[red]x" in shown


def test_a_lower_range_is_suggested(run: Run) -> None:
    """Whose hips rest short of what is asked is told what would fit."""
    with Store() as store:
        keep(store, NOW, document(), reached_deg=(99.0, 98.0, 101.0))
    assert "with comfort_deg = 90 would count" in words_of(run().output)


def test_both_legs_may_be_next(run: Run) -> None:
    """After three pain-free days of single legs."""
    with Store() as store:
        for days_ago in range(3):
            holds = (hold(1, "left"), hold(2, "right"))
            when = NOW - timedelta(days=days_ago)
            keep(store, when, document(*holds, routine=SINGLE), Feel(0))
    assert "Lifting both legs may be next" in words_of(run().output)


def test_a_session_that_was_cut_off_is_closed(run: Run) -> None:
    """Looking is enough."""
    with Store() as store:
        keep(store, NOW, document(hold(1)), state=SessionState.RUNNING)
    assert "cut off; what it had is kept" in run().output


def test_a_damaged_history_is_one_line(run: Run, data: Path) -> None:
    """Every command says so, and none changes a byte."""
    store_path().parent.mkdir(parents=True)
    store_path().write_bytes(b"diary" * 1000)
    for arguments in ([], ["feel", "--pain", 1], ["export", "--csv", "-"], ["forget", "--all"]):
        with pytest.raises(StoreError, match="move it away"):
            run(*arguments)
    assert all_bytes(data) == b"diary" * 1000


# --- the page -----------------------------------------------------------------------------------


def page_of(run: Run, folder: Path, *arguments: object) -> str:
    """Write the page and read it."""
    target = folder / "page.html"
    assert run("--html", target, *arguments).output == ""
    return target.read_text(encoding="utf-8")


@pytest.mark.usefixtures("three_weeks")
def test_the_page_is_escaped_and_loads_nothing(run: Run, tmp_path: Path) -> None:
    """Notes are text; the page's policy forbids every connection; nothing points outside."""
    page = page_of(run, tmp_path, "--lang", "fr")
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert "<b>note</b>" not in page
    assert "&lt;b&gt;note&lt;/b&gt; with signs &amp; « accents » é" in page
    assert "default-src 'none'" in page
    assert 'name="viewport"' in page
    assert "prefers-color-scheme: dark" in page
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", page)


@pytest.mark.usefixtures("three_weeks")
def test_the_page_without_plotly(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the tables with every number, says why there is no chart, and is small."""
    monkeypatch.setitem(sys.modules, "plotly.graph_objects", None)
    page = page_of(run, tmp_path)
    assert "<script" not in page
    assert "plotly is not installed" in page
    assert page.count("<table>") == 3
    assert len(page) < 100_000


@pytest.mark.usefixtures("three_weeks")
def test_the_page_with_plotly(run: Run, tmp_path: Path) -> None:
    """Three charts, one script, and the same tables."""
    pytest.importorskip("plotly", reason="the charts need plotly")
    page = page_of(run, tmp_path)
    assert page.count('class="chart" role="img"') == 3
    assert page.count("<table>") == 3
    assert "plotly is not installed" not in page


@pytest.mark.usefixtures("three_weeks")
def test_a_browser_draws_the_charts_under_the_pages_own_policy(run: Run, tmp_path: Path) -> None:
    """In Chromium each chart has its drawing, with the days' names in French."""
    pytest.importorskip("plotly", reason="the charts need plotly")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium here")
    page_of(run, tmp_path, "--lang", "fr")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    flags += ["--disable-quic", f"--user-data-dir={tmp_path / 'browser'}"]
    done = subprocess.run(
        [browser, *flags, "--virtual-time-budget=5000", (tmp_path / "page.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.count('<g class="xaxislayer-above">') == 3
    months = "|".join(FRENCH.months)
    assert re.search(rf"<text[^>]*>\d+(er)? ({months})</text>", done.stdout)


def test_a_page_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """It is said; nothing half is left."""
    with Store() as store:
        keep(store, NOW, document(hold(1)))
    with pytest.raises(Exception, match="could not be written"):
        run("--html", tmp_path / "gone" / "page.html")


# --- how it felt ----------------------------------------------------------------------------------


def feels() -> list[Feel | None]:
    """What was told, session by session."""
    with Store() as store:
        return [session.feel for session in store.sessions()]


def test_feel_goes_to_the_last_session_that_is_over(run: Run) -> None:
    """Not to one that runs just now; another one is named by its number."""
    from posecoach.adapters.store_log import SessionLog  # noqa: PLC0415 - of this test alone

    with Store() as store:
        keep(store, NOW - timedelta(days=1), document())
        keep(store, NOW - timedelta(hours=1), document())
    with SessionLog() as running:
        running.progress(document())
        while running.number is None:
            time.sleep(0.01)
        assert run("feel", "--pain", 3, "--note", "a\nb").output == (
            "Kept with session 2: pain 3.\n"
        )
    run("feel", "--pain", 0, "--session", 1)
    assert feels() == [Feel(0), Feel(3, "a b"), None]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["feel", "--pain", "2"], "no session yet"),
        (["feel"], "no session yet"),
        (["feel", "--pain", "2", "--session", "7"], "no session 7"),
    ],
)
def test_feel_of_nothing(run: Run, arguments: list[str], told: str) -> None:
    """There is no session that could have felt like anything."""
    with pytest.raises(UsageError, match=told):
        run(*arguments)


def test_feel_without_a_terminal_needs_the_number(run: Run) -> None:
    """A script is not left waiting at a question."""
    with Store() as store:
        keep(store, NOW, document())
    with pytest.raises(UsageError, match="--pain"):
        run("feel")


@pytest.mark.parametrize("pain", ["11", "-1", "2.5", "much"])
def test_pain_has_its_scale(run: Run, pain: str) -> None:
    """Anything but 0 to 10 is wrong usage."""
    assert run("feel", "--pain", pain).exit_code == 2


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3\nstiff\n", Feel(3, "stiff")),
        (" 10 \n\n", Feel(10)),
        ("much\n11\n2\n\n", Feel(2)),
        ("0\n", Feel(0)),
        ("\n", None),
        ("", None),
        ("a\nb\nc\n4\n", None),
        ("²\n\n", None),
    ],
    ids=["both", "no note", "twice wrong", "gone before the note", "skipped", "nobody", "3×", "²"],
)
def test_asked_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, typed: str, expected: Feel | None
) -> None:
    """Once, skippable at every question, never insisting."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    console = Console(file=io.StringIO(), force_terminal=True)
    assert ask_feel(console, ENGLISH) == expected


def test_not_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can answer nothing is read."""
    monkeypatch.setattr("sys.stdin", io.StringIO("3\n"))
    assert ask_feel(Console(file=io.StringIO()), ENGLISH) is None
    assert sys.stdin.read() == "3\n"


def test_asked_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """As live coaching asks when the person is up again."""
    with Store() as store:
        number = keep(store, NOW, document())
    monkeypatch.setattr("sys.stdin", io.StringIO("2\nfine\n"))
    console = Console(file=io.StringIO(), force_terminal=True)
    assert ask_and_keep_feel(console, ENGLISH, number) == Feel(2, "fine")
    assert feels() == [Feel(2, "fine")]


# --- export ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three_weeks")
def test_json_has_every_document(run: Run) -> None:
    """Whole sessions, the same as are kept."""
    whole = json.loads(run("export", "--json", "-").output)
    with Store() as store:
        sessions = store.sessions()
    assert whole["schema"] == "posecoach.history/1"
    assert [entry["session"] for entry in whole["sessions"]] == [s.document for s in sessions]
    assert whole["sessions"][21]["feel"]["pain"] == 1
    assert datetime.fromisoformat(whole["sessions"][0]["started"]).utcoffset() is not None


def test_csv_has_a_row_a_hold(run: Run, tmp_path: Path) -> None:
    """And one for a session without; unknown is empty; no text is a formula."""
    with Store() as store:
        holds = (hold(1, right_deg=None), hold(2, verdict="faulted", faults=("head_up", "jerky")))
        keep(store, NOW - timedelta(hours=2), document(*holds), Feel(1, '=cmd("x"), "é"'))
        keep(store, NOW, document())
    run("export", "--csv", tmp_path / "out.csv", "--json", tmp_path / "out.json")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [(row["session"], row["hold"], row["verdict"]) for row in table] == [
        ("1", "1", "valid"),
        ("1", "2", "faulted"),
        ("2", "", ""),
    ]
    assert (table[0]["left_median_deg"], table[0]["right_median_deg"]) == ("120.0", "")
    assert table[0]["note"] == '\'=cmd("x"), "é"'
    assert table[1]["faults"] == "head_up jerky"
    assert len(json.loads((tmp_path / "out.json").read_text())["sessions"]) == 2


def test_export_of_nothing(run: Run, data: Path) -> None:
    """An empty table and an empty list, and nothing is made."""
    assert run("export", "--csv", "-").output.startswith("session,started,ended")
    assert json.loads(run("export", "--json", "-").output)["sessions"] == []
    assert not data.exists()


@pytest.mark.parametrize("arguments", [[], ["--csv", "-", "--json", "-"]])
def test_export_needs_one_target_each(run: Run, arguments: list[str]) -> None:
    """Nothing named, or both on one stream, is wrong usage."""
    with pytest.raises(UsageError, match="stdout"):
        run("export", *arguments)


# --- forget ---------------------------------------------------------------------------------------


@pytest.fixture
def with_secret(data: Path) -> Path:
    """Three sessions on two days; the first has a note that nobody else may read."""
    with Store() as store:
        keep(store, NOW - timedelta(days=1), document(hold(1)), Feel(2, SECRET))
        keep(store, NOW, document(hold(1)))
        keep(store, NOW + timedelta(seconds=1), document(hold(1)))
    assert SECRET.encode() in all_bytes(data)
    return data


@pytest.mark.parametrize(
    ("which", "left"),
    [
        (["1"], 2),
        (["--day", (NOW - timedelta(days=1)).date().isoformat()], 2),
        (["--day", NOW.date().isoformat()], 1),
        (["--all"], 0),
    ],
    ids=["one", "its day", "another day", "all"],
)
def test_forget(run: Run, with_secret: Path, which: list[str], left: int) -> None:
    """One session, a day or all; what is deleted is in no byte of any file."""
    assert run("forget", *which, "--yes").output == ENGLISH.forgotten.format(count=3 - left) + "\n"
    assert kept() == left
    assert (SECRET.encode() in all_bytes(with_secret)) == (left == 1)


def test_forget_asks_first(run: Run, with_secret: Path) -> None:
    """No is the answer unless yes is; without anybody to ask nothing is deleted."""
    assert "Delete for good? Sessions: 1 of 3 [y/N]" in run("forget", 1, typed="\n").output
    assert ENGLISH.not_forgotten in run("forget", 1, typed="n\n").output
    with pytest.raises(UsageError, match="--yes"):
        run("forget", 1)
    assert kept() == 3
    run("forget", 1, typed="y\n")
    assert kept() == 2
    assert SECRET.encode() not in all_bytes(with_secret)


@pytest.mark.usefixtures("with_secret")
@pytest.mark.parametrize(
    ("lang", "answer", "left"),
    [
        ("fr", "o", 2),
        ("fr", "OUI", 2),
        ("fr", " oui ", 2),
        ("fr", "non", 3),
        ("fr", "", 3),
        ("en", "yes", 2),
        ("en", "yesterday", 3),
        ("en", "oui", 3),
    ],
)
def test_forget_understands_the_language_it_asks_in(
    run: Run, lang: str, answer: str, left: int
) -> None:
    """Its own yes is one; whatever is not clearly yes deletes nothing."""
    words = CATALOGUES[lang]
    said = run("forget", 1, "--lang", lang, typed=f"{answer}\n").output
    assert words.confirm.format(count=1, all=3) in said
    assert words.not_forgotten in said if left == 3 else words.forgotten.format(count=1) in said
    assert kept() == left


@pytest.mark.usefixtures("with_secret")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "say what to forget"),
        (["1", "--all"], "say what to forget"),
        (["9"], "no session 9"),
        (["--day", "yesterday"], "a day such as"),
        (["--day", "1999-01-01"], "no session of 1999-01-01"),
    ],
)
def test_forget_needs_to_know_what(run: Run, arguments: list[str], told: str) -> None:
    """Nothing is deleted by a slip."""
    with pytest.raises(UsageError, match=told):
        run("forget", *arguments, "--yes")
    assert kept() == 3


def test_forget_where_nothing_is_kept(run: Run, data: Path) -> None:
    """It is said, and nothing is made."""
    assert run("forget", "--all", "--yes").output == f"{ENGLISH.not_forgotten}\n"
    assert not data.exists()
