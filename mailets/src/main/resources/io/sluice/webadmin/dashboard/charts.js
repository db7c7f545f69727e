// Charts, each with the same numbers as a table. Colours come from the style sheet.

const charts = new Map();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const PALETTE = {
  light: ["#0b63ce", "#d9902f", "#2a9d72", "#7a52c7", "#cf4a43", "#12838f", "#8a6d1d", "#c2459b", "#5d6d7e"],
  dark: ["#6fb1ff", "#e5a74f", "#46b98b", "#ab8bf0", "#ee766f", "#4fc3d0", "#cdb252", "#ee84cb", "#9aabbb"],
};
const darkScheme = matchMedia("(prefers-color-scheme: dark)");
const palette = () => darkScheme.matches ? PALETTE.dark : PALETTE.light;

const STEPS_OF_AXIS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR,
  4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 7 * DAY, 10 * DAY];

/** Round times of the reader's clock. */
function timeTicks(axis) {
  const wanted = Math.max(2, Math.floor(axis.width / 80));
  const step = STEPS_OF_AXIS.find((each) => (axis.max - axis.min) / each <= wanted) || 10 * DAY;
  const shift = new Date(axis.min).getTimezoneOffset() * MINUTE;
  const ticks = [];
  for (let time = Math.ceil((axis.min - shift) / step) * step + shift; time <= axis.max; time += step) {
    ticks.push({value: time});
  }
  axis.ticks = ticks;
}

function timeLabel(value, span) {
  const time = new Date(value);
  if (span > 2 * DAY) return DATE.format(time);
  return time.getHours() === 0 && time.getMinutes() === 0 ? DATE.format(time) : CLOCK.format(time);
}

function timeAxis(from, to) {
  return {
    type: "linear", min: from, max: to, afterBuildTicks: timeTicks, stacked: false, offset: false,
    grid: {color: colour("--grid"), drawTicks: false, offset: false},
    border: {color: colour("--line")},
    ticks: {color: colour("--quiet"), maxRotation: 0, autoSkip: false, padding: 6,
      callback: (value) => timeLabel(value, to - from)},
  };
}

function valueAxis(format, more = {}) {
  return {
    beginAtZero: true, grid: {color: colour("--grid"), drawTicks: false}, border: {display: false},
    ticks: {color: colour("--quiet"), maxTicksLimit: 6, padding: 6, callback: format}, ...more,
  };
}

/** Draws events as lines over the plot, with a mark at the top. */
const eventMarks = {
  id: "eventMarks",
  afterDatasetsDraw(chart, _, options) {
    const {ctx, chartArea: area, scales: {x}} = chart;
    if (!area) return;
    ctx.save();
    ctx.font = "11px system-ui, sans-serif";
    ctx.textAlign = "center";
    let last = -Infinity;
    for (const mark of [...options.marks || []].sort((a, b) => a.time - b.time)) {
      const px = x.getPixelForValue(mark.time);
      if (px < area.left || px > area.right) continue;
      ctx.strokeStyle = ctx.fillStyle = colour(mark.colour);
      ctx.lineWidth = 1.25;
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(px, area.top);
      ctx.lineTo(px, area.bottom);
      ctx.stroke();
      ctx.setLineDash([]);
      if (px - last > 12) {
        ctx.fillText(mark.sign, px, area.top - 3);
        last = px;
      }
    }
    ctx.restore();
  },
};

function options(spec) {
  const scales = {};
  if (spec.from !== undefined) scales.x = timeAxis(spec.from, spec.to);
  for (const [name, axis] of Object.entries(spec.axes || {})) scales[name] = axis();
  return {
    responsive: true, maintainAspectRatio: false, animation: false, normalized: true, parsing: false,
    interaction: {mode: spec.indexAxis ? "nearest" : "index", intersect: false},
    indexAxis: spec.indexAxis, scales,
    layout: {padding: {top: spec.marks ? 14 : 4}},
    plugins: {
      legend: {display: false},
      eventMarks: {marks: spec.marks},
      tooltip: {
        itemSort: (a, b) => a.datasetIndex - b.datasetIndex,
        callbacks: {
          title: (items) => items.length && spec.from !== undefined ? at(items[0].raw.x) : undefined,
          label: (item) => `${item.dataset.label}: ${spec.format(spec.indexAxis ? item.raw.x : item.raw.y, item.dataset)}`,
        },
        filter: (item) => spec.indexAxis || item.raw.y !== null,
      },
    },
  };
}

