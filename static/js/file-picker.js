// The library of files as a dialog. A page that includes desk/files/_picker.html has a function on `window`:
//
//   chonTep() → Promise of the chosen file, or of null when the dialog was closed without choosing. A file is
//       {id, address, url, kind, title, extension, said, name}: `kind` is document, audio or video, `said` its type and
//       size as readers are told (“PDF, 1,2 MB”), `address` its page at the desk.
const say = document.getElementById("file-picker").dataset;
const QUIET = 300;

class Picker {
  open() {
    this.build();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.input.focus();
    this.ask("");
    return new Promise((resolve) => (this.resolve = resolve));
  }

  finish(file) {
    this.resolve?.(file);
    this.resolve = null;
    this.gone.abort();
    this.dialog.remove();
  }

  build() {
    this.dialog = make("dialog", { className: "file-picker" });
    this.dialog.setAttribute("aria-labelledby", "file-picker-title");
    const head = make("header", {});
    const close = make("button", { type: "button", className: "desk-button", textContent: say.close });
    head.append(make("h2", { id: "file-picker-title", textContent: say.title }), close);
    const find = make("form", { className: "file-picker__find" });
    this.input = make("input", { type: "search", id: "file-picker-words", autocomplete: "off" });
    find.append(make("label", { htmlFor: "file-picker-words", textContent: say.words }), this.input);
    this.said = make("p", {});
    this.said.setAttribute("role", "status");
    this.list = make("ul", { className: "file-picker__list" });
    this.older = make("button", { type: "button", className: "desk-button", textContent: say.older, hidden: true });
    // A page of its own, where each file has its progress; what comes in there is the first of the list here.
    const bring = make("a", { href: say.bring, target: "_blank", textContent: say.bringIn });
    const foot = make("p", {});
    foot.append(bring);
    this.dialog.append(head, find, this.said, this.list, this.older, foot);
    close.addEventListener("click", () => this.finish(null));
    this.dialog.addEventListener("close", () => this.finish(null));
    find.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.query());
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.ask(this.query()), QUIET);
    });
    this.older.addEventListener("click", () => this.ask(this.further, { more: true }));
    this.gone = new AbortController();
    addEventListener("focus", () => this.ask(this.query()), { signal: this.gone.signal });
  }

  query() {
    return new URLSearchParams({ q: this.input.value });
  }

  async ask(query, { more = false } = {}) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const headers = { Accept: "application/json", "X-Background": "1" };
      const answer = await fetch(`${say.address}?${query}`, { headers, signal: this.asked.signal });
      if (!answer.ok) throw new Error(answer.status === 401 ? say.login : say.failed);
      this.show(await answer.json(), more);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.said.textContent = problem.message === say.login ? say.login : say.failed;
    }
  }

  show({ files, older, said }, more) {
    const rows = files.map((file) => this.row(file));
    if (more) this.list.append(...rows);
    else this.list.replaceChildren(...rows);
    this.said.textContent = said || (this.list.children.length ? "" : say.none);
    this.further = older;
    this.older.hidden = !older;
    if (more) rows[0]?.firstElementChild.focus();
  }

  row(file) {
    const row = make("li", {});
    const button = make("button", { type: "button", className: "file-picker__one" });
    button.append(make("b", { textContent: file.title }), make("span", { textContent: file.said }));
    button.addEventListener("click", () => this.finish(file));
    row.append(button);
    return row;
  }
}

function make(tag, given) {
  return Object.assign(document.createElement(tag), given);
}

window.chonTep = () => new Picker().open();
