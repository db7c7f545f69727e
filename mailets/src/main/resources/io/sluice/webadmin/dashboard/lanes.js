// Lanes: how each stands, its rate over time with its events, and what an operator can do.

const FIRST_LANES = 30, FIRST_OPEN = 4, MOST_EVENTS = 1000, MOST_MARKS = 150, EVENTS_LISTED = 30;
const GATE = /^(tenant|sender-domain|recipient)\b/;
let allLanes = false;
const laneData = new Map(); // of the lanes whose chart is open: history and events

function showLanes(now) {
  const ranked = [...now.lanes].sort((a, b) =>
      worse(levelOf(a.condition), levelOf(b.condition)) || (a.lane < b.lane ? -1 : 1));
  const seen = allLanes ? ranked : ranked.slice(0, FIRST_LANES);
  const list = byId("lane-list"), first = list.children.length === 0;
  // A card is made once and then changed, so that its chart stays.
  show(list, seen.length ? seen.map((lane) => lane.lane) : ["none"], (name) => name, (name) => seen.length ? laneCard(name) : noLane());
  seen.forEach((lane, i) => {
    const card = laneElement(lane.lane);
    updateCard(card, lane, now.details[lane.lane], now.pressure[lane.lane]);
    const stands = `${lane.condition} ${lane.state} ${Boolean(now.details[lane.lane]?.suspension)}`;
    if (card.stands !== undefined && card.stands !== stands) loadChangedLane(lane.lane);
    card.stands = stands;
    if (first && i < FIRST_OPEN) card.querySelector("details.course").open = true;
  });
  const more = byId("more-lanes");
  more.hidden = seen.length === ranked.length;
  say(more, `Show all ${count(ranked.length)} lanes`);
  dropLostCharts();
}

const noLane = () => el("li", {class: "card empty", text: "No lane had mail since the server started."});

const laneElement = (lane) => Array.from(byId("lane-list").children).find((card) => card.dataset.key === lane);

function laneCard(lane) {
  const figure = el("figure", {class: "chart"});
  const course = el("details", {class: "course"}, el("summary", {text: "Rate and events"}), figure, el("ul", {class: "events"}),
      el("div", {class: "senders", hidden: true}, el("h4", {text: "Deferral pressure by sender domain"}), el("dl", {class: "facts"})));
  course.addEventListener("toggle", () => { if (course.open) loadLane(lane); });
  return el("li", {class: "card lane", tabindex: "-1"},
      el("div", {class: "head"}, el("h3", {}, foreign(laneName(lane), 200)), el("span", {class: "mark"})),
      el("dl", {class: "facts"}), el("div", {class: "why"}),
      el("div", {class: "buttons"},
          button("Suspend\u2026", () => askSuspend(lane), {"data-do": "suspend", "aria-label": `Suspend ${laneName(lane)}`}),
          button("Resume\u2026", () => askResume(lane), {"data-do": "resume", "aria-label": `Resume ${laneName(lane)}`}),
          button("Reset\u2026", () => askReset(lane), {"data-do": "reset", "aria-label": `Reset ${laneName(lane)}`}),
          button("Replies", () => filterReplies({lane}), {"aria-label": `Replies on ${laneName(lane)}`})),
      course);
}

function updateCard(card, lane, detail, pressure) {
  const ordered = detail && detail.suspension;
  const condition = CONDITIONS[lane.condition] || CONDITIONS.open;
  const words = ordered ? "suspended by an operator" : lane.state === "testing" ? `${condition.badge}, being tested` : condition.badge;
  show(card.querySelector(".mark"), [[words, ordered ? "warn" : condition.level]], () => "badge", ([text, level]) => badge(text, level));
  const learned = lane.learned, facts = [
    ["Allowed", learned ? rate(learned.ratePerSecond) : "\u2013"],
    ["Accepted now", rate(lane.ratePerSecond)],
    ...(learned && learned.hurtPerSecond ? [["Refused at", rate(learned.hurtPerSecond)]] : []),
    ["Connections", learned ? `${learned.attemptsOut} of ${learned.connections}` : "\u2013"],
    ["Ready", brief(lane.ready)], ["Waiting", brief(lane.waiting)], ["In flight", brief(lane.inFlight)], ["Held", brief(lane.held)],
    ...(learned && learned.warmUpDay ? [["Warm-up", `day ${learned.warmUpDay}, ${count(learned.warmUpMessages || 0)} a day`]] : []),
    ...(pressure && pressure.index !== null ? [["Pressure", pressureWords(pressure)]] : []),
  ];
  show(card.querySelector(":scope > .facts"), facts, (fact) => fact[0], ([name, text]) =>
      el("div", {}, el("dt", {text: name}), el("dd", {text})));
  show(card.querySelector(".why"), whyLines(lane, ordered), (each) => each[0], ([name, text]) =>
      el("p", {class: "quiet"}, `${name}: `, foreign(text, 400)));
  card.querySelector("[data-do=resume]").disabled = !ordered && lane.state === "open";
  card.querySelector("[data-do=suspend]").disabled = Boolean(ordered && !ordered.until);
}

