// The writing form's entry: finds what is on the page by its `data-behaviour` and brings it to life.
import { startFromTheServer } from "./writing/address.js";
import { Autosave } from "./writing/autosave.js";
import { errorSummary } from "./writing/error-summary.js";
import { offers } from "./writing/offers.js";
import { presence } from "./writing/presence.js";
import { sendSafely } from "./writing/safe-sending.js";
import { shortcuts } from "./writing/shortcuts.js";
import { alarm, statusLine } from "./writing/status.js";
import { Store } from "./writing/store.js";

const form = document.querySelector("form[data-behaviour~=writing]");
const summary = document.querySelector("[data-behaviour~=error-summary]");

if (form?.dataset.typingUrl) {
  const store = new Store(form);
  startFromTheServer(form);
  statusLine(form);
  alarm(form);
  const autosave = new Autosave(form, store);
  presence(form, autosave);
  sendSafely(form, autosave);
  offers(form, store);
}
if (form) shortcuts(form);
if (summary) errorSummary(summary);
else if (form && !form.dataset.edition) form.elements.namedItem("title").focus();
