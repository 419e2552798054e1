/* Looks words up in a dictionary of Hunspell's form, off the page's own thread.

   The words and their flags are kept as they stand, and a word's endings are taken off when it is asked
   for: reading takes a part of a second. Libraries that make all forms first need many seconds and
   hundreds of megabytes for Bulgarian (measured). Compounds, which Bulgarian has none of, are not known. */

const words = new Map();
const own = new Set();
const suffixes = new Map();
const prefixes = new Map();
let letters = '';
let flagsOf = (text) => [...text];

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const bytes = await answer.arrayBuffer();
  return bytes;
}

function decoded(bytes, encoding) {
  return new TextDecoder(encoding).decode(bytes);
}

function readRules(text) {
  for (const line of text.split('\n')) {
    const [kind, flag, strip, add = '', condition = '.'] = line.trim().split(/\s+/);
    if (kind === 'TRY') letters = flag;
    else if (kind === 'FLAG' && flag === 'long') flagsOf = (given) => given.match(/../gs) ?? [];
    else if (kind === 'FLAG' && flag === 'num') flagsOf = (given) => given.split(',');
    else if ((kind === 'SFX' || kind === 'PFX') && add && !/^[YN]$/.test(strip)) keepRule(kind, flag, strip, add, condition);
  }
}

function keepRule(kind, flag, strip, add, condition) {
  const [ending] = add.split('/');
  const rule = {
    flag,
    strip: strip === '0' ? '' : strip,
    fits: condition === '.' ? null : new RegExp(kind === 'SFX' ? `${condition}$` : `^${condition}`, 'u'),
  };
  const rules = kind === 'SFX' ? suffixes : prefixes;
  const key = ending === '0' ? '' : ending;
  if (!rules.has(key)) rules.set(key, []);
  rules.get(key).push(rule);
}

function readWords(text) {
  for (const line of text.split('\n')) {
    const [entry] = line.trim().split(/[\t ]/);
    const slash = entry.search(/(?<!\\)\//);
    const word = slash < 0 ? entry : entry.slice(0, slash);
    const flags = slash < 0 ? '' : entry.slice(slash + 1);
    // The same word may stand twice, with other flags.
    if (word) words.set(word, words.has(word) ? `${words.get(word)} ${flags}` : flags);
  }
}

const has = (stem, flag) => (words.get(stem) ?? '').split(' ').some((flags) => flagsOf(flags).includes(flag));

let longest = 0;

function isForm(word, alsoPrefix = '') {
  for (let length = 0; length <= Math.min(longest, word.length - 1); length += 1) {
    for (const { flag, strip, fits } of suffixes.get(word.slice(word.length - length)) ?? []) {
      const stem = word.slice(0, word.length - length) + strip;
      if (words.has(stem) && (!fits || fits.test(stem)) && has(stem, flag) && (!alsoPrefix || has(stem, alsoPrefix))) return true;
    }
  }
  return false;
}

function isKnownAsIs(word) {
  if (own.has(word) || words.has(word) || isForm(word)) return true;
  for (const [beginning, rules] of prefixes) {
    if (beginning && word.startsWith(beginning)) {
      for (const { flag, strip, fits } of rules) {
        const stem = strip + word.slice(beginning.length);
        if ((!fits || fits.test(stem)) && (has(stem, flag) || isForm(stem, flag))) return true;
      }
    }
  }
  return false;
}

function isKnown(word) {
  const plain = word.replace(/’/g, "'");
  const low = plain.toLowerCase();
  const shapes = [plain];
  if (plain !== low) shapes.push(low);
  if (plain.length > 1 && plain === plain.toUpperCase()) shapes.push(plain[0] + low.slice(1));
  if (shapes.some(isKnownAsIs)) return true;
  const parts = plain.split('-');
  return parts.length > 1 && parts.every((part) => !part || isKnown(part));
}

function* near(word) {
  for (let at = 0; at < word.length; at += 1) {
    if (at) yield word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
    yield word.slice(0, at) + word.slice(at + 1);
  }
  for (let at = 0; at <= word.length; at += 1) {
    for (const letter of letters) {
      yield word.slice(0, at) + letter + word.slice(at);
      if (at < word.length) yield word.slice(0, at) + letter + word.slice(at + 1);
    }
  }
}

function suggest(word) {
  const low = word.toLowerCase();
  const found = new Set();
  const keep = (one) => {
    if (one !== low && one.length > 1 && (isKnownAsIs(one) || isKnownAsIs(one[0].toUpperCase() + one.slice(1)))) found.add(one);
  };
  for (const one of near(low)) keep(one);
  if (!found.size) {
    // Two letters left out or put in, which is what a hurried hand does.
    const until = performance.now() + 1500;
    for (const one of near(low)) {
      if (performance.now() > until || found.size >= 3) break;
      if (one.length !== low.length) for (const two of near(one)) keep(two);
    }
  }
  for (let at = 2; at < low.length - 1; at += 1) {
    if (isKnownAsIs(low.slice(0, at)) && isKnownAsIs(low.slice(at))) found.add(`${low.slice(0, at)} ${low.slice(at)}`);
  }
  const isName = word[0] !== low[0];
  return [...found].slice(0, 5).map((one) => (isName ? one[0].toUpperCase() + one.slice(1) : one));
}

const ACTS = {
  async load({ rules, dictionary, ours }) {
    const [aff, dic] = await Promise.all([read(rules), read(dictionary)]);
    const encoding = decoded(aff, 'latin1').match(/^SET\s+(\S+)/m)?.[1] ?? 'utf-8';
    readRules(decoded(aff, encoding));
    longest = Math.max(0, ...[...suffixes.keys()].map((ending) => ending.length));
    readWords(decoded(dic, encoding));
    ours.forEach((word) => own.add(word));
    return words.size;
  },
  check: ({ asked }) => asked.filter((word) => !isKnown(word)),
  suggest: ({ word }) => suggest(word),
  add: ({ word }) => own.add(word) && true,
  remove: ({ word }) => own.delete(word),
};

onmessage = async ({ data: { id, act, ...asked } }) => {
  try {
    postMessage({ id, told: await ACTS[act](asked) });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};
