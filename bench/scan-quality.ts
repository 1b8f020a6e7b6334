import { kinds } from "../lib/detection/secrets/catalog";
import { createScanner } from "../lib/detection/secrets/scanner";
import { report } from "./support/report";
import { lint, secretlint } from "./support/secretlint";
import { lookAlikes } from "./support/secrets/lookalikes";
import { type Planted, plant } from "./support/secrets/planted";
import { Chance } from "./support/secrets/random";
import { Count, Tally } from "./support/secrets/tally";

// What is found of secrets planted in texts of twenty syntaxes and files of a dozen forms, and what else is taken for one, by this scanner and by secretlint:
// secrets and look-alikes are made by code that the detectors don't share, from the vendors' documents. A hit that is marked (placeholder, example, reference …)
// counts as no hit. BENCH_SHOW=1 prints what went wrong.
const scanner = createScanner();
const planted = plant(new Chance(7), 6_000);
const harmless = lookAlikes(new Chance(11), 52_000);
const show = process.env.BENCH_SHOW === "1";
const say = (what: string, text: string) => {
  if (show) process.stderr.write(`${what}: ${JSON.stringify(text.slice(0, 300))}\n`);
};

/** What one of both took for a secret. */
interface Said {
  kind: string;
  secret: string;
}
type Scan = (text: string, path: string, prose: boolean) => Promise<Said[]>;

const ours: Scan = async (text, path, prose) => scanner.scan(Buffer.from(text), { path, prose }).filter(({ mark }) => mark === null);
const theirs: Scan = async (text, path) =>
  (await lint(text, path)).map(({ rule, start, end }) => ({ kind: rule, secret: text.slice(start, end).replaceAll("\\n", "\n") }));

/** A secret may be written for a URL: what is found is what it means. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether what was found is the secret, a part of it or more than it. */
const isOf = ({ secret }: Planted, { secret: found }: Said): boolean =>
  secret.includes(found) || found.includes(secret) || decoded(secret).includes(found) || decoded(found).includes(secret);

async function measure(name: string, scan: Scan, familyOf: (kind: string) => string): Promise<Tally> {
  const tally = new Tally(familyOf);
  for (const one of planted) {
    const said = await scan(one.text, one.path, one.prose);
    const right = said.filter((it) => isOf(one, it));
    tally.planted(
      one,
      right,
      said.filter((it) => !right.includes(it)),
    );
    if (right.length === 0) say(`${name} missed ${one.family} in ${one.path}`, one.text);
    if (said.length > right.length) say(`${name} wrong beside ${one.family}`, `${said.map(({ kind, secret }) => `${kind} ${secret}`).join()} | ${one.text}`);
  }
  for (const { sort, text, path, prose } of harmless) {
    const said = await scan(text, path, prose);
    tally.harmless(sort, said);
    for (const { kind, secret } of said) say(`${name} wrong ${sort} ${kind} ${secret}`, text);
  }
  return tally;
}

const mine = await measure("ours", ours, (kind) => kinds.get(kind)?.family ?? kind);
const peer = await measure("secretlint", theirs, (kind) => kind.split(" ")[0] as string);
const peer_name = secretlint;

for (const tier of ["structured", "generic"] as const) {
  const count = mine.tier(tier);
  report({ bench: `scan-quality: recall, ${tier} (${count.planted} planted)`, unit: "%", ours: count.recall, peer: peer.tier(tier).recall, peer_name });
}
const texts = `${planted.length} planted, ${harmless.length} look-alikes`;
report({ bench: `scan-quality: precision (${texts})`, unit: "%", ours: mine.all().precision, peer: peer.all().precision, peer_name });
const [here, there] = [mine.families(), peer.families()];
for (const family of new Set([...here.keys(), ...there.keys()])) {
  const [count, other] = [here.get(family) ?? new Count(), there.get(family) ?? new Count()];
  const hits = ({ right, wrong }: Count) => `${wrong} of ${right + wrong} hits wrong`;
  if (count.planted > 0)
    report({ bench: `scan-quality: recall, ${family} (${count.found} of ${count.planted})`, unit: "%", ours: count.recall, peer: other.recall, peer_name });
  report({ bench: `scan-quality: precision, ${family} (${hits(count)}; ${hits(other)})`, unit: "%", ours: count.precision, peer: other.precision, peer_name });
}
for (const [sort, { texts: all, wrong }] of mine.sorts()) {
  report({ bench: `scan-quality: look-alike: ${sort} (${all})`, unit: "taken for secrets", ours: wrong, peer: peer.sort(sort).wrong, peer_name });
}
