// The buttons that put a picture, a gallery, an embed, a file or a box into the text, and those on what stands there.
import { addresses, ask, escaped, make, said } from "./said.js";
import { form, open, row } from "./dialogs.js";
import { hereIn, insert, move, remove, replace, roomBehind, topOf } from "./places.js";
import { figure, gallery, pictureOf } from "./shape.js";
import { isOurs, picturesIn, thingIn } from "./widgets.js";

const HAS_PICTURES = () => Boolean(window.chonAnh ?? document.getElementById("photo-picker"));
const HAS_FILES = () => Boolean(window.chonTep ?? document.getElementById("file-picker"));

export function objects(editor) {
  if (HAS_PICTURES()) {
    button(editor, "Photo", "add-photo", () => addPhoto(editor));
    button(editor, "Gallery", "add-gallery", () => addGallery(editor));
  }
  button(editor, "Embed", "add-embed", () => addEmbed(editor));
  button(editor, "Box", "add-box", () => addBox(editor));
  if (HAS_FILES()) button(editor, "File", "add-file", () => addFile(editor));
  editor.on("contentDom", () => listen(editor));
  editor.on("dataReady", () => lastLine(editor));
  editor.on("newsroomEdit", ({ data: widget }) => !editor.readOnly && edited(editor, widget));
  editor.on("key", (event) => pressed(editor, event), null, null, 1);
}

/** A button of the toolbar and its command; `act` may take its time. */
export function button(editor, name, words, act) {
  const command = `newsroom${name}`;
  editor.addCommand(command, { exec: () => void act(), async: true, canUndo: false, readOnly: 0 });
  editor.ui.addButton(name, { label: said(words), command });
}

// ── Into the text ────────────────────────────────────────────────────────────
async function addPhoto(editor) {
  const here = hereIn(editor);
  const [photo] = await window.chonAnh({ multiple: false });
  if (photo) insert(editor, figure(pictureOf(photo)), here);
  else editor.focus();
}

async function addGallery(editor) {
  const here = hereIn(editor);
  const photos = await window.chonAnh({ multiple: true });
  if (!photos.length) return editor.focus();
  const kind = await open(said("add-gallery"), (done) => kindsOf("grid", done));
  return kind ? insert(editor, gallery(kind, photos.map(pictureOf)), here) : editor.focus();
}

/** Two buttons, each with what it makes of the pictures. */
function kindsOf(now, done) {
  return ["grid", "story"].map((kind) => {
    const one = make("button", { type: "button", className: "editor-dialog__choice" });
    one.append(make("b", { textContent: said(kind) }), make("span", { textContent: said(`${kind}-is`) }));
    if (kind === now) one.dataset.first = "yes";
    one.addEventListener("click", () => done(kind));
    return one;
  });
}

async function addFile(editor) {
  const here = hereIn(editor);
  const file = await window.chonTep();
  if (file) insert(editor, figure({ file: file.id, caption: escaped(file.title) }), here);
  else editor.focus();
}

function addBox(editor) {
  const widget = insert(editor, `<aside><h2>${escaped(said("box-title"))}</h2><p>${escaped(said("box-words"))}</p></aside>`, hereIn(editor));
  const range = editor.createRange();
  range.selectNodeContents(widget.editables.words.findOne("h2"));
  widget.editables.words.focus();
  range.select();
}

async function addEmbed(editor) {
  const here = hereIn(editor);
  const thing = await embedDialog({ embed: "", caption: "" });
  if (thing) insert(editor, figure(thing), here);
}

// ── Dialogs of one object ────────────────────────────────────────────────────
async function embedDialog(thing) {
  return open(said("add-embed"), (done) => {
    const address = make("input", { type: "url", value: thing.embed, autocomplete: "off", "data-first": "yes" });
    const words = captionField(thing.caption);
    const poster = posterField(thing.photo);
    const rows = [row(said("embed-address"), address, said("embed-help")), row(said("caption-below"), words.field), ...poster.parts];
    const take = async (trouble) => {
      const answer = await ask(`${addresses.embed}?${new URLSearchParams({ "dia-chi": address.value.trim() })}`);
      if (!answer.ok) {
        address.setAttribute("aria-invalid", "true");
        address.focus();
        return trouble(answer.error);
      }
      return done({ embed: answer.address, photo: poster.photo(), caption: words.html() });
    };
    return [form(rows, said("take"), take)];
  });
}

/** The picture in the place of what is embedded, until a reader asks for it. */
function posterField(photo) {
  if (!window.chonAnh) return { parts: [], photo: () => photo };
  let chosen = photo;
  const name = make("span", { role: "status" });
  const pick = make("button", { type: "button", className: "desk-button", textContent: said("poster") });
  const none = make("button", { type: "button", className: "desk-button", textContent: said("no-poster") });
  const tell = () => {
    name.textContent = chosen ? said("poster-is", { number: chosen }) : "";
    none.hidden = !chosen;
  };
  pick.addEventListener("click", async () => {
    const [one] = await window.chonAnh({ multiple: false });
    chosen = one?.id ?? chosen;
    tell();
    pick.focus();
  });
  none.addEventListener("click", () => {
    chosen = undefined;
    tell();
    pick.focus();
  });
  tell();
  return { parts: [make("p", { className: "editor-dialog__row" }, pick, none, name)], photo: () => chosen };
}

/** A caption as lines of text; what was not touched keeps its links and its bold words. */
function captionField(html) {
  const bare = make("div");
  bare.innerHTML = new DOMParser().parseFromString(html.replace(/<br ?\/?>/g, "\n"), "text/html").body.innerHTML;
  const before = bare.textContent;
  const field = make("textarea", { rows: 3, value: before });
  const now = () => escaped(field.value.trim()).replace(/\s*\n\s*/g, "<br>");
  return { field, html: () => (field.value === before ? html : now()) };
}

