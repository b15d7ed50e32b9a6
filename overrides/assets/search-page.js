/** The page of the search: loads the search when there is something to look for. */
const place = document.querySelector("[data-search-page]");
const form = place.querySelector("form");
const input = form.querySelector("input");

let filling;
const fill = () => {
  filling ??= import(`./search.js${new URL(import.meta.url).search}`).then((search) => search.fill(place));
  filling.catch(() => {
    filling = undefined; // to be tried again
  });
};

place.hidden = false;
input.value = new URLSearchParams(location.search).get("q")?.trim() ?? "";
if (input.value) fill();
for (const event of ["focus", "input"]) input.addEventListener(event, fill, { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  fill();
});
