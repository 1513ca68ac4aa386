// A row of the writing form takes its picture from the library. What is typed there stays; what is empty is filled in.
const WORDS = ["caption", "credit", "alt"];

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function show(row, photo) {
  const image = new Image(photo.width, photo.height);
  image.src = photo.small;
  image.alt = photo.alt;
  const name = document.createElement("p");
  name.className = "help";
  name.textContent = photo.name;
  const words = row.querySelector(".photo-row");
  words.classList.remove("photo-row--bare");
  const old = words.querySelector(":scope > :not(.photo-row__words)");
  const place = document.createElement("div");
  place.append(image, name);
  if (old) old.replaceWith(place);
  else words.prepend(place);
}

function fill(row, photo) {
  field(row, "kept").value = photo.token;
  field(row, "upload").value = "";
  for (const name of WORDS) {
    const box = field(row, name);
    if (!box.value.trim()) box.value = photo[name];
  }
  show(row, photo);
  // The form keeps what is not saved, and listens for this.
  field(row, "kept").dispatchEvent(new Event("change", { bubbles: true }));
}

function shown(place) {
  for (const button of place.querySelectorAll("[data-behaviour~=choose-photo]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-behaviour~=choose-photo]");
  if (!button) return;
  const row = button.closest(".inline-related");
  const [photo] = await window.chonAnh({ multiple: false });
  if (photo) fill(row, photo);
  button.focus();
});
// Rows that are added later are copies of the last one, which is there from the beginning.
shown(document);
