// Somebody else's video or post: nobody but us is asked for anything until a reader asks for it. Then it takes the place
// of the door. Without script the door leads to its own page.
const RIGHTS = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation allow-forms";

for (const place of document.querySelectorAll("[data-behaviour~=embed]")) {
  const door = place.querySelector(".embed__door");
  place.querySelector(".embed__act").textContent = place.dataset.here;
  door.addEventListener("click", (event) => {
    // A new tab is what was asked for with these.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const caption = place.querySelector("figcaption")?.textContent.trim();
    const frame = document.createElement("iframe");
    frame.title = [place.dataset.name, caption].filter(Boolean).join(": ");
    frame.setAttribute("sandbox", RIGHTS);
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    // YouTube shows nothing to whom it does not know; it is told the paper's name, not the article's.
    frame.referrerPolicy = "strict-origin";
    frame.src = place.dataset.frame;
    const elsewhere = Object.assign(document.createElement("a"), { href: door.href, rel: "noopener", textContent: door.href });
    place.querySelector(".embed__note").replaceChildren(elsewhere);
    door.replaceWith(frame);
    frame.focus();
  });
}
