// Replies, held mail and waiting mail: lists, drill-down, and what an operator can do.

const SHOWN = 100;
const replyFilter = {lane: "", class: ""};
const heldFilter = {};

/** Filters keep what was typed while the page is refreshed. */
function buildFilters() {
  byId("reply-filter").append(
      el("label", {}, "Lane", el("select", {id: "reply-lane"}, el("option", {value: "", text: "all"}))),
      el("label", {}, "Class", el("select", {id: "reply-class"}, el("option", {value: "", text: "all"}),
          ...Object.keys(CLASS_WORDS).map((name) => el("option", {value: name, text: name})))));
  byId("reply-lane").addEventListener("change", (event) => filterReplies({lane: event.target.value}, false));
  byId("reply-class").addEventListener("change", (event) => filterReplies({class: event.target.value}, false));
  byId("held-filter").append(
      el("label", {}, "Reason", el("input", {name: "reason", autocomplete: "off", maxlength: "200"})),
      el("label", {}, "Lane", el("select", {id: "held-lane", name: "lane"}, el("option", {value: "", text: "all"}))),
      el("label", {}, "Sender's domain", el("input", {name: "senderDomain", autocomplete: "off", spellcheck: "false", maxlength: "300"})),
      el("label", {}, "Recipient", el("input", {name: "recipient", type: "text", autocomplete: "off", spellcheck: "false", maxlength: "320"})),
      el("button", {type: "submit", text: "Filter"}));
  byId("held-filter").addEventListener("submit", (event) => {
    event.preventDefault();
    Object.assign(heldFilter, Object.fromEntries(new FormData(event.target)));
    refreshSoon();
  });
  byId("held-all").append(
      button("Release all that match\u2026", () => askHeldAll("release")),
      button("Bounce all that match\u2026", () => askHeldAll("bounce")),
      button("Delete all that match\u2026", () => askHeldAll("delete")));
  byId("find").addEventListener("submit", (event) => {
    event.preventDefault();
    explain(byId("find-mail").value.trim());
  });
}

/** The lanes that can be chosen; the choice stays. */
function offerLanes(lanes) {
  for (const id of ["reply-lane", "held-lane"]) {
    const select = byId(id), names = lanes.map((lane) => lane.lane).sort();
    if (select.value && !names.includes(select.value)) names.push(select.value);
    show(select, ["", ...names], (name) => name, (name) => el("option", {value: name, text: name ? shorten(shown(laneName(name)), 60) : "all"}));
  }
}

async function loadReplies() {
  const answer = await maybe(get("/deferrals/log", {since: RANGES[chosenRange()].since, limit: SHOWN, ...replyFilter}), {deferrals: []});
  show(byId("replies"), answer.deferrals, (each) => each.number, replyRow);
  byId("no-replies").hidden = answer.deferrals.length > 0;
}

/** Shows the replies of a lane or class. */
function filterReplies(change, go = true) {
  Object.assign(replyFilter, change);
  byId("reply-class").value = replyFilter.class;
  byId("reply-lane").value = replyFilter.lane;
  loadReplies().catch(trouble);
  if (go) {
    byId("replies-title").scrollIntoView({block: "start"});
    byId("reply-lane").focus({preventScroll: true});
  }
}

function replyRow(each) {
  return row(
      ["When", el("time", {datetime: each.time, text: at(each.time)}), "fix"],
      ["Lane", foreign(laneName(each.lane), 80), "name"],
      ["Class", el("span", {}, each.class, ...(each.outcome === "failed" ? [" ", badge("given up", "bad")] : [])), "fix"],
      ["Domain", foreign(each.domain, 80), "name"],
      ["Reply", foreign(each.reply, 160), "words"],
      ["", el("div", {class: "buttons"}, button("Details", () => showReply(each), {"aria-label": `Details of the reply of ${at(each.time)}`})), "actions"]);
}

