// Numbers, times and names in words. Nothing here touches the page.

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const NULL_SENDER = "<>";

/** What each deferral class says, for people; the advice of the rule says what to do. */
const CLASS_WORDS = {
  "ip-reputation-throttle": "Microsoft limits this address for its reputation",
  "connection-limit": "Too many connections at once",
  "service-throttle": "The service or a mailbox takes no more for the moment",
  "outage": "Microsoft has a fault of its own",
  "network": "No connection, or one that broke",
  "dns": "The destination could not be looked up",
  "ip-blocked": "This address is on a block list",
  "sender-blocked": "The sender is blocked",
  "authentication": "SPF, DKIM, DMARC or reverse DNS does not satisfy Microsoft",
  "policy-content": "The message itself is refused: content, form or size",
  "recipient-invalid": "There is no such recipient",
  "mailbox-unavailable": "The mailbox cannot take mail now",
  "recipient-limit": "Too many recipients in one transaction",
  "relay-misrouted": "The host does not serve this recipient",
  "tls": "TLS is needed, or failed",
  "sending-limit": "The account or tenant is over its sending limit",
  "other": "Microsoft refuses for another reason",
  "not-microsoft": "A receiver that is not Microsoft's refuses",
};

/** What to do where no rule's advice is at hand. */
const CLASS_ADVICE = {
  "ip-reputation-throttle": "Send less and wanted mail only. Enrol the address in Microsoft's SNDS and JMRP, and look for a sudden rise of volume or complaints.",
  "connection-limit": "Nothing: the lane opens fewer connections by itself.",
  "service-throttle": "Nothing, unless it lasts: the mail is tried again by itself.",
  "outage": "Nothing: the mail is tried again by itself. Microsoft's service health page may say more.",
  "network": "Check the network and the firewall for outgoing port 25.",
  "dns": "Check the name servers that this server asks.",
  "ip-blocked": "Ask Microsoft to take the address off the list (sender.office.com for Outlook.com, sender.office365.com for business), after the cause has been stopped.",
  "sender-blocked": "Find out which account or domain it is, stop the mail that led to it, then ask for its release.",
  "authentication": "Check the SPF, DKIM and DMARC records of the sender's domain, and the reverse DNS of this address.",
  "policy-content": "Look at the reply: the mail has to change, or the receiver's administrator has to allow it.",
  "tls": "Check the certificate and the TLS versions of this server.",
  "sending-limit": "Wait for the limit to end, or spread the mail over time.",
};

const CONDITIONS = {
  open: {badge: "open", level: "good"},
  throttled: {badge: "throttled", level: "info"},
  suspended: {badge: "suspended", level: "warn"},
  outage: {badge: "outage", level: "warn"},
  blocked: {badge: "blocked", level: "bad"},
};
const LEVELS = ["good", "info", "warn", "bad"];

const EVENT_WORDS = {
  "rate-lowered": "rate cut", "rate-raised": "rate raised",
  "connections-lowered": "fewer connections", "connections-raised": "more connections",
  "connection-rate-lowered": "connects more slowly",
  "messages-per-connection-lowered": "fewer messages per connection",
  "recipients-per-transaction-lowered": "fewer recipients at once",
  "suspended": "suspended", "probed": "tested", "reopened": "reopened",
  "budget-spent": "too many refusals", "warm-up-advanced": "next day of warm-up",
  "limits-changed": "limits changed",
};

const WHOLE = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
const zone = new Intl.DateTimeFormat("en").resolvedOptions().timeZone;
const DATE_TIME = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"});
const CLOCK = new Intl.DateTimeFormat("en-GB", {hour: "2-digit", minute: "2-digit"});
const EXACT_CLOCK = new Intl.DateTimeFormat("en-GB", {hour: "2-digit", minute: "2-digit", second: "2-digit"});
const DATE = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short"});

const count = (number) => WHOLE.format(number);
const brief = (number) => number < 10000 ? WHOLE.format(number) : SHORT.format(number);
const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const isAre = (number) => number === 1 ? "is" : "are";
const sum = (counts) => Object.values(counts || {}).reduce((a, b) => a + b, 0);
const at = (time) => DATE_TIME.format(new Date(time));
const levelOf = (condition) => (CONDITIONS[condition] || CONDITIONS.open).level;
const worse = (a, b) => LEVELS.indexOf(b) - LEVELS.indexOf(a);
const classWords = (name) => CLASS_WORDS[name] || name;

/** A duration in its two largest units. */
function duration(millis) {
  const s = Math.max(0, Math.round(millis / SECOND));
  if (s < 1) return millis > 0 ? "under 1 s" : "0 s";
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 && s < 600 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${Math.round(s / 60)} min`;
  const minutes = Math.round(s / 60);
  if (minutes < 24 * 60) return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  const hours = Math.round(minutes / 60);
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`;
}

const seconds = (number) => number < 10 ? `${Number(number.toFixed(1))} s` : duration(number * SECOND);
const since = (time) => duration(Date.now() - Date.parse(time));

/** When something is to come: how long, and when. */
function until(time) {
  if (!time) return "until somebody acts";
  const left = Date.parse(time) - Date.now();
  return left <= 0 ? "any moment now" : `in ${duration(left)} (${at(time)})`;
}

/** A rate in the unit that reads best. */
function rate(perSecond) {
  if (perSecond >= 1) return `${Number(perSecond.toPrecision(3))}/s`;
  if (perSecond * 60 >= 1) return `${Number((perSecond * 60).toPrecision(3))}/min`;
  if (perSecond * 3600 >= 1) return `${Number((perSecond * 3600).toPrecision(3))}/h`;
  return perSecond === 0 ? "0/s" : `${Number((perSecond * 86400).toPrecision(2))}/d`;
}

/** A text from outside: characters that are not seen, or turn others round, become visible. */
function shown(text) {
  return String(text).replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      (hidden) => `\u27e8U+${hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}\u27e9`);
}

function shorten(text, most) {
  const points = Array.from(text.length > most * 4 ? text.slice(0, most * 4) : text);
  return points.length > most ? points.slice(0, most).join("") + "\u2026" : text;
}

/** The address and the service of a lane's name. */
function laneParts(lane) {
  const slash = lane.lastIndexOf("/");
  return {source: lane.slice(0, slash), destination: lane.slice(slash + 1)};
}

function laneName(lane) {
  const {source, destination} = laneParts(lane);
  return `${source === "default" ? "default address" : source} \u2192 ${destination}`;
}
