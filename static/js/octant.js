/*
 * The one script a page names. Every page works without it.
 *
 * An element with data-module="/static/js/x.js?v=…" (asset('js/x.js')) is enhanced by
 * that module's `enhance(element)`. A module that fails leaves the page as it was.
 */

async function enhanceAll(root) {
  const elements = root.querySelectorAll("[data-module]");
  await Promise.all(
    Array.from(elements, async (element) => {
      try {
        const module = await import(element.dataset.module);
        await module.enhance(element);
      } catch (fault) {
        console.error("Octant: a part of this page stays plain.", fault);
      }
    }),
  );
}

/* After a refused form, a reader must hear first what to mend. */
function focusOnFaults() {
  document.querySelector("[data-focus]")?.focus();
}

/* A second press while the first is on its way would send a form twice. */
function sendOnce(event) {
  const form = event.target;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !event.defaultPrevented) {
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 5000);
  }
}

function forgetSent() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

/* A menu that scrolls sideways on a phone begins at the place where the reader is. */
function showPlaces() {
  for (const here of document.querySelectorAll(".masthead nav [aria-current]")) {
    const list = here.closest("ul");
    const [box, room] = [here, list].map((element) => element.getBoundingClientRect());
    list.scrollLeft += box.left + box.width / 2 - (room.left + room.width / 2);
  }
}

/* A link that is half in view takes the focus of a keyboard without being scrolled to. */
function showFocused(event) {
  if (event.target.matches(".masthead nav :focus-visible")) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("submit", sendOnce);
document.addEventListener("focusin", showFocused);
window.addEventListener("pageshow", forgetSent);
focusOnFaults();
showPlaces();
enhanceAll(document);
