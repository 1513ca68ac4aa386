// One line near the buttons that says how the words stand: saved, on their way, kept in the browser, in need of a login.
const SPOKEN_FOR = 5_000;

export function statusLine(form) {
  const line = form.querySelector("[data-behaviour~=writing-status]");
  if (!line) return;
  const text = line.querySelector("[data-said]");
  const login = line.querySelector("[data-login]");
  const speak = announcer(line.querySelector("[aria-live]"));
  form.addEventListener("writing:state", ({ detail: { state, said } }) => {
    const sentence = state === "refused" && said ? said : (line.dataset[state] ?? "").replace("{time}", said);
    if (text.textContent !== sentence) text.textContent = sentence;
    line.dataset.state = state;
    login.hidden = state !== "login";
    speak(state, sentence);
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
