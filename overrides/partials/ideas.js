/** Filters the list of ideas by audience and effort; without it all of them are shown. */
for (const root of document.querySelectorAll("[data-ideas]")) {
  const form = root.querySelector("form");
  const ideas = [...root.querySelectorAll("li[data-audience]")];
  const status = root.querySelector("[role=status]");

  const update = () => {
    const { audience, effort } = Object.fromEntries(new FormData(form));
    let shown = 0;
    for (const idea of ideas) {
      const fits = (wanted, own) => !wanted || wanted === own;
      idea.hidden = !fits(audience, idea.dataset.audience) || !fits(effort, idea.dataset.effort);
      if (!idea.hidden) shown += 1;
    }
    status.textContent = root.dataset.shown.replace("{n}", shown).replace("{all}", ideas.length);
  };

  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  update(); // the browser may have kept a choice
}
