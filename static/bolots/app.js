// Small help for pages that work without it. No inline code, no eval; everything hangs on data attributes.

// Error summary: read first, also after htmx has put it there.
const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

// "Visa privat": away after 20 seconds, or when it is closed. With an address in data-private it leaves the page too:
// only its own part is asked for again, so that what is typed elsewhere stays.
const timers = new WeakMap();
const takeAway = (box) => {
  const address = box.dataset.private;
  const part = box.parentElement;
  if (!address) box.open = false;
  else if (window.htmx && part.id) htmx.ajax("GET", address, {target: part, select: `#${part.id}`, swap: "outerHTML"});
  else location.replace(address);
};
const hideSoon = (box) => {
  clearTimeout(timers.get(box));
  if (box.open) timers.set(box, setTimeout(takeAway, 20000, box));
  else if (box.dataset.private) takeAway(box);
};

// The report at the door: says what is left to choose, and keeps hidden questions out of the form.
const isShown = (element) => getComputedStyle(element).display !== "none";
const guideReport = (form) => {
  const hint = form.querySelector("[data-hint]");
  const questions = [...form.querySelectorAll("fieldset.tiles")];
  for (const question of questions) question.disabled = !isShown(question);
  if (!hint) return;
  const left = questions.filter((q) => isShown(q) && !q.querySelector(":checked")).length;
  hint.textContent = left ? hint.dataset.left.replace("{n}", left) : hint.dataset.ready;
};

// command/commandfor for browsers that do not know it yet.
const runCommand = (button) => {
  const target = document.getElementById(button.getAttribute("commandfor"));
  if (button.getAttribute("command") === "show-modal") target?.showModal();
  else target?.close();
};

// A day: typed as people write it, or picked in the browser's own calendar, which writes it down the same way.
const addPicker = (input) => {
  if (input.dataset.day === "ready" || input.type === "hidden") return;
  input.dataset.day = "ready";
  const picker = Object.assign(document.createElement("input"), {type: "date", tabIndex: -1, className: "day-picker"});
  picker.setAttribute("aria-hidden", "true");
  picker.addEventListener("change", () => {
    input.value = picker.value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
  });
  const button = Object.assign(document.createElement("button"), {type: "button", className: "ds-button day-button"});
  button.dataset.variant = "tertiary";
  button.setAttribute("aria-label", document.body.dataset.pickDay);
  button.addEventListener("click", () => {
    if (/^\d{4}-\d\d-\d\d$/.test(input.value)) picker.value = input.value;
    picker.showPicker?.();
  });
  const row = Object.assign(document.createElement("span"), {className: "day-row"});
  input.replaceWith(row);
  row.append(input, button, picker);
};

// Forms with data-guard: leaving with something unsaved asks first.
let unsaved = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) unsaved = true; });
document.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const commander = event.target.closest("[commandfor]");
  if (commander && !("commandForElement" in HTMLButtonElement.prototype)) runCommand(commander);
});
document.addEventListener("change", (event) => {
  const report = event.target.closest("[data-report]");
  if (report) guideReport(report);
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-private]")) hideSoon(event.target);
}, true);

const prepare = (root) => {
  focusErrors(root);
  root.querySelectorAll("input[data-day]").forEach(addPicker);
  root.querySelectorAll("details[data-private][open]").forEach(hideSoon);
  root.querySelectorAll("[data-report]").forEach((form) => { if (form.querySelector(":checked")) guideReport(form); });
};
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
