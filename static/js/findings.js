// A finding's link leads to its very place: the paragraph of the body, in the editor or on the page that is read.
import { editorOf } from "./writing/fields.js";

const BLOCKS = "p, h2, h3, li, blockquote, td, th";
// An animation leaves no trace in what the editor holds; a class would be a change of the text.
const MARK = { outline: ["3px solid #c77700", "3px solid #c77700", "3px solid transparent"], outlineOffset: "4px" };
const SHOWN_FOR = 4000;

function paragraph(body, number, quote) {
  const blocks = [...body.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
  const there = blocks[number - 1];
  // What was typed since may have moved it.
  return there?.textContent.includes(quote) ? there : (blocks.find((block) => block.textContent.includes(quote)) ?? there);
}

function show(place) {
  place.scrollIntoView({ block: "center" });
  place.animate(MARK, SHOWN_FOR);
}

document.querySelector("[data-behaviour~=findings]")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const editor = editorOf(field);
  const body = editor ? editor.editable()?.$ : field;
  const place = link.dataset.paragraph && body && paragraph(body, Number(link.dataset.paragraph), link.dataset.quote);
  if (editor) editor.focus();
  else field.focus({ preventScroll: true });
  show(place || (editor ? editor.container.$ : field));
});
