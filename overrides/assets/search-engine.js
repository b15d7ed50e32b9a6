/**
 * Finds pages in the index that hooks/cx_day/search/ made of this language's pages. The words of
 * a query are folded and cut as data/search.yml says, which Python has done with the pages' words.
 */

const WORD = /[\p{L}\p{N}\p{M}\u00ad\u0640\u200c\u200d]+/gu;
/** How much a way of matching counts against the very word. */
const OTHER_STEM = 0.9;
const BEGINNING = 0.75;
const SKELETON = 0.4;
const SLIP = 0.5;
const MAYBE_SLIP = 0.3;
/** What a word counts at least where it stands in a heading: HEADING in search/index.py. */
const HEADING = 5;

/** The fewest letters to mistake, miss, add or swap to make one word of the other, up to `most`. */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, row] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + !same);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[other.length];
}

/** A part of a text in which no run of the other direction begins or ends without the other end. */
function wholeIsolates(text) {
  let open = 0;
  let missing = 0;
  for (const [letter] of text.matchAll(/[\u2066\u2068\u2069]/gu)) {
    if (letter !== "\u2069") open += 1;
    else if (open) open -= 1;
    else missing += 1;
  }
  return "\u2068".repeat(missing) + text + "\u2069".repeat(open);
}

/** What was worked out for a word before; it is forgotten when it has become too much. */
function remembered(memory, word, work) {
  if (!memory.has(word)) {
    if (memory.size > 20_000) memory.clear();
    memory.set(word, work());
  }
  return memory.get(word);
}

/** The words of one language: folded, and cut to stems. */
export class Words {
  #folded = new Map();
  #stems = new Map();

  constructor({ fold, steps, same, skeleton, keyboards }) {
    const patterns = (pairs) => pairs.map(([pattern, text]) => [new RegExp(pattern, "gu"), text]);
    this.folding = patterns(fold);
    this.skeletons = patterns(skeleton);
    this.steps = steps.map((step) => {
      const longest = Math.max(...Object.keys(step.affixes).map((affix) => affix.length));
      return { ...step, longest, affixes: new Map(Object.entries(step.affixes)) };
    });
    this.same = new Map(Object.entries(same));
    this.keys = keyboards.flatMap((one) => keyboards.filter((other) => other !== one).map((other) => {
      return new Map([...one].map((key, at) => [key, other[at]]));
    }));
  }

  fold(text) {
    let folded = text.normalize("NFKC").toLowerCase();
    for (const [pattern, replacement] of this.folding) {
      folded = folded.replace(pattern, replacement);
    }
    return folded.normalize("NFD").replace(/\p{M}/gu, "");
  }

