// The words no server has confirmed yet, kept in the browser under the person, the article and the opening of the form.
// A browser that keeps nothing (full, or forbidden) breaks nothing; `keep` answers whether it kept them.
const PREFIX = "words:";
const LONGEST_KEPT = 14 * 24 * 3600 * 1000;

export class Store {
  constructor(form) {
    this.shelf = `${PREFIX}${form.dataset.person}:${form.dataset.edition || "new"}:`;
    this.key = form.elements.namedItem("form_key").value;
    this.ahead = clockAhead(Number(form.dataset.now));
  }

  keep(words) {
    const kept = quietly(() => {
      localStorage.setItem(this.shelf + this.key, JSON.stringify({ at: Date.now() + this.ahead, words }));
      return true;
    });
    return kept ?? false;
  }

  drop(key = this.key) {
    quietly(() => localStorage.removeItem(this.shelf + key));
  }

  /** Under whichever article it was kept: a new one has got its number since. */
  dropEverywhere(key) {
    quietly(() => {
      const mine = this.shelf.split(":", 2).join(":");
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(`${mine}:`) && name.endsWith(`:${key}`)) localStorage.removeItem(name);
      }
    });
  }

  /** What earlier openings of this form left unsent, the newest first; anybody's that are too old go. */
  kept() {
    return quietly(() => {
      const found = [];
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        const entry = parsed(localStorage.getItem(name));
        if (!entry || entry.at < Date.now() + this.ahead - LONGEST_KEPT) localStorage.removeItem(name);
        else if (name.startsWith(this.shelf)) found.push({ ...entry, key: name.slice(this.shelf.length) });
      }
      return found.sort((one, other) => other.at - one.at);
    }) ?? [];
  }
}

// How far the server's clock is ahead of this one: rather a little too much, so that what is in doubt is offered.
function clockAhead(serverSeconds) {
  const asked = performance.getEntriesByType("navigation")[0]?.requestStart ?? 0;
  return serverSeconds ? serverSeconds * 1000 - (performance.timeOrigin + asked) : 0;
}

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return typeof entry.at === "number" && typeof entry.words === "object" ? entry : null;
  } catch {
    return null;
  }
}

function quietly(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
