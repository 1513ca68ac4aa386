// A field's text as a list of rows that are added, moved and taken out, by the mouse and by the keyboard. What the rows
// say is written back into the field, which is what the form sends and keeps; words that come into the field from
// elsewhere (brought back after a crash) make the rows anew.
import { make, said } from "../editor/said.js";

/**
 * `read(text)` gives an array of entries, `write(entries)` the text; `row(entry, changed)` gives {parts, name, first}:
 * the elements of a row, a function that names it, and what takes the focus.
 */
export class Rows {
  constructor(field, { read, write, row, add, most = Infinity }) {
    Object.assign(this, { field, read, write, row, most });
    this.list = make("ol", { className: "beside__rows" });
    this.status = make("p", { className: "visually-hidden", role: "status" });
    this.button = make("button", { type: "button", className: "desk-button", textContent: add });
    this.full = make("span", { className: "help", textContent: said("beside-full", { most }), hidden: true });
    this.stand();
    this.show(read(field.value));
    this.last = field.value;
    field.form.addEventListener("input", () => field.value !== this.last && this.anew());
  }

  /** In the field's place, under its name: links to the field and its label lead here. */
  stand() {
    const { field } = this;
    const label = field.form.querySelector(`label[for="${field.id}"]`);
    this.group = make("div", { className: "beside", id: field.id, role: "group", tabIndex: -1 });
    if (label) {
      label.id = `${field.id}-label`;
      label.removeAttribute("for");
      this.group.setAttribute("aria-labelledby", label.id);
    }
    const described = field.getAttribute("aria-describedby");
    if (described) this.group.setAttribute("aria-describedby", described);
    field.id = `${field.id}-text`;
    field.hidden = true;
    this.group.append(this.list, make("p", { className: "beside__add" }, this.button, this.full), this.status);
    field.before(this.group);
  }

  show(entries) {
    this.list.replaceChildren(...entries.map((entry) => this.item(entry)));
    this.tell();
  }

  anew() {
    this.last = this.field.value;
    this.show(this.read(this.field.value));
  }

  get items() {
    return [...this.list.children];
  }

  item(entry) {
    const item = make("li", { className: "beside__row" });
    const made = this.row(entry, () => this.changed());
    const acts = make("span", { className: "beside__acts" });
    for (const [name, sign, act] of [
      ["do-up", "↑", () => this.move(item, -1)],
      ["do-down", "↓", () => this.move(item, 1)],
      ["beside-remove", "×", () => this.remove(item)],
    ]) {
      const button = make("button", { type: "button", className: "desk-button beside__act", textContent: sign, "aria-label": said(name), title: said(name) });
      button.addEventListener("click", act);
      acts.append(button);
    }
    item.append(...made.parts, acts);
    item.made = made;
    item.addEventListener("keydown", (event) => this.keys(item, event));
    return item;
  }

  keys(item, event) {
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      this.move(item, event.key === "ArrowUp" ? -1 : 1);
    }
    // In a row this key never sends the form.
    if (event.key === "Enter" && event.target.tagName === "INPUT") event.preventDefault();
  }

  add(entry) {
    if (this.items.length >= this.most) return;
    const item = this.item(entry);
    this.list.append(item);
    this.changed();
    (item.made.first ?? this.button).focus();
  }

  move(item, by) {
    const there = this.items[this.items.indexOf(item) + by];
    if (!there) return;
    const focused = document.activeElement;
    if (by < 0) there.before(item);
    else there.after(item);
    focused?.focus();
    this.changed();
    this.say("beside-moved", item, { place: this.items.indexOf(item) + 1 });
  }

  remove(item) {
    const place = this.items.indexOf(item);
    this.say("beside-removed", item);
    item.remove();
    this.changed();
    const next = this.items[place] ?? this.items.at(-1);
    (next?.querySelector(".beside__act:last-child") ?? this.button).focus();
  }

  say(sentence, item, given = {}) {
    this.status.textContent = said(sentence, { name: item.made.name(), ...given });
  }

  changed() {
    this.field.value = this.write(this.items.map((item) => item.made.entry));
    this.last = this.field.value;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.tell();
  }

  tell() {
    const isFull = this.items.length >= this.most;
    this.button.hidden = isFull;
    this.full.hidden = !isFull;
    this.list.hidden = !this.items.length;
  }
}
