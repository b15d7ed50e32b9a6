/**
 * Brings a page up to date that was built on another day.
 *
 * The build writes complete HTML for the day it ran on, and next to it (#cx-day-clock) the
 * wording of every later state: see Vocabulary.clock in hooks/cx_day/placeholders.py. This
 * module only chooses; it holds no text of its own. It goes by whole days in the visitor's
 * time zone, and once more at midnight while the page is open.
 */
const data = JSON.parse(document.getElementById("cx-day-clock").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);
const SHOWN = 5; // coming years in the short list

/** Today in the visitor's time zone: "2027-10-05". */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Whole days from one ISO date to another. Both are read as UTC, so no clock change counts. */
function days(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
}

/** The phrase `name` for a number of days from today; negative: ago. */
function phrase(name, count) {
  const { exact, future, past } = data.counts[name];
  const number = Math.abs(count);
  const form = () => (count >= 0 ? future : past)[plural.select(number)];
  return exact[count] ?? form().replace("{n}", number);
}

function update() {
  const now = today();
  const next = data.days.findIndex((day) => day >= now);
  if (next < 1) return; // a clock beyond everything the build knew: leave the page as it is

  for (const element of document.querySelectorAll("[data-cx-day]")) {
    const { dates, texts, count } = data.values[element.dataset.cxDay];
    const date = dates[next - 1];
    const text = count ? phrase(count, days(now, date)) : texts[next - 1];
    if (element.textContent !== text) element.textContent = text;
    if (element.dateTime) element.dateTime = element.dateTime.length === 4 ? text : date;
  }

  const since = days(data.days[next - 1], now);
  const phase = data.days[next] === now ? "on" : since <= data.after ? "after" : "before";
  for (const element of document.querySelectorAll("[data-phase]")) element.dataset.phase = phase;

  for (const list of document.querySelectorAll("[data-upcoming]")) {
    const coming = [...list.children].filter((item) => item.dataset.day >= now);
    for (const item of list.children) item.hidden = !coming.slice(0, SHOWN).includes(item);
  }
  for (const year of document.querySelectorAll(":is(tr, g)[data-day]")) {
    const isNext = year.dataset.day === data.days[next];
    year.classList.toggle("is-next", isNext);
    const badge = year.querySelector("[data-next]");
    if (badge) badge.hidden = !isNext;
  }
  showIdea(now);
}

/** The idea of the day: as many as there are take turns, day by day, in the build's order. */
function showIdea(now) {
  const place = document.querySelector("[data-idea]");
  if (!place) return;
  const ideas = JSON.parse(document.getElementById("cx-day-ideas").textContent);
  const ordinal = days("0001-01-01", now) + 1; // as Python counts the days (date.toordinal)
  const { url, title, text } = ideas[ordinal % ideas.length];
  const link = place.querySelector("[data-idea-link]");
  if (link.getAttribute("href") === url) return;
  link.href = url;
  place.querySelector("[data-idea-title]").innerHTML = title;
  place.querySelector("[data-idea-text]").innerHTML = text;
}

function updateAtMidnight() {
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  setTimeout(() => {
    update();
    updateAtMidnight();
  }, midnight - now + 50);
}

update();
updateAtMidnight();
// A sleeping device runs no timers: look again when the page is looked at again.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) update();
});
