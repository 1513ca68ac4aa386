// A second click on a button that is already sending does nothing. The server is safe without this;
// it spares people on a slow line the wondering. What opens a page of its own (a preview) may be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
});
// Coming back with the browser's back button shows the page as it was left: sending again is allowed there.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});
