// Keeps the page up to date: often while all goes well, slower after faults, not at all while nobody looks.

const EVERY = 5 * SECOND, SLOWEST = 2 * MINUTE, MOST_DETAILS = 8;
const model = {now: null, history: null, historyAt: 0, live: true};
let timer = null, refreshing = false, again = false, failures = 0;

const chosenRange = () => document.querySelector("#range input:checked").value;
const rangeWords = () => `in ${RANGES[chosenRange()].since}`;

/** How everything stands. */
async function loadNow() {
  const [lanes, held, waiting, rules, configuration, unknown, pressure, incidents, inbound] = await Promise.all([
    get("/lanes"),
    get("/held", {limit: SHOWN, ...heldFilter}),
    maybe(get("/deferrals", {limit: SHOWN}), {entries: []}),
    maybe(get("/rules"), null),
    maybe(get("/configuration"), null),
    maybe(get("/replies/unknown"), []),
    maybe(get("/pressure"), []),
    maybe(get("/incidents"), {now: []}),
    maybe(get("/inbound"), null),
  ]);
  const looked = lanes.filter((lane) => lane.condition !== "open" || lane.state !== "open" || lane.learned && lane.learned.closedGates > 0)
      .sort((a, b) => worse(levelOf(a.condition), levelOf(b.condition))).slice(0, MOST_DETAILS);
  const details = {}, reasons = {};
  await Promise.all(looked.map(async (lane) => {
    [details[lane.lane], reasons[lane.lane]] = await Promise.all([maybe(get(lanePath(lane.lane)), null), laneReason(lane.lane)]);
  }));
  return {lanes, held: held.entries.sort((a, b) => Date.parse(a.since) - Date.parse(b.since)), heldMore: held.next !== null,
    waiting: waiting.entries, rules, configuration, unknown: unknown.length, details, reasons, causes: incidents.now, inbound,
    pressure: Object.fromEntries(pressure.map((each) => [each.lane, each]))};
}

/** The refusal that most mail of a lane waits for. */
async function laneReason(lane) {
  const {entries} = await maybe(get("/deferrals", {lane, deferred: true, limit: SHOWN}), {entries: []});
  const counts = new Map();
  for (const {deferral} of entries) {
    if (deferral) counts.set(deferral.rule, {deferral, number: (counts.get(deferral.rule)?.number || 0) + 1});
  }
  const most = [...counts.values()].sort((a, b) => b.number - a.number)[0];
  return most ? {class: most.deferral.class, advice: most.deferral.advice} : null;
}

async function loadHistory() {
  const range = RANGES[chosenRange()];
  const asked = chosenRange();
  const answer = await maybe(get("/history", {since: range.since, step: range.step}), null);
  if (asked !== chosenRange()) return;
  model.history = answer && readHistory(answer);
  model.historyAt = Date.now();
  if (model.history) drawHistory(model.history);
  await Promise.all([loadReplies(), loadOpenLanes()]);
}

function refreshView() {
  if (!model.now) return;
  showProblems(findProblems(model.now, model.history));
  showNumbers(model.now, model.history);
  offerLanes(model.now.lanes);
  showLanes(model.now);
  showHeld(model.now);
  showWaiting(model.now);
  refreshAges();
}

async function refresh() {
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  clearTimeout(timer);
  try {
    model.now = await loadNow();
    refreshView();
    if (Date.now() - model.historyAt >= RANGES[chosenRange()].every) {
      await loadHistory();
      refreshView();
    }
    failures = 0;
    byId("trouble").hidden = true;
    say(byId("updated"), `Updated ${EXACT_CLOCK.format(new Date())}`);
    document.body.dataset.ready = "yes";
  } catch (fault) {
    failures++;
    trouble(fault);
  } finally {
    refreshing = false;
    schedule(again ? 0 : Math.min(EVERY * 2 ** Math.min(failures, 5), SLOWEST));
    again = false;
  }
}

function schedule(pause) {
  clearTimeout(timer);
  if (model.live && !document.hidden || pause === 0) timer = setTimeout(refresh, pause);
}

/** After something was done, or asked for. */
const refreshSoon = () => refreshing ? again = true : schedule(0);

function trouble(fault) {
  const words = fault instanceof Refused ? `The server answers: ${fault.message}` : "The server does not answer.";
  const element = byId("trouble");
  element.hidden = false;
  say(element, `${words} What is shown may be old. The page tries again by itself.`);
  byId("state").className = "state bad";
  say(byId("state-words"), fault instanceof Refused ? "The server has a fault" : "The server does not answer");
}

function wire() {
  byId("range").addEventListener("change", () => {
    model.historyAt = 0;
    refreshSoon();
  });
  byId("live").addEventListener("click", () => {
    model.live = !model.live;
    byId("live").setAttribute("aria-pressed", String(model.live));
    say(byId("live"), model.live ? "Live" : "Paused");
    if (model.live) refreshSoon(); else clearTimeout(timer);
  });
  byId("more-lanes").addEventListener("click", () => {
    allLanes = true;
    refreshView();
  });
  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : model.live && refreshSoon());
  byId("zone").textContent = `Times are those of ${zone}.`;
}

Chart.defaults.font.family = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
Chart.defaults.font.size = 12;
buildFilters();
wireDialogs();
wire();
refresh();
