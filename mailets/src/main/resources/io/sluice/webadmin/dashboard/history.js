// What happened over time: the charts of all lanes together.

const RANGES = {
  "1h": {since: "1 hour", step: "1 minute", span: HOUR, every: 15 * SECOND},
  "24h": {since: "24 hours", step: "15 minutes", span: DAY, every: MINUTE},
  "7d": {since: "7 days", step: "2 hours", span: 7 * DAY, every: 5 * MINUTE},
  "30d": {since: "30 days", step: "6 hours", span: 30 * DAY, every: 10 * MINUTE},
};
const MOST_CLASSES = 8;

/** Points with their times as numbers. */
function readHistory(answer) {
  const step = answer.stepSeconds * SECOND;
  const points = answer.steps.map((point) => {
    const start = Date.parse(point.start);
    return {...point, from: start, middle: start + step / 2, seconds: answer.stepSeconds};
  });
  const from = points.length ? points[0].from : Date.now() - HOUR;
  return {from, to: points.length ? points[points.length - 1].from + step : Date.now(), step, points};
}

const total = (points, valueOf) => points.reduce((all, point) => all + valueOf(point), 0);

function drawFlow(history) {
  const {points, from, to} = history;
  const accepted = total(points, (p) => p.accepted), deferred = total(points, (p) => sum(p.deferred));
  const failed = total(points, (p) => sum(p.failed) + p.expired);
  const heldNow = points.map((p) => p.levels && p.levels.held).filter((held) => held !== null && held !== undefined).pop() || 0;
  draw(byId("flow-chart"), {
    title: "Accepted, deferred and failed recipients, and held mail, over time", type: "bar", from, to,
    summary: `Accepted ${count(accepted)}, deferred ${count(deferred)}, failed ${count(failed)}, held now ${count(heldNow)}.`,
    datasets: () => [
      bars("Accepted", points, (p) => p.accepted, "--chart-accepted"),
      bars("Deferred", points, (p) => sum(p.deferred), "--chart-deferred"),
      bars("Failed", points, (p) => sum(p.failed) + p.expired, "--chart-failed"),
      line("Held", points, (p) => p.levels ? p.levels.held : null, "--chart-held", {yAxisID: "held", stepped: true, order: -1}),
    ],
    axes: {
      y: () => valueAxis(brief, {stacked: true, suggestedMax: 5, title: axisTitle("recipients")}),
      held: () => valueAxis(brief, {position: "right", suggestedMax: 5, grid: {display: false}, title: axisTitle("held")}),
    },
    format: count,
    empty: accepted + deferred + failed + heldNow === 0 ? "No mail in this time." : null,
    table: {
      columns: ["From", "Accepted", "Deferred", "Failed", "Held"],
      rows: points.map((p) => [at(p.start), count(p.accepted), count(sum(p.deferred)), count(sum(p.failed) + p.expired),
        p.levels ? count(p.levels.held) : "\u2013"]),
    },
  });
}

const axisTitle = (text) => ({display: true, text, color: colour("--quiet"), font: {size: 11}});

/** The names with the most, and what is left as "others". */
function topNames(points, valueOf) {
  const sums = {};
  for (const point of points) {
    for (const [name, number] of Object.entries(valueOf(point) || {})) sums[name] = (sums[name] || 0) + number;
  }
  return Object.entries(sums).sort((a, b) => b[1] - a[1]);
}

function drawClasses(history) {
  const {points, from, to} = history;
  const ranked = topNames(points, (p) => p.deferred), names = ranked.slice(0, MOST_CLASSES).map(([name]) => name);
  const rest = (p) => sum(p.deferred) - names.reduce((all, name) => all + (p.deferred[name] || 0), 0);
  draw(byId("class-chart"), {
    title: "Deferrals by class over time", type: "bar", from, to, legend: true,
    summary: ranked.length ? ranked.map(([name, number]) => `${name} ${count(number)}`).join(", ") + "." : "None.",
    datasets: () => [
      ...names.map((name, i) => bars(name, points, (p) => p.deferred[name] || 0, palette()[i])),
      ...(ranked.length > MOST_CLASSES ? [bars("others", points, rest, palette()[MOST_CLASSES])] : []),
    ],
    axes: {y: () => valueAxis(brief, {stacked: true, suggestedMax: 5})},
    format: count,
    empty: ranked.length ? null : "No deferrals in this time.",
    table: {columns: ["From", ...names], rows: points.map((p) => [at(p.start), ...names.map((name) => count(p.deferred[name] || 0))])},
  });
}

function drawRegions(history) {
  const ranked = topNames(history.points, (p) => p.regions).slice(0, 12);
  const rows = ranked.map(([name, number]) => [shorten(shown(name), 20), number]);
  draw(byId("region-chart"), {
    title: "Refusals by region of Microsoft's service", type: "bar", indexAxis: "y",
    summary: rows.length ? rows.map(([name, number]) => `${name} ${count(number)}`).join(", ") + "." : "None.",
    labels: rows.map(([name]) => name),
    datasets: () => [{label: "Refusals", backgroundColor: colour("--chart-deferred"), maxBarThickness: 22,
      data: rows.map(([name, number]) => ({x: number, y: name}))}],
    axes: {
      x: () => valueAxis(brief, {suggestedMax: 5}),
      y: () => ({type: "category", labels: rows.map(([name]) => name), grid: {display: false}, border: {color: colour("--line")}, ticks: {color: colour("--ink"), autoSkip: false}}),
    },
    format: count,
    empty: rows.length ? null : "No reply named a region.",
    table: {columns: ["Region", "Refusals"], rows: rows.map(([name, number]) => [name, count(number)])},
  });
}

const isMeasured = (point) => point.acceptSecondsMost !== null;

function drawTime(history) {
  const {points, from, to} = history;
  const least = 0.05; // a logarithm has no zero
  const half = (p) => p.acceptSecondsHalf === null ? null : Math.max(p.acceptSecondsHalf, least);
  const most = (p) => p.acceptSecondsMost === null ? null : Math.max(p.acceptSecondsMost, least);
  const measured = points.filter(isMeasured), last = measured[measured.length - 1];
  draw(byId("time-chart"), {
    title: "Time to accept", type: "line", from, to,
    summary: last ? `Last: p50 ${seconds(last.acceptSecondsHalf)}, p95 ${seconds(last.acceptSecondsMost)}.` : "None.",
    datasets: () => [
      line("p50", points, half, "--chart-accepted", {spanGaps: true, pointRadius: 2}),
      line("p95", points, most, "--chart-deferred", {spanGaps: true, pointRadius: 2}),
    ],
    axes: {y: () => valueAxis(seconds, {type: "logarithmic", beginAtZero: false, afterBuildTicks: durationTicks})},
    format: seconds,
    empty: last ? null : "No mail was accepted in this time.",
    table: {columns: ["From", "Accepted", "p50", "p95"],
      rows: measured.map((p) => [at(p.start), count(p.accepted), seconds(p.acceptSecondsHalf), seconds(p.acceptSecondsMost)])},
  });
}

function durationTicks(axis) {
  const round = [0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 3 * 3600, 10 * 3600, 86400, 3 * 86400, 10 * 86400];
  const fitting = round.filter((value) => value >= axis.min && value <= axis.max).map((value) => ({value}));
  if (fitting.length > 1) axis.ticks = fitting;
}

function drawHistory(history) {
  drawFlow(history);
  drawClasses(history);
  drawRegions(history);
  drawTime(history);
}
