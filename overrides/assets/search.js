/**
 * The search: a dialog on every page, and a page of its own with an address to share. shell.js
 * loads this when a visitor first reaches for it. Nothing that is typed leaves the browser.
 */
const version = new URL(import.meta.url).search;
const root = new URL("../", import.meta.url);
const { lang } = document.documentElement;
const address = new URL(`assets/search/${lang}/`, root);

const SHOWN = 8; // results at first, and with each “more”
const SECTIONS = 3; // links to sections below a result
const RECENT = 5;

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL(`search.css${version}`, import.meta.url);
const styled = new Promise((resolve) => {
  style.onload = style.onerror = resolve;
});
document.head.append(style);

let opening;
/** The index, and the words of the interface in it. */
function opened() {
  opening ??= import(`./search-engine.js${version}`).then(({ Index }) => Index.open(address));
  opening.catch(() => {
    opening = undefined; // to be tried again
  });
  return opening;
}

/** An element with attributes, properties and children. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** What was searched for last, on this device only. */
const recent = {
  key: `searches-${lang}`,
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? [];
    } catch {
      return [];
    }
  },
  add(query) {
    if (!query) return;
    const others = this.read().filter((one) => one !== query);
    try {
      localStorage.setItem(this.key, JSON.stringify([query, ...others].slice(0, RECENT)));
    } catch {
      // then nothing is remembered
    }
  },
  clear() {
    localStorage.removeItem(this.key);
  },
};

/** A text whose `{name}` gives way to a piece, which may run in the other direction. */
function filled(text, name, value) {
  const [before, after = ""] = text.split(`{${name}}`);
  return [before, make("bdi", {}, value), after];
}

function marked(pieces) {
  return pieces.map(([text, hit]) => (hit ? make("mark", {}, text) : text));
}

/** The field and what is found; `onQuery` hears of every query that was answered. */
class Finder {
  #turn = 0;

