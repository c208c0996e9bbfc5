// Small help for pages that work without it. No inline code, no eval; everything hangs on data attributes.

// Error summary: read first, also after htmx has put it there.
const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();

// "Visa privat": away after 20 seconds. With an address in data-private the page is asked again, without the private part.
const timers = new WeakMap();
const hideSoon = (box) => {
  clearTimeout(timers.get(box));
  if (!box.open) return;
  const hide = () => {
    box.open = false;
    if (box.dataset.private) location.replace(box.dataset.private);
  };
  timers.set(box, setTimeout(hide, 20000));
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
  root.querySelectorAll("details[data-private][open]").forEach(hideSoon);
  root.querySelectorAll("[data-report]").forEach((form) => { if (form.querySelector(":checked")) guideReport(form); });
};
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
