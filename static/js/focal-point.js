// A click into the picture says what must stay in view; the crops show it at once. The numbers say the same by keyboard.
const place = document.querySelector("[data-behaviour~=focal-point]");
const image = place?.closest(".photo-page__picture").querySelector("img");

function within(value, most) {
  return Math.min(Math.max(value, 0), most);
}

/** Where a crop begins along one side, as the server cuts it, in the hundredths that CSS wants. */
function position(whole, part, hundredths) {
  if (whole <= part) return 50;
  return (within((whole * hundredths) / 100 - part / 2, whole - part) / (whole - part)) * 100;
}

function show(across, down) {
  const [width, height] = [Number(place.dataset.width), Number(place.dataset.height)];
  for (const crop of place.querySelectorAll("[data-crop]")) {
    const [wide, high] = crop.dataset.crop.split(":").map(Number);
    const x = position(width, Math.min(width, (height * wide) / high), across);
    const y = position(height, Math.min(height, (width * high) / wide), down);
    crop.querySelector("img").style.objectPosition = `${x}% ${y}%`;
  }
  point.style.insetInlineStart = `${across}%`;
  point.style.insetBlockStart = `${down}%`;
}

function boxes() {
  return ["x", "y"].map((name) => place.querySelector(`[name$="-${name}"]`));
}

function typed() {
  const numbers = boxes().map((box) => Number(box.value));
  show(...numbers.map((number) => within(number, 100)));
}

function clicked(event) {
  const box = image.getBoundingClientRect();
  const hundredths = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  const numbers = hundredths.map((share) => Math.round(within(share * 100, 100)));
  boxes().forEach((box, index) => (box.value = numbers[index]));
  show(...numbers);
}

const point = document.createElement("span");
if (place && image) {
  const frame = document.createElement("div");
  const whole = image.closest("picture") ?? image;
  point.className = "focal__point";
  frame.className = "focal__frame";
  whole.replaceWith(frame);
  frame.append(whole, point);
  frame.addEventListener("click", clicked);
  place.addEventListener("input", typed);
  for (const hidden of place.querySelectorAll(".focal__crops[hidden], .help [hidden]")) hidden.hidden = false;
  typed();
}