async function showReply(each) {
  const advice = el("p", {class: "todo"});
  openDetail(`${each.class}, ${at(each.time)}`,
      reply(each.reply),
      el("p", {text: `${classWords(each.class)}.`}), advice,
      pairs(["Outcome", each.outcome === "failed" ? "given up" : "tried again"], ["Lane", foreign(laneName(each.lane))],
          ["Recipient's domain", foreign(each.domain)], ["Tenant", foreign(each.tenant)], ["Sender's domain", foreign(each.senderDomain)],
          ["Stage", foreign(each.stage)], ["Host", foreign(`${each.host} ${each.ip}`.trim())], ["Region", foreign(each.region)],
          ["Number for Microsoft's support", foreign(each.mxId)], ["Rule", foreign(each.rule)], ["Time, UTC", each.time]),
      el("div", {class: "buttons"}, button(`Explain mail ${each.entry}`, () => explain(String(each.entry)))));
  const known = model.now && model.now.rules && model.now.rules.rules.includes(each.rule);
  const rule = known ? await get(`/rules/${encodeURIComponent(each.rule)}`).catch(() => null) : null;
  const text = rule && rule.advice || CLASS_ADVICE[each.class];
  if (text) advice.replaceChildren(el("b", {text: "To do: "}), foreign(text, 600));
}

const obstacleText = (each) => `${each.kind.replace("-", " ")}${each.name ? ` ${each.name}` : ""}, ${each.until ? until(each.until) : "until somebody acts"}${each.cause ? `: ${each.cause}` : ""}`;

/** Why a mail waits, by its number or name. */
async function explain(mail) {
  if (!mail) return;
  openDetail(`Mail ${mail}`, el("p", {text: "Loading\u2026"}));
  try {
    const answer = await get(`/explain/${encodeURIComponent(mail)}`);
    openDetail(`Mail ${answer.mail}`,
        pairs(["From", foreign(answer.sender || NULL_SENDER)], ["Size", `${count(answer.size)} bytes`], ["Came", `${at(answer.stored)} (${since(answer.stored)} ago)`]),
        ...answer.entries.flatMap(explainEntry),
        ...(answer.entriesInAll > answer.entries.length ? [el("p", {class: "quiet", text: "There are more entries of this mail."})] : []));
  } catch (fault) {
    openDetail(`Mail ${mail}`, el("p", {text: fault.status === 404 ? "There is no such mail in the outbox: it was accepted, given back, or never here." : fault.message}));
  }
}

function explainEntry(entry) {
  const list = (items) => el("ul", {}, ...items.map((text) => el("li", {}, foreign(text, 500))));
  const parts = [el("h3", {}, `Entry ${entry.entry}: `, foreign(entry.domain), " ", badge(entry.state, entry.state === "held" ? "warn" : "info")),
    el("p", {}, foreign(entry.words, 600))];
  if (entry.waitsFor.length) parts.push(el("p", {text: "It waits for:"}), list(entry.waitsFor.map(obstacleText)));
  if (entry.freedBy.length) parts.push(el("p", {text: "It is freed by:"}), list(entry.freedBy));
  parts.push(pairs(["Lane", foreign(laneName(entry.lane))], ["Attempts", count(entry.attempts)], ["Next try", until(entry.due)],
      ["Given up", until(entry.expires)], ["Ahead of it", entry.ahead === null ? null : plural(entry.ahead, "mail", "mails")]));
  if (entry.deferral) {
    parts.push(reply(entry.deferral.reply), pairs(["Class", foreign(entry.deferral.class)], ["Rule", foreign(entry.deferral.rule)],
        ["Host", foreign(`${entry.deferral.host} ${entry.deferral.ip}`.trim())], ["To do", foreign(entry.deferral.advice, 600)]));
  }
  parts.push(el("details", {}, el("summary", {text: plural(entry.recipientsInAll, "recipient", "recipients")}),
      ...entry.recipients.map((each) => pairs(["To", foreign(each.address)], ["Last reply", each.lastReply === null ? null : foreign(each.lastReply, 600)]))));
  return parts;
}

function showHeld(now) {
  const filtered = Object.values(heldFilter).some(Boolean);
  const inAll = now.lanes.reduce((all, lane) => all + lane.held, 0);
  show(byId("held"), now.held, (each) => each.entry, heldRow);
  byId("no-held").hidden = now.held.length > 0;
  say(byId("no-held"), filtered ? "No held mail matches." : "No mail is held.");
  byId("held-all").hidden = now.held.length === 0;
  say(byId("held-count"), now.held.length === 0 ? "" : `${count(now.held.length)}${now.heldMore ? " or more" : ""} shown of ${count(inAll)} held.`);
}

