// What is said below the editor: how far a picture is, what was refused and why, what was left out of a paste.
import { make, said } from "./said.js";

function noticesOf(editor) {
  const field = editor.element.$;
  let place = field.parentElement.querySelector(".editor-notices");
  if (!place) {
    place = make("div", { className: "editor-notices", role: "status" });
    editor.container.$.after(place);
  }
  return place;
}

/** A notice that stays until it is closed: {progress(share), say(words), drop()}. */
export function notice(editor, words, { trouble = false } = {}) {
  const line = make("span", { textContent: words });
  const bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": words });
  const close = make("button", { type: "button", className: "desk-button desk-button--small", textContent: said("read") });
  const whole = make("div", { className: "editor-notice" }, line, bar, close);
  whole.classList.toggle("editor-notice--trouble", trouble);
  close.addEventListener("click", () => whole.remove());
  noticesOf(editor).append(whole);
  if (trouble) whole.scrollIntoView({ block: "nearest" });
  return {
    progress(share) {
      bar.hidden = false;
      bar.value = share;
    },
    say(told, { bad = false } = {}) {
      bar.hidden = true;
      line.textContent = told;
      whole.classList.toggle("editor-notice--trouble", bad);
      if (bad) whole.scrollIntoView({ block: "nearest" });
    },
    drop: () => whole.remove(),
  };
}