/** From 0, all mail leaves, to 100, none does; with what is usual, and the trend. */
function pressureWords({index, trend, usual}) {
  const usually = usual ? `, usually ${Math.round(usual.median)}` : "";
  if (trend === null || Math.abs(trend) < 1) return `${Math.round(index)}${usually}`;
  return `${Math.round(index)}${usually}, ${trend > 0 ? "rising" : "falling"} by ${Math.round(Math.abs(trend))}`;
}

/** The pressure on the sender domains of a lane. */
function listSenders(card, readings) {
  const senders = readings.filter((each) => each.senderDomain !== null && each.index !== null).sort((a, b) => b.index - a.index);
  card.querySelector(".senders").hidden = senders.length === 0;
  show(card.querySelector(".senders dl"), senders, (each) => each.senderDomain, (each) => el("div", {},
      el("dt", {}, foreign(each.senderDomain, 80)), el("dd", {}, pressureWords(each), ...(each.departs ? [" ", badge("unusual", "warn")] : []))));
}

/** Who ordered it is said already. */
const withoutOperator = (reason) => reason.replace(/^operator: */, "");

function whyLines(lane, ordered) {
  const lines = [];
  if (ordered) {
    lines.push(["Until", ordered.until ? until(ordered.until) : "somebody resumes it"]);
    if (ordered.reason) lines.push(["Reason", withoutOperator(ordered.reason)]);
  } else if (lane.state !== "open" || lane.cause) {
    if (lane.until) lines.push(["Tested", at(lane.until)]);
    if (lane.cause) lines.push(["Cause", lane.cause]);
  }
  return lines;
}

/** Goes to a lane and opens it. */
function goToLane(lane) {
  allLanes = true;
  refreshView();
  const card = laneElement(lane);
  if (!card) return;
  card.querySelector("details.course").open = true;
  card.scrollIntoView({block: "start"});
  card.focus({preventScroll: true});
}

/** History and events of one lane, in the range that is shown. */
async function loadLane(lane) {
  const range = RANGES[chosenRange()];
  try {
    const [history, events, pressure] = await Promise.all([
      maybe(get("/history", {since: range.since, step: range.step, lane}), null),
      maybe(get(`${lanePath(lane)}/events`, {limit: MOST_EVENTS}), {events: []}),
      maybe(get("/pressure", {lane}), []),
    ]);
    laneData.set(lane, {history: history && readHistory(history), events: events.events, pressure});
    drawLane(lane);
  } catch (fault) {
    trouble(fault);
  }
}

/** Soon again: what happened is written down some seconds later. */
function loadChangedLane(lane) {
  const loadOpen = () => laneElement(lane)?.querySelector("details.course[open]") && loadLane(lane);
  loadOpen();
  setTimeout(loadOpen, 3 * SECOND);
  setTimeout(loadOpen, 10 * SECOND);
}

function loadOpenLanes() {
  const open = Array.from(byId("lane-list").children).filter((card) => card.querySelector("details.course[open]"));
  return Promise.all(open.map((card) => loadLane(card.dataset.key)));
}

const isOperator = (event) => /\boperator\b/.test(event.cause.slice(0, 40)) && !GATE.test(event.cause);

function markOf(event) {
  const time = Date.parse(event.time);
  if (isOperator(event)) return {time, label: "operator", sign: "\u25cf", colour: "--chart-held"};
  if (event.kind === "suspended") return {time, label: "suspended", sign: "\u25a0", colour: "--chart-failed"};
  if (event.kind === "reopened") return {time, label: "reopened", sign: "\u25b2", colour: "--chart-accepted"};
  return {time, label: "cut", sign: "\u25bc", colour: "--chart-deferred"};
}

const MARKED = new Set(["suspended", "reopened", "rate-lowered", "budget-spent", "limits-changed", "resumed", "reset"]);

/** The rate is shown in the unit that reads best. */
function rateUnit(highest) {
  if (highest >= 1) return [1, "/s"];
  return highest * 60 >= 1 ? [60, "/min"] : [3600, "/h"];
}