  /** The words of a text: as written, where, and folded. */
  *in(text) {
    for (const { 0: written, index } of text.matchAll(WORD)) {
      const folded = remembered(this.#folded, written, () => this.fold(written));
      if (folded) yield { written, index, folded };
    }
  }

  stems(folded) {
    return remembered(this.#stems, folded, () => {
      const end = (stem) => this.same.get(stem) ?? stem;
      if (this.same.has(folded)) return [end(folded)];
      return [...new Set(this.#cut(folded, this.steps).map(end))];
    });
  }

  /** A word that is still being typed: whole, and without what is attached before it. */
  beginnings(folded) {
    return [...new Set([folded, ...this.#cut(folded, this.steps.filter((step) => !step.at_end))])];
  }

  /** Every word that differs by one letter: missed, added, swapped or mistaken for another. */
  *slips(folded, letters) {
    for (let at = 0; at <= folded.length; at++) {
      const [before, after] = [folded.slice(0, at), folded.slice(at)];
      if (after) yield before + after.slice(1);
      if (after.length > 1) yield before + after[1] + after[0] + after.slice(2);
      for (const letter of letters) {
        yield before + letter + after;
        if (after) yield before + letter + after.slice(1);
      }
    }
  }

  skeleton(stem) {
    return this.skeletons.reduce((word, [pattern, text]) => word.replace(pattern, text), stem);
  }

  /** What comes of the same keys on other keyboards. */
  otherKeyboards(text) {
    const letters = [...text.toLowerCase()];
    return this.keys.map((keys) => letters.map((letter) => keys.get(letter) ?? letter).join(""));
  }

  #cut(folded, steps) {
    return steps.reduce(
      (stems, step) => stems.flatMap((stem) => this.#once(stem, step)),
      [folded],
    );
  }

  #once(word, { at_end: atEnd, affixes, longest, least, may }) {
    for (let length = Math.min(word.length, longest); length > 0; length--) {
      const affix = atEnd ? word.slice(-length) : word.slice(0, length);
      if (!affixes.has(affix)) continue;
      const text = affixes.get(affix);
      const cut = atEnd ? word.slice(0, -length) + text : text + word.slice(length);
      if (cut.length >= least) return may ? [word, cut] : [cut];
    }
    return [word];
  }
}

/** The index of one language; its parts are loaded when a query needs them. */
export class Index {
  #loaded = new Map();

  constructor(address, start) {
    this.address = address;
    this.words = new Words(start.rules);
    this.terms = start.terms.split(" ");
    this.version = start.version;
    this.pages = start.pages.map(([url, title, part, length], number) => {
      return { number, url, title, part, length };
    });
    this.parts = start.parts;
    this.strings = start.strings;
    this.runs = start.runs;
    this.pageOf = this.pages.flatMap((page) => Array(page.length).fill(page));
    this.firstSection = [];
    let sections = 0;
    for (const { length } of this.pages) {
      this.firstSection.push(sections);
      sections += length;
    }
  }

  /** Load what every query needs; the browser asks whether the copy it has is still right. */
  static async open(address) {
    const answer = await fetch(new URL("start.json", address), { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return new Index(address, await answer.json());
  }

  /** The sections of a page: anchor, heading and text of each. */
  sections(page) {
    return this.#load(`page-${page.number}.json`);
  }

  /**
   * The pages for a query, best first, each with its sections that hold a hit. Besides: `terms`,
   * the terms to mark; `query`, what was searched for; `instead`, what a word with a slip was
   * taken for; `suggestion`, if nothing was found.
   */
  async find(query) {
    const typed = this.#tokens(query);
    const exact = (tokens) => tokens.length > 0 && tokens.every((token) => token.exact);
    for (const swapped of exact(typed) ? [] : this.words.otherKeyboards(query)) {
      const other = this.#tokens(swapped);
      if (exact(other)) return this.#rank(swapped, other, swapped);
    }
    return this.#rank(query, typed);
  }

  #load(name) {
    if (!this.#loaded.has(name)) {
      const load = async () => {
        const answer = await fetch(new URL(`${name}?v=${this.version}`, this.address));
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.json();
      };
      const loading = load();
      loading.catch(() => this.#loaded.delete(name)); // to be tried again
      this.#loaded.set(name, loading);
    }
    return this.#loaded.get(name);
  }

  /** A term's place in the list, or where it would stand, as a negative number. */
  #place(term) {
    let [low, high] = [0, this.terms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.terms[middle] < term) low = middle + 1;
      else high = middle;
    }
    return this.terms[low] === term ? low : -1 - low;
  }

  async #row(number) {
    let run = 0;
    let rest = number;
    while (rest >= this.runs[run]) rest -= this.runs[run++];
    return (await this.#load(`terms-${run}.json`))[rest];
  }

  async #rows(numbers) {
    const row = async (number) => [number, await this.#row(number)];
    return new Map(await Promise.all([...numbers].map(row)));
  }

  /** The words of a query, each with the terms that it may mean and how likely. */
  #tokens(query) {
    const words = [...this.words.in(query)];
    return words.map(({ written, folded }, at) => {
      const last = at === words.length - 1;
      const means = new Map();
      const add = (number, factor) => {
        if (number >= 0 && factor > (means.get(number) ?? 0)) means.set(number, factor);
      };
      const stems = this.words.stems(folded);
      stems.forEach((stem, rank) => add(this.#place(stem), rank ? OTHER_STEM : 1));
      const exact = means.size > 0;
      if (last || !exact) this.#addBeginnings(folded, add);
      const near = means.size ? new Set() : this.#near(folded);
      for (const number of near) add(number, SLIP);
      if (!means.size) this.#addHalves(folded, add);
      const slips = near.size > 0;
      this.#addSkeletons(stems, exact ? 4 : 3, add);
      return { written, folded, stems, exact, slips, means };
    });
  }

  #addBeginnings(folded, add) {
    for (const start of this.words.beginnings(folded)) {
      const place = this.#place(start);
      if (start.length < 2) continue;
      for (let number = place < 0 ? -1 - place : place; number < this.terms.length; number++) {
        const term = this.terms[number];
        if (!term.startsWith(start)) break;
        add(number, BEGINNING * (0.6 + (0.4 * start.length) / term.length));
      }
    }
  }

  /** Two words written as one. */
  #addHalves(folded, add) {
    for (let at = 2; at <= folded.length - 2; at++) {
      const halves = [folded.slice(0, at), folded.slice(at)];
      const places = halves.map((half) => this.#place(this.words.stems(half)[0]));
      if (places.every((place) => place >= 0)) for (const place of places) add(place, SLIP);
    }
  }

  /** Terms that differ in vowels only; where only few letters remain, that means little. */
  #addSkeletons(stems, least, add) {
    if (!this.bySkeleton) {
      this.bySkeleton = new Map();
      this.terms.forEach((term, number) => {
        const skeleton = this.words.skeleton(term);
        this.bySkeleton.set(skeleton, [...(this.bySkeleton.get(skeleton) ?? []), number]);
      });
    }
    for (const stem of stems) {
      const skeleton = this.words.skeleton(stem);
      if (skeleton.length < least) continue;
      for (const number of this.bySkeleton.get(skeleton) ?? []) add(number, SKELETON);
    }
  }

  /** The terms of the words that a word may have been meant for, were it not for a slip. */
  #near(folded) {
    const found = new Set();
    if (folded.length < 4) return found;
    this.letters ??= new Set(this.terms.join(""));
    for (const word of this.words.slips(folded, this.letters)) {
      for (const stem of this.words.stems(word)) {
        const place = this.#place(stem);
        if (place >= 0) found.add(place);
      }
    }
    return found;
  }

  async #rank(query, tokens, instead = "") {
    const scores = new Map(); // of each page: by token, and by section and token
    const weights = [];
    await Promise.all(tokens.map(async (token, at) => {
      token.rows = await this.#rows(token.means.keys());
      // A word that no heading has may be another one with a slip that makes a word of it, too.
      const heads = (row) => row.some((weight, place) => place && place % 2 === 0 && weight >= HEADING);
      if (token.exact && ![...token.rows.values()].some(heads)) {
        const near = [...this.#near(token.folded)].filter((number) => !token.means.has(number));
        for (const number of near) token.means.set(number, MAYBE_SLIP);
        token.rows = await this.#rows(token.means.keys());
      }
      const pages = new Set();
      for (const [number, factor] of token.means) {
        const sums = new Map();
        const row = token.rows.get(number);
        let section = 0;
        for (let place = 1; place < row.length; place += 2) {
          section += row[place];
          const page = this.pageOf[section];
          const score = scores.get(page) ?? { tokens: [], sections: new Map() };
          scores.set(page, score);
          sums.set(page, (sums.get(page) ?? 0) + row[place + 1]);
          const own = score.sections.get(section) ?? [];
          score.sections.set(section, own);
          own[at] = Math.max(own[at] ?? 0, (factor * row[place + 1]) / (row[place + 1] + 2));
        }
        for (const [page, sum] of sums) {
          pages.add(page);
          const { tokens: own } = scores.get(page);
          own[at] = Math.max(own[at] ?? 0, (factor * sum) / (sum + 6));
        }
      }
      // a word that is everywhere says little
      weights[at] = pages.size ? Math.log(1 + this.pages.length / pages.size) - 0.5 : 0;
    }));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const weigh = (own) => weights.reduce((sum, weight, at) => sum + weight * (own[at] ?? 0), 0);
    const share = (own) => weights.reduce((sum, weight, at) => sum + (own[at] ? weight : 0), 0) / all;
    const pages = [...scores].map(([page, { tokens: own, sections }]) => {
      const best = Math.max(...[...sections.values()].map(share));
      const hits = [...sections]
        .map(([section, hit]) => ({
          section: section - this.firstSection[page.number],
          score: weigh(hit) * share(hit) ** 2,
        }))
        .sort((one, other) => other.score - one.score || one.section - other.section);
      return { page, hits, score: weigh(own) * share(own) ** 2 * (1 + best / 2) };
    });
    pages.sort((one, other) => other.score - one.score || one.page.number - other.page.number);
    const least = (pages[0]?.score ?? 0) / 25; // what has little to do with it is left out
    return {
      query,
      pages: pages.filter(({ score }) => score > least),
      terms: this.#marked(tokens, weights),
      instead: instead || this.#instead(tokens),
      suggestion: pages.length ? "" : await this.#suggestion(tokens),
    };
  }

  /** The terms to mark: those of the words that say most. */
  #marked(tokens, weights) {
    const enough = Math.max(...weights, 0) / 4;
    const telling = tokens.filter((_, at) => weights[at] >= enough);
    return new Set(telling.flatMap(({ means }) => [...means.keys()].map((key) => this.terms[key])));
  }

  /** The query with the word meant in the place of each slip; "" if there was none. */
  #instead(tokens) {
    if (!tokens.some(({ slips }) => slips)) return "";
    const weight = (row) => row.reduce((sum, value, at) => sum + (at && at % 2 === 0 ? value : 0), 0);
    return tokens.map(({ written, slips, rows }) => {
      if (!slips) return written;
      return [...rows.values()].sort((one, other) => weight(other) - weight(one))[0][0];
    }).join(" ");
  }

