// A piece that is dropped on another day or hour opens its form with that time filled in. Nothing changes until the button there.
const TYPE = "application/x-toasoan-piece";
const calendar = document.querySelector("[data-behaviour~=schedule]");

function place(event) {
  return event.dataTransfer.types.includes(TYPE) ? event.target.closest("[data-drop]") : null;
}

function leave() {
  for (const marked of calendar.querySelectorAll("[data-over]")) delete marked.dataset.over;
}

calendar?.addEventListener("dragstart", (event) => {
  const piece = event.target.closest?.("[data-change]");
  if (!piece) return;
  event.dataTransfer.setData(TYPE, JSON.stringify([piece.dataset.change, piece.dataset.time]));
  event.dataTransfer.effectAllowed = "move";
});

calendar?.addEventListener("dragover", (event) => {
  const there = place(event);
  if (!there) return;
  event.preventDefault();
  leave();
  there.dataset.over = "yes";
});

calendar?.addEventListener("dragend", leave);

calendar?.addEventListener("drop", (event) => {
  const there = place(event);
  if (!there) return;
  event.preventDefault();
  leave();
  const [address, time] = JSON.parse(event.dataTransfer.getData(TYPE));
  const [hour, minute] = time.split(":");
  const typed = `${there.dataset.hour ?? hour}:${minute}, ${there.dataset.drop}`;
  location.assign(`${address}&gio=${encodeURIComponent(typed)}`);
});
