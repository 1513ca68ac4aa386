// A link to an article of ours, found by its words. Its path may change later: what is shown has today's.
import { button } from "./objects.js";
import { open } from "./dialogs.js";
import { addresses, ask, escaped, make, said } from "./said.js";
import { keep } from "./places.js";

const QUIET = 300;

export function articleLinks(editor) {
  button(editor, "ArticleLink", "add-article-link", () => addLink(editor));
}

async function addLink(editor) {
  const back = keep(editor);
  const words = editor.getSelection()?.getSelectedText() ?? "";
  const article = await open(said("add-article-link"), (done) => search(words, done));
  back();
  if (article) link(editor, article);
}

/** Around the words that are selected; where none are, the article's title is put in. */
export function link(editor, { path, title }) {
  editor.fire("saveSnapshot");
  const range = editor.getSelection().getRanges()[0];
  if (range.collapsed) editor.insertHtml(`<a href="${escaped(path)}">${escaped(title)}</a>`);
  else {
    const style = new CKEDITOR.style({ element: "a", attributes: { href: path, "data-cke-saved-href": path } });
    style.type = CKEDITOR.STYLE_INLINE;
    style.applyToRange(range, editor);
    range.collapse(false);
    range.select();
  }
  editor.fire("saveSnapshot");
}

/** Promises the article that was chosen, or null; for whoever wants one. */
export const pickArticle = (title) => open(title, (done) => search("", done));

function search(words, done) {
  const input = make("input", { type: "search", id: "editor-pick", autocomplete: "off", value: words.slice(0, 200), "data-first": "yes" });
  const told = make("p", { role: "status" });
  const list = make("ul", { className: "editor-dialog__list" });
  let soon;
  let asked = 0;
  const look = async () => {
    asked += 1;
    const turn = asked;
    const answer = await ask(`${addresses.pick}?${new URLSearchParams({ q: input.value })}`);
    if (turn !== asked) return;
    list.replaceChildren(...(answer.articles ?? []).map((article) => one(article, done)));
    told.textContent = answer.ok ? answer.said || (answer.articles.length ? "" : said("no-article")) : answer.error;
  };
  input.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(look, QUIET);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(soon);
    look();
  });
  look();
  const label = make("label", { htmlFor: "editor-pick", textContent: said("pick-words") });
  return [make("div", { className: "editor-dialog__row" }, label, input), told, list];
}

function one(article, done) {
  const button = make("button", { type: "button", className: "editor-dialog__choice" });
  button.append(make("b", { textContent: article.title }), make("span", { textContent: `${article.section} · ${article.date}` }));
  if (article.scheduled) button.append(make("span", { className: "mark", textContent: said("scheduled") }));
  button.addEventListener("click", () => done(article));
  return make("li", {}, button);
}
