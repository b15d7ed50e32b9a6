// Which words are in no dictionary, and what they may have been meant to be.
// In (standard input): {"dictionary": FILE, "words": {WORD: READINGS}} a line for each language.
// A reading is a list of pieces; a word is known if one of its readings has known pieces only.
// Out: {WORD: SUGGESTIONS} a line for each language, with the unknown words.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { decodeTrie } from "cspell-trie-lib";

const SUGGESTIONS = 3;

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  const { dictionary, words } = JSON.parse(line);
  const trie = decodeTrie(gunzipSync(readFileSync(dictionary)));
  const isKnown = (piece) => trie.has(piece) || trie.has(piece.toLowerCase());
  const unknown = Object.entries(words)
    .filter(([, readings]) => !readings.some((pieces) => pieces.every(isKnown)))
    .map(([word]) => [word, trie.suggest(word, { numSuggestions: SUGGESTIONS }).slice(0, SUGGESTIONS)]);
  console.log(JSON.stringify(Object.fromEntries(unknown)));
}
