// A button that prints the page; without scripts the browser's own command does.
for (const button of document.querySelectorAll('[data-behaviour="print"]')) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
