import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { fileRequest } from "./file-request";
import { countRequests, listRequests } from "./list-requests";
import { requestPage } from "./request-page";
import { type RequestWorld, requestWorld } from "./testkit/world";
import { withdrawRequest } from "./withdraw-request";

const database = testDatabase({ at: new Date() });
let world: RequestWorld;
const now = () => database.clock.now();
const manager = () => database.context("web", asPerson(world.manager, "security_manager"));
const approver = () => database.context("web", asPerson(world.approvers[0], "approver"));
const filed: Record<string, Awaited<ReturnType<typeof fileRequest>>> = {};

beforeAll(async () => {
  world = await requestWorld(database.as("owner"), now);
  for (const name of ["waiting", "withdrawn", "acting", "refused"]) {
    const token = await world.make.token(world.connection.id, { name });
    filed[name] = await fileRequest(manager(), { tokens: [token.id], reason: "Its maker left.", acknowledgement: name });
    database.clock.advance(1000);
  }
  await withdrawRequest(manager(), { request: filed.withdrawn?.id, reason: "Wrong one." });
  await execution("acting", "proving", { provingSince: now(), actedAt: now() });
  await execution("refused", "refused", { refusal: "policy_superseded", endedAt: now() });
});

async function execution(name: string, status: "proving" | "refused", fields: Record<string, unknown>) {
  const owner = database.as("owner");
  const target = await owner.requestTarget.findFirstOrThrow({ where: { requestId: filed[name]?.id } });
  const common = { requestId: target.requestId, tokenId: target.tokenId, targetDigest: target.digest, effect: "dead" as const };
  const id = crypto.randomUUID();
  await owner.execution.create({ data: { id, ...common, status, queuedAt: now(), notBefore: now(), ...fields } });
  if (status !== "proving") return;
  await owner.requestOutcome.create({ data: { requestId: target.requestId, status: "approved", at: now() } });
  const outcomes = ["alive", "alive", "dead"];
  for (const [n, outcome] of outcomes.entries())
    await owner.attempt.create({
      data: {
        id: crypto.randomUUID(),
        executionId: id,
        n: n + 1,
        phase: "probe",
        fence: 1,
        intentAt: now(),
        endedAt: now(),
        outcome,
        httpStatus: outcome === "dead" ? 401 : 200,
        detail: { evidence: "it answered" },
      },
    });
}

const numbers = async (view: string, as = manager()) => (await listRequests(as, { view })).rows.map((row) => row.names[0]);

test("each view holds its requests, newest first, and the counts agree", async () => {
  expect(await numbers("all")).toEqual(["refused", "acting", "withdrawn", "waiting"]);
  expect(await numbers("open")).toEqual(["waiting"]);
  expect(await numbers("machine")).toEqual(["acting"]);
  expect(await numbers("ended")).toEqual(["refused", "withdrawn"]);
  expect(await numbers("mine", approver())).toEqual(["waiting"]);
  expect(await numbers("mine")).toEqual([]);
  expect(await countRequests(approver())).toEqual({ all: 4, open: 1, mine: 1, machine: 1, ended: 2 });
});

test("pages of the list join", async () => {
  const first = await listRequests(manager(), { limit: 3 });
  const second = await listRequests(manager(), { limit: 3, cursor: first.next ?? "" });
  expect([...first.rows, ...second.rows].map(({ names: [name] }) => name)).toEqual(await numbers("all"));
  expect(second.next).toBeNull();
});

test("the page shows who asked, who must still sign, and what the machine saw", async () => {
  const waiting = await requestPage(approver(), filed.waiting?.number ?? 0);
  expect(waiting).toMatchObject({
    status: "pending",
    people: [{ kind: "requested", person: { name: "Mira Koh" } }],
    quorum: { people: 2, groups: 2 },
    policyActive: true,
  });
  expect(waiting.mayStillSign.map(({ name }) => name)).toEqual(["Aiko Sato", "Ben Ortiz", "Cleo Park"]);
  expect(waiting.may).toEqual({ sign: true, withdraw: false, refile: false });
  expect((await requestPage(manager(), filed.waiting?.number ?? 0)).may).toEqual({ sign: true, withdraw: true, refile: false });

  const acting = await requestPage(manager(), filed.acting?.number ?? 0);
  expect(acting.targets[0]?.execution).toMatchObject({
    status: "proving",
    attemptCount: 3,
    attempts: [{ outcome: "alive" }, { outcome: "alive" }, { outcome: "dead", httpStatus: 401 }],
  });
  expect(acting.may.withdraw).toBe(false);
});

test("a refusal is a sentence with its next step, and can be filed again by those who may file", async () => {
  const number = filed.refused?.number ?? 0;
  const refused = await requestPage(manager(), number);
  expect(refused.targets[0]?.execution?.refusal).toMatchObject({ name: "policy_superseded", sentence: expect.stringContaining("one click") });
  expect(refused.may.refile).toBe(true);
  expect((await requestPage(approver(), number)).may.refile).toBe(false);
});

test("an answer shows its key and how much it covers", async () => {
  const owner = database.as("owner");
  const id = filed.waiting?.id ?? "";
  const [person] = world.approvers;
  const answer = JSON.stringify({
    type: "countersign/answer",
    version: 1,
    answer: "approve",
    statement: filed.waiting?.digest,
    signer: person.id,
    key: `key-${person.id}`,
    targets: ["0".repeat(64)],
  });
  await owner.approval.create({
    data: { id: crypto.randomUUID(), requestId: id, kind: "approve", personId: person.id, keyId: `key-${person.id}`, answer, assertion: {}, at: now() },
  });
  const page = await requestPage(approver(), filed.waiting?.number ?? 0);
  expect(page.people[1]).toMatchObject({ kind: "signed", person: { name: "Aiko Sato" }, key: { name: "Laptop", kind: "ed25519" }, covers: 1 });
  expect(page.may.sign).toBe(false);
  expect(await numbers("mine", approver())).toEqual([]);
});

test("an unknown number is not found", async () => {
  await expect(requestPage(manager(), 999_999)).rejects.toMatchObject({ name: "NotFound" });
});
