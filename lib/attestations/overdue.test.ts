import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { evaluateRules } from "../detection/evaluate";
import { listGaps } from "../ownership/list-gaps";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { ofTokens, tokenListing } from "../tokens/listing-sql";
import { countMine } from "./my-tokens";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const ago = (days: number) => new Date(database.clock.now().getTime() - days * 86_400_000);
let connection: string;
beforeAll(async () => {
  connection = (await make().connection({ connector: "import" })).id;
  const policy = { rationale: "r", control: "c", setBy: "test", setAt: database.clock.now() };
  await owner().ttlPolicy.createMany({
    data: [
      { id: randomUUID(), class: "api_key", environment: "production", attestDays: 30, ...policy },
      { id: randomUUID(), class: "api_key", environment: "other", attestDays: 100, ...policy },
      { id: randomUUID(), class: "deploy_key", longestDays: 365, ...policy },
      { id: randomUUID(), environment: "production", attestDays: 60, ...policy },
    ],
  });
});

interface Case {
  says: string;
  token: object;
  ownership?: object;
  mine?: number;
  status?: "active" | "suspended" | "departed";
  overdue: boolean;
}
const cases: Case[] = [
  { says: "made 31 days ago, asked every 30", token: { environment: "prod-eu", issuedAt: ago(31) }, overdue: true },
  { says: "made 29 days ago", token: { environment: "prod-eu", issuedAt: ago(29) }, overdue: false },
  {
    says: "given to its owner yesterday: that is no answer",
    token: { environment: "production", issuedAt: ago(31) },
    ownership: { setAt: ago(1) },
    overdue: true,
  },
  { says: "answered in time", token: { environment: "production", issuedAt: ago(300) }, mine: 29, overdue: false },
  { says: "answered too long ago", token: { environment: "production", issuedAt: ago(300) }, mine: 31, overdue: true },
  { says: "nobody knows its environment: as production", token: { environment: null, issuedAt: ago(31) }, overdue: true },
  { says: "harmless: the other policy", token: { environment: "staging", issuedAt: ago(99) }, overdue: false },
  { says: "harmless, and late by that one too", token: { environment: "staging", issuedAt: ago(101) }, overdue: true },
  { says: "the narrower policy leaves answers open on purpose", token: { class: "deploy_key", environment: "production", issuedAt: ago(900) }, overdue: false },
  { says: "no policy at all: asked, and never overdue", token: { class: "certificate", environment: "test", issuedAt: ago(900) }, overdue: false },
  { says: "nobody says when it was made: from the first sight", token: { environment: "live", firstSeenAt: ago(31), issuedAt: null }, overdue: true },
  { says: "suspended: the backup may answer", token: { environment: "production", issuedAt: ago(31) }, status: "suspended", overdue: true },
  { says: "departed: a gap of its own", token: { environment: "production", issuedAt: ago(31) }, status: "departed", overdue: false },
  { says: "only suggested", token: { environment: "production", issuedAt: ago(31) }, ownership: { state: "suggested" }, overdue: false },
];

test.each(cases)("$says", async ({ token: fields, ownership, mine, status = "active", overdue }) => {
  const person = await make().person({ status });
  const { id } = await make().token(connection, { class: "api_key", imported: true, expiry: "never", ...fields });
  await owner().ownership.create({ data: { tokenId: id, personId: person.id, state: "confirmed", setBy: "test", setAt: ago(200), ...ownership } });
  if (mine) await owner().attestation.create({ data: { id: randomUUID(), tokenId: id, personId: person.id, answer: "mine", evidence: {}, at: ago(mine) } });
  const collector = database.context("collector");
  await collector.db.$transaction((tx) => evaluateRules(tx, collector, { tokens: [id] }));

  const finding = await owner().finding.findFirst({ where: { tokenId: id, rule: "attestation-overdue" } });
  const web = database.context("web", asPerson(person, "security_manager", "token_owner"));
  const gap = (await listGaps(web, { gap: "attestation_overdue", connection, limit: 100 })).rows.some(({ token }) => token === id);
  const [listed] = await web.db.$queryRaw<{ due: bigint | null }[]>`select l.due from (${tokenListing(ofTokens([id]))}) l`;
  const due = listed?.due ?? null;
  expect({ finding: finding?.status === "open", gap, inventory: due !== null && Number(due) <= database.clock.now().getTime() }).toEqual({
    finding: overdue,
    gap: overdue,
    inventory: overdue,
  });
  // those who left are asked nothing in person
  if (status === "active") expect((await countMine(web)).overdue).toBe(overdue ? 1 : 0);
});
