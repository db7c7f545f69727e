// Dialogs: the browser keeps the focus inside, closes them with Escape, and gives the focus back.

function openDetail(title, ...content) {
  byId("detail-title").replaceChildren(foreign(title, 120));
  byId("detail-body").replaceChildren(...content);
  byId("detail-body").scrollTop = 0;
  if (!byId("detail").open) byId("detail").showModal();
}

/**
 * Asks before something is done. The dialog stays, with the fault, when it cannot be done.
 *
 * fields: of {name, label, value, options, max}; run gets their values by name
 */
function confirmed({title, words, fields = [], yes, danger = false, run}) {
  const dialog = byId("confirm"), form = byId("confirm-form"), accept = byId("confirm-yes"), fault = byId("confirm-fault");
  byId("confirm-title").textContent = title;
  byId("confirm-words").textContent = words;
  byId("confirm-fields").replaceChildren(...fields.map(field));
  accept.textContent = yes;
  accept.className = danger ? "danger" : "primary";
  accept.disabled = false;
  fault.textContent = "";
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (accept.disabled) return;
    accept.disabled = true;
    fault.textContent = "";
    try {
      const told = await run(Object.fromEntries(new FormData(form)));
      dialog.close();
      if (told) tell(told);
    } catch (problem) {
      fault.textContent = `That did not work: ${problem.message}`;
    } finally {
      accept.disabled = false;
    }
  };
  dialog.showModal();
  (fields.length ? form.querySelector("select, input") : byId("confirm-no")).focus();
}

function field({name, label, value = "", options, max}) {
  const control = options
      ? el("select", {name}, ...options.map(([key, text]) => el("option", {value: key, text})))
      : el("input", {name, value, maxlength: max, autocomplete: "off"});
  return el("label", {}, label, control);
}

function wireDialogs() {
  byId("detail-close").addEventListener("click", () => byId("detail").close());
  byId("confirm-no").addEventListener("click", () => byId("confirm").close());
}
