// What is said near the buttons: how the words stand (saved, on their way, kept in the browser, in need of a login), and
// what others did to the text meanwhile, which she must see wherever in it she is.
const SPOKEN_FOR = 5_000;
// States whose sentence claims that the browser holds the words.
const IN_THE_BROWSER = new Set(["kept", "offline", "login", "refused"]);

export function statusLine(form) {
  const line = form.querySelector("[data-behaviour~=writing-status]");
  if (!line) return;
  const text = line.querySelector("[data-said]");
  const login = line.querySelector("[data-login]");
  const speak = announcer(line.querySelector("[aria-live]"));
  form.addEventListener("writing:state", ({ detail: { state, said, safe } }) => {
    const unkept = IN_THE_BROWSER.has(state) && !safe;
    const why = state === "refused" && said ? said : (line.dataset[state] ?? "").replace("{time}", said);
    const sentence = unkept ? [state === "refused" ? said : "", line.dataset.unkept].filter(Boolean).join(" ") : why;
    if (text.textContent !== sentence) text.textContent = sentence;
    line.dataset.state = state;
    login.hidden = state !== "login";
    speak(unkept ? "unkept" : state, sentence);
  });
}

/** Somebody took the writing over, or the text went on without her. */
export function alarm(form) {
  const place = form.querySelector("[data-behaviour~=writing-alarm]");
  if (!place) return;
  const text = place.querySelector("[data-said]");
  form.addEventListener("writing:answer", ({ detail: answer }) => {
    const sentence = answer.taken_over || answer.stale || "";
    if (text.textContent !== sentence) text.textContent = sentence;
    // Without words of hers on the server there is nothing to compare.
    place.querySelector("[data-compare]").hidden = !answer.typed;
    place.querySelector("[data-advice]").hidden = answer.typed;
    place.hidden = !sentence;
  });
}

/** Aloud only when it stands otherwise than before: nobody wants to hear "saved" every few seconds. */
function announcer(region) {
  let before = "quiet";
  return (state, sentence) => {
    if (state === "sending" || state === before) return;
    before = state;
    region.textContent = sentence;
    setTimeout(() => {
      if (region.textContent === sentence) region.textContent = "";
    }, SPOKEN_FOR);
  };
}
