// The newspaper's part of the rich text editor: what a body may hold beside words, and how it gets in.
// Modules run before the editor is put in the place of its field, so the plugin is there when it is asked for.
import { articleLinks } from "./editor/article-links.js";
import { caret } from "./editor/caret.js";
import { count } from "./editor/count.js";
import { exactly } from "./editor/exactly.js";
import { objects } from "./editor/objects.js";
import { oldEncodings } from "./editor/old-encodings.js";
import { pasting } from "./editor/pasting.js";
import { notes } from "./editor/notes.js";
import { inOurWords } from "./editor/said.js";
import { widgets } from "./editor/widgets.js";

window.CKEDITOR?.plugins.add("newsroom", {
  requires: "widget,clipboard,undo,toolbar",
  beforeInit(editor) {
    exactly(editor);
    inOurWords(editor.lang);
  },
  init(editor) {
    widgets(editor);
    caret(editor);
    objects(editor);
    articleLinks(editor);
    oldEncodings(editor);
    pasting(editor);
    notes(editor);
    count(editor);
  },
});
