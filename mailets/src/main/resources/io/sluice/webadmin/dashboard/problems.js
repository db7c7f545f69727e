// What is wrong now, and what to do about it, in plain words.

const MANY_DEFERRED = 0.2, ENOUGH = 20, SOON_EXPIRES = 4 * HOUR;

/** All that is wrong, the worst first. */
function findProblems(now, history) {
  const problems = [
    ...now.lanes.flatMap((lane) => laneProblems(lane, now.details[lane.lane], now.reasons[lane.lane])),
    ...heldProblems(now),
    ...expiryProblems(now.waiting),
    ...configurationProblems(now),
    ...pressureProblems(now.pressure),
    ...inboundProblems(now.inbound),
    ...(history ? historyProblems(history) : []),
  ];
  return [...causeProblems(now.causes), ...problems.sort((a, b) => worse(a.level, b.level))];
}

const problem = (level, key, title, words, todo, more = {}) => ({level, key, title, words, todo, ...more});

const CAUSE_LEVELS = {reputation: "bad", limit: "bad", sender: "bad", network: "bad", tenant: "info"};

/** Whose fault it is comes first: it explains the rest. */
function causeProblems(causes) {
  return causes.map((each) => problem(CAUSE_LEVELS[each.kind] || "warn",
      `cause ${[each.kind, ...Object.values(each.where)].join(" ")}`, each.title,
      "", each.advice, {cause: `${each.what.slice(each.title.length).trim()} ${each.lanes}`}))
      .sort((a, b) => worse(a.level, b.level));
}

function laneProblems(lane, detail, reason) {
  const name = laneName(lane.lane), key = `lane ${lane.lane}`;
  const backlog = lane.ready + lane.waiting + lane.inFlight;
  const waits = `${plural(backlog, "mail waits", "mails wait")} for it.`;
  const found = [];
  if (detail && detail.suspension) {
    const order = detail.suspension;
    found.push(problem("warn", key, `${name} is suspended by an operator`,
        `Since ${at(order.since)}, ${order.until ? `until ${at(order.until)}` : "until somebody resumes it"}. ${waits}`,
        "Resume the lane when the reason is gone.", {quote: withoutOperator(order.reason), lane: lane.lane}));
  } else if (lane.condition === "blocked") {
    found.push(problem("bad", key, `Microsoft shuts out ${name}`,
        `The lane tries again ${until(lane.until)}. ${waits}`, adviceOf(reason), {quote: lane.cause, lane: lane.lane}));
  } else if (lane.condition === "outage") {
    found.push(problem("warn", key, `The service behind ${name} has a fault`,
        `The lane tries again ${until(lane.until)}. ${waits}`, adviceOf(reason, "outage"), {quote: lane.cause, lane: lane.lane}));
  } else if (lane.condition === "suspended" || lane.state === "closed") {
    found.push(problem("warn", key, `${name} rests, because Microsoft keeps refusing`,
        `A single mail tests it ${until(lane.until)}. ${waits}`, adviceOf(reason), {quote: lane.cause, lane: lane.lane}));
  } else if (lane.condition === "throttled") {
    const allowed = lane.learned ? ` Sluice sends at most ${rate(lane.learned.ratePerSecond)} for now.` : "";
    found.push(problem("info", key, `Microsoft asks ${name} to slow down`,
        `${allowed.trim()} ${waits}`.trim(), adviceOf(reason), {quote: lane.cause, lane: lane.lane}));
  }
  if (lane.learned && lane.learned.closedGates > 0) found.push(gateProblem(lane, detail));
  return found;
}

function gateProblem(lane, detail) {
  const gates = detail ? detail.gates : [], number = lane.learned.closedGates;
  const names = gates.slice(0, 3).map((gate) => `${gate.kind.replace("-", " ")} ${shorten(shown(gate.name), 60)}`);
  const first = gates[0];
  return problem("info", `gates ${lane.lane}`,
      `${laneName(lane.lane)}: ${plural(number, "destination or sender is", "destinations or senders are")} not served for now`,
      names.length ? `${names.join(", ")}${number > names.length ? " and others" : ""}.` : "The other mail of the lane goes on.",
      "Nothing, unless it lasts: they are tested again by themselves.", {quote: first && first.cause, lane: lane.lane});
}

