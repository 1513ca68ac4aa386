// The pictures of a gallery, large and one after the other: by keys, by buttons, by a swipe. Without script each
// picture leads to its large file, and all captions stand beside them anyway.
const SWIPE = 40;

class Lightbox {
  constructor(gallery) {
    this.say = gallery.dataset;
    this.whole = gallery.classList.contains("gallery--story");
    this.doors = [...gallery.querySelectorAll(".gallery__door")];
    for (const [place, door] of this.doors.entries()) {
      door.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        this.open(place);
      });
    }
  }

  build() {
    this.dialog = make("dialog", "lightbox");
    this.dialog.setAttribute("aria-label", this.say.title);
    this.count = make("p", "lightbox__count");
    this.count.setAttribute("role", "status");
    this.picture = make("div", "lightbox__picture");
    this.words = make("div", "lightbox__words");
    // Long captions are scrolled by keys too.
    this.words.tabIndex = 0;
    this.words.setAttribute("role", "group");
    this.words.setAttribute("aria-label", this.say.title);
    const close = this.button("×", this.say.close, () => this.dialog.close());
    const head = make("div", "lightbox__bar");
    head.append(this.count, close);
    const foot = make("div", "lightbox__foot");
    const ways = make("div", "lightbox__bar");
    ways.append(
      this.button("‹", this.say.previous, () => this.step(-1)),
      this.button("›", this.say.next, () => this.step(1)),
    );
    foot.append(this.words, ways);
    this.dialog.append(head, this.picture, foot);
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => this.left());
    this.dialog.addEventListener("pointerdown", (event) => (this.from = event.isPrimary ? event.clientX : null));
    this.dialog.addEventListener("pointerup", (event) => this.swiped(event));
    document.body.append(this.dialog);
    addEventListener("popstate", () => this.wentBack());
  }

  button(sign, name, act) {
    const button = make("button", "");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    return button;
  }

  open(place) {
    if (!this.dialog) this.build();
    this.show(place);
    this.dialog.showModal();
    // On a telephone people go back from a large picture: to the article, and to the place in it that was read.
    history.scrollRestoration = "manual";
    history.pushState({ lightbox: true }, "");
    this.entered = true;
  }

  wentBack() {
    history.scrollRestoration = "auto";
    this.entered = false;
    if (this.dialog.open) this.dialog.close();
  }

  show(place) {
    this.place = (place + this.doors.length) % this.doors.length;
    const door = this.doors[this.place];
    const large = door.querySelector("picture").cloneNode(true);
    const image = large.querySelector("img");
    image.removeAttribute("loading");
    if (this.whole) {
      for (const one of large.querySelectorAll("[sizes]")) one.sizes = "100vw";
    } else {
      // The page shows a crop; what is large is the picture itself.
      for (const source of large.querySelectorAll("source")) source.remove();
      for (const name of ["srcset", "sizes", "width", "height"]) image.removeAttribute(name);
      image.src = door.href;
    }
    this.picture.replaceChildren(large);
    const caption = door.closest("figure").querySelector("figcaption");
    this.words.replaceChildren(...(caption ? [...caption.cloneNode(true).childNodes] : []));
    this.words.hidden = !caption;
    this.count.textContent = `${this.place + 1}/${this.doors.length}`;
  }

  step(by) {
    this.show(this.place + by);
  }

  key(event) {
    const acts = {
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      Home: () => this.show(0),
      End: () => this.show(this.doors.length - 1),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  swiped(event) {
    if (this.from === null || event.pointerType === "mouse") return;
    const across = event.clientX - this.from;
    this.from = null;
    if (Math.abs(across) > SWIPE) this.step(across < 0 ? 1 : -1);
  }

  /** Back to the picture that was looked at last. */
  left() {
    this.doors[this.place].focus();
    // Closed by its button or by a key: going back from the article must not need two steps.
    if (this.entered) history.back();
  }
}

function make(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}

for (const gallery of document.querySelectorAll("[data-behaviour~=gallery]")) new Lightbox(gallery);
