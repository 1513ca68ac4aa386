// Before the form goes, its words are sent once more in the background: a button pressed while the server is away
// leaves the page as it is, and a form that went stale by a login in another tab is given its new token.
import { noteOpening } from "./address.js";
import { rememberSending } from "./offers.js";

const PATIENCE = 5_000;

export function sendSafely(form, autosave) {
  let asking = false;
  let known = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (known || button?.formTarget === "_blank") return;
    event.preventDefault();
    if (asking || form.dataset.closed) return;
    asking = true;
    button?.setAttribute("aria-busy", "true");
    const outcome = await Promise.race([autosave.send(PATIENCE), slow()]);
    button?.removeAttribute("aria-busy");
    asking = false;
    const stays = ["offline", "locked"].includes(outcome) || (outcome === "login" && holdsFiles(form));
    if (stays || form.dataset.closed) return;
    known = true;
    autosave.carried = true;
    rememberSending(form);
    noteOpening(form);
    form.requestSubmit(button);
  });
  addEventListener("pageshow", () => {
    known = false;
    autosave.carried = false;
  });
}

const slow = () => new Promise((answer) => setTimeout(answer, PATIENCE + 1_000, "slow"));

/** Files can't be carried over a login; words can. */
const holdsFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length > 0);
