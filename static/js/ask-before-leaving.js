// A form whose words are nowhere but in this page: who would leave it with words of her own in it is asked first.
// `data-changed`: it came back with what she had typed.
import { same, words } from "./writing/fields.js";

class Guard {
  constructor(form) {
    this.form = form;
    this.before = words(form);
    window.CKEDITOR?.on("instanceReady", ({ editor }) => this.adopt(editor));
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
      if (editor.status === "ready") this.adopt(editor);
    }
    form.addEventListener("submit", (event) => (this.sent = !event.defaultPrevented));
    addEventListener("pageshow", () => (this.sent = false));
    addEventListener("beforeunload", (event) => this.ask(event));
  }

  /** The editor writes the same text in its own way: that alone is no change. */
  adopt(editor) {
    if (editor.element.$.form === this.form) this.before[editor.element.$.name] = editor.getData();
  }

  ask(event) {
    if (this.sent) return;
    if (this.form.dataset.changed || !same(words(this.form), this.before)) event.preventDefault();
  }
}

for (const form of document.querySelectorAll("form[data-behaviour~=ask-before-leaving]")) new Guard(form);
