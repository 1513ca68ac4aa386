// Small dialogs of our own: the browser's <dialog>, which keeps the focus, closes by Escape and needs no style inline.
import { make, said } from "./said.js";

let number = 0;

/** Opens a dialog with these parts; promises what `done(value)` was called with, or null where it was closed. */
export function open(title, build) {
  number += 1;
  const id = `editor-dialog-${number}`;
  const dialog = make("dialog", { className: "editor-dialog", "aria-labelledby": id });
  const before = document.activeElement;
  return new Promise((resolve) => {
    const done = (value) => {
      resolve(value);
      dialog.close();
    };
    const close = make("button", { type: "button", className: "desk-button", textContent: said("close") });
    close.addEventListener("click", () => done(null));
    const head = make("header", {}, make("h2", { id, textContent: title }), close);
    dialog.append(head, ...build(done));
    dialog.addEventListener("close", () => {
      resolve(null);
      dialog.remove();
      // Whoever writes on elsewhere by now stays there.
      if (document.activeElement === document.body) before?.focus?.({ preventScroll: true });
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
  });
}

/** A row with a label; `field` is an input or a textarea. */
export function row(label, field, help = "") {
  number += 1;
  field.id = `editor-field-${number}`;
  const parts = [make("label", { htmlFor: field.id, textContent: label }), field];
  if (help) {
    field.setAttribute("aria-describedby", `${field.id}-help`);
    parts.push(make("span", { id: `${field.id}-help`, className: "help", textContent: help }));
  }
  return make("div", { className: "editor-dialog__row" }, ...parts);
}

/** A form with rows and one button; `take` hears of the button and answers whether it is done. */
export function form(rows, button, take) {
  const trouble = make("p", { className: "editor-dialog__trouble", role: "alert" });
  const send = make("button", { className: "desk-button desk-button--main", textContent: button });
  const whole = make("form", { method: "dialog", noValidate: true }, ...rows, trouble, make("p", {}, send));
  whole.addEventListener("submit", (event) => {
    event.preventDefault();
    take((words) => (trouble.textContent = words));
  });
  return whole;
}
