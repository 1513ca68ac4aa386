// Save, submit and preview from the keyboard, wherever in the form the cursor is: the editor lives in the page too.
// What decides over a text (passing on, approving, publishing) has no chord: it is never done by a slip of the hand.

export function shortcuts(form) {
  for (const line of document.querySelectorAll("[data-behaviour~=shortcuts]")) line.hidden = false;
  document.addEventListener("keydown", (event) => press(form, event), { capture: true });
}

function press(form, event) {
  // A dialog that is open holds words that are not in the form yet.
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || document.querySelector("dialog:modal")) return;
  const button = wanted(form, event);
  if (button === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (button && !button.disabled && !event.repeat) form.requestSubmit(button);
}

/** The button a chord stands for, null where the form has none, undefined where it is no chord of ours. */
function wanted(form, event) {
  if (event.altKey) return event.code === "KeyP" ? form.querySelector("[data-preview]") : undefined;
  if (event.key === "Enter") return form.querySelector("button[name=_move][value=submit]");
  return event.key.toLowerCase() === "s" ? form.querySelector("button[name=_save]") : undefined;
}