/** What the rules say to do about the refusal that most mail of the lane waits for. */
function adviceOf(reason, otherwise) {
  if (reason && reason.advice) return reason.advice;
  return CLASS_ADVICE[reason ? reason.class : otherwise] || "Nothing for now: Sluice tries again by itself.";
}

function heldProblems({lanes, held}) {
  const number = lanes.reduce((all, lane) => all + lane.held, 0);
  if (number === 0) return [];
  const reasons = [...new Set(held.map((entry) => entry.reason))].slice(0, 4).map((reason) => shorten(shown(reason), 40));
  const oldest = held[0];
  return [problem("warn", "held", `${plural(number, "mail is", "mails are")} held`,
      `${reasons.length ? `Because of: ${reasons.join(", ")}. ` : ""}${oldest ? `The oldest for ${since(oldest.since)}.` : ""}`,
      "Look at it, then release, bounce or delete it.", {link: "#held-title"})];
}

function expiryProblems(waiting) {
  const soon = waiting.filter((entry) => Date.parse(entry.expires) - Date.now() < SOON_EXPIRES);
  if (soon.length === 0) return [];
  const first = soon.reduce((a, b) => Date.parse(a.expires) < Date.parse(b.expires) ? a : b);
  return [problem("warn", "expiry", `${plural(soon.length, "mail is", "mails are")} about to be given up`,
      `Their time is over soon; the first ${until(first.expires)}.`,
      "See why they wait. A lane that is suspended by an operator can be resumed.", {link: "#waiting-title"})];
}

function configurationProblems({rules, configuration, unknown}) {
  const found = [];
  if (rules && rules.fault) {
    found.push(problem("bad", "rules", "The file of rules has a fault, and the rules before it stay in use", "",
        `Mend ${shown(rules.file)}.`, {quote: rules.fault.message}));
  }
  if (configuration && configuration.fault) {
    found.push(problem("bad", "configuration", "sluice.properties has a fault, and what was read before stays in use", "",
        `Mend ${shown(configuration.file)}.`, {quote: configuration.fault}));
  }
  if (configuration && configuration.needRestart.length) {
    found.push(problem("info", "restart", "Changes of sluice.properties wait for a restart",
        shorten(shown(configuration.needRestart.join(", ")), 200), "Restart James when it suits."));
  }
  if (unknown > 0) {
    found.push(problem("info", "unknown", `${plural(unknown, "reply is", "replies are")} known to no rule`,
        "They are judged by their codes only.", "Look at GET /microsoft/replies/unknown, and write a rule if they matter."));
  }
  return found;
}

function pressureProblems(pressure) {
  return Object.values(pressure).filter((each) => each.departs).map((each) => problem("warn", `pressure ${each.lane}`,
      `The deferral pressure on ${laneName(each.lane)} is unusually high`,
      `It is ${Math.round(each.index)} of 100; usual at this hour is ${Math.round(each.usual.median)}. Deferrals come before the junk folder.`,
      "Look at what was sent of late, to whom, and at the reasons of the deferrals.", {lane: each.lane}));
}

/** What we do to Exchange Online when it brings mail. */
function inboundProblems(inbound) {
  if (!inbound) return [];
  const deferring = inbound.deferring.map((each) => {
    const last = inbound.counts.find((line) => line.by === each.by && line.code.startsWith("4"));
    return problem("warn", `inbound ${each.by}`,
        `We defer Exchange Online: ${count(each.times)} times in ${each.minutes} minutes, by ${shown(each.by)}`,
        "Its mail to us waits there for up to a day, and then comes back to the sender.",
        "Wrap that handler of smtpserver.xml in BypassForExchangeOnline.",
        {quote: last && `${last.last.code} ${last.last.text}`});
  });
  const addresses = inbound.addresses.filter((each) => each.trouble).map((each) => problem("info", `addresses ${each.instance}`,
      `The addresses of Exchange Online (${shown(each.instance)}) could not be renewed`, "Those before stay in use.",
      "Allow https to endpoints.office.com, or name a file in exchange-online.file.", {quote: each.trouble}));
  return [...deferring, ...addresses];
}

