// A file that is dropped on the box is chosen, as if by its button; its name is said there. Without this the button
// works alone.
for (const box of document.querySelectorAll('[data-behaviour="drop-file"]')) {
  const input = box.querySelector('input[type="file"]');
  const said = box.querySelector("[data-said]");
  box.querySelector("[data-can-drop]").hidden = false;
  const over = (is) => box.classList.toggle("word__drop--over", is);
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

  // Beside the box too a dropped file must not open in place of the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (holdsFiles(event)) event.preventDefault();
    });
  }
  box.addEventListener("dragover", (event) => over(holdsFiles(event)));
  box.addEventListener("dragleave", () => over(false));
  box.addEventListener("drop", (event) => {
    over(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    said.textContent = input.files[0]?.name ?? "";
  });
}
