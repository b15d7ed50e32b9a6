(() => {
  const { dataset, lang } = document.documentElement;
  let kept = {};
  try {
    kept = { ...localStorage };
  } catch {}
  dataset.scheme = kept.scheme ?? "auto";
  const languages = navigator.languages.map((tag) => tag.split("-")[0]);
  const wanted = kept.language ?? languages.find((tag) => LANGUAGES.includes(tag));
  if (wanted && wanted !== lang) dataset.offer = wanted;
  const { userAgent } = navigator;
  if (userAgent.includes("Android")) dataset.way = "google";
  else if (userAgent.includes("Windows")) dataset.way = "outlook";
  else dataset.way = "subscribe";
})();
