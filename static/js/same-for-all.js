// One text for every row of the form. The server does the same with a form that is sent without this.
for (const place of document.querySelectorAll("[data-behaviour~=same-for-all]")) {
  const [text, button] = ["input", "button"].map((what) => place.querySelector(what));
  button.hidden = false;
  const fill = () => {
    for (const box of place.closest("form").querySelectorAll(`input[name$="-${place.dataset.fills}"]`)) {
      box.value = text.value;
      box.closest(".desk-field").querySelector(".mark--suggested")?.remove();
    }
    text.value = "";
  };
  button.addEventListener("click", fill);
}
// What is typed over is no suggestion any more.
document.addEventListener("input", (event) => event.target.closest(".desk-field")?.querySelector(".mark--suggested")?.remove());
