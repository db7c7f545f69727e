// Builds and changes the page. Text is set as text only: nothing is ever read as HTML.

const byId = (id) => document.getElementById(id);

/** An element: properties such as text and class, attributes, and children. */
function el(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text from outside, in its own direction. */
const foreign = (text, most = 300) => el("bdi", {class: "foreign", text: shorten(shown(text), most)});
const reply = (text) => el("p", {class: "reply", dir: "ltr"}, foreign(text, 5000));
const badge = (text, level) => el("span", {class: `badge ${level}`, text});
const button = (text, onclick, options = {}) => el("button", {type: "button", text, onclick, ...options});

/** Sets a text, unless it is there already: what is not changed is not announced again. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes the children of an element those of a list of items. A child whose item is as before is left alone, so that
 * focus and scrolling stay; a changed one is built anew, and the focus put back to the same control.
 */
function show(parent, items, keyOf, build) {
  const active = document.activeElement;
  const old = new Map(Array.from(parent.children, (child) => [child.dataset.key, child]));
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item)), state = JSON.stringify(item);
    let child = old.get(key);
    old.delete(key);
    if (child && child.shownState === state) {
      if (child === next) next = next.nextElementSibling;
      else parent.insertBefore(child, next);
      continue;
    }
    const fresh = build(item);
    fresh.dataset.key = key;
    fresh.shownState = state;
    if (child) {
      const focused = child.contains(document.activeElement) ? controls(child).indexOf(document.activeElement) : -1;
      if (child === next) next = next.nextElementSibling;
      child.replaceWith(fresh);
      if (fresh.nextElementSibling !== next) parent.insertBefore(fresh, next);
      if (focused >= 0) (controls(fresh)[focused] || fresh).focus({preventScroll: true});
    } else {
      parent.insertBefore(fresh, next);
    }
  }
  for (const gone of old.values()) gone.remove();
  // What was moved lost the focus.
  if (active !== document.activeElement && active.isConnected && parent.contains(active)) active.focus({preventScroll: true});
}

const controls = (element) => Array.from(element.querySelectorAll("button, a[href], summary, input, select"));

/** How long ago something was; kept true by the next function. */
const ago = (time) => el("time", {class: "ago", datetime: time, title: at(time), text: since(time)});

function refreshAges() {
  for (const time of document.querySelectorAll("time.ago")) say(time, since(time.dateTime));
}

/** A row of a table whose cells know their column, for narrow screens. */
function row(...cells) {
  return el("tr", {}, ...cells.map(([title, content, kind]) =>
      el("td", {class: kind, "data-title": title}, content)));
}

function pairs(...entries) {
  const list = el("dl", {class: "pairs"});
  for (const [name, value] of entries) {
    if (value === null || value === undefined || value === "") continue;
    list.append(el("dt", {text: name}), el("dd", {}, value));
  }
  return list;
}

/** Says shortly what was done. */
let toldTimer;
function tell(text) {
  byId("told").textContent = text;
  clearTimeout(toldTimer);
  toldTimer = setTimeout(() => { byId("told").textContent = ""; }, 6000);
}