function historyProblems({points, to}) {
  const recent = points.filter((point) => point.from >= to - Math.max(HOUR, 2 * (to - points[points.length - 1].from)));
  const deferred = total(recent, (p) => sum(p.deferred)), accepted = total(recent, (p) => p.accepted);
  const found = [];
  if (deferred >= ENOUGH && deferred / (deferred + accepted) >= MANY_DEFERRED) {
    const [[name, number]] = topNames(recent, (p) => p.deferred);
    found.push(problem("warn", "rate", `${Math.round(100 * deferred / (deferred + accepted))} % of the attempts of late were deferred`,
        `Most of all (${count(number)} of ${count(deferred)}): ${classWords(name)}.`, CLASS_ADVICE[name] || "Look at the replies below.", {link: "#deferrals"}));
  }
  const expired = total(points, (p) => p.expired);
  if (expired > 0) {
    found.push(problem("info", "expired", `${plural(expired, "recipient was", "recipients were")} given up in the time shown, because their time was over`,
        "", "Their senders were told. Look at what the lane was doing."));
  }
  return found;
}

function showProblems(problems) {
  const list = problems.length ? problems : [problem("good", "well", "All is well", "Mail flows, and nothing waits for you.", "")];
  show(byId("problems"), list, (each) => each.key, problemItem);
  const state = byId("state"), level = [...list].sort((a, b) => worse(a.level, b.level))[0].level;
  state.className = `state ${level}`;
  say(byId("state-words"), stateWords(problems));
}

function stateWords(problems) {
  if (problems.length === 0) return "All is well";
  const urgent = problems.filter((each) => each.level === "bad" || each.level === "warn").length;
  if (urgent === 0) return `Mail flows; ${plural(problems.length, "note", "notes")}`;
  return `${plural(urgent, "thing needs", "things need")} a look`;
}

const LEVEL_WORDS = {good: "Good", info: "Note", warn: "Attention", bad: "Serious"};

function problemItem(each) {
  const item = el("li", {class: `problem ${each.level}`},
      el("h3", {}, badge(LEVEL_WORDS[each.level], each.level), el("span", {}, foreign(each.title, 200))));
  if (each.words) item.append(el("p", {text: each.words}));
  if (each.cause) item.append(el("p", {}, foreign(each.cause, 900)));
  if (each.quote) item.append(el("p", {class: "quiet"}, foreign(each.quote, 300)));
  if (each.todo) item.append(el("p", {class: "todo"}, el("b", {text: "To do: "}), foreign(each.todo, 500)));
  if (each.lane) {
    item.append(el("div", {class: "buttons"}, button("Show the lane", () => goToLane(each.lane)),
        button("Show its replies", () => filterReplies({lane: each.lane}))));
  } else if (each.link) {
    item.append(el("p", {}, el("a", {href: each.link, text: "Show"})));
  }
  return item;
}

function showNumbers(now, history) {
  const points = history ? history.points : [];
  const accepted = total(points, (p) => p.accepted), deferred = total(points, (p) => sum(p.deferred));
  const failed = total(points, (p) => sum(p.failed) + p.expired), all = (name) => now.lanes.reduce((n, lane) => n + lane[name], 0);
  const measured = points.filter(isMeasured), last = measured[measured.length - 1];
  const share = accepted + deferred ? `${(100 * deferred / (accepted + deferred)).toFixed(1)} % of attempts` : "";
  const lines = [
    ["Accepted", history ? brief(accepted) : "\u2013", rangeWords()],
    ["Deferred", history ? brief(deferred) : "\u2013", share || rangeWords()],
    ["Failed", history ? brief(failed) : "\u2013", rangeWords()],
    ["Waiting", brief(all("ready") + all("waiting") + all("inFlight")), "mails, now"],
    ["Held", brief(all("held")), "mails, now"],
    ["Time to accept", last ? seconds(last.acceptSecondsMost) : "\u2013", "p95, of late"],
  ];
  show(byId("numbers"), lines, (each) => each[0], ([name, number, note]) =>
      el("div", {}, el("dt", {text: name}), el("dd", {text: number}), el("dd", {class: "note", text: note})));
}
