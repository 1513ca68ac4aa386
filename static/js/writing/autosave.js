// Sends what is typed, says that somebody is here, and tries again until it is confirmed. What is not confirmed yet
// is kept in the browser. Tells the form by two events: `writing:state` (how the words stand) and `writing:answer`.
import { card, parcel, same, words } from "./fields.js";

const LOOK_EVERY = 300;
const PAUSE = 2_000;
const AT_THE_LATEST = 5_000;
const HEARTBEAT = 15_000;
const PATIENCE = 20_000;
const LONGEST_BREAK = 15_000;
// What a server says that is not there for now, or whatever stands before it.
const AWAY = new Set([502, 503, 504]);

export class Autosave {
  constructor(form, store) {
    this.form = form;
    this.store = store;
    this.confirmed = words(form);
    this.stored = null;
    this.failures = 0;
    this.listen();
    this.send();
  }

  listen() {
    for (const kind of ["input", "change", "formset:added"]) this.form.addEventListener(kind, () => this.noticed());
    document.addEventListener("formset:removed", () => this.noticed());
    window.CKEDITOR?.on("instanceReady", ({ editor }) => this.adopt(editor));
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
      if (editor.status === "ready") this.adopt(editor);
    }
    document.addEventListener("visibilitychange", () => this.turned());
    for (const kind of ["online", "focus"]) addEventListener(kind, () => this.failures && this.send());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => (this.left = false));
    addEventListener("beforeunload", (event) => this.holdBack(event));
    setInterval(() => document.visibilityState === "visible" && !this.failures && this.send(), HEARTBEAT);
  }

  /** The editor writes the same text in its own way: that alone is no change. */
  adopt(editor) {
    if (editor.element.$.form !== this.form) return;
    this.confirmed[editor.element.$.name] = editor.getData();
    editor.on("change", () => this.noticed());
  }

  noticed() {
    this.last = Date.now();
    this.looking ??= setTimeout(() => this.look(), LOOK_EVERY);
  }

  /** Keeps what is unsent in the browser and plans when it is sent. */
  look() {
    clearTimeout(this.looking);
    this.looking = null;
    const now = words(this.form);
    if (same(now, this.confirmed)) return this.settle();
    this.first ??= this.last ?? Date.now();
    this.shelve(now);
    if (!this.failures) this.plan(Math.min(this.last + PAUSE, this.first + AT_THE_LATEST) - Date.now());
  }

  /** Whether the browser holds these words; a full or forbidden storage takes none. */
  shelve(now) {
    if (this.stored && same(now, this.stored)) return true;
    if (!this.store.keep(now)) return false;
    this.stored = now;
    return true;
  }

  /** Whether every word would outlive this page. */
  isSafe() {
    const now = words(this.form);
    return same(now, this.confirmed) || this.shelve(now);
  }

  /** What a save is carrying to the server needs no question. */
  holdBack(event) {
    if (!this.carried && !this.isSafe()) event.preventDefault();
  }

  /** Nothing is unsent. */
  settle() {
    this.first = null;
    if (this.stored) this.store.drop();
    this.stored = null;
  }

  plan(wait) {
    clearTimeout(this.planned);
    this.planned = setTimeout(() => this.send(), Math.max(0, wait));
  }

  turned() {
    // Hidden because it closes: what is sent now would arrive after the farewell.
    if (this.left) return;
    const unsent = !same(words(this.form), this.confirmed);
    if (document.visibilityState === "visible" || unsent) this.send();
  }

  /**
   * One at a time. Promises what became of it: "ok"; "login" (the session ended, the server would ask for it);
   * "locked" (without a login in another tab nothing can be sent from here); "offline", "slow" or "refused".
   */
  send(patience = PATIENCE) {
    const next = () => this.sendNow(patience);
    this.queue = (this.queue ?? Promise.resolve()).then(next, next);
    return this.queue;
  }

  async sendNow(patience) {
    clearTimeout(this.planned);
    const now = words(this.form);
    const typed = !same(now, this.confirmed);
    this.first = null;
    if (typed) this.say("sending");
    let [outcome, answer] = await this.ask(typed, patience);
    if (outcome === "token") outcome = await this.newToken();
    if (outcome === "renewed") [outcome, answer] = await this.ask(typed, patience);
    if (outcome === "token") outcome = "refused";
    if (outcome === "ok") this.confirm(typed, now, answer);
    else this.failed(outcome, answer);
    return outcome;
  }

  async ask(typed, patience) {
    const data = parcel(this.form);
    if (typed) data.append("typed", "1");
    const headers = { Accept: "application/json", ...(typed ? {} : { "X-Background": "1" }) };
    try {
      const response = await fetch(this.form.dataset.typingUrl, {
        method: "POST",
        body: data,
        headers,
        signal: AbortSignal.timeout(patience),
      });
      if (response.status === 401) return ["login", {}];
      if (response.status === 403) return ["token", {}];
      if (response.status === 413) return ["refused", await response.json().catch(() => ({}))];
      if (AWAY.has(response.status)) return ["offline", {}];
      return response.ok ? ["ok", await response.json()] : ["refused", {}];
    } catch (problem) {
      return [problem.name === "TimeoutError" ? "slow" : "offline", {}];
    }
  }

  /** A login in another tab changes the token every form must carry; it is read off this page asked for anew. */
  async newToken() {
    try {
      const response = await fetch(location.pathname, { headers: { "X-Background": "1" } });
      if (response.status === 401) return "locked";
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const form = page.querySelector(`#${this.form.id}`);
      // Somebody else at this computer by now: nothing of hers goes out under another name.
      if (form?.dataset.person !== this.form.dataset.person) return "locked";
      const token = form.elements.namedItem("csrfmiddlewaretoken").value;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      return "renewed";
    } catch {
      return "offline";
    }
  }

  confirm(typed, sent, answer) {
    this.failures = 0;
    if (typed && answer.saved) {
      this.confirmed = sent;
      this.savedAt = answer.saved;
    }
    if (typed && !answer.saved) this.say("kept");
    else this.say(this.savedAt ? "saved" : "quiet", this.savedAt);
    if (!typed || answer.saved) this.look();
    this.form.dispatchEvent(new CustomEvent("writing:answer", { detail: { ...answer, typed: Boolean(this.savedAt) } }));
  }

  failed(outcome, answer) {
    this.failures += 1;
    this.say({ slow: "offline", locked: "login" }[outcome] ?? outcome, answer.error);
    this.look();
    this.plan(Math.min(1000 * 2 ** this.failures, LONGEST_BREAK));
  }

  leave() {
    this.left = true;
    this.look();
    const data = parcel(this.form);
    data.append("leaving", "1");
    if (!same(words(this.form), this.confirmed)) data.append("typed", "1");
    if (navigator.sendBeacon(this.form.dataset.typingUrl, data)) return;
    // Browsers take 64 KB at this moment; the words wait in the storage, and nobody is shown as still sitting here.
    const bare = card(this.form);
    bare.append("leaving", "1");
    navigator.sendBeacon(this.form.dataset.typingUrl, bare);
  }

  say(state, detail = "") {
    this.form.dispatchEvent(new CustomEvent("writing:state", { detail: { state, said: detail, safe: this.isSafe() } }));
  }
}
