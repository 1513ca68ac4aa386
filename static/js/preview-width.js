// On a telephone the desk's width is the telephone's own "desktop site": a wider layout, scaled to fit its window.
const DESK = 1280;
const [desk, phone] = ["preview-desk", "preview-phone"].map((id) => document.getElementById(id));
const viewport = document.querySelector("meta[name=viewport]");
const own = viewport.content;

if (window.matchMedia("(max-width: 30rem)").matches) {
  const width = window.innerWidth;
  document.querySelector(".preview-widths").classList.add("preview-widths--telephone");
  phone.checked = true;
  const choose = () => {
    viewport.content = desk.checked ? `width=${DESK}, initial-scale=${width / DESK}` : own;
    document.documentElement.classList.toggle("as-at-a-desk", desk.checked);
  };
  desk.addEventListener("change", choose);
  phone.addEventListener("change", choose);
}
