// Offers what an earlier opening of this form left in the browser and no server has.
import { fill, same, words } from "./fields.js";

const SENT = "words-sent";

export function offers(form, store) {
  const place = document.querySelector("[data-behaviour~=kept-words]");
  if (!place) return;
  forgetWhatWasSaved(form, store);
  const known = whatTheServerHas();
  for (const entry of store.kept()) {
    const arrived = known.get(entry.key) >= entry.at;
    if (arrived || same(entry.words, words(form))) store.drop(entry.key);
    else offer(place, entry, form, store);
  }
}

/** Called as the form goes: what follows a success was saved, whatever the last answer said. */
export function rememberSending(form) {
  try {
    sessionStorage.setItem(SENT, form.elements.namedItem("form_key").value);
  } catch {
    // Then the words are offered once more, which loses nothing.
  }
}

function forgetWhatWasSaved(form, store) {
  try {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (!sent || sent === store.key || !document.querySelector(".messagelist .success")) return;
    store.dropEverywhere(sent);
  } catch {
    // As above.
  }
}

function whatTheServerHas() {
  const copies = [...document.querySelectorAll("[data-copy]")];
  return new Map(copies.map((copy) => [copy.dataset.copy, Number(copy.dataset.typedAt) * 1000]));
}

function offer(place, entry, form, store) {
  const banner = place.querySelector("template").content.cloneNode(true).firstElementChild;
  const said = banner.querySelector("[data-said]");
  said.textContent = said.dataset.saidOf.replace("{when}", printed(entry.at, place.dataset.zone));
  const title = banner.querySelector("[data-title]");
  title.textContent = entry.words.title ?? "";
  banner.querySelector("[data-take]").addEventListener("click", () => {
    fill(form, entry.words);
    if (entry.key !== store.key) {
      form.elements.namedItem("continues").value = entry.key;
      // Hers under the new opening before the old one goes.
      if (store.keep(words(form))) store.drop(entry.key);
    }
    banner.remove();
    form.elements.namedItem("title").focus();
  });
  banner.querySelector("[data-drop]").addEventListener("click", () => {
    store.drop(entry.key);
    banner.remove();
  });
  place.append(banner);
}

function printed(at, timeZone) {
  const time = new Intl.DateTimeFormat("vi-VN", { timeZone, hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat("vi-VN", { timeZone, day: "2-digit", month: "2-digit", year: "numeric" });
  const today = day.format(at) === day.format(Date.now());
  return today ? time.format(at) : `${time.format(at)}, ${day.format(at)}`;
}
