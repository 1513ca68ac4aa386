// Who types a time means that time: the choice beside it follows. An emptied box chooses nothing: "at once" is only ever
// chosen by hand.
for (const box of document.querySelectorAll("[data-behaviour~=when]")) {
  box.querySelector("input[type=text]").addEventListener("input", (event) => {
    if (event.target.value.trim()) box.querySelector("input[value=later]").checked = true;
  });
}