function drawLane(lane) {
  const card = laneElement(lane), data = laneData.get(lane);
  if (!card || !data) return;
  const span = RANGES[chosenRange()].span;
  const events = data.events.filter((event) => Date.parse(event.time) >= Date.now() - span);
  listEvents(card, events);
  listSenders(card, data.pressure);
  if (!data.history) return;
  const {points, from, to} = data.history, now = Date.now();
  const allowed = (p) => p.levels ? p.levels.ratePerSecond : null;
  const actual = (p) => p.attempts / Math.max(1, Math.min(p.seconds, (now - p.from) / SECOND));
  const highest = points.reduce((most, p) => Math.max(most, actual(p)), 0);
  const [factor, unit] = rateUnit(Math.max(highest, points.reduce((most, p) => Math.max(most, allowed(p) || 0), 0)));
  const scaled = (valueOf) => (p) => valueOf(p) === null ? null : valueOf(p) * factor;
  const marks = events.filter((event) => MARKED.has(event.kind) && !GATE.test(event.cause) || isOperator(event)).slice(0, MOST_MARKS).map(markOf);
  const format = (value) => `${Number(value.toPrecision(3))}${unit}`;
  draw(card.querySelector("figure"), {
    title: `Allowed and actual rate of ${laneName(lane)}`, type: "line", from, to, marks,
    summary: `Highest actual rate ${rate(highest)}; ${plural(events.length, "event", "events")}.`,
    datasets: () => [
      line("Allowed", points, scaled(allowed), "--chart-allowed", {stepped: true, borderDash: [5, 4]}),
      line("Attempts", points, scaled(actual), "--chart-accepted", {fill: "origin", backgroundColor: `${colour("--chart-accepted")}33`, borderWidth: 1.5}),
    ],
    axes: {y: () => valueAxis(format, {suggestedMax: factor === 1 ? 1 : undefined})},
    format,
    empty: points.every((p) => !p.levels && p.attempts === 0) ? "Nothing is known of this time." : null,
    table: {columns: ["From", "Allowed", "Attempts", "Accepted", "Deferred", "Condition"],
      rows: points.map((p) => [at(p.start), allowed(p) === null ? "\u2013" : rate(allowed(p)), rate(actual(p)), count(p.accepted),
        count(sum(p.deferred)), p.levels ? p.levels.condition : "\u2013"])},
  });
}

function listEvents(card, events) {
  const list = events.slice(0, EVENTS_LISTED);
  show(card.querySelector(".events"), list, (event) => event.number, (event) => el("li", {},
      el("time", {datetime: event.time, class: "quiet", text: at(event.time)}),
      el("span", {}, `${isOperator(event) ? "operator: " : ""}${EVENT_WORDS[event.kind] || shorten(shown(event.kind), 60)}`,
          ...(event.to ? [" ", el("span", {class: "quiet"}, foreign(event.from ? `${event.from} \u2192 ${event.to}` : event.to, 80))] : [])),
      foreign(event.cause, 300)));
}

async function steer(lane, parameters, told) {
  await post(lanePath(lane), parameters);
  refreshSoon();
  loadChangedLane(lane);
  return told;
}

function askSuspend(lane) {
  confirmed({
    title: `Suspend ${laneName(lane)}?`,
    words: "Nothing leaves on this lane until then; its mail waits in the outbox. Other lanes go on.",
    fields: [
      {name: "until", label: "For how long", options: [["30 minutes", "30 minutes"], ["2 hours", "2 hours"], ["1 day", "1 day"], ["7 days", "7 days"], ["", "until somebody resumes it"]]},
      {name: "reason", label: "Why, for whoever reads the events", max: 200},
    ],
    yes: "Suspend", danger: true,
    run: ({until: end, reason}) => steer(lane, {action: "suspend", until: end, reason}, `${laneName(lane)} is suspended.`),
  });
}

function askResume(lane) {
  confirmed({
    title: `Resume ${laneName(lane)}?`,
    words: "The lane opens at once, also when it was Microsoft who closed it. If the cause is not gone, Microsoft will refuse again.",
    fields: [{name: "reason", label: "Why, for whoever reads the events", max: 200}],
    yes: "Resume",
    run: ({reason}) => steer(lane, {action: "resume", reason}, `${laneName(lane)} is open.`),
  });
}

function askReset(lane) {
  confirmed({
    title: `Reset ${laneName(lane)}?`,
    words: "The lane forgets what it learned: rates and connections begin again as if it were new. What is closed stays closed.",
    fields: [{name: "reason", label: "Why, for whoever reads the events", max: 200}],
    yes: "Reset", danger: true,
    run: ({reason}) => steer(lane, {action: "reset", reason}, `${laneName(lane)} begins anew.`),
  });
}
