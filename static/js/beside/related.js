// Related articles: a row each, by its title; another is found with the picker that also makes links in the text.
import { pickArticle } from "../editor/article-links.js";
import { addresses, ask, make, said } from "../editor/said.js";
import { Rows } from "./rows.js";

const MOST = 6;
const titles = new Map();

export function related(field) {
  const rows = new Rows(field, {
    most: MOST,
    add: said("related-add"),
    read: (text) => text.split(/[\s,;]+/).filter(Boolean).map((number) => ({ number })),
    write: (entries) => entries.map(({ number }) => number).join(", "),
    row: (entry) => row(entry),
  });
  rows.button.addEventListener("click", async () => {
    const article = await pickArticle(said("related-add"));
    rows.button.focus();
    if (!article) return;
    const number = String(article.id);
    const there = rows.items.find((item) => item.made.entry.number === number);
    if (there) return rows.say("beside-there", there);
    titles.set(number, article);
    rows.add({ number });
  });
}

function row(entry) {
  const title = make("b", { textContent: said("related-number", entry) });
  const about = make("span", { className: "beside__about" });
  const known = (article) => {
    title.textContent = article.title;
    about.textContent = [article.section, article.date, article.scheduled ? said("scheduled") : ""].filter(Boolean).join(" · ");
  };
  if (titles.has(entry.number)) known(titles.get(entry.number));
  else named(entry.number).then((article) => (article ? known(article) : (about.textContent = said("related-unknown"))));
  return { entry, parts: [make("span", { className: "beside__title" }, title, about)], name: () => title.textContent, first: null };
}

let waiting = null;

/** What an article is called; all rows of one moment ask together. */
function named(number) {
  waiting ??= { numbers: new Set(), answer: Promise.resolve().then(askTogether) };
  waiting.numbers.add(number);
  return waiting.answer.then(() => titles.get(number));
}

async function askTogether() {
  const numbers = [...waiting.numbers].filter((number) => /^\d+$/.test(number));
  waiting = null;
  if (!numbers.length) return;
  const answer = await ask(`${addresses.pick}?${new URLSearchParams({ bai: numbers.slice(0, MOST).join(",") })}`);
  for (const article of answer.articles ?? []) titles.set(String(article.id), article);
}
