(() => {
  const { dataset, lang } = document.documentElement;
  let kept = {};
  try {
    kept = { ...localStorage };
  } catch {}
  dataset.scheme = kept.scheme ?? "auto";
  const language = (tag) => tag.split("-")[0];
  const offered = (tag) => LANGUAGES.find((own) => language(own) === language(tag));
  const wanted = kept.language ?? navigator.languages.map(offered).find(Boolean);
  if (wanted && wanted !== lang) dataset.offer = wanted;
  const { userAgent } = navigator;
  if (userAgent.includes("Android")) dataset.way = "google";
  else if (userAgent.includes("Windows")) dataset.way = "outlook";
  else dataset.way = "subscribe";
})();
