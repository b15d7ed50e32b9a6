/**
 * The poster form: fills a layout with the visitor's words, shows it, prints it, saves it.
 *
 * Nothing leaves the browser. The layouts are those of the ready-made files (see
 * hooks/cx_day/pictures/outlines.py for what their text elements say); here the text stays
 * text, and is broken into lines and shrunk by the same rules. The date is read from the page,
 * where clock.js keeps it up to date.
 */
const root = document.querySelector("[data-poster]");
const form = root.querySelector("[data-poster-form]");
const preview = root.querySelector("[data-poster-preview]");
const dates = root.querySelector("[data-poster-date]");
const status = root.querySelector("[data-poster-status]");
const pageDirection = document.documentElement.dir;

const SVG = "http://www.w3.org/2000/svg";
const ARABIC = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
const STRONG = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|\p{L}/u;
const SHRINK = 0.96;
const SMALLEST = 0.1; // a company's name is what it is: here nothing is refused
const FORMATS = {
  a4: { shape: "portrait", size: ["210mm", "297mm"], pixels: [2480, 3508] },
  a3: { shape: "portrait", size: ["297mm", "420mm"], pixels: [2480, 3508] },
  square: { shape: "square", size: ["1080", "1080"], pixels: [1080, 1080], paper: ["210mm", "210mm"] },
};

const chosen = (name) => new FormData(form).get(name);

/** No line ends with a one-letter word, as everywhere on the site. */
const bound = (text) => text.replace(/(^|[\s(„«])(\p{L}) (?=\S)/gu, "$1$2\u00a0");

/** The direction of a text of the visitor's, whatever the page's is. */
function directionOf(text) {
  const letter = STRONG.exec(text)?.[0];
  if (!letter) return pageDirection;
  return ARABIC.test(letter) ? "rtl" : "ltr";
}

/** Lines that are filled one after the other, then made about equally long. */
function linesIn(text, measure, width, most) {
  const broken = (limit) => {
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && measure(longer) <= limit) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  };
  const fits = (lines, limit) => lines.every((line) => measure(line) <= limit);
  let best = broken(width);
  if (best.length > most || !fits(best, width)) return null;
  for (let low = width / 2, high = width, step = best.length > 1 ? 0 : 8; step < 8; step += 1) {
    const middle = (low + high) / 2;
    const lines = broken(middle);
    if (lines.length === best.length && fits(lines, middle)) [best, high] = [lines, middle];
    else low = middle;
  }
  return best;
}

/** Writes `words` into a text element, in lines that fit. */
function set(element, words, own) {
  const text = bound(words.replace(/[ \n\r\t]+/g, " ").trim());
  const { width, height, lines: most, rise, leading } = element.dataset;
  const layoutDirection = element.getAttribute("direction");
  const direction = own ? directionOf(text) : layoutDirection;
  if (direction !== layoutDirection) {
    const swapped = { start: "end", end: "start", middle: "middle" };
    element.setAttribute("text-anchor", swapped[element.getAttribute("text-anchor")]);
    element.setAttribute("direction", direction);
  }
  const size = Number(element.getAttribute("font-size"));
  const known = new Map();
  const measure = (line) => {
    if (!known.has(line)) {
      element.textContent = line;
      known.set(line, element.getComputedTextLength() / size);
    }
    return known.get(line);
  };
  let current = size;
  let lines = null;
  while (!lines && current > size * SMALLEST) {
    lines = linesIn(text, measure, width / current, most);
    if (lines && lines.length * leading * current > (height || Infinity)) lines = null;
    if (!lines) current *= SHRINK;
  }
  lines ??= [text];
  const step = current * leading;
  const top = Number(element.getAttribute("y")) - rise * step * (lines.length - 1);
  element.setAttribute("font-size", current.toFixed(2));
  element.replaceChildren(
    ...lines.map((line, index) => {
      const part = document.createElementNS(SVG, "tspan");
      part.setAttribute("x", element.getAttribute("x"));
      part.setAttribute("y", (top + index * step).toFixed(1));
      part.textContent = line;
      return part;
    }),
  );
}

/** Draws the preview anew. */
function draw() {
  const layout = `${chosen("design")}-${FORMATS[chosen("format")].shape}`;
  const template = root.querySelector(`[data-poster-layout="${layout}"]`);
  const svg = template.content.querySelector("svg").cloneNode(true);
  preview.replaceChildren(svg);
  const words = { company: chosen("company"), message: chosen("message") };
  const own = Object.keys(words);
  for (const value of dates.querySelectorAll("[data-poster-value]")) {
    words[value.dataset.posterValue] = value.textContent;
  }
  for (const element of svg.querySelectorAll("text")) {
    const { field } = element.dataset;
    set(element, words[field] ?? element.textContent, own.includes(field));
  }
  svg.querySelector("title").textContent = [...svg.querySelectorAll("text")]
    .map((element) => [...element.children].map((line) => line.textContent).join(" "))
    .filter(Boolean)
    .join(", ");
}

