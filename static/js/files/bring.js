// Files on their way into the library: one after the other, each with its progress, its answer, and another try.
// Without script the form sends them all at once and is answered by a page.
const MEGABYTE = 1024 * 1024;

export class Bringing {
  constructor(form, arrived = () => {}) {
    this.form = form;
    this.say = form.dataset;
    this.limits = JSON.parse(form.dataset.limits);
    this.list = form.querySelector(".bring-files__answers");
    this.input = form.querySelector("[type=file]");
    this.arrived = arrived;
    this.waiting = [];
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take([...this.input.files]);
      this.input.value = "";
    });
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take([...event.dataTransfer.files]);
    });
  }

  take(files) {
    for (const file of files) this.queue(file);
    this.next();
  }

  queue(file) {
    const row = document.createElement("li");
    row.className = "bring-files__answer";
    const name = Object.assign(document.createElement("b"), { textContent: file.name });
    const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    progress.setAttribute("aria-label", file.name);
    row.append(name, progress, document.createElement("span"));
    this.list.append(row);
    this.waiting.push({ file, row });
  }

  async next() {
    if (this.busy) return;
    this.busy = true;
    for (let one = this.waiting.shift(); one; one = this.waiting.shift()) await this.send(one);
    this.busy = false;
  }

  async send({ file, row }) {
    const limit = this.limits[file.name.split(".").pop().toLowerCase()];
    if (limit && file.size > limit) return this.tell(row, this.say.large.replace("{limit}", limit / MEGABYTE));
    const answer = await this.post(file, row).catch(() => null);
    if (answer === null) return this.tell(row, this.say.failed, file);
    if (answer.status === 401) return this.tell(row, this.say.login, file);
    const told = answer.body?.answers?.[0];
    if (!told) return this.tell(row, this.say.refused, file);
    if (!told.file) return this.tell(row, told.message);
    row.querySelector("progress").remove();
    row.querySelector("span").textContent = told.message;
    const link = Object.assign(document.createElement("a"), { href: told.file.address, textContent: this.say.open, target: "_blank" });
    row.append(link);
    return this.arrived(told.file);
  }

  tell(row, words, again) {
    row.classList.add("bring-files__answer--refused");
    row.querySelector("progress").hidden = true;
    row.querySelector("span").textContent = words;
    if (!again) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "desk-button desk-button--small", textContent: this.say.again });
    row.append(button);
    button.addEventListener("click", () => {
      row.remove();
      this.take([again]);
    });
  }

  post(file, row) {
    const data = new FormData();
    data.append("files", file);
    const request = new XMLHttpRequest();
    const progress = row.querySelector("progress");
    const said = row.querySelector("span");
    said.textContent = this.say.sending;
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", this.form.querySelector("[name=csrfmiddlewaretoken]").value);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => (said.textContent = this.say.reading));
    return new Promise((resolve, reject) => {
      request.addEventListener("load", () => resolve({ status: request.status, body: request.response }));
      request.addEventListener("error", reject);
      request.addEventListener("abort", reject);
      request.send(data);
    });
  }
}
