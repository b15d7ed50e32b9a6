/**
 * What the shell can do beyond plain HTML: remember a colour scheme, offer the other
 * language once, close the menu. Nothing is sent anywhere; two choices stay in this browser.
 */
const root = document.documentElement;

/** localStorage, or nothing where the browser forbids it. */
const memory = {
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // then the choice holds for this page only
    }
  },
};

// Colour scheme: as the system has it, light, dark.
const SCHEMES = ["auto", "light", "dark"];
for (const button of document.querySelectorAll("[data-scheme-switch]")) {
  const show = (scheme) => {
    root.dataset.scheme = scheme;
    const text = `${button.dataset.label}: ${button.dataset[scheme]}`;
    button.title = button.lastElementChild.textContent = text;
  };
  show(SCHEMES.includes(root.dataset.scheme) ? root.dataset.scheme : "auto");
  button.addEventListener("click", () => {
    const scheme = SCHEMES[(SCHEMES.indexOf(root.dataset.scheme) + 1) % SCHEMES.length];
    memory.set("scheme", scheme);
    show(scheme);
  });
}

// Language: whoever prefers the other one is told so until he chooses (partials/boot.js decides).
for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", () => memory.set("language", link.dataset.language));
}
for (const button of document.querySelectorAll("[data-offer-dismiss]")) {
  button.addEventListener("click", () => {
    memory.set("language", root.lang);
    delete root.dataset.offer;
    document.querySelector(".brand").focus();
  });
}

// The menu of small screens closes by Escape and by a click beside it.
for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// The page for missing addresses speaks every language; the one of the address comes first.
const missing = [...document.querySelectorAll("[data-missing]")]
  .filter((section) => location.pathname.startsWith(section.dataset.missing))
  .sort((a, b) => b.dataset.missing.length - a.dataset.missing.length)[0];
missing?.parentElement.querySelector("[data-missing]").before(missing);

// Sharing by the device's own menu, where there is one; the plain links stand beside it.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  const { title, text, url } = button.dataset;
  button.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => {}));
  button.parentElement.hidden = false;
}

// The way into the calendar that fits the device comes first: the style sheet shows it there
// from the first paint (partials/boot.js names the device), here it gets there for keyboards, too.
for (const way of document.querySelectorAll(`li[data-way="${root.dataset.way}"]`)) {
  way.parentElement.prepend(way);
}
