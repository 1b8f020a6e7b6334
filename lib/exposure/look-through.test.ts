import { expect, test } from "vitest";
import { lookThrough, nothingLooked } from "./look-through";
import type { Sighting } from "./sightings";
import type { Sourced } from "./sources/piece";
import { made } from "./testkit/made-secrets";
import { openStream } from "./testkit/open-stream";

async function look(...chunks: Uint8Array[]): Promise<Sighting<string>[]> {
  async function* bytes() {
    yield* chunks;
  }
  const sightings: Sighting<string>[] = [];
  for await (const one of lookThrough(openStream(bytes(), "log"), (secret) => `seen ${secret.length}`, nothingLooked()))
    if ("sighting" in one) sightings.push(one.sighting);
  return sightings;
}

test("in a text too large to be held, places, lines and surroundings are those of the whole", async () => {
  const [early, late, later] = ["early", "late", "later"].map((name) => made.github(name)) as [string, string, string];
  const noise = "a line like any other in a log\n".repeat(1000);
  const text = `first token ${early} here\n${noise.repeat(200)}then ${late} and ${later} on one line\n${noise.repeat(200)}`;
  const bytes = Buffer.from(text);
  for (const size of [65_536, 1_000_003]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
    const found = await look(...chunks);
    expect(found.map(({ location, context }) => [location.line, context])).toEqual([
      [1, "first token ••• here"],
      [200_002, "then ••• and ••• on one line"],
      [200_002, "then ••• and ••• on one line"],
    ]);
  }
});

test("what stands around a secret never holds a part of another one, wherever the cut falls", async () => {
  for (let gap = 0; gap < 60; gap++) {
    const [first, second] = [made.github(`a${gap}`), made.github(`b${gap}`)];
    const found = await look(Buffer.from(`${first}${" ".repeat(gap + 1)}${second}`));
    expect(found).toHaveLength(2);
    for (const { context } of found) expect(context.replaceAll("•", "").trim()).toBe("");
  }
});

test("nor where it comes a step later in a text too large to be held", async () => {
  const step = 1 << 20;
  const filler = Buffer.from(`${"lorem ipsum dolor sit amet; ".repeat(60_000)}`);
  for (const at of [step - 66_000, step - 65_600, step - 65_560, step - 65_536, step - 65_500, step - 300, step - 60, step - 30, step]) {
    const [first, second] = [made.github(`c${at}`), made.github(`d${at}`)];
    const text = Buffer.concat([filler.subarray(0, at), Buffer.from(`; ${first} ; ${second} ; `), filler]);
    const chunks = Array.from({ length: Math.ceil(text.length / 65_536) }, (_, n) => text.subarray(n * 65_536, (n + 1) * 65_536));
    const found = await look(...chunks);
    expect(found, String(at)).toHaveLength(2);
    for (const { context } of found) for (const secret of [first, second]) expect(context).not.toContain(secret.slice(4, 12));
  }
});

test("nor a copy of one, with words by which it is known or without", async () => {
  const secret = "x9fQ7mZp2LkW4tRv";
  const [found] = await look(Buffer.from(`ALTER USER app IDENTIFIED BY password='${secret}' REPLACE '${secret}' -- ${secret}\n`));
  expect(found?.context).toMatch(/^.*password='•••' REPLACE '•••' -- •••$/);
});

test("of UTF-16 the surroundings can be read", async () => {
  const [found] = await look(Buffer.from(`\ufefftoken = ${made.github("wide")} in the registry\r\n`, "utf16le"));
  expect(found).toMatchObject({ context: "token = ••• in the registry", identity: "seen 40" });
});

test("what went wrong is told without the secrets that it holds: of what can't be read, and of who could read it", async () => {
  const secret = made.github("in an answer");
  const detail = `GET /repos/${secret}/collaborators answered 500.`;
  async function* source(): AsyncGenerator<Sourced> {
    yield { refusal: { path: "GET /repos", reason: "faulty", detail } };
    yield { unreadable: { path: `notes of ${secret}`, reason: "faulty", detail } };
    yield { refusal: { path: "GET /people", reason: "too_many", detail: null } };
  }
  const told: unknown[] = [];
  for await (const one of lookThrough(source(), (found) => found, nothingLooked())) told.push(one);
  expect(JSON.stringify(told)).not.toContain(secret);
  expect(told).toEqual([
    { refusal: { path: "GET /repos", reason: "faulty", detail: expect.stringMatching(/^GET .*answered 500\.$/) } },
    { unreadable: { path: expect.stringMatching(/^notes of /), reason: "faulty", detail: expect.stringMatching(/^GET .*answered 500\.$/) } },
    { refusal: { path: "GET /people", reason: "too_many", detail: null } },
  ]);
});
