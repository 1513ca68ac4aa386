// Words of the years before Unicode: a person says which encoding it is, and sees both before anything is changed.
import { button } from "./objects.js";
import { open } from "./dialogs.js";
import { notice } from "./notice.js";
import { addresses, ask, make, said } from "./said.js";
import { keep } from "./places.js";

const ENCODINGS = ["tcvn3", "tcvn3-hoa", "vni"];

export function oldEncodings(editor) {
  button(editor, "Decode", "decode", () => decode(editor));
}

async function decode(editor) {
  const chosen = editor.getSelectedHtml(true);
  if (!chosen || !chosen.replace(/<[^>]*>|&nbsp;|\s/g, "")) return notice(editor, said("decode-nothing"), { trouble: true });
  if (/data-cke-widget|class="object/.test(chosen)) return notice(editor, said("decode-objects"), { trouble: true });
  const back = keep(editor);
  const html = await open(said("decode"), (done) => preview(chosen, done));
  back();
  if (html !== null) insertAsItWas(editor, html);
  return undefined;
}

function insertAsItWas(editor, html) {
  editor.fire("saveSnapshot");
  editor.insertHtml(html);
  editor.fire("saveSnapshot");
}

/** Which encoding, the text as it is and as it would be, and a button that puts it in. */
function preview(chosen, done) {
  let made = null;
  const after = box();
  const trouble = make("p", { className: "editor-dialog__trouble", role: "alert" });
  const take = make("button", { type: "button", className: "desk-button desk-button--main", textContent: said("decode-take"), disabled: true });
  const look = async (encoding) => {
    const answer = await ask(addresses.decode, { post: { html: chosen, encoding } });
    made = answer.ok ? answer.html : null;
    trouble.textContent = answer.ok ? "" : answer.error;
    take.disabled = made === null;
    show(after, made ?? "");
  };
  take.addEventListener("click", () => done(made));
  const before = box();
  show(before, chosen);
  return [choices(look), sides([said("decode-before"), before], [said("decode-after"), after]), trouble, make("p", {}, take)];
}

function choices(look) {
  const whole = make("fieldset", { className: "editor-dialog__choices" }, make("legend", { textContent: said("decode-which") }));
  ENCODINGS.forEach((encoding, place) => {
    const radio = make("input", { type: "radio", name: "encoding", value: encoding });
    if (place === 0) radio.dataset.first = "yes";
    radio.addEventListener("change", () => look(encoding));
    whole.append(make("label", {}, radio, ` ${said(encoding)}`));
  });
  return whole;
}

const box = () => make("div", { className: "editor-dialog__words", tabIndex: 0 });

/** Both texts beside each other, each under its name. */
export function sides(...both) {
  const columns = both.map(([name, words]) => {
    words.setAttribute("role", "group");
    words.setAttribute("aria-label", name);
    return make("div", {}, make("h3", { textContent: name }), words);
  });
  return make("div", { className: "editor-dialog__sides" }, ...columns);
}

/** Words of markup, a line per block: nothing of it is run or fetched. */
export function show(place, html) {
  const lines = new DOMParser().parseFromString(html.replace(/<\/(?:p|h\d|li|tr|td|th|blockquote)>|<br ?\/?>/g, "$&\n"), "text/html");
  place.textContent = lines.body.textContent.trim();
}

/** Where a paste came in an old font: which of the two goes in. Promises "keep", "decode" or null. */
export function offer(found, before) {
  return open(said("found-old"), (done) => {
    const [was, is] = [box(), box()];
    show(was, before);
    show(is, found.decoded_html);
    const why = make("p", { textContent: said("found-old-why", { font: found.font }) });
    const keepIt = make("button", { type: "button", className: "desk-button", textContent: said("found-old-keep") });
    const take = make("button", { type: "button", className: "desk-button desk-button--main", textContent: said("found-old-take"), "data-first": "yes" });
    keepIt.addEventListener("click", () => done("keep"));
    take.addEventListener("click", () => done("decode"));
    return [why, sides([said("decode-before"), was], [said("decode-after"), is]), make("p", {}, take, " ", keepIt)];
  });
}
