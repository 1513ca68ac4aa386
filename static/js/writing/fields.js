// What stands in the writing form, read and put back. The form's own machinery (tokens, stamps, the counters of
// the picture rows, files, the row that new rows are copied from) is no word of anybody's.
const MACHINERY = /^(csrfmiddlewaretoken|seen|form_key|continues|edition)$|__prefix__|_FORMS$/;
const PICTURE = /^photos-(\d+)-(\w+)$/;
const PICTURE_WORDS = ["caption", "credit", "alt", "kept"];

const editors = () => Object.values(window.CKEDITOR?.instances ?? {}).filter((one) => one.status === "ready");

export const editorOf = (field) => window.CKEDITOR?.instances?.[field?.id];

function everything(form) {
  for (const editor of editors()) editor.updateElement();
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.includes("__prefix__"));
}

/** The words by the names of their fields. */
export const words = (form) => Object.fromEntries(everything(form).filter(([name]) => !MACHINERY.test(name)));

/** All that is sent of the form without its files. */
export function parcel(form) {
  const data = new FormData();
  for (const [name, value] of everything(form)) data.append(name, value);
  return data;
}

/** Who sends, and of which article: all that is sent without a word of it. */
export function card(form) {
  const data = new FormData();
  for (const [name, value] of everything(form)) if (MACHINERY.test(name)) data.append(name, value);
  return data;
}

export function same(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** Puts words back where they stood; pictures' words to the picture they belong to, or into a row of their own. */
export function fill(form, kept) {
  const rows = new Map();
  for (const [name, value] of Object.entries(kept)) {
    const picture = PICTURE.exec(name);
    if (!picture) put(form.elements.namedItem(name), value);
    else rows.set(picture[1], { ...rows.get(picture[1]), [picture[2]]: value });
  }
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    if (!PICTURE.test(box.name) && !box.name.includes("__prefix__")) box.checked = box.name in kept;
  }
  for (const row of rows.values()) fillPicture(form, row);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function put(field, value) {
  if (!field || field.length === 0 || !("value" in field)) return;
  field.value = value;
  editorOf(field)?.setData(value);
}

function fillPicture(form, row) {
  const says = PICTURE_WORDS.some((word) => row[word]);
  const place = placeOf(form, row.id) ?? (says ? emptyPlace(form) ?? addedPlace(form) : null);
  if (place === null) return;
  for (const [word, value] of Object.entries(row)) {
    const field = form.elements.namedItem(`photos-${place}-${word}`);
    if (field && word !== "id" && word !== "edition" && field.type !== "checkbox") put(field, value);
  }
  const gone = form.elements.namedItem(`photos-${place}-DELETE`);
  if (gone) gone.checked = "DELETE" in row;
}

function places(form) {
  const captions = [...form.querySelectorAll("[name^=photos-][name$=-caption]")];
  return captions.map((field) => PICTURE.exec(field.name)?.[1]).filter(Boolean);
}

function placeOf(form, id) {
  return id ? places(form).find((place) => form.elements.namedItem(`photos-${place}-id`)?.value === id) : undefined;
}

function emptyPlace(form) {
  const value = (place, word) => form.elements.namedItem(`photos-${place}-${word}`)?.value;
  return places(form).find((place) => !["id", ...PICTURE_WORDS].some((word) => value(place, word)));
}

function addedPlace(form) {
  const before = places(form).length;
  form.querySelector(".add-row a")?.click();
  const now = places(form);
  return now.length > before ? now.at(-1) : null;
}
