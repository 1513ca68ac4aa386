// A box that chooses every row of the list below it. Without script each row is chosen by its own.
for (const place of document.querySelectorAll('[data-behaviour="choose-all"]')) {
  const all = place.querySelector("input");
  const rows = [...document.querySelectorAll('input[type="checkbox"][name="chon"]')];
  const show = () => {
    const chosen = rows.filter((row) => row.checked).length;
    all.checked = chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  };
  place.hidden = false;
  all.addEventListener("change", () => {
    for (const row of rows) row.checked = all.checked;
    // Whoever counts what is chosen hears of it as of a click.
    rows[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const row of rows) row.addEventListener("change", show);
  // A browser that comes back to the page remembers what was chosen.
  window.addEventListener("pageshow", show);
}
