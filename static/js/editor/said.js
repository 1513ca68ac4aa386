// What the editor says, in the page's language, and the addresses it asks: both stand in desk/articles/_editor.html.
const place = document.getElementById("editor-words");
const words = new Map();
for (const one of place?.content.children ?? []) words.set(one.dataset.name, one.textContent.trim());

export const addresses = place?.dataset ?? {};

/** A sentence by its name, with `{…}` filled in. */
export function said(name, given = {}) {
  const sentence = words.get(name) ?? name;
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => given[key] ?? whole);
}

export const pictureAddress = (id) => addresses.photo.replace(/\/1\//, `/${id}/`);

export function escaped(text) {
  const given = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (letter) => given[letter]);
}

/** An element with these properties and children; what is no property is an attribute. */
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/** Promises the server's JSON, with `ok`; an error it named or the network made stands under `error`. */
export async function ask(address, { post = null, patience = 15_000 } = {}) {
  const headers = { Accept: "application/json", ...(post ? {} : { "X-Background": "1" }) };
  const body = post ? new URLSearchParams({ csrfmiddlewaretoken: token(), ...post }) : undefined;
  try {
    const options = { method: post ? "POST" : "GET", headers, body, signal: AbortSignal.timeout(patience) };
    const answer = await fetch(address, options);
    if (answer.status === 401) return { ok: false, error: said("login") };
    const told = await answer.json().catch(() => ({}));
    return answer.ok ? { ...told, ok: true } : { ok: false, error: told.error ?? said("failed") };
  } catch {
    return { ok: false, error: said("failed") };
  }
}

/** What the editor's own Vietnamese leaves in English, or says otherwise than the desk. */
export function inOurWords(lang) {
  Object.assign(lang.format, { tag_p: said("format-p"), tag_h2: said("format-h2"), tag_h3: said("format-h3") });
  lang.link.displayText = said("link-words");
}
