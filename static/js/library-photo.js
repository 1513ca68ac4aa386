// A form's field that holds the number of one picture of the library: chosen in the picker, shown, and taken out again.
const say = document.getElementById("library-photo").dataset;

function button(words) {
  return Object.assign(document.createElement("button"), { type: "button", className: "desk-button", textContent: words });
}

function bring(field) {
  const place = document.createElement("div");
  place.className = "library-photo";
  const image = Object.assign(new Image(), { alt: say.chosen });
  const choose = button(say.choose);
  const without = button(say.without);
  const show = () => {
    const number = /^[1-9]\d{0,17}$/.test(field.value.trim()) ? field.value.trim() : "";
    if (number) image.src = say.photo.replace("/1/", `/${number}/`);
    image.hidden = !number;
    without.hidden = !field.value;
  };
  const set = (number) => {
    field.value = number;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  choose.addEventListener("click", async () => {
    const [photo] = await window.chonAnh({ multiple: false });
    if (photo) set(photo.id);
    choose.focus();
  });
  without.addEventListener("click", () => {
    set("");
    choose.focus();
  });
  image.addEventListener("error", () => (image.hidden = true));
  field.addEventListener("change", show);
  place.append(image, choose, without);
  field.before(place);
  show();
}

for (const field of document.querySelectorAll("[data-behaviour~=library-photo]")) bring(field);
