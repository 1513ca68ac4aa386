// Suggestions below a text box: authors whose names hold what is typed, with or without diacritics. The box stays what
// it is; arrows go through the suggestions, Enter takes one, Escape closes them.
import { addresses, ask, make, said } from "../editor/said.js";

const QUIET = 200;

export function suggestAuthors(input, taken) {
  const list = make("ul", { id: `${input.id}-list`, className: "beside__list", role: "listbox", hidden: true, "aria-label": said("contributor-name") });
  const status = make("span", { className: "visually-hidden", role: "status" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let soon;
  let asked = 0;
  let here = -1;

  const close = () => {
    clearTimeout(soon);
    asked += 1;
    list.hidden = true;
    here = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    input.value = option.dataset.name;
    close();
    taken();
  };
  const point = (place) => {
    const options = [...list.children];
    here = (place + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === here)));
    input.setAttribute("aria-activedescendant", options[here].id);
    options[here].scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    asked += 1;
    const turn = asked;
    const answer = await ask(`${addresses.authors}?${new URLSearchParams({ q: input.value })}`);
    if (turn !== asked || document.activeElement !== input) return;
    const found = answer.authors ?? [];
    list.replaceChildren(...found.map((author, place) => option(author, place)));
    list.hidden = !found.length;
    here = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    status.textContent = answer.ok ? said("contributor-found", { count: found.length }) : answer.error;
  };
  const option = ({ name, office }, place) => {
    const one = make("li", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" });
    one.dataset.name = name;
    one.append(make("b", { textContent: name }), ...(office ? [make("span", { textContent: office })] : []));
    // The box keeps the focus.
    one.addEventListener("mousedown", (event) => event.preventDefault());
    one.addEventListener("click", () => take(one));
    return one;
  };

  input.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(look, QUIET);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.altKey || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    if (event.key === "ArrowDown") open ? point(here + 1) : look();
    else if (event.key === "ArrowUp" && open) point(here < 0 ? -1 : here - 1);
    else if (event.key === "Enter" && open && here >= 0) take(list.children[here]);
    else if (event.key === "Escape" && open) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return make("span", {}, list, status);
}
