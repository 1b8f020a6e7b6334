import { createScanner } from "../lib/detection/secrets/scanner";
import { report } from "./support/report";
import { lookAlikes } from "./support/secrets/lookalikes";
import { plant } from "./support/secrets/planted";
import { Chance } from "./support/secrets/random";

// What is found of secrets planted in texts of twenty syntaxes, and what else is taken for one: secrets and look-alikes are made by code that the detectors
// don't share, from the vendors' documents. A hit that is marked (placeholder, example, reference …) counts as no hit. BENCH_SHOW=1 prints what went wrong.
const scanner = createScanner();
const planted = plant(new Chance(7), 6_000);
const harmless = lookAlikes(new Chance(11), 52_000);
const show = process.env.BENCH_SHOW === "1";
const say = (what: string, text: string) => {
  if (show) process.stderr.write(`${what}: ${JSON.stringify(text.slice(0, 300))}\n`);
};

interface Count {
  planted: number;
  found: number;
  wrong: number;
}
const families = new Map<string, Count>();
const countOf = (family: string): Count => {
  const known = families.get(family) ?? { planted: 0, found: 0, wrong: 0 };
  families.set(family, known);
  return known;
};
const total = { structured: { planted: 0, found: 0 }, generic: { planted: 0, found: 0 } };
let right = 0;
let wrong = 0;

for (const { family, tier, secret, text, path, prose } of planted) {
  const count = countOf(family);
  count.planted++;
  total[tier].planted++;
  const live = scanner.scan(Buffer.from(text), { path, prose }).filter(({ mark }) => mark === null);
  const hits = live.filter((hit) => secret.includes(hit.secret) || hit.secret.includes(secret) || decoded(secret).includes(hit.secret));
  if (hits.length > 0) {
    count.found++;
    total[tier].found++;
  } else say(`missed ${family} in ${path}`, text);
  right += hits.length;
  wrong += live.length - hits.length;
  if (live.length > hits.length) say(`wrong beside ${family}`, `${live.map(({ kind, secret: it }) => `${kind} ${it}`).join()} | ${text}`);
}
for (const { sort, text, path, prose } of harmless) {
  const live = scanner.scan(Buffer.from(text), { path, prose }).filter(({ mark }) => mark === null);
  wrong += live.length;
  countOf(`look-alike: ${sort}`).planted++;
  countOf(`look-alike: ${sort}`).wrong += live.length;
  for (const { kind, secret } of live) say(`wrong ${sort} ${kind} ${secret}`, text);
}

/** A secret may be written for a URL: what is found is what it means. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const percent = (part: number, of: number): number => (100 * part) / Math.max(1, of);
for (const tier of ["structured", "generic"] as const) {
  report({ bench: `scan-quality: recall, ${tier} (${total[tier].planted} planted)`, unit: "%", ours: percent(total[tier].found, total[tier].planted) });
}
report({ bench: `scan-quality: precision (${planted.length} planted, ${harmless.length} look-alikes)`, unit: "%", ours: percent(right, right + wrong) });
for (const [family, { planted: all, found, wrong: not }] of families) {
  if (family.startsWith("look-alike")) report({ bench: `scan-quality: ${family} (${all})`, unit: "taken for secrets", ours: not });
  else report({ bench: `scan-quality: recall, ${family} (${all})`, unit: "%", ours: percent(found, all) });
}
