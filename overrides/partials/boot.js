(() => {
  const { dataset, lang } = document.documentElement;
  let kept = {};
  try {
    kept = { ...localStorage };
  } catch {}
  dataset.scheme = kept.scheme ?? "auto";
  const languages = navigator.languages.map((tag) => tag.split("-")[0]);
  const wanted = kept.language ?? languages.find((tag) => LANGUAGES.includes(tag));
  if (wanted !== lang) dataset.offer = wanted;
})();
