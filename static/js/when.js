// Who types a time means that time: the choice beside it follows, and goes back when the box is emptied.
for (const box of document.querySelectorAll("[data-behaviour~=when]")) {
  box.querySelector("input[type=text]").addEventListener("input", (event) => {
    box.querySelector(`input[value=${event.target.value.trim() ? "later" : "now"}]`).checked = true;
  });
}
