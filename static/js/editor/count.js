// How long it is: the words of the text under the editor, the characters of title and lead under their fields.
import { make, said } from "./said.js";

const QUIET = 500;
const number = new Intl.NumberFormat("vi-VN");

export function count(editor) {
  const place = make("p", { className: "editor-count" });
  editor.on("uiReady", () => editor.container.$.after(place));
  const tell = later(() => {
    const text = new DOMParser().parseFromString(editor.getData().replace(/</g, " <"), "text/html").body.textContent;
    const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    place.textContent = said("count", { words: number.format(words) });
  });
  editor.on("instanceReady", tell);
  editor.on("change", tell);
  const form = editor.element.$.form;
  for (const name of ["title", "lead"]) counted(form?.elements.namedItem(name));
}

function counted(field) {
  if (!field) return;
  const place = make("p", { className: "editor-count" });
  field.after(place);
  const tell = later(() => {
    const length = [...field.value.normalize("NFC").trim()].length;
    place.textContent = length ? said("count-letters", { letters: number.format(length) }) : "";
  });
  field.addEventListener("input", tell);
  field.form.addEventListener("input", tell);
  tell();
}

function later(act) {
  let soon;
  return () => {
    clearTimeout(soon);
    soon = setTimeout(act, QUIET);
  };
}
