// What is pasted or dropped. Pictures go into the library, text from word processors to the server, which leaves of it
// what an article holds; nothing of another site is shown or fetched. What is cut and copied inside the text is not
// touched here.
import { link } from "./article-links.js";
import { notice } from "./notice.js";
import { offer } from "./old-encodings.js";
import { hereIn, insert, keep, topOf } from "./places.js";
import { addresses, ask, said } from "./said.js";
import { figure, pictureOf } from "./shape.js";
import { takeFiles, taken } from "./uploads.js";

const ARTICLE = /^\/[-\w]+\/\d+\/[^/]*-\d{1,18}\.html$/;
// Private characters that stand for a picture while its text is at the server.
const [OPEN, SHUT] = ["\ue000", "\ue001"];
const A_PICTURE = new RegExp(`${OPEN}(\\d+)${SHUT}`, "g");
const PATIENCE = 10_000;

export function pasting(editor) {
  editor.on("paste", (event) => pasted(editor, event), null, null, -1);
  editor.on("contentDom", () => {
    const root = editor.editable().$;
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    root.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault(), { capture: true });
    root.addEventListener("drop", (event) => carriesFiles(event) && dropped(editor, event), { capture: true });
  });
}

function dropped(editor, event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (editor.readOnly) return;
  const point = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const node = point?.offsetNode ?? document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startContainer;
  const here = node && topOf(new CKEDITOR.dom.node(node), editor.editable());
  takeFiles(editor, [...event.dataTransfer.files], here ?? hereIn(editor));
}

function pasted(editor, event) {
  const { dataTransfer: carried, type, ours } = event.data;
  if (ours || type === "text" || carried?.getTransferType(editor) !== CKEDITOR.DATA_TRANSFER_EXTERNAL) return;
  const html = carried.getData("text/html", true) ?? "";
  // An object of a text of ours, which the clipboard does not name as such.
  if (/data-cke-(?:widget|copybin)/.test(html)) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  const files = Array.from({ length: carried.getFilesCount() }, (_, place) => carried.getFile(place)).filter(Boolean);
  const isText = Boolean(page.body.textContent.trim());
  const own = isText || files.length ? "" : ownPath(carried.getData("text/plain", true)?.trim() ?? "");
  if (own) {
    event.cancel();
    link(editor, { path: own, title: carried.getData("text/plain", true).trim() });
  } else if (files.length && !isText) {
    event.cancel();
    takeFiles(editor, files, hereIn(editor));
  } else if (html && (isText || page.querySelector("img"))) {
    event.cancel();
    const again = { type, dataValue: event.data.dataValue, method: event.data.method, dataTransfer: carried };
    pasteText(editor, page, carried.getData("text/rtf", true) ?? "", again);
  }
}

/** Through the server; where that does not answer, through the editor's own filter, and the gate when it is saved. */
async function pasteText(editor, page, rtf, again) {
  const back = keep(editor);
  const pictures = await picturesIn(page, rtf);
  if (pictures.elsewhere) notice(editor, said("elsewhere", { count: pictures.elsewhere }), { trouble: true });
  const answer = await ask(addresses.paste, { post: { html: page.documentElement.outerHTML }, patience: PATIENCE });
  if (!answer.ok) {
    notice(editor, said("paste-failed", { why: answer.error }), { trouble: true });
    back();
    editor.fire("paste", { ...again, ours: true });
    return;
  }
  const decode = answer.found && (await offer(answer.found, answer.html)) === "decode";
  const photos = [];
  for (const file of pictures.files) photos.push(file && (await taken(editor, file)));
  back();
  put(editor, decode ? answer.found.decoded_html : answer.html, photos);
}

