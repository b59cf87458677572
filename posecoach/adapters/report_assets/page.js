// Joins the video and the chart: a click in one moves the other. No request ever leaves.
"use strict";
(() => {
  const { figure, readout } = JSON.parse(document.getElementById("report-data").textContent);
  const video = document.getElementById("video");
  const chart = document.getElementById("chart");
  const phone = window.matchMedia("(max-width: 640px)").matches;
  const finger = window.matchMedia("(pointer: coarse)").matches;
  const CURSOR_EVERY_MS = 80; // the eye needs no more, a phone can do no more

  // --- the chart, once for the screen and once for paper
  const copy = (value) => JSON.parse(JSON.stringify(value));
  const curves = {};
  for (const trace of figure.data) if (trace.mode === "lines") curves[trace.meta] = trace;

  const cursor = {
    type: "line", yref: "paper", y0: 0, y1: 1, x0: 0, x1: 0,
    line: { color: "#1b1b1d", width: 2 }, visible: Boolean(video),
  };
  const shown = copy(figure.layout);
  shown.shapes = (shown.shapes || []).concat(cursor);
  const cursorAt = `shapes[${shown.shapes.length - 1}]`;
  if (phone) Object.assign(shown.margin, { l: 58, r: 8 });
  // A finger that moves over the chart scrolls the page.
  if (finger) shown.dragmode = false;
  Plotly.newPlot(chart, figure.data, shown, { displayModeBar: false, responsive: true });

  const paper = copy(figure.layout);
  Object.assign(paper, { width: 690, height: 480 });
  Plotly.newPlot("paper-chart", copy(figure.data), paper, { staticPlot: true });

  // --- the cursor
  let moved = -Infinity;
  function moveCursor(time, force) {
    const now = performance.now();
    if (!force && now - moved < CURSOR_EVERY_MS) return;
    moved = now;
    Plotly.relayout(chart, { [`${cursorAt}.x0`]: time, [`${cursorAt}.x1`]: time });
    tell(time);
  }

  function valueAt(trace, time, unit) {
    let low = 0, high = trace.x.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (trace.x[middle] <= time) low = middle; else high = middle - 1;
    }
    const value = trace.y[low];
    if (value === null || value === undefined) return "–";
    return (Math.round(value) + unit).replace("-", "−");
  }

  const shownTime = (time) =>
    `${time.toFixed(1).replace(".", figure.layout.separators[0])}\u00a0s`;

  function tell(time) {
    const line = document.getElementById("readout");
    if (!line) return;
    const words = readout
      .replace("{time}", shownTime(time))
      .replace("{left}", valueAt(curves.left, time, "°"))
      .replace("{right}", valueAt(curves.right, time, "°"))
      .replace("{head}", valueAt(curves.head, time, "\u00a0%"))
      .replace("{shoulders}", valueAt(curves.shoulder, time, "\u00a0%"));
    line.textContent = words;
  }

  // --- going to a moment
  function seek(time, said) {
    if (!video) return;
    video.currentTime = time;
    moveCursor(time, true);
    document.getElementById("said").textContent = said || shownTime(time);
    const box = video.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight) {
      video.scrollIntoView({ block: "nearest" });
    }
  }

  chart.on("plotly_click", ({ points }) => {
    const point = points[0];
    seek(Number(point.customdata ?? point.x));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-seek]");
    if (button) seek(Number(button.dataset.seek), button.getAttribute("aria-label"));
  });

  if (video) {
    const follow = () => {
      moveCursor(video.currentTime, false);
      if (!video.paused && !video.ended) requestAnimationFrame(follow);
    };
    video.addEventListener("play", follow);
    for (const event of ["seeked", "pause", "timeupdate"]) {
      video.addEventListener(event, () => moveCursor(video.currentTime, event !== "timeupdate"));
    }
    const gone = () => { document.getElementById("gone").hidden = false; };
    video.addEventListener("error", gone);
    if (video.error) gone();
    tell(0);
  }
})();
