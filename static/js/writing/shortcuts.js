// Save, submit and preview from the keyboard, wherever in the form the cursor is: the editor lives in the page too.
const FORWARD = ["submit", "pass_on", "approve", "publish_again"];

export function shortcuts(form) {
  document.addEventListener("keydown", (event) => press(form, event), { capture: true });
}

function press(form, event) {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  const button = wanted(form, event);
  if (button === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (button && !button.disabled && !event.repeat) form.requestSubmit(button);
}

/** The button a chord stands for, null where the form has none, undefined where it is no chord of ours. */
function wanted(form, event) {
  if (event.altKey) return event.code === "KeyP" ? form.querySelector("[data-preview]") : undefined;
  if (event.key === "Enter") return forward(form);
  return event.key.toLowerCase() === "s" ? form.querySelector("button[name=_save]") : undefined;
}

function forward(form) {
  const buttons = FORWARD.map((name) => form.querySelector(`button[name=_move][value=${name}]`)).filter(Boolean);
  return buttons[0]?.value === "submit" || buttons.length === 1 ? buttons[0] : null;
}
