/** What the shell does beyond plain HTML. Nothing is sent anywhere; choices stay here. */
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

// The search is loaded when a visitor reaches for it.
const opener = document.querySelector("[data-search]");
const search = (event) => {
  event.preventDefault();
  import(new URL(opener.dataset.module, location))
    .then(({ open }) => open(opener))
    .catch(() => location.assign(opener.dataset.search)); // the list of everything
};
opener?.addEventListener("click", search);
document.addEventListener("keydown", (event) => {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  const called =
    ctrlKey || metaKey
      ? code === "KeyK" && !shiftKey
      : "/ظ".includes(key) && !target.closest("input, select, textarea"); // one key, two keyboards
  if (opener && called && !altKey) search(event);
});

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

// A term shows its meaning: under the mouse, in focus, at the first touch (WCAG 2.2, 1.4.13).
let shown; // the term and its definition
let closing;
const hide = () => {
  clearTimeout(closing);
  if (shown) shown.definition.hidden = true;
  shown = undefined;
};
const place = () => {
  const { bottom, top } = shown.term.getBoundingClientRect();
  const { style } = shown.definition;
  style.maxBlockSize = "";
  const height = shown.definition.offsetHeight;
  // Under the term or above it, never on it: where there is little room it scrolls.
  const [below, above] = [innerHeight - bottom - 16, top - 16];
  const under = height <= below || below >= above;
  if (height > (under ? below : above)) style.maxBlockSize = `${under ? below : above}px`;
  style.top = `${under ? bottom + 8 : top - 8 - Math.min(height, above)}px`;
};
for (const term of document.querySelectorAll(".term")) {
  const definition = document.getElementById(term.getAttribute("aria-describedby"));
  const show = () => {
    if (shown?.definition !== definition) hide();
    clearTimeout(closing);
    shown = { term, definition };
    definition.hidden = false;
    place();
  };
  const leave = () => {
    closing = setTimeout(hide, 200);
  };
  term.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show());
  term.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
  definition.addEventListener("pointerenter", () => clearTimeout(closing));
  definition.addEventListener("pointerleave", leave);
  term.addEventListener("focus", () => term.matches(":focus-visible") && show());
  term.addEventListener("blur", hide);
  term.addEventListener("click", (event) => {
    if (event.pointerType !== "touch" || shown?.definition === definition) return;
    event.preventDefault();
    show();
  });
}
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
const follow = () => {
  if (!shown) return;
  if (document.activeElement === shown.term) place();
  else hide();
};
document.addEventListener("scroll", follow, { passive: true });

// 404: the language of the address comes first.
const missing = [...document.querySelectorAll("[data-missing]")]
  .filter((section) => location.pathname.startsWith(section.dataset.missing))
  .sort((a, b) => b.dataset.missing.length - a.dataset.missing.length)[0];
missing?.parentElement.querySelector("[data-missing]").before(missing);

// Sharing by the device's own menu, where there is one.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  const { title, text, url } = button.dataset;
  button.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => {}));
  button.parentElement.hidden = false;
}

// The fitting way into the calendar is shown first by the style sheet; here for keyboards, too.
for (const way of document.querySelectorAll(`li[data-way="${root.dataset.way}"]`)) {
  way.parentElement.prepend(way);
}
