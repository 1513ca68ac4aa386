// The library as a dialog. A page that includes desk/photos/_picker.html has two functions on `window`:
//
//   chonAnh({multiple: false}) → Promise of the chosen pictures, in the order in which they were chosen; an empty list
//       when the dialog was closed without choosing. A picture is {id, address, small, width, height, caption, credit,
//       alt, name, token, expired}: `small` is the small picture's address with its `width` and `height`, `address`
//       its page at the desk, `token` what a form's hidden field `kept` takes, `expired` whether its licence has ended.
//       Files can be dropped into the dialog: they go into the library and are chosen.
//   dangAnh(file, progress) → Promise of the answer to one file that goes into the library without a dialog (see
//       photos/send.js): {status, message, photo, near}. `progress` hears of the share that is sent, 0 to 1.
//
// A button with data-behaviour="choose-photo" and whoever listens for its own click are no part of this file.
import { Bringing } from "./photos/bring.js";
import { send } from "./photos/send.js";

const script = document.getElementById("photo-picker");
const say = script.dataset;
const QUIET = 300;

class Picker {
  constructor({ multiple = false } = {}) {
    this.multiple = multiple;
    this.chosen = [];
    this.build();
  }

  // ── The dialog ─────────────────────────────────────────────────────────────
  build() {
    this.dialog = document.createElement("dialog");
    this.dialog.className = "picker";
    this.dialog.setAttribute("aria-labelledby", "picker-title");
    const title = make("h2", { id: "picker-title", textContent: this.multiple ? say.titleMany : say.titleOne });
    const close = make("button", { type: "button", className: "desk-button picker__close", textContent: say.close });
    this.body = make("div", { className: "picker__body" });
    this.foot = make("p", { className: "picker__foot", hidden: !this.multiple });
    this.count = make("span", { role: "status" });
    this.take = make("button", { type: "button", className: "desk-button desk-button--main", textContent: say.take });
    this.foot.append(this.count, this.take);
    const head = make("header", { className: "picker__head" });
    head.append(title, close);
    this.dialog.append(head, this.body, this.foot);
    close.addEventListener("click", () => this.finish([]));
    this.take.addEventListener("click", () => this.finish(this.chosen));
    this.dialog.addEventListener("cancel", () => (this.chosen = []));
    this.dialog.addEventListener("close", () => this.finish([]));
    this.dialog.addEventListener("keydown", (event) => this.moved(event));
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.tell();
    this.load(say.address).then(() => this.body.querySelector("[type=search]")?.focus());
    return new Promise((resolve) => (this.resolve = resolve));
  }

  finish(photos) {
    this.resolve?.(photos);
    this.resolve = null;
    this.dialog.remove();
  }

  // ── What the server shows ──────────────────────────────────────────────────
  async load(address) {
    const fragment = await this.fetch(address);
    if (!fragment) return;
    this.body.replaceChildren(fragment.querySelector(".choose"));
    this.live();
    this.search();
    this.bring();
  }

  async fetch(address) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(address, { headers: { "X-Background": "1" }, signal: this.asked.signal });
      if (!answer.ok) return this.trouble(answer.status === 401 ? say.login : say.failed);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch (problem) {
      return problem.name === "AbortError" ? null : this.trouble(say.failed);
    }
  }

  trouble(words) {
    const place = this.body.querySelector(".choose__said") ?? this.body.appendChild(make("p", { role: "alert" }));
    place.textContent = words;
    return null;
  }

  search() {
    const form = this.body.querySelector(".choose__find");
    const ask = () => this.results(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
    form.addEventListener("input", () => {
      clearTimeout(this.soon);
      this.soon = setTimeout(ask, QUIET);
    });
  }

  /** Other pictures below the same search box, so that nothing that is being typed is lost. */
  async results(address, { further = false } = {}) {
    clearTimeout(this.soon);
    const fragment = await this.fetch(address);
    if (!fragment) return;
    const list = this.body.querySelector(".choose__results");
    const first = fragment.querySelector(".choose__one");
    const found = fragment.querySelector(".choose__results").childNodes;
    if (further) list.append(...found);
    else list.replaceChildren(...found);
    this.body.querySelector(".choose__said").textContent = fragment.querySelector(".choose__said").textContent;
    this.body.querySelector(".choose__older")?.remove();
    const older = fragment.querySelector(".choose__older");
    if (older) list.after(older);
    this.live();
    if (further) first?.focus();
  }

  live() {
    for (const one of this.body.querySelectorAll(".choose__one:not([data-live])")) {
      one.dataset.live = "yes";
      one.addEventListener("click", () => this.choose(JSON.parse(one.dataset.photo)));
    }
    this.body.querySelector(".choose__older a")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.results(event.currentTarget.href, { further: true });
    });
    this.mark();
  }

  bring() {
    const form = this.body.querySelector("[data-behaviour~=bring-photos]");
    // In the dialog the words are written where the picture is used.
    form.querySelector(".bring__words").remove();
    new Bringing(form, this.dialog, (photo, near) => this.arrived(photo, near));
  }

  // ── Choosing ───────────────────────────────────────────────────────────────
  choose(photo) {
    if (!this.multiple) return this.finish([photo]);
    const there = this.chosen.findIndex((other) => other.id === photo.id);
    if (there < 0) this.chosen.push(photo);
    else this.chosen.splice(there, 1);
    this.mark();
    return this.tell();
  }

  /** One that came in is chosen. Where the library has a near copy, somebody looks at both first. */
  arrived(photo, near) {
    if (!this.multiple && !near.length) return this.finish([photo]);
    if (!this.multiple) this.chosen = [];
    if (!this.chosen.some((other) => other.id === photo.id)) this.chosen.push(photo);
    this.foot.hidden = false;
    this.mark();
    return this.tell();
  }

  mark() {
    for (const one of this.body.querySelectorAll(".choose__one")) {
      const place = this.chosen.findIndex((photo) => photo.id === JSON.parse(one.dataset.photo).id);
      one.setAttribute("aria-pressed", String(place >= 0));
      one.dataset.place = place < 0 ? "" : place + 1;
    }
  }

  tell() {
    this.count.textContent = say.chosen.replace("{count}", this.chosen.length);
    this.take.disabled = !this.chosen.length;
  }

  /** Arrows go from picture to picture, in both directions of the grid. */
  moved(event) {
    const all = [...this.body.querySelectorAll(".choose__one")];
    const here = all.indexOf(document.activeElement);
    if (here < 0) return;
    const across = all.filter((one) => one.offsetTop === all[0].offsetTop).length || 1;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across };
    const there = all[here + steps[event.key]];
    if (!there) return;
    event.preventDefault();
    there.focus();
  }
}

function make(tag, given) {
  const { role, ...properties } = given;
  const element = Object.assign(document.createElement(tag), properties);
  if (role) element.setAttribute("role", role);
  return element;
}

window.chonAnh = (options) => new Picker(options).open();

window.dangAnh = (file, progress) =>
  send(file, { address: say.bring, token: document.querySelector("[name=csrfmiddlewaretoken]").value, progress });
