// Where the caret is when something is typed. The editor looks after a click only when its timers come round, up to a
// fifth of a second later; until then it takes a key for the place where the caret was: Ctrl+A in a caption would
// select the whole text, Delete in a line would take out the picture that was in focus before.
const ACTING = ["keydown", "beforeinput", "paste", "cut"];

/** Before anything acts on the text the editor looks where the caret is, if it went elsewhere meanwhile. */
export function caret(editor) {
  editor.on("contentDom", () => {
    const look = () => hasGone(editor) && editor.selectionChange(true);
    for (const kind of ACTING) editor.editable().$.addEventListener(kind, look, { capture: true });
  });
}

function hasGone({ widgets }) {
  const { anchorNode } = getSelection();
  const place = anchorNode?.nodeType === Node.TEXT_NODE ? anchorNode.parentElement : anchorNode;
  if (!place?.closest) return false;
  const known = widgets.widgetHoldingFocusedEditable?.focusedEditable.$ ?? null;
  if (place.closest(".cke_widget_editable") !== known) return true;
  // An object in focus holds the browser's selection in a place that is not seen.
  return Boolean(widgets.focused) && !place.closest("[data-cke-hidden-sel]");
}
