// The objects of a body in the editor: each shows what it stands for, has its caption edited in place, and is written
// back in the stored form. What is around the caption here (the picture, the buttons) is never part of the text.
import { captionOf, figure, gallery, named } from "./shape.js";
import { escaped, pictureAddress, said } from "./said.js";

const INLINE = "strong em b i u sub sup br; a[!href,title]";
const IN_BOXES =
  "p h2 h3 ul ol li blockquote table thead tbody tr hr strong em b i u sub sup br; th[colspan,rowspan,scope]; td[colspan,rowspan]; a[!href,title]";
const KINDS = ["photo", "gallery", "embed", "file", "box"];

export const isOurs = (widget) => KINDS.includes(widget?.name);

export function widgets(editor) {
  const add = (name, { upcast, init, downcast }) =>
    editor.widgets.add(name, { upcast, init: begun(init), downcast, pathName: said(name), template: "<p></p>" });
  const captioned = {
    init() {
      this.initEditable("caption", { selector: "figcaption", allowedContent: INLINE });
    },
    downcast(element) {
      return parsed(figure({ ...named(element.attributes), caption: captionIn(this, "caption") }));
    },
  };
  add("photo", { ...captioned, upcast: (element) => isFigure(element, "photo") && dress(element, photoFace) });
  add("embed", { ...captioned, upcast: (element) => isFigure(element, "embed") && dress(element, embedFace) });
  add("file", { ...captioned, upcast: (element) => isFigure(element, "file") && dress(element, fileFace) });
  add("gallery", {
    upcast: (element) => element.name === "div" && "data-gallery" in element.attributes && dressGallery(element),
    init() {
      for (const place of placesIn(this)) {
        const selector = `[data-place="${place}"] > figcaption`;
        this.initEditable(`caption${place}`, { selector, allowedContent: INLINE });
      }
    },
    downcast() {
      return parsed(gallery(this.element.getAttribute("data-gallery"), picturesIn(this)));
    },
  });
  add("box", {
    upcast: (element) => element.name === "aside" && dressBox(element),
    init() {
      this.initEditable("words", { selector: ".object__words", allowedContent: IN_BOXES });
    },
    downcast() {
      return parsed(`<aside>${this.editables.words.getData()}</aside>`);
    },
  });
}

/** Enter and a double click ask for a dialog; ours are in objects.js. */
function begun(init) {
  return function begin() {
    init.call(this);
    // Not a landmark each: a text may have fifty.
    this.on("ready", () => this.wrapper.setAttribute("role", "group"));
    this.on("edit", (event) => {
      event.cancel();
      this.editor.fire("newsroomEdit", this);
    });
  };
}

// ── What stands in a widget ──────────────────────────────────────────────────
/** A single object: {photo, file, embed, credit, alt, caption}. */
export function thingIn(widget) {
  return { ...named(attributesOf(widget.element.$)), caption: captionIn(widget, "caption") };
}

/** The pictures of a gallery, in their order. */
export function picturesIn(widget) {
  const figures = [...widget.element.$.querySelectorAll("[data-place]")];
  return figures.map((one) => ({
    ...named(attributesOf(one)),
    caption: captionIn(widget, `caption${one.dataset.place}`),
  }));
}

const placesIn = (widget) => [...widget.element.$.querySelectorAll("[data-place]")].map((one) => one.dataset.place);

const captionIn = (widget, name) => captionOf(widget.editables[name]?.getData() ?? "");

const attributesOf = (element) => Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));

// ── From the stored form to what is seen ─────────────────────────────────────
function kindOf(attributes) {
  if (attributes["data-embed"]) return "embed";
  if (attributes["data-file"]) return "file";
  return attributes["data-photo"] ? "photo" : "";
}

const isFigure = (element, kind) => element.name === "figure" && kindOf(element.attributes) === kind;

/** The tree of markup, and of one element the element. */
const parsed = (html) => CKEDITOR.htmlParser.fragment.fromHtml(html).children[0];

function dress(element, face) {
  const caption = element.children.find((child) => child.name === "figcaption");
  const kind = kindOf(element.attributes);
  element.children.length = 0;
  element.attributes.class = `object object--${kind}`;
  put(element, tools(kind) + face(element.attributes));
  element.add(caption ?? new CKEDITOR.htmlParser.element("figcaption"));
  element.children.at(-1).attributes["data-empty"] = said("caption");
  const told = saidOf(element.attributes);
  if (told) put(element, told);
  return element;
}

function put(element, html) {
  const made = CKEDITOR.htmlParser.fragment.fromHtml(html);
  while (made.children.length) {
    const child = made.children[0];
    child.remove();
    element.add(child);
  }
}

function dressGallery(element) {
  const figures = element.children.filter((child) => child.name === "figure");
  element.children.length = 0;
  element.attributes.class = `object object--gallery object--${element.attributes["data-gallery"]}`;
  const kind = element.attributes["data-gallery"] === "story" ? "story" : "grid";
  put(element, tools("gallery") + `<p class="object__name">${escaped(said(kind))}</p>`);
  figures.forEach((one, place) => {
    dress(one, photoFace);
    one.attributes["data-place"] = place;
    element.add(one);
  });
  return element;
}

function dressBox(element) {
  const words = new CKEDITOR.htmlParser.element("div", { class: "object__words" });
  while (element.children.length) {
    const child = element.children[0];
    child.remove();
    words.add(child);
  }
  element.attributes.class = "object object--box";
  put(element, tools("box"));
  element.add(words);
  return element;
}

// ── Faces ────────────────────────────────────────────────────────────────────
const photoFace = (given) =>
  `<img class="object__picture" src="${pictureAddress(given["data-photo"])}" alt="${escaped(given["data-alt"] ?? "")}" />`;

function embedFace(given) {
  const poster = given["data-photo"] ? photoFace(given) : "";
  return `${poster}<p class="object__name">${escaped(said("embed"))}: <span>${escaped(given["data-embed"])}</span></p>`;
}

function fileFace(given) {
  const poster = given["data-photo"] ? photoFace(given) : "";
  return `${poster}<p class="object__name">${escaped(said("file"))} #${given["data-file"]}</p>`;
}

/** What readers see or hear beside the caption, and what is missing. */
function saidOf(given) {
  if (kindOf(given) !== "photo") return "";
  const credit = given["data-credit"] ? `${escaped(said("credit"))}: ${escaped(given["data-credit"])}` : escaped(said("no-credit"));
  const alt = given["data-alt"] ? "" : ` · ${escaped(said("no-alt"))}`;
  return `<p class="object__said">${credit}${alt}</p>`;
}

const ACTS = {
  photo: ["edit", "up", "down", "delete"],
  embed: ["edit", "up", "down", "delete"],
  file: ["edit", "up", "down", "delete"],
  box: ["up", "down", "delete"],
  gallery: ["add", "kind", "up", "down", "delete"],
};
const SIGNS = { up: "↑", down: "↓", delete: "✕" };

function tools(kind) {
  const buttons = ACTS[kind].map((act) => {
    const name = escaped(said(`do-${act}`));
    return `<button type="button" data-do="${act}" title="${name}" aria-label="${name}">${SIGNS[act] ?? name}</button>`;
  });
  return `<span class="object__tools">${buttons.join("")}</span>`;
}
