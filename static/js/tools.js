// An article's tools: its link copied, the page printed, its type in the size a reader chose, here and on later visits.
const SIZES = ["text-smaller", "", "text-larger", "text-largest"];
const KEPT = "text-size";
const root = document.documentElement.classList;

function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    // A browser may keep nothing for us: the page is read in its own size.
    return "";
  }
}

let place = Math.max(SIZES.indexOf(kept()), SIZES.indexOf(kept()) < 0 ? 1 : 0);

function show() {
  root.remove(...SIZES.filter(Boolean));
  if (SIZES[place]) root.add(SIZES[place]);
}

async function copy(tools) {
  try {
    await navigator.clipboard.writeText(tools.dataset.address);
    return tools.dataset.copied;
  } catch {
    return tools.dataset.notCopied;
  }
}

function step(by) {
  place += by;
  show();
  try {
    localStorage.setItem(KEPT, SIZES[place]);
  } catch {
    // It holds for this page all the same.
  }
}

show();
for (const tools of document.querySelectorAll("[data-behaviour~=tools]")) {
  const button = (name) => tools.querySelector(`[data-tool=${name}]`);
  const said = tools.querySelector("[role=status]");
  const ends = () => {
    button("smaller").disabled = place === 0;
    button("larger").disabled = place === SIZES.length - 1;
  };
  const acts = {
    copy: async () => (said.textContent = await copy(tools)),
    print: () => print(),
    smaller: () => step(-1),
    larger: () => step(1),
  };
  for (const [name, act] of Object.entries(acts)) {
    button(name).hidden = false;
    button(name).addEventListener("click", () => {
      act();
      ends();
    });
  }
  ends();
}