/** Caption of a file, and what a film shows until it is played. */
function fileDialog(thing) {
  return open(said("file"), (done) => {
    const words = captionField(thing.caption);
    const poster = posterField(thing.photo);
    words.field.dataset.first = "yes";
    const take = () => done({ file: thing.file, photo: poster.photo(), caption: words.html() });
    return [form([row(said("caption-below"), words.field), ...poster.parts], said("take"), take)];
  });
}

/** Caption, credit and alternative text of a picture in this use of it. */
function wordsDialog(thing) {
  return open(said("photo-words"), (done) => {
    const words = captionField(thing.caption);
    const credit = make("input", { type: "text", value: thing.credit ?? "", maxLength: 150 });
    const alt = make("input", { type: "text", value: thing.alt ?? "", maxLength: 300 });
    words.field.dataset.first = "yes";
    const rows = [row(said("caption"), words.field), row(said("credit"), credit), row(said("alt"), alt, said("alt-help"))];
    const take = () => done({ ...thing, caption: words.html(), credit: credit.value.trim(), alt: alt.value.trim() });
    return [form(rows, said("take"), take)];
  });
}

const DIALOGS = { photo: wordsDialog, embed: embedDialog, file: fileDialog };

// ── On what stands in the text ───────────────────────────────────────────────
const ACTS = {
  up: (editor, widget) => move(editor, widget, -1),
  down: (editor, widget) => move(editor, widget, 1),
  delete: remove,
  edit: async (editor, widget) => {
    const thing = thingIn(widget);
    const changed = await DIALOGS[widget.name](thing);
    if (changed) replace(editor, widget, figure(changed));
  },
  kind: async (editor, widget) => {
    const now = widget.element.getAttribute("data-gallery");
    const kind = await open(said("do-kind"), (done) => kindsOf(now, done));
    if (kind && kind !== now) replace(editor, widget, gallery(kind, picturesIn(widget)));
  },
  add: async (editor, widget) => {
    const photos = await window.chonAnh({ multiple: true });
    if (photos.length) redone(editor, widget, [...picturesIn(widget), ...photos.map(pictureOf)]);
  },
};

/** What is done to one picture of a gallery. */
const IN_A_GALLERY = {
  up: (pictures, place) => swapped(pictures, place, place - 1),
  down: (pictures, place) => swapped(pictures, place, place + 1),
  delete: (pictures, place) => pictures.filter((_, other) => other !== place),
  edit: async (pictures, place) => {
    const changed = await wordsDialog(pictures[place]);
    return changed && pictures.map((one, other) => (other === place ? changed : one));
  },
};

function swapped(pictures, one, other) {
  if (!pictures[other]) return null;
  const order = [...pictures];
  [order[one], order[other]] = [order[other], order[one]];
  return order;
}

function redone(editor, widget, pictures) {
  if (!pictures.length) return remove(editor, widget);
  return replace(editor, widget, gallery(widget.element.getAttribute("data-gallery"), pictures));
}

function listen(editor) {
  const root = editor.editable();
  root.attachListener(root, "click", ({ data }) => {
    const pressed = data.$.target.closest?.("[data-do]");
    if (!pressed || editor.readOnly) return;
    data.preventDefault();
    const widget = editor.widgets.getByElement(new CKEDITOR.dom.element(pressed));
    if (widget) act(editor, widget, pressed.dataset.do, pressed.closest("[data-place]"));
  });
  // What was removed, or is not there, is said in its place.
  root.$.addEventListener("error", ({ target }) => missing(target), { capture: true });
  root.attachListener(root, "dblclick", ({ data }) => {
    const widget = editor.widgets.getByElement(data.getTarget());
    const picture = data.$.target.closest?.(".object__picture")?.closest("[data-place]");
    if (picture && isOurs(widget) && !editor.readOnly) act(editor, widget, "edit", picture);
  });
}

async function act(editor, widget, name, picture) {
  if (!picture) return ACTS[name]?.(editor, widget);
  const order = await IN_A_GALLERY[name](picturesIn(widget), [...widget.element.$.querySelectorAll("[data-place]")].indexOf(picture));
  return order ? redone(editor, widget, order) : undefined;
}

function missing(image) {
  if (!image.matches?.(".object__picture")) return;
  image.hidden = true;
  if (!image.nextElementSibling?.matches(".object__missing")) {
    image.after(make("span", { className: "object__missing", textContent: said("missing") }));
  }
}

const UP = 38;
const DOWN = 40;

/** An object that has the focus is moved by Alt and an arrow. */
function pressed(editor, event) {
  const widget = editor.widgets.focused;
  if (!isOurs(widget) || editor.readOnly) return;
  const code = event.data.keyCode;
  if (code === CKEDITOR.ALT + UP || code === CKEDITOR.ALT + DOWN) {
    event.cancel();
    move(editor, widget, code === CKEDITOR.ALT + UP ? -1 : 1);
  }
}

/** Enter opens the words of an object, or goes into its caption. */
function edited(editor, widget) {
  if (widget.name in DIALOGS) ACTS.edit(editor, widget);
  else Object.values(widget.editables)[0]?.focus();
}

/** Where the text ends with an object there is a line to go on writing in. */
function lastLine(editor) {
  const last = editor.editable().getLast();
  const widget = last && editor.widgets.getByElement(last, true);
  if (isOurs(widget) && topOf(widget.wrapper, editor.editable())) roomBehind(editor, widget.wrapper);
}
