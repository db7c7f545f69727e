// Asks WebAdmin. With a login, its token is kept until the tab is closed and goes to this server only.

const TOKEN = "sluice.token";
const BASE = "/microsoft";

/** What WebAdmin answered instead of what was asked for. */
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? "?" + new URLSearchParams(given) : "";
}

async function send(method, path, parameters = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const response = await fetch(path + query(parameters), {
    method,
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    headers: {Accept: "application/json", ...(token ? {Authorization: `Bearer ${token}`} : {})},
    signal: AbortSignal.timeout(20 * SECOND),
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  if (response.status === 401) await login(token !== null);
  if (response.status === 401) return send(method, path, parameters);
  throw new Refused(response.status, await faultOf(response));
}

async function faultOf(response) {
  try {
    return shorten(shown((await response.json()).message || `HTTP ${response.status}`), 400);
  } catch {
    return `HTTP ${response.status}`;
  }
}

const get = (path, parameters) => send("GET", BASE + path, parameters);
const post = (path, parameters) => send("POST", BASE + path, parameters);

/** The answer, or what stands in for it where this server does not know the route. */
async function maybe(request, otherwise) {
  try {
    return await request;
  } catch (fault) {
    if (fault instanceof Refused && fault.status === 404) return otherwise;
    throw fault;
  }
}

function lanePath(lane) {
  const {source, destination} = laneParts(lane);
  return `/lanes/${encodeURIComponent(source)}/${encodeURIComponent(destination)}`;
}

/** Asks for a token once, however many requests wait for it. */
let asking = null;
function login(again) {
  asking ??= new Promise((resolve) => {
    const dialog = byId("login"), form = byId("login-form"), field = byId("login-token");
    byId("login-fault").textContent = again ? "WebAdmin does not take that token." : "";
    field.value = "";
    const stay = (event) => event.preventDefault();
    dialog.addEventListener("cancel", stay);
    form.onsubmit = () => {
      sessionStorage.setItem(TOKEN, field.value.trim());
      field.value = "";
      dialog.removeEventListener("cancel", stay);
      asking = null;
      resolve();
    };
    if (!dialog.open) dialog.showModal();
    field.focus();
  });
  return asking;
}