function heldRow(each) {
  return row(
      ["Held for", ago(each.since), "fix"],
      ["Reason", foreign(each.reason, 80), "name"],
      ["Until", each.until ? at(each.until) : "released", "fix"],
      ["Lane", foreign(laneName(each.lane), 80), "name"],
      ["Sender", foreign(each.sender || each.senderDomain || NULL_SENDER, 80), "name"],
      ["To", foreign(`${each.to || each.domain}${each.recipients > 1 ? ` and ${each.recipients - 1} more` : ""}`, 80), "name"],
      ["", el("div", {class: "buttons"}, button("Explain", () => explain(String(each.entry)), {"aria-label": `Explain mail ${each.entry}`}),
          ...["release", "bounce", "delete"].map((action) =>
              button(`${capital(action)}\u2026`, () => askHeldOne(action, each.entry), {"aria-label": `${capital(action)} mail ${each.entry}`}))), "actions"]);
}

function showWaiting(now) {
  show(byId("waiting"), now.waiting, (each) => each.entry, (each) => row(
      ["Waits for", ago(each.stored), "fix"],
      ["Lane", foreign(laneName(each.lane), 80), "name"],
      ["To", foreign(`${each.to}${each.recipients > 1 ? ` and ${each.recipients - 1} more` : ""}`, 80), "name"],
      ["Attempts", count(each.attempts), "fix"],
      ["Next try", at(each.due), "fix"],
      ["Last reply", each.deferral ? foreign(each.deferral.reply, 160) : "not tried yet", "words"],
      ["", el("div", {class: "buttons"}, button("Explain", () => explain(String(each.entry)), {"aria-label": `Explain mail ${each.entry}`})), "actions"]));
  byId("no-waiting").hidden = now.waiting.length > 0;
}

const HELD_WORDS = {
  release: {done: "released", words: "may leave as soon as the lane lets it"},
  bounce: {done: "bounced", words: "is given back to its sender"},
  delete: {done: "deleted", words: "is gone for good, and nobody is told"},
};

const bounceFields = (action) => action === "bounce" ? [{name: "text", label: "The reason that the sender reads", max: 200, value: "The postmaster returned this mail."}] : [];

function askHeldOne(action, entry) {
  confirmed({
    title: `${capital(action)} mail ${entry}?`, words: `It ${HELD_WORDS[action].words}.`, fields: bounceFields(action),
    yes: capital(action), danger: action !== "release",
    run: async ({text}) => {
      await post(`/held/${entry}`, {action, text});
      refreshSoon();
      return `Mail ${entry} is ${HELD_WORDS[action].done}.`;
    },
  });
}

/** First a dry run: the confirmation names the number, and only that many are changed. */
async function askHeldAll(action) {
  const filter = Object.values(heldFilter).some(Boolean) ? {...heldFilter} : {reason: "*"};
  try {
    const dry = await post("/held", {action, dryRun: true, ...filter});
    const number = dry.matching;
    confirmed({
      title: `${capital(action)} ${plural(number, "mail", "mails")}?`,
      words: `${plural(number, "held mail matches", "held mails match")} the filter. Each ${HELD_WORDS[action].words}.`,
      fields: bounceFields(action), yes: `${capital(action)} ${count(number)}`, danger: action !== "release",
      run: async ({text}) => {
        const task = await post("/held", {action, text, expected: number, heldBy: dry.heldBy, ...filter});
        refreshSoon();
        if (task && task.taskId) follow(task.taskId, action);
        return `${plural(number, "mail is", "mails are")} being ${HELD_WORDS[action].done}.`;
      },
    });
  } catch (fault) {
    tell(`That did not work: ${fault.message}`);
  }
}

/** Waits for work in the background, at a slowing pace. */
async function follow(task, action) {
  for (let pause = 500; ; pause = Math.min(2 * pause, 10 * SECOND)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const {status} = await send("GET", `/tasks/${encodeURIComponent(task)}`).catch(() => ({status: "unknown"}));
    if (status === "waiting" || status === "inProgress") continue;
    tell(status === "completed" ? `Done: the mail is ${HELD_WORDS[action].done}.` : `The work ended as "${shorten(shown(status), 40)}"; the server's log says why.`);
    refreshSoon();
    return;
  }
}
