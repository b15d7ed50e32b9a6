// Which words are in no dictionary, and what they may have been meant to be.
// In (standard input): {"dictionary": FILE, "words": {WORD: READINGS}} a line for each language.
// A reading is a list of pieces; a word is known if one of its readings has known pieces only.
// Out: {WORD: SUGGESTIONS} a line for each language, with the unknown words.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decodeTrie } from "cspell-trie-lib";

const CANDIDATES = 20; // some are words only without their accents, and fall away
const MOST = 3;

function suggestions(trie, word) {
  const found = trie.suggest(word, { numSuggestions: CANDIDATES });
  return found.filter((suggestion) => suggestion !== word && trie.has(suggestion)).slice(0, MOST);
}

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { dictionary, words } = JSON.parse(line);
  const trie = decodeTrie(gunzipSync(readFileSync(dictionary)));
  const isKnown = (piece) => trie.has(piece) || trie.has(piece.toLowerCase());
  const unknown = Object.entries(words)
    .filter(([, readings]) => !readings.some((pieces) => pieces.every(isKnown)))
    .map(([word]) => [word, suggestions(trie, word)]);
  console.log(JSON.stringify(Object.fromEntries(unknown)));
}
