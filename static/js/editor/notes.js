// How text from Word and the like comes in: the button that people look for, and what it has to say.
import { button } from "./objects.js";
import { open } from "./dialogs.js";
import { addresses, make, said } from "./said.js";

export function notes(editor) {
  button(editor, "PasteNotes", "paste-notes", () =>
    open(said("paste-notes"), () => {
      const list = make("ul", { className: "editor-dialog__notes" });
      for (const name of ["paste-how", "paste-pictures", "paste-old"]) list.append(make("li", { textContent: said(name) }));
      return [list, make("p", {}, make("a", { href: addresses.word, target: "_blank", textContent: said("paste-whole") }))];
    }),
  );
}
