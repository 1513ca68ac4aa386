// Who made the article: a row each, with the pen name (and suggestions for it), what was done, and the share.
import { make, said } from "../editor/said.js";
import { Rows } from "./rows.js";
import { suggestAuthors } from "./suggesting.js";

const BETWEEN = " · ";
const SEPARATOR = /[·•|;]/;
const SHARE = /^(\d+)\s*%?$/;
let number = 0;

export function contributors(field) {
  const works = field.dataset.works.split("|");
  const rows = new Rows(field, {
    add: said("contributor-add"),
    read: (text) => text.split("\n").filter((line) => line.trim()).map((line) => parsed(line, works)),
    write: (entries) => entries.map((entry) => written(entry, works)).filter(Boolean).join("\n"),
    row: (entry, changed) => row(entry, changed, works),
  });
  rows.button.addEventListener("click", () => rows.add({ name: "", work: works[0], share: "" }));
}

/** What can't be read stays as it was written: the server names it. */
function parsed(line, works) {
  const [name, ...parts] = line.split(SEPARATOR).map((part) => part.trim());
  const share = parts.find((part) => SHARE.test(part)) ?? "";
  const rest = parts.filter((part) => part && part !== share).join(BETWEEN);
  const known = works.find((work) => work.toLowerCase() === rest.toLowerCase());
  return { name, work: known ?? (rest || works[0]), share: SHARE.exec(share)?.[1] ?? "" };
}

function written({ name, work, share }, works) {
  if (!name.trim() && work === works[0] && !share.trim()) return "";
  const plain = work === works[0] && !share.trim();
  return [name.trim(), ...(plain ? [] : [work]), ...(share.trim() ? [`${share.trim().replace(/\s*%$/, "")}%`] : [])].join(BETWEEN);
}

function row(entry, changed, works) {
  number += 1;
  const name = make("input", { type: "text", id: `contributor-${number}`, value: entry.name, autocomplete: "off" });
  const work = make("select", { id: `contributor-work-${number}` });
  for (const one of new Set([...works, entry.work])) work.append(new Option(one, one, false, one === entry.work));
  const share = make("input", { type: "text", id: `contributor-share-${number}`, value: entry.share, inputMode: "numeric", autocomplete: "off" });
  const keep = () => {
    Object.assign(entry, { name: name.value, work: work.value, share: share.value });
    changed();
  };
  for (const one of [name, share]) one.addEventListener("input", (event) => stopped(event, keep));
  work.addEventListener("change", keep);
  const box = suggestAuthors(name, keep);
  const parts = [
    labelled("contributor-name", name, box),
    labelled("contributor-work", work),
    labelled("contributor-share", share),
  ];
  return { entry, parts, name: () => name.value, first: name };
}

/** The field itself tells the form of the change. */
function stopped(event, keep) {
  event.stopPropagation();
  keep();
}

function labelled(words, field, ...more) {
  const label = make("label", { htmlFor: field.id, textContent: said(words) });
  return make("span", { className: `beside__field beside__field--${words.replace("contributor-", "")}` }, label, field, ...more);
}