/** The characters that a rule of the style sheet offers a font for, as a test. */
function offers(rule) {
  const ranges = rule.style.getPropertyValue("unicode-range").match(/[0-9a-f]+(-[0-9a-f]+)?/gi) ?? [];
  const bounds = ranges.map((range) => range.split("-").map((code) => parseInt(code, 16)));
  return (letter) => bounds.some(([first, last = first]) => {
    return first <= letter.codePointAt(0) && letter.codePointAt(0) <= last;
  });
}

/** The site's fonts for a text: each character's first one, in the order of these families. */
function fontsFor(text, families) {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule && rule.cssText.includes("url("));
  const family = (rule) => rule.style.getPropertyValue("font-family").replaceAll('"', "");
  let letters = [...new Set(text)];
  return families.flatMap((name) => rules.filter((rule) => family(rule) === name)).filter((rule) => {
    const left = letters.filter((letter) => !offers(rule)(letter));
    const needed = left.length < letters.length;
    letters = left;
    return needed;
  });
}

/** A font of the site as a rule that can travel inside a picture. */
async function travelling(rule) {
  const [, file] = /url\("?([^")]+)"?\)/.exec(rule.cssText);
  const blob = await (await fetch(new URL(file, rule.parentStyleSheet.href))).blob();
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  const { style } = rule;
  const [family, range] = ["font-family", "unicode-range"].map((name) => style.getPropertyValue(name));
  const data = url.slice(url.indexOf(","));
  return `@font-face{font-family:${family};font-weight:400 700;unicode-range:${range};src:url("data:font/woff2;base64${data}") format("woff2")}`;
}

/** The poster as a file that looks the same everywhere: with the fonts it needs inside. */
async function standalone() {
  const svg = preview.querySelector("svg").cloneNode(true);
  const [width, height] = FORMATS[chosen("format")].size;
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  const families = svg.getAttribute("font-family").split(",").map((name) => name.trim());
  const faces = fontsFor(svg.textContent, families).map(travelling);
  const style = document.createElementNS(SVG, "style");
  style.textContent = (await Promise.all(faces)).join("");
  svg.querySelector("title").after(style);
  return new XMLSerializer().serializeToString(svg);
}

/** The image on a canvas of this size. */
function drawn(image, width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d", { willReadFrequently: width < 1000 }).drawImage(image, 0, 0, width, height);
  return canvas;
}

/**
 * Waits until the fonts inside an image are in use. No event tells: browsers call the image
 * loaded before that, and draw without the letters. So it is drawn small until it stays the same.
 */
async function settled(image, width, height) {
  const scale = 400 / width;
  let seen = "";
  for (let same = 0, tries = 0; same < 3 && tries < 30; tries += 1) {
    const look = drawn(image, 400, Math.round(height * scale)).toDataURL();
    same = look === seen ? same + 1 : 0;
    seen = look;
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
}

async function asPng(svg) {
  const [width, height] = FORMATS[chosen("format")].pixels;
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  await settled(image, width, height);
  const canvas = drawn(image, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

async function save(kind) {
  const year = dates.querySelector('[data-poster-value="year"]').textContent;
  const name = `cx-day-${year}-${chosen("design")}-${chosen("format")}.${kind}`;
  try {
    const svg = await standalone();
    const blob = kind === "png" ? await asPng(svg) : new Blob([svg], { type: "image/svg+xml" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    status.textContent = root.dataset.saved.replace("{name}", `\u2068${name}\u2069`);
  } catch {
    status.textContent = root.dataset.failed;
  }
}

// Printing: the poster alone, on paper of its own size. The security policy allows no inline
// styles, hence the constructed sheet.
const paper = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, paper];

function print() {
  const { size, paper: other } = FORMATS[chosen("format")];
  const [width, height] = other ?? size;
  paper.replaceSync(
    `@page { size: ${width} ${height}; margin: 0 }` +
      `.poster-sheet svg { inline-size: ${width}; block-size: calc(${height} - 0.2mm) }`,
  );
  const sheet = document.createElement("div");
  sheet.className = "poster-sheet";
  sheet.append(preview.querySelector("svg").cloneNode(true));
  document.body.append(sheet);
  document.documentElement.dataset.printing = "poster";
  addEventListener(
    "afterprint",
    () => {
      delete document.documentElement.dataset.printing;
      sheet.remove();
      paper.replaceSync("");
    },
    { once: true },
  );
  window.print();
}

root.hidden = false;
draw();
form.addEventListener("input", draw);
form.addEventListener("submit", (event) => event.preventDefault());
root.querySelector("[data-poster-print]").addEventListener("click", print);
for (const button of root.querySelectorAll("[data-poster-save]")) {
  button.addEventListener("click", () => save(button.dataset.posterSave));
}
new MutationObserver(draw).observe(dates, { subtree: true, childList: true, characterData: true });
// Letters of the other script arrive only when they are typed: measure again with them.
document.fonts.addEventListener("loadingdone", draw);