// ── Pictures inside the text ─────────────────────────────────────────────────
/** Takes the pictures out of the page and leaves a mark where each stood: {files, elsewhere}. */
async function picturesIn(page, rtf) {
  const images = [...page.querySelectorAll("img")];
  const local = images.filter((image) => image.getAttribute("src")?.startsWith("file:"));
  const fromWord = local.length ? await picturesOfWord(rtf, local.length) : [];
  const files = [];
  let elsewhere = 0;
  for (const image of images) {
    const address = image.getAttribute("src") ?? "";
    const data = address.startsWith("data:image/") ? address : fromWord[local.indexOf(image)];
    const file = data && fileOf(data, files.length + 1);
    if (file) image.replaceWith(page.createTextNode(`${OPEN}${files.push(file) - 1}${SHUT}`));
    else {
      elsewhere += isTracker(image) ? 0 : 1;
      image.remove();
    }
  }
  return { files, elsewhere };
}

const isTracker = (image) => Number(image.getAttribute("width")) === 1 || Number(image.getAttribute("height")) === 1;

function fileOf(address, place) {
  const [, type, data] = /^data:(image\/[\w.+-]+);base64,(.*)$/s.exec(address) ?? [];
  if (!data) return null;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    return new File([bytes], `${said("pasted-name")}-${place}.${type.slice(6).replace("jpeg", "jpg")}`, { type });
  } catch {
    return null;
  }
}

/** Word names its pictures by files of its own machine; the pictures themselves are in the other form it pastes. */
async function picturesOfWord(rtf, count) {
  if (!rtf) return [];
  const folder = CKEDITOR.plugins.getPath("pastetools") || `${CKEDITOR.basePath}plugins/pastetools/`;
  const files = ["common", "image"].map((name) => CKEDITOR.getUrl(`${folder}filter/${name}.js`));
  await new Promise((resolve) => CKEDITOR.scriptLoader.load(files, resolve));
  const { extractFromRtf, createSrcWithBase64 } = CKEDITOR.pasteFilters?.image ?? {};
  const found = extractFromRtf?.(rtf) ?? [];
  return found.length === count ? found.map((one) => (one.hex ? createSrcWithBase64(one) : null)) : [];
}

// ── Into the text ────────────────────────────────────────────────────────────
function put(editor, html, photos) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const anchor of page.querySelectorAll("a[href]")) {
    const own = ownPath(anchor.getAttribute("href"));
    if (own) anchor.setAttribute("href", own);
  }
  const { body } = page;
  const path = editor.elementPath();
  const atTop = path?.blockLimit?.equals(editor.editable()) && !path.contains(["ul", "ol", "table", "blockquote"]);
  const apart = [];
  for (const block of [...body.childNodes]) settle(page, block, photos, atTop ? null : apart);
  const here = hereIn(editor);
  if (body.textContent.trim() || body.querySelector("figure")) editor.insertHtml(inlineOf(body));
  let last = here;
  for (const markup of apart) last = insert(editor, markup, last)?.wrapper ?? last;
  editor.fire("saveSnapshot");
}

/** A block's pictures stand behind it; its marks go, and so does a block that held nothing else. */
function settle(page, block, photos, apart) {
  const marks = [...block.textContent.matchAll(A_PICTURE)].map((found) => photos[Number(found[1])]);
  if (!block.textContent.includes(OPEN)) return;
  const walker = page.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() ?? (block.nodeType === Node.TEXT_NODE ? block : null); node; node = walker.nextNode()) {
    node.data = node.data.replace(A_PICTURE, "");
  }
  const figures = marks.filter(Boolean).map((photo) => figure(pictureOf(photo)));
  if (apart) apart.push(...figures);
  else {
    const made = new DOMParser().parseFromString(figures.join(""), "text/html");
    block.after(...made.body.childNodes);
  }
  if (!block.textContent.trim()) block.remove();
}

/** One paragraph alone is words for the paragraph in which the caret is. */
function inlineOf(body) {
  const [only] = body.children;
  return body.childNodes.length === 1 && only?.tagName === "P" ? only.innerHTML : body.innerHTML;
}

/** The path of an article of ours, of whichever address it was copied from; "" of anything else. */
function ownPath(address) {
  if (!/^(?:https?:\/\/\S+|\/\S+)$/.test(address)) return "";
  try {
    const given = new URL(address, location.origin);
    return given.origin === location.origin && ARTICLE.test(given.pathname) ? given.pathname : "";
  } catch {
    return "";
  }
}
