// Where the browser's back button leads. A new article has no address yet: its opening of the form is written into the
// page's own, so that coming back after the first save finds the article that came of it instead of making a second.

/** Called as the form goes: until then nothing was made, and a page asked for anew is a new opening. */
export function noteOpening(form) {
  if (form.dataset.edition) return;
  const address = new URL(location.href);
  address.searchParams.set("lan", form.elements.namedItem("form_key").value);
  history.replaceState(history.state, "", address);
}

/** Words put back by the browser into a page that has gone on would pass for hers; what was unsent is offered anyhow. */
export function startFromTheServer(form) {
  form.autocomplete = "off";
}