function legend(datasets, marks) {
  const keys = datasets.map((set) => {
    const sign = el("i", {"aria-hidden": "true"});
    sign.style.background = set.borderColor || set.backgroundColor;
    return el("li", {}, sign, foreign(set.label, 60));
  });
  const kinds = new Map((marks || []).map((mark) => [mark.label, mark]));
  for (const mark of kinds.values()) {
    const sign = el("b", {"aria-hidden": "true", text: mark.sign});
    sign.style.color = colour(mark.colour);
    keys.push(el("li", {}, sign, ` ${mark.label}`));
  }
  return el("ul", {class: "legend"}, ...keys);
}

/** The table is made when it is opened. */
function tableOf(spec) {
  const details = el("details", {}, el("summary", {text: "As a table"}));
  details.addEventListener("toggle", () => {
    const old = details.querySelector(".scroll");
    if (old) old.remove();
    if (details.open) details.append(filledTable(details.spec));
  });
  details.spec = spec;
  return details;
}

function filledTable(spec) {
  const head = el("tr", {}, ...spec.table.columns.map((name) => el("th", {scope: "col"}, foreign(name, 60))));
  const lines = spec.table.rows.map((cells) => el("tr", {}, ...cells.map((cell, i) =>
      el(i === 0 ? "th" : "td", {class: "fix", ...(i === 0 ? {scope: "row"} : {})}, foreign(cell, 80)))));
  return el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": `Table: ${spec.title}`},
      el("table", {}, el("caption", {class: "hidden", text: spec.title}), el("thead", {}, head), el("tbody", {}, ...lines)));
}

/**
 * Draws a chart into a figure, or changes the one that is there.
 *
 * spec: title, summary (in words), type, from, to, datasets() by the colours of now, axes, format, table, marks, empty
 */
function draw(figure, spec) {
  let held = charts.get(figure);
  if (!held) {
    const canvas = el("canvas", {role: "img"});
    const empty = el("p", {class: "empty", hidden: true});
    figure.replaceChildren(el("div", {class: "keys"}), el("div", {class: "canvas"}, canvas, empty), tableOf(spec));
    held = {canvas, empty, chart: null, key: null};
    charts.set(figure, held);
  }
  held.spec = spec;
  const datasets = spec.datasets();
  figure.querySelector(".keys").replaceChildren(...(datasets.length > 1 || spec.legend ? [legend(datasets, spec.marks)] : []));
  held.canvas.setAttribute("aria-label", `${spec.title}. ${spec.summary} The same numbers follow as a table.`);
  held.empty.hidden = !spec.empty;
  held.empty.textContent = spec.empty || "";
  const details = figure.querySelector("details");
  details.spec = spec;
  if (details.open) refill(details, spec);
  if (spec.height) figure.querySelector(".canvas").style.height = spec.height;
  if (held.chart) {
    held.chart.options = options(spec);
    held.chart.data.labels = spec.labels;
    held.chart.data.datasets = datasets;
    held.chart.update("none");
  } else {
    held.chart = new Chart(held.canvas, {type: spec.type, data: {labels: spec.labels, datasets}, options: options(spec), plugins: [eventMarks]});
  }
}

function refill(details, spec) {
  const old = details.querySelector(".scroll"), fresh = filledTable(spec);
  const {scrollTop, scrollLeft} = old || {scrollTop: 0, scrollLeft: 0};
  if (old && old.textContent === fresh.textContent) return;
  if (old) old.replaceWith(fresh); else details.append(fresh);
  fresh.scrollTo(scrollLeft, scrollTop);
}

/** Charts that left the page let go of their canvas. */
function dropLostCharts() {
  for (const [figure, held] of charts) {
    if (!figure.isConnected) {
      held.chart.destroy();
      charts.delete(figure);
    }
  }
}

darkScheme.addEventListener("change", () => charts.forEach((held, figure) => draw(figure, held.spec)));

const bars = (label, points, valueOf, name, more = {}) => ({
  type: "bar", label, backgroundColor: name.startsWith("--") ? colour(name) : name, stack: "all",
  data: points.map((point) => ({x: point.middle, y: valueOf(point)})),
  grouped: false, barPercentage: 0.9, categoryPercentage: 1, maxBarThickness: 40, ...more,
});

const line = (label, points, valueOf, name, more = {}) => ({
  type: "line", label, borderColor: name.startsWith("--") ? colour(name) : name, backgroundColor: "transparent",
  data: points.map((point) => ({x: point.middle, y: valueOf(point)})),
  borderWidth: 2, pointRadius: points.length < 3 ? 3 : 0, pointHitRadius: 8, spanGaps: false, ...more,
});
