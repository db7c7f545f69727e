// Sender domains as Microsoft sees them: what is wrong, what to change, the record to publish.

const FINDING_LEVELS = {pass: "good", warn: "info", unknown: "info", fail: "bad"};
const FINDING_ORDER = ["fail", "warn", "unknown", "pass"];

const worstFirst = (a, b) => FINDING_ORDER.indexOf(a.status) - FINDING_ORDER.indexOf(b.status);
const failing = (posture) => posture.findings.filter((finding) => finding.status === "fail");
const postureName = (posture) => posture.ip ? `${posture.domain} from ${posture.ip}` : posture.domain;

function showSenders(postures) {
  const ranked = [...postures].sort(worstFirst);
  show(byId("senders"), ranked.map(({time, ...rest}) => rest), postureName, senderRow);
  byId("no-senders").hidden = ranked.length > 0;
}

function senderRow(posture) {
  const wrong = posture.findings.filter((finding) => finding.status === "fail" || finding.status === "warn");
  const words = wrong.length === 0 ? "As it should be" : wrong.map((finding) => finding.id).join(", ");
  return row(
      ["Domain", foreign(posture.domain, 100)],
      ["Address", posture.ip ? foreign(posture.ip, 60) : "\u2013"],
      ["Stands", badge(posture.status, FINDING_LEVELS[posture.status])],
      ["Not as it should be", foreign(words, 200)],
      ["", button("Details", () => openPosture(posture), {"aria-label": `Details of ${shorten(shown(postureName(posture)), 100)}`}), "actions"]);
}

function openPosture(posture) {
  openDetail(postureName(posture), el("ul", {class: "findings"}, ...[...posture.findings].sort(worstFirst).map(findingItem)));
}

function findingItem(finding) {
  const record = finding.publish;
  return el("li", {},
      el("p", {}, badge(finding.status, FINDING_LEVELS[finding.status]), ` ${finding.id}: `, foreign(finding.what, 1000)),
      finding.change ? el("p", {}, "To do: ", foreign(finding.change, 1000)) : null,
      record ? el("p", {class: "reply", dir: "ltr"}, foreign(`${record.name} ${record.type} "${record.value}"`, 1500)) : null,
      finding.lookedUp.length ? el("p", {class: "quiet"}, "Looked up: ", foreign(finding.lookedUp.join(", "), 400)) : null);
}

/** What Microsoft will refuse mail for, before it does. */
function senderProblems(postures) {
  return postures.filter((posture) => failing(posture).length > 0).map((posture) => {
    const [first] = failing(posture);
    return problem("warn", `sender ${postureName(posture)}`,
        `Microsoft will not trust mail of ${shorten(shown(posture.domain), 100)}`,
        shorten(shown(first.what), 300),
        first.change ? shorten(shown(first.change), 300) : "Look at the findings below.", {link: "#senders-title"});
  });
}

function wireDiagnosis() {
  byId("diagnose").addEventListener("submit", async (event) => {
    event.preventDefault();
    const {domain, ip} = Object.fromEntries(new FormData(event.target));
    const go = byId("diagnose-go");
    go.disabled = true;
    try {
      openPosture(await get(`/diagnosis/${encodeURIComponent(domain.trim())}`, {ip: ip.trim()}));
    } catch (fault) {
      tell(`That did not work: ${fault.message}`);
    } finally {
      go.disabled = false;
    }
  });
}