  constructor(index, field, onQuery = () => {}) {
    this.index = index;
    this.words = index.strings;
    this.plural = new Intl.PluralRules(lang);
    this.field = field;
    this.onQuery = onQuery;
    this.part = -1;
    this.shown = SHOWN;
    this.status = make("p", { class: "find__status", role: "status" });
    this.parts = make("fieldset", { class: "find__parts", hidden: true, onchange: () => this.#pick() });
    this.list = make("ol", { class: "find__results", "aria-label": this.words.results });
    this.help = make("div", { class: "find__help" });
    this.body = make("div", { class: "find__body" }, this.status, this.parts, this.list, this.help);
    this.body.addEventListener("keydown", (event) => this.#move(event));
    field.addEventListener("keydown", (event) => this.#move(event));
    field.addEventListener("input", () => this.search());
    this.body.addEventListener("click", (event) => {
      if (event.target.closest(".find__results a")) recent.add(field.value.trim());
    });
    this.#welcome();
  }

  /** Ask for something in the visitor's place. */
  ask(query) {
    this.field.value = query;
    return this.search();
  }

  async search() {
    const turn = ++this.#turn;
    const query = this.field.value.trim();
    this.part = -1;
    this.shown = SHOWN;
    this.body.setAttribute("aria-busy", true);
    try {
      const found = query && (await this.index.find(query));
      if (turn !== this.#turn) return; // something else was typed meanwhile
      this.found = found;
      if (found) await this.#show();
      else this.#welcome();
      this.onQuery(query);
    } catch {
      this.#fail();
    }
    if (turn === this.#turn) this.body.setAttribute("aria-busy", false);
  }

  /** Open the first result, also for those who press Enter before it is there. */
  async first() {
    await this.search();
    this.list.querySelector("a")?.click();
  }

  get #results() {
    const { pages } = this.found;
    return this.part < 0 ? pages : pages.filter(({ page }) => page.part === this.part);
  }

  async #show() {
    const turn = this.#turn;
    const results = this.#results;
    const entries = await Promise.all(results.slice(0, this.shown).map((hit) => this.#entry(hit)));
    if (turn !== this.#turn) return;
    this.list.replaceChildren(...entries);
    this.#showParts();
    const { instead } = this.found;
    const said = instead ? [...filled(this.words.instead, "words", instead), " "] : [];
    this.status.replaceChildren(...said, this.#count(results.length));
    const help = [];
    if (!results.length) help.push(...this.#nothing());
    if (results.length > this.shown) help.push(this.#more());
    help.push(this.#links());
    this.help.replaceChildren(...help);
  }

  async #entry({ page, hits }) {
    const { terms } = this.found;
    const sections = await this.index.sections(page);
    const [best] = hits;
    const telling = hits.find(({ section }) => this.index.hasHit(sections[section][2], terms));
    const excerpt = this.index.excerpt(sections[telling?.section ?? 0][2], terms);
    const url = (anchor) => new URL(page.url, root).href + (anchor && `#${anchor}`);
    const link = (anchor, text) => {
      return make("a", { href: url(anchor) }, ...marked(this.index.marks(text, terms)));
    };
    const below = hits
      .filter(({ section, score }) => section > 0 && score >= best.score / 4)
      .slice(0, SECTIONS)
      .map(({ section }) => make("li", {}, link(sections[section][0], sections[section][1])));
    const part = this.index.parts[page.part];
    return make(
      "li",
      { class: "find__result" },
      ...(part ? [make("p", { class: "find__part" }, part)] : []),
      make("p", { class: "find__title" }, link("", page.title)),
      make("p", {}, ...marked(excerpt)),
      ...(below.length ? [make("ul", { class: "find__sections" }, ...below)] : []),
    );
  }

  /** A choice of the parts of the site in which there is a result. */
  #showParts() {
    const counts = new Map();
    for (const { page } of this.found.pages) counts.set(page.part, (counts.get(page.part) ?? 0) + 1);
    const option = (part, label, count) => {
      const input = make("input", {
        type: "radio",
        name: this.field.closest("dialog") ? "part-in-dialog" : "part",
        value: part,
        checked: part === this.part,
      });
      return make("label", {}, input, make("span", {}, `${label} `, make("small", {}, `${count}`)));
    };
    const named = this.index.parts.map((label, part) => [part, label, counts.get(part)]);
    const options = [
      [-1, this.words.all, this.found.pages.length],
      ...named.filter(([, , count]) => count),
    ];
    this.parts.hidden = options.length < 3;
    if (this.parts.contains(document.activeElement)) return; // it is being used
    this.parts.replaceChildren(
      make("legend", { class: "visually-hidden" }, this.words.parts),
      ...options.map((one) => option(...one)),
    );
  }

  #pick() {
    this.part = Number(this.parts.querySelector(":checked").value);
    this.shown = SHOWN;
    this.#show();
  }

  #count(number) {
    const { exact, future } = this.words.found;
    return exact[number] ?? future[this.plural.select(number)].replace("{n}", number);
  }

  #more() {
    const onclick = async () => {
      const next = this.shown;
      this.shown += SHOWN;
      await this.#show();
      this.list.children[next]?.querySelector("a").focus();
    };
    return make("p", {}, make("button", { class: "find__button", type: "button", onclick }, this.words.more));
  }

  #nothing() {
    const { query, suggestion } = this.found;
    const parts = [make("p", {}, ...filled(this.words.nothing, "query", query))];
    if (suggestion) {
      const onclick = () => {
        this.ask(suggestion);
        this.field.focus();
      };
      const text = filled(this.words.suggestion, "words", suggestion);
      parts.push(make("p", {}, make("button", { class: "find__button", type: "button", onclick }, ...text)));
    }
    return [...parts, make("p", {}, this.words.nothing_hint), this.#main()];
  }

  #main() {
    const links = this.words.main.map(([url, title]) => {
      return make("li", {}, make("a", { href: new URL(url, root) }, title));
    });
    return make(
      "section",
      {},
      make("h2", {}, this.words.main_title),
      make("ul", { class: "find__main" }, ...links),
    );
  }

  #links() {
    const page = new URL(this.words.page, root);
    const query = this.field.value.trim();
    if (query) page.searchParams.set("q", query);
    const contents = new URL(this.words.contents, root);
    const links = [];
    if (this.words.contents) links.push(make("a", { href: contents }, this.words.contents_link));
    const elsewhere = this.words.page && this.field.closest("dialog");
    if (elsewhere) links.push(make("a", { href: page }, this.words.page_link));
    return make("p", { class: "find__links" }, ...links);
  }

  /** Before anything is typed: what was searched for last, and the main pages. */
  #welcome() {
    this.status.replaceChildren();
    this.list.replaceChildren();
    this.parts.hidden = true;
    const last = recent.read();
    const help = [this.#main(), this.#links()];
    if (last.length) {
      const again = (query) => {
        const onclick = () => {
          this.ask(query);
          this.field.focus();
        };
        return make("li", {}, make("button", { class: "find__button", type: "button", onclick }, make("bdi", {}, query)));
      };
      const forget = () => {
        recent.clear();
        this.#welcome();
        this.field.focus();
      };
      help.unshift(
        make(
          "section",
          { class: "find__recent" },
          make("h2", {}, this.words.recent),
          make("ul", {}, ...last.map(again)),
          make("p", {}, `${this.words.recent_note} `, make("button", { class: "find__link", type: "button", onclick: forget }, this.words.clear)),
        ),
      );
    }
    this.help.replaceChildren(...help);
  }

  #fail() {
    this.list.replaceChildren();
    this.status.replaceChildren(this.words.failed);
    this.help.replaceChildren(this.#links());
  }

  /** The arrow keys go from the field through the results and back. */
  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.type === "radio") return;
    const stops = [this.field, ...this.list.querySelectorAll("a")];
    const at = stops.indexOf(event.target);
    const next = stops[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

let dialog;

/** Open the dialog; made the first time. The focus goes back to `opener` in the end. */
export async function open(opener) {
  const [index] = await Promise.all([opened(), styled]);
  dialog ??= makeDialog(index);
  if (dialog.open) return;
  dialog.addEventListener("close", () => opener.focus(), { once: true });
  dialog.showModal();
  dialog.querySelector("input").select();
}

function makeDialog(index) {
  const words = index.strings;
  const input = field(words);
  const finder = new Finder(index, input);
  const close = make(
    "button",
    { class: "find__close", type: "button", "aria-label": words.close, onclick: () => dialog.close() },
    "×",
  );
  const onsubmit = (event) => {
    event.preventDefault();
    finder.first();
  };
  const form = make("form", { class: "find__form", role: "search", onsubmit }, input, close);
  const keys = make("p", { class: "find__keys" }, words.keys);
  const made = make("dialog", { class: "find", "aria-label": words.title }, form, finder.body, keys);
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close(); // beside it
    if (event.target.closest("a")) made.close(); // the result may be on this very page
  });
  document.body.append(made);
  return made;
}

function field(words) {
  return make("input", {
    type: "text",
    inputmode: "search",
    enterkeyhint: "search",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    dir: "auto",
    "aria-label": words.field,
    placeholder: words.field,
    maxlength: 100,
  });
}

/** Fill the page of its own; its address follows the query, so that it can be shared. */
export async function fill(place) {
  const [index] = await Promise.all([opened(), styled]);
  const form = place.querySelector("form");
  const input = form.querySelector("input");
  const finder = new Finder(index, input, (query) => {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    history.replaceState(null, "", url);
  });
  form.addEventListener("submit", () => recent.add(input.value.trim()));
  place.append(finder.body);
  if (input.value) await finder.search();
}
