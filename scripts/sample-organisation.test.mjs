import { expect, test } from "vitest";
import { organisation } from "../demo/organisation/people.mjs";
import { importedTokens } from "../demo/organisation/tokens.mjs";
import { describedWorkloads } from "../demo/organisation/workloads.mjs";
import { tokens as story } from "../demo/unleash/story.mjs";
import { TokenClass } from "../lib/domain/tokens";
import { SpiffeId } from "../lib/domain/workloads";
import { JsonReader } from "../lib/imports/read/read-json";
import { tokenReader } from "../worker/collector/imports/tokens/read-token";
import { listingLine, listingMapping } from "../worker/supervisor/sample/listing-lines";
import { DescribedWorkload } from "../worker/supervisor/sample/messages";

// The sample must be believable: what it says about its people and tokens may not contradict itself.

const today = new Date("2026-11-20T00:00:00Z");
const day = 24 * 3600 * 1000;
const world = organisation(today);
const tokens = importedTokens(world, today);
const people = new Map(world.people.map((person) => [person.userName, person]));
const at = (text) => (text === null ? null : Date.parse(text));
/** the names of those that are not so */
const unlike = (list, fits) => list.filter((one) => !fits(one)).map(({ name, userName, id }) => id ?? userName ?? name);

test("the same day makes the same organisation", () => {
  expect(importedTokens(organisation(today), today)).toEqual(tokens);
});

test("300 people of 40 teams, each with one name, a manager who is here, and dates in order; about a tenth have left within the year", () => {
  const { people: all, teams } = world;
  expect([all.length, people.size, new Set(all.map(({ email }) => email)).size, teams.length]).toEqual([300, 300, 300, 40]);
  expect(unlike(all, ({ userName }) => /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(userName))).toEqual([]);
  expect(unlike(all, ({ joined, left }) => joined < today && (!left || (left < today && left - joined >= 30 * day && today - left <= 365 * day)))).toEqual([]);
  expect(unlike(all, ({ manager, userName }) => manager !== userName && (manager === null || people.get(manager)?.left === null))).toEqual([]);
  expect(teams.filter(({ key }) => all.filter(({ team, left, manager }) => team === key && !left && manager === null).length !== 1)).toEqual([]);
  const leavers = all.filter(({ left }) => left).length;
  expect(leavers).toBeGreaterThan(20);
  expect(leavers).toBeLessThan(45);
});

test("the story's tokens were made by people who were there", () => {
  const makers = new Map(world.people.map((person) => [person.key, person]));
  const impossible = story.filter(([maker, , , , daysAgo]) => {
    const { joined, left } = makers.get(maker);
    const made = new Date(today - daysAgo * day);
    return made < joined || (left && made > left);
  });
  expect(impossible).toEqual([]);
});

test("about 2,000 tokens of every class, each a row that the import takes, with an id of its own", () => {
  expect(tokens.length).toBeGreaterThan(1_950);
  expect(tokens.length).toBeLessThan(2_100);
  expect(new Set(tokens.map((token) => token.class))).toEqual(new Set(TokenClass.options));
  const lines = new JsonReader("ndjson", Object.values(listingMapping));
  const read = tokenReader(lines.header, listingMapping, { current: 0, keys: new Map() });
  for (const token of tokens) expect(() => read(lines.push(listingLine(token), false).rows[0])).not.toThrow();
  expect(new Set(tokens.map(({ system, id }) => `${system} ${id}`)).size).toBe(tokens.length);
  expect(unlike(tokens, ({ scopes }) => scopes.length > 0)).toEqual([]);
});

test("no token was used before it was made, after its end or in the future, nor made in the future", () => {
  const order = ({ created, expiry, lastUsed }) => {
    const [made, end, used] = [at(created), at(expiry.at), at(lastUsed)];
    return (made ?? 0) <= today && (used ?? 0) <= today && (used === null || made === null || made <= used) && (used === null || end === null || used <= end);
  };
  expect(unlike(tokens, order)).toEqual([]);
  expect(unlike(tokens, ({ expiry }) => (expiry.kind === "at") === (expiry.at !== null))).toEqual([]);
  const ends = tokens.filter(({ expiry }) => expiry.at);
  const expired = ends.filter(({ expiry }) => at(expiry.at) < today).length / ends.length;
  expect(expired).toBeGreaterThan(0.04);
  expect(expired).toBeLessThan(0.2);
});

test("whoever made a token was there on the day; whoever answers for one is here, or left what they had made themselves", () => {
  const made = tokens.filter(({ creator }) => creator);
  const there = ({ creator, created }) => {
    const { joined, left } = people.get(creator.userName);
    return joined.getTime() < at(created) && (!left || left.getTime() > at(created));
  };
  expect(unlike(made, there)).toEqual([]);
  expect(unlike(tokens, ({ owner, creator }) => owner === null || people.get(owner).left === null || owner === creator?.userName)).toEqual([]);
  expect(tokens.some(({ owner }) => owner !== null && people.get(owner).left)).toBe(true);
  // one account is not open and closed at once
  const accounts = new Map();
  for (const { system, creator } of made)
    accounts.set(`${system} ${creator.userName}`, new Set([...(accounts.get(`${system} ${creator.userName}`) ?? []), creator.enabled]));
  expect([...accounts].filter(([, states]) => states.size > 1)).toEqual([]);
  expect(unlike(made, ({ creator }) => creator.enabled || people.get(creator.userName).left)).toEqual([]);
});

test("what lives for minutes is one row for each issuer's role and workload, not one for each secret", () => {
  const ephemeral = tokens.filter((token) => token.class === "ephemeral_secret");
  expect(ephemeral.length).toBeGreaterThan(10);
  expect(ephemeral.length).toBeLessThan(61);
  expect(new Set(ephemeral.map(({ name }) => name)).size).toBe(ephemeral.length);
  expect(unlike(ephemeral, ({ creator, expiry }) => creator === null && expiry.kind === "unknown")).toEqual([]);
});

test("every workload is described by somebody who is here, and names tokens and destinations that there are", () => {
  const described = describedWorkloads(world, tokens, today);
  const known = new Set(tokens.map(({ system, id }) => `${system} ${id}`));
  expect(described.length).toBe(20);
  expect(unlike(described, (one) => DescribedWorkload.safeParse(one).success)).toEqual([]);
  expect(unlike(described, ({ owner, backup }) => owner !== backup && [owner, backup].every((name) => !name || people.get(name)?.left === null))).toEqual([]);
  expect(
    unlike(described, (one) =>
      [...one.tokens, ...one.destinations.flatMap(({ token }) => token ?? [])].every(({ system, id }) => known.has(`${system} ${id}`)),
    ),
  ).toEqual([]);
  expect(unlike(described, ({ spiffeId }) => spiffeId === null || SpiffeId.safeParse(spiffeId).success)).toEqual([]);
  const linked = described.reduce((sum, one) => sum + one.tokens.length, 0);
  expect(linked).toBeGreaterThan(800);
  expect(linked).toBeLessThan(1_400);
});
