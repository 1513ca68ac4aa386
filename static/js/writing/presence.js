// Who else sits before this text, that it was taken over, that it has gone on: as the server's answers say.
import { editorOf } from "./fields.js";

export function presence(form, autosave) {
  const others = document.querySelector("[data-behaviour~=others]");
  const taken = document.querySelector("[data-behaviour~=taken-over]");
  const stale = document.querySelector("[data-behaviour~=gone-on]");
  form.addEventListener("writing:answer", ({ detail: answer }) => {
    if (others) showOthers(others, answer.taken_over ? [] : answer.others ?? []);
    if (stale) show(stale, answer.taken_over ? "" : answer.stale);
    if (taken && answer.taken_over) {
      show(taken, answer.taken_over);
      taken.querySelector("[data-compare]").hidden = !answer.typed;
      close(form);
    }
  });
  others?.querySelector("form")?.addEventListener("submit", (event) => takeOver(event, others, autosave));
}

function showOthers(banner, people) {
  const list = banner.querySelector("[data-list]");
  const sentences = people.map(({ name, since }) =>
    banner.dataset.sentence.replace("{name}", name).replace("{since}", since),
  );
  const now = [...list.children].map((item) => item.textContent);
  if (sentences.join("\n") !== now.join("\n")) {
    list.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  }
  banner.hidden = people.length === 0;
}

function show(banner, sentence) {
  const said = banner.querySelector("[data-said]");
  if (said.textContent !== (sentence ?? "")) said.textContent = sentence ?? "";
  banner.hidden = !sentence;
}

/** Whose form was taken over reads on and copies, but saves nothing over the other's words. */
function close(form) {
  if (form.dataset.closed) return;
  form.dataset.closed = "yes";
  for (const field of form.elements) {
    const name = field.tagName;
    if (name === "TEXTAREA" || (name === "INPUT" && field.type !== "hidden")) field.readOnly = true;
    if (name === "SELECT" || ["checkbox", "file"].includes(field.type)) field.setAttribute("inert", "");
    if (name === "BUTTON" && field.formTarget !== "_blank") field.disabled = true;
    editorOf(field)?.setReadOnly(true);
  }
  window.CKEDITOR?.on("instanceReady", ({ editor }) => editor.setReadOnly(true));
}

async function takeOver(event, banner, autosave) {
  event.preventDefault();
  const button = banner.querySelector("button");
  button.disabled = true;
  try {
    const body = new FormData(event.target);
    const response = await fetch(event.target.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = banner.querySelector("[data-said]");
    said.textContent = response.ok ? banner.dataset.done : banner.dataset.refused;
    await autosave.send();
  } catch {
    banner.querySelector("[data-said]").textContent = banner.dataset.refused;
  } finally {
    button.disabled = false;
  }
}
