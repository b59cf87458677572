"""The history as one HTML page that needs nothing else: no network, no other file.

The tables have every number; the charts, drawn by plotly where it is installed, show them.
The page's own policy forbids it to load or send anything.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from posecoach.adapters.history_charts import charts_html
from posecoach.adapters.history_lines import (
    advice_lines,
    hold_rows,
    session_row,
    spread_text,
    summary_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from posecoach.adapters.store import StoredSession
    from posecoach.adapters.words.history import HistoryWords
    from posecoach.core.progress import Overview

_STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --page: #fdfdfc; --line: #d5d9de;
  --quiet: #59616b; --note: #eef3f8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8eaed; --page: #16191d; --line: #3a4048; --quiet: #a4adb8; --note: #222a33; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem; max-width: 60rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; margin: 2rem 0 .25rem; }
p { margin: .25rem 0; }
.quiet { color: var(--quiet); font-size: .875rem; }
.advice { background: var(--note); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left;
  white-space: nowrap; }
th { color: var(--quiet); font-weight: 600; font-size: .875rem; }
td.number, th.number { text-align: right; }
td.free { white-space: normal; min-width: 10rem; }
details { margin-top: 2rem; }
summary { cursor: pointer; font-size: 1.125rem; font-weight: 600; }
.chart { margin: .5rem 0; }
.chart text { fill: var(--text) !important; }
.chart .gridlayer path, .chart .zerolinelayer path { stroke: var(--line) !important; }
@media print { body { max-width: none; } details { display: block; } }
"""

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def history_page(words: HistoryWords, sessions: Sequence[StoredSession], overview: Overview) -> str:
    """The page; ``sessions`` has at least one."""
    asked_deg = sessions[-1].document["routine"]["comfort_deg"]
    found = charts_html(words, sessions, overview)
    charts = found or {}
    body = [
        f"<h1>{escape(words.title)}</h1>",
        f"<p>{escape(summary_line(words, sessions))}</p>",
        *_advice(advice_lines(words, overview, asked_deg)),
        *_titled_chart(words.per_day_chart, charts),
        *_weeks(words, overview, charts),
        *_titled_chart(words.pain_chart, charts),
        *_sessions(words, sessions),
        *_holds(words, sessions),
        *([_quiet(words.no_charts)] if found is None else []),
        _quiet(words.not_medical),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(words.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _quiet(text: str) -> str:
    return f'<p class="quiet">{escape(text)}</p>'


def _advice(lines: Iterable[str]) -> Iterator[str]:
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    if told:
        yield f'<div class="advice">{told}</div>'


def _chart(title: str, charts: Mapping[str, str]) -> Iterator[str]:
    if title in charts:
        yield f'<div class="chart" role="img" aria-label="{escape(title)}">{charts[title]}</div>'


def _titled_chart(title: str, charts: Mapping[str, str]) -> Iterator[str]:
    if title in charts:
        yield f"<h2>{escape(title)}</h2>"
        yield from _chart(title, charts)


def _weeks(words: HistoryWords, overview: Overview, charts: Mapping[str, str]) -> Iterator[str]:
    if not overview.weeks:
        return
    yield f"<h2>{escape(words.comfort)}</h2>"
    yield _quiet(words.comfort_how)
    yield from _chart(words.comfort, charts)
    rows = (
        (
            words.short_monday(week.monday),
            spread_text(words, week.hip_flexion_deg.left),
            spread_text(words, week.hip_flexion_deg.right),
        )
        for week in overview.weeks
    )
    yield _table((words.week_of, words.left, words.right), rows, numbers=(1, 2))


def _sessions(words: HistoryWords, sessions: Sequence[StoredSession]) -> Iterator[str]:
    yield f"<h2>{escape(words.sessions)}</h2>"
    of_session = (words.number, words.day, words.time, words.routine, words.counted)
    heads = (*of_session, words.held, words.left, words.right, words.pain, words.note)
    rows = [session_row(words, session) for session in sessions]
    yield _table(
        heads,
        (
            (
                row.number,
                row.day,
                row.time,
                row.routine,
                f"{row.valid}/{row.attempts}",
                row.held,
                row.hip.left,
                row.hip.right,
                row.pain,
                row.remark,
            )
            for row in rows
        ),
        numbers=(0, 4, 5, 6, 7, 8),
    )


def _holds(words: HistoryWords, sessions: Sequence[StoredSession]) -> Iterator[str]:
    rows = [row for session in sessions for row in hold_rows(words, session)]
    if not rows:
        return
    heads = (words.number, words.hold, words.verdict, words.held, words.left, words.right)
    cells = ((r.number, r.legs, r.verdict, r.held, r.hip.left, r.hip.right, r.faults) for r in rows)
    yield f"<details><summary>{escape(words.holds)}</summary>"
    yield _table((*heads, words.faults), cells, numbers=(0, 3, 4, 5))
    yield "</details>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int]) -> str:
    """A table; ``numbers`` are the columns that stand on the right, the last is free text."""

    def cell(tag: str, column: int, text: str) -> str:
        kind = "number" if column in numbers else "free" if column == len(heads) - 1 else ""
        kind_text = f' class="{kind}"' if kind else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{kind_text}{scope}>{escape(text)}</{tag}>"

    def row(tag: str, texts: Sequence[str]) -> str:
        return "<tr>" + "".join(cell(tag, n, text) for n, text in enumerate(texts)) + "</tr>"

    body = "\n".join(row("td", texts) for texts in rows)
    table = f"<table><thead>{row('th', heads)}</thead><tbody>\n{body}\n</tbody></table>"
    # It scrolls by itself on a phone, and by the keyboard's arrows.
    return f'<div class="scroll" tabindex="0">{table}</div>'
