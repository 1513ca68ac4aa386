// What is to be mended is read first, and each line leads into its field: the editor hides the field it stands for.
import { editorOf } from "./fields.js";

export function errorSummary(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const id = event.target.closest("a[href^='#']")?.hash.slice(1);
    const field = id && document.getElementById(id);
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    const editor = editorOf(field);
    if (editor) editor.container.$.scrollIntoView({ block: "center" });
    (editor ?? field).focus();
  });
}
