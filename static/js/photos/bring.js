// A form that brings many pictures in: by the file chooser or dragged, two at a time, each with its progress and answer.
import { send } from "./send.js";

const AT_ONCE = 2;
const HAS_ANSWER = new Set(["taken", "known", "refused"]);
const AGAIN = new Set(["failed", "login", "trouble"]);

/** Brings `form` (desk/photos/_bring.html) to life; files dropped on `place` go in. `arrived(photo, near)` hears of each. */
export class Bringing {
  constructor(form, place = form, arrived = () => {}) {
    this.form = form;
    this.arrived = arrived;
    this.list = form.querySelector(".bring__answers");
    this.waiting = [];
    this.running = this.done = this.all = 0;
    this.fresh = [];
    this.input = form.elements.namedItem("files");
    form.querySelector("button:not([type=button])").hidden = true;
    form.querySelector(".bring__hint").hidden = false;
    this.input.addEventListener("change", () => this.chosen());
    form.addEventListener("submit", (event) => event.preventDefault());
    this.accept(place);
    addEventListener("beforeunload", (event) => this.done < this.all && event.preventDefault());
  }

  chosen() {
    this.take([...this.input.files]);
    this.input.value = "";
  }

  accept(place) {
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    place.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.form.dataset.over = "yes";
    });
    place.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget || !place.contains(event.relatedTarget)) delete this.form.dataset.over;
    });
    place.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      delete this.form.dataset.over;
      this.take([...event.dataTransfer.files]);
    });
  }

  take(files) {
    for (const file of files) {
      const row = this.row(file);
      this.all += 1;
      this.waiting.push([file, row]);
    }
    this.goOn();
  }

  goOn() {
    this.tell();
    while (this.running < AT_ONCE && this.waiting.length) this.next(...this.waiting.shift());
  }

  async next(file, row) {
    this.running += 1;
    const bar = row.querySelector("progress");
    bar.hidden = false;
    bar.value = 0;
    this.say(row, this.form.dataset.sending);
    const answer = await send(file, {
      address: this.form.action,
      token: this.form.elements.namedItem("csrfmiddlewaretoken").value,
      progress: (share) => {
        bar.value = share * 100;
        if (share === 1) this.say(row, this.form.dataset.reading);
      },
    });
    this.running -= 1;
    this.done += 1;
    bar.hidden = true;
    this.answered(file, row, answer);
    this.goOn();
  }

  answered(file, row, answer) {
    const words = { failed: "failed", login: "login", large: "large", trouble: "refused" };
    row.dataset.status = answer.status;
    this.say(row, HAS_ANSWER.has(answer.status) ? answer.message : this.form.dataset[words[answer.status]]);
    const again = row.querySelector(".answer__again");
    again.hidden = !AGAIN.has(answer.status);
    again.onclick = () => this.again(file, row);
    if (answer.photo) this.show(row, answer);
    if (answer.status === "taken") this.newOne(answer.photo);
    if (answer.photo) this.arrived(answer.photo, answer.near);
  }

  again(file, row) {
    this.done -= 1;
    delete row.dataset.status;
    row.querySelector(".answer__again").hidden = true;
    this.say(row, this.form.dataset.waiting);
    this.waiting.push([file, row]);
    this.goOn();
  }

  show(row, { photo, near }) {
    row.querySelector(".answer__picture").replaceChildren(this.picture(photo));
    const link = row.querySelector(".answer__link");
    link.href = photo.address;
    link.hidden = false;
    const list = row.querySelector(".answer__near");
    list.hidden = !near.length;
    list.replaceChildren(...near.map((other) => this.near(other)));
  }

  near(other) {
    const item = this.form.querySelector("template[data-of=near]").content.cloneNode(true);
    const link = item.querySelector("a");
    link.href = other.address;
    link.textContent = other.caption || other.name;
    const gone = item.querySelector(".small-picture--removed");
    const image = item.querySelector("img");
    if (other.removed) {
      gone.hidden = false;
      image.remove();
    } else {
      gone.remove();
      image.replaceWith(this.picture(other));
    }
    return item;
  }

  picture(photo) {
    const image = new Image(photo.width, photo.height);
    image.src = photo.small;
    image.alt = photo.alt;
    return image;
  }

  newOne(photo) {
    this.fresh.push(photo.id);
    const words = this.form.querySelector(".bring__words");
    if (!words) return;
    words.hidden = false;
    words.querySelector("a").href = `${this.form.dataset.words}?${this.fresh.map((id) => `anh=${id}`).join("&")}`;
  }

  row(file) {
    const row = this.form.querySelector("template[data-of=answer]").content.cloneNode(true).firstElementChild;
    row.querySelector(".answer__name").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    this.say(row, this.form.dataset.waiting);
    this.list.append(row);
    return row;
  }

  say(row, words) {
    row.querySelector(".answer__message").textContent = words;
  }

  tell() {
    const words = this.form.querySelector("template[data-of=so-far]").content.textContent;
    const told = words.replace("{done}", this.done).replace("{all}", this.all);
    this.form.querySelector(".bring__so-far").textContent = this.all ? told : "";
  }
}
