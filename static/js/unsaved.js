// Whoever leaves a page with words that are not saved is asked first. A save itself needs no question.
const told = (form) => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));

function hold(form) {
  // What the server sent back with a mistake marked was typed, and is saved nowhere.
  const first = form.dataset.unsaved ? "" : told(form);
  let carried = false;
  form.addEventListener("submit", () => (carried = true));
  addEventListener("pageshow", () => (carried = false));
  addEventListener("beforeunload", (event) => !carried && told(form) !== first && event.preventDefault());
}

for (const form of document.querySelectorAll("form[data-behaviour~=unsaved]")) hold(form);
