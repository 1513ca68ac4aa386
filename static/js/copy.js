// A button that copies what stands in the box beside it. Without script the box itself can be copied from.
for (const place of document.querySelectorAll('[data-behaviour="copy"]')) {
  const [box, button, said] = ["input", "button", "[aria-live]"].map((what) => place.querySelector(what));
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      // Without https there is no clipboard; the words are marked, and this old way mostly works.
      if (!document.execCommand("copy")) return;
    }
    said.textContent = place.dataset.copied;
  });
}