  /** The nearest words, if a query found nothing. */
  async #suggestion(tokens) {
    const words = await Promise.all(tokens.map(async ({ folded, stems }) => {
      const apart = (term) => Math.min(...[folded, ...stems].map((word) => distance(word, term, 3)));
      const [nearest] = this.terms
        .map((term, number) => ({ number, apart: apart(term), length: term.length }))
        .filter((one) => one.apart <= 3 && one.apart <= one.length / 2)
        .sort((one, other) => one.apart - other.apart);
      return nearest ? (await this.#row(nearest.number))[0] : "";
    }));
    return words.every(Boolean) ? words.join(" ") : "";
  }

  /** A text in pieces, each with whether it is a hit. */
  marks(text, terms) {
    const pieces = [];
    let end = 0;
    for (const { written, index, folded } of this.words.in(text)) {
      if (!this.words.stems(folded).some((stem) => terms.has(stem))) continue;
      pieces.push([text.slice(end, index), false], [written, true]);
      end = index + written.length;
    }
    pieces.push([text.slice(end), false]);
    return pieces.filter(([piece]) => piece);
  }

  hasHit(text, terms) {
    for (const { folded } of this.words.in(text)) {
      if (this.words.stems(folded).some((stem) => terms.has(stem))) return true;
    }
    return false;
  }

  /** The part of a text with the most hits, in pieces like those of `marks`. */
  excerpt(text, terms, length = 170) {
    const places = [];
    for (const { index, folded } of this.words.in(text)) {
      if (this.words.stems(folded).some((stem) => terms.has(stem))) places.push(index);
    }
    const within = (start) => places.filter((at) => at >= start && at < start + length).length;
    let start = places.reduce((best, at) => (within(at) > within(best) ? at : best), places[0] ?? 0);
    start = start < length / 3 ? 0 : text.indexOf(" ", start - length / 4) + 1;
    let end = text.length;
    if (start + length < text.length) {
      const space = text.lastIndexOf(" ", start + length);
      end = space > start ? space : start + length;
    }
    const shown = wholeIsolates(text.slice(start, end).replace(/[\s.,;:–]+$/u, ""));
    return this.marks(`${start ? "… " : ""}${shown}${end < text.length ? " …" : ""}`, terms);
  }
}
