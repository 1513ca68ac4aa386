// What goes in comes out as it was: the editor's own ways of writing markup would count as somebody's change.
export function exactly(editor) {
  // It would make <strong> of a stored <b>, and <em> of <i>.
  editor.filter.addContentForms = () => {};
  editor.on("pluginsLoaded", () => plain(editor.dataProcessor.writer));
  editor.on("pluginsLoaded", () => withoutRoom(editor.dataProcessor.htmlFilter));
  editor.on("toDataFormat", ({ data }) => data.dataValue.forEach?.(asStored, CKEDITOR.NODE_ELEMENT), null, null, 14);
}

/** As the gate writes a link (cms/html.py). */
function asStored(element) {
  if (element.name !== "a" || !element.attributes.href) return;
  const { href, title } = element.attributes;
  element.attributes = { href, ...(title ? { title } : {}), rel: "noopener" };
}

/** No line ends and no indents between elements, attributes in their order. */
function plain(writer) {
  const nothing = { indent: 0, breakBeforeOpen: 0, breakAfterOpen: 0, breakBeforeClose: 0, breakAfterClose: 0, needsSpace: 0 };
  for (const name of Object.keys(CKEDITOR.dtd)) if (!name.startsWith("$")) writer.setRules(name, nothing);
  writer.selfClosingEnd = ">";
  writer.lineBreakChars = "";
  writer.indentationChars = "";
  writer.sortAttributes = 0;
}

/** The empty line that is put behind an object, to go on writing there, is nobody's until something stands in it. */
function withoutRoom(filter) {
  filter.addRules({
    elements: {
      p(element) {
        if (!("data-room" in element.attributes)) return;
        delete element.attributes["data-room"];
        if (!/[^\s\u00a0]/.test(words(element))) return false;
      },
    },
  });
}

function words(element) {
  let text = "";
  element.forEach((node) => (text += node.value.replace(/&nbsp;/g, " ")), CKEDITOR.NODE_TEXT, true);
  return text;
}
