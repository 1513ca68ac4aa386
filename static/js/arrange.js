// The front page is laid out without leaving the form: each button's answer takes the place of the table, and an article
// that is dropped is put where it fell. The server does all of it, with or without this.
const TYPE = "application/x-toasoan-article";
const form = document.querySelector("form[data-behaviour~=arrange]");
const HERE = ["dat", "sang", "len", "xuong", "bo", "tim", "lay", "trong"];
// Where the finger is after a button whose row is gone.
const FALLBACK = "da-lam";

const table = () => form.querySelector("#ban");
const acts = (button) => button?.name === "lam" && HERE.includes(button.value.split(/[:|]/)[0]);

function parcel(act) {
  const data = new FormData(form);
  data.set("lam", act);
  return data;
}

async function send(act, button) {
  const openBefore = new Set([...table().querySelectorAll("details[open]")].map((one) => one.id).filter(Boolean));
  table().setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body: parcel(act), redirect: "error" });
    if (answer.status === 200) page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // Offline, or the session is over: the form itself is sent, and the browser or the login page says so.
  }
  const next = page?.querySelector("#ban");
  if (!next) {
    leave(act);
    return;
  }
  table().replaceWith(document.adoptNode(next));
  for (const name of ["over", "seen", "instead_of"]) {
    form.elements[name].value = page.querySelector(`#trinh-bay [name=${name}]`).value;
  }
  for (const one of openBefore) table().querySelector(`#${CSS.escape(one)}`)?.setAttribute("open", "");
  form.dataset.changed = "yes";
  const again = button?.id && document.getElementById(button.id);
  (again && !again.disabled ? again : document.getElementById(FALLBACK)).focus({ preventScroll: Boolean(again) });
}

function leave(act) {
  const button = document.createElement("button");
  button.name = "lam";
  button.value = act;
  button.dataset.leave = "yes";
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!acts(button) || button.dataset.leave) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  send(button.value, button);
});

// ── Dragging ─────────────────────────────────────────────────────────────────
const spotUnder = (event) => (event.dataTransfer.types.includes(TYPE) ? event.target.closest("[data-slot]") : null);

function unmark() {
  for (const one of form.querySelectorAll("[data-over], [data-before]")) {
    delete one.dataset.over;
    delete one.dataset.before;
  }
}

/** The placed article before which it would fall, or none. */
function beneath(spot, y) {
  return [...spot.querySelectorAll("[data-placed]")].find((one) => {
    const box = one.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
}

form?.addEventListener("dragstart", (event) => {
  const article = event.target.closest?.("[data-article]");
  if (!article) return;
  event.dataTransfer.setData(TYPE, article.dataset.article);
  event.dataTransfer.effectAllowed = "move";
});

form?.addEventListener("dragover", (event) => {
  const spot = spotUnder(event);
  unmark();
  if (!spot) return;
  event.preventDefault();
  spot.dataset.over = "yes";
  const next = beneath(spot, event.clientY);
  if (next) next.dataset.before = "yes";
});

form?.addEventListener("dragend", unmark);

form?.addEventListener("drop", (event) => {
  const spot = spotUnder(event);
  if (!spot) return;
  event.preventDefault();
  const next = beneath(spot, event.clientY);
  const number = next ? [...spot.querySelectorAll("[data-placed]")].indexOf(next) : "";
  unmark();
  send(`dat:${event.dataTransfer.getData(TYPE)}|${spot.dataset.slot}|${number}`);
});
