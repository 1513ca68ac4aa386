// One text for every row of the form. The server does the same with a form that is sent without this.
const END = "_for_all";

for (const place of document.querySelectorAll("[data-behaviour~=same-for-all]")) {
  const button = place.querySelector("button");
  button.hidden = false;
  const put = (text) => {
    for (const box of place.closest("form").querySelectorAll(`input[name$="-${text.name.slice(0, -END.length)}"]`)) {
      box.value = text.value;
      box.closest(".desk-field").querySelector(".mark--suggested")?.remove();
    }
    text.value = "";
  };
  const fill = () => {
    for (const text of place.querySelectorAll(`input[name$="${END}"]`)) if (text.value.trim()) put(text);
  };
  button.addEventListener("click", fill);
}
// What is typed over is no suggestion any more.
document.addEventListener("input", (event) => event.target.closest(".desk-field")?.querySelector(".mark--suggested")?.remove());
