// Where objects stand: at the top level of the text, behind the paragraph in which the caret is. Each change is one
// step that can be undone.
/**
 * The block at the top level in which the caret is; the last one where it is nowhere. Ask before a dialog opens. The
 * browser is asked first: the editor notices a click only a moment later.
 */
export function hereIn(editor) {
  const root = editor.editable();
  const anchor = getSelection().anchorNode;
  const caret = anchor && root.$.contains(anchor) && topOf(new CKEDITOR.dom.node(anchor), root);
  return caret || topOf(editor.widgets.focused?.wrapper, root) || root.getLast(isBlock);
}

export function topOf(node, root) {
  while (node && !root.equals(node)) {
    if (root.equals(node.getParent())) return isBlock(node) ? node : null;
    node = node.getParent();
  }
  return null;
}

const isBlock = (node) => node.type === CKEDITOR.NODE_ELEMENT && !node.data("cke-temp") && !node.data("cke-hidden-sel");

/** Puts stored markup behind a block (in its place where it is empty); returns the widget. */
export function insert(editor, html, after) {
  const root = editor.editable();
  return step(editor, () => {
    const made = wrapped(editor, html);
    const anchor = after && root.contains(after) ? after : root.getLast(isBlock);
    if (anchor) made.insertAfter(anchor);
    else root.append(made);
    if (anchor && isEmpty(anchor)) anchor.remove();
    roomBehind(editor, made);
    return brought(editor, made);
  });
}

export function replace(editor, widget, html) {
  return step(editor, () => {
    const made = wrapped(editor, html);
    made.insertAfter(widget.wrapper);
    const old = widget.wrapper;
    editor.widgets.destroy(widget, true);
    old.remove();
    return brought(editor, made);
  });
}

/** Up (-1) or down (1) past its neighbour. */
export function move(editor, widget, by) {
  const beside = by < 0 ? widget.wrapper.getPrevious(isBlock) : widget.wrapper.getNext(isBlock);
  if (!beside || beside.hasAttribute("data-room")) return;
  step(editor, () => {
    if (by < 0) widget.wrapper.insertBefore(beside);
    else widget.wrapper.insertAfter(beside);
    roomBehind(editor, widget.wrapper);
    return widget;
  });
}

export function remove(editor, widget) {
  step(editor, () => {
    editor.focus();
    editor.widgets.del(widget);
    return null;
  });
}

/** Changes the text in one step; a widget that comes of it is in focus and in sight. */
function step(editor, change) {
  editor.fire("saveSnapshot");
  const widget = change();
  if (widget) {
    widget.focus();
    widget.wrapper.$.scrollIntoView({ block: "nearest" });
  }
  editor.fire("saveSnapshot");
  return widget;
}

const wrapped = (editor, html) => CKEDITOR.dom.element.createFromHtml(editor.dataProcessor.toHtml(html));

function brought(editor, wrapper) {
  editor.widgets.initOnAll();
  return editor.widgets.getByElement(wrapper);
}

/** Behind the last object is a line to go on writing in; it counts once something stands there. */
export function roomBehind(editor, node) {
  if (node.getNext(isBlock)) return;
  const room = CKEDITOR.dom.element.createFromHtml('<p data-room="1"><br></p>');
  room.insertAfter(node);
}

function isEmpty(block) {
  return ["p", "h2", "h3"].includes(block.getName()) && !block.getText().replace(/[\s\u200b\u00a0]/g, "");
}

/** Keeps the selection while a dialog is open; the function that comes back puts it there again. */
export function keep(editor) {
  const selection = getSelection();
  const range = selection.rangeCount && editor.editable().$.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
  return () => {
    editor.focus();
    if (!range || !editor.editable().$.contains(range.startContainer)) return;
    const now = getSelection();
    now.removeAllRanges();
    now.addRange(range);
    editor.forceNextSelectionCheck?.();
    editor.selectionChange?.(true);
  };
}
