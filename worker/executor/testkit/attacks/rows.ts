import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { effectsOn, fileRequest, honestRequest, sign } from "../requests";
import { type Attack, asOwner, type Scene, type Stage } from "./attack";

const hours = 3_600_000;

/** Somebody says no in `table`; the executor sees it; then a stronger attacker removes every trace from the database and signs. */
async function removedNo({ world, executor }: Stage, table: "denial" | "withdrawal" | "stop"): Promise<Scene> {
  const { database, people } = world;
  const token = await world.token();
  const request = await fileRequest(world, [token]);
  await sign(world, request, people.rita, { kind: "request" });
  const row = { id: randomUUID(), requestId: request.id, reason: "no", at: database.clock.now() };
  if (table === "denial") await database.as("signer").denial.create({ data: { ...row, personId: people.ben.id } });
  if (table === "withdrawal") await database.as("web").withdrawal.create({ data: { ...row, personId: people.rita.id } });
  if (table === "stop") await database.as("executor").stop.create({ data: { ...row, stoppedBy: "operator:root" } });
  await executor.tick();
  const of = `where request_id = '${request.id}'`;
  await asOwner(world, [table, "latch"], `delete from ${table} ${of}`, `delete from latch ${of}`, `delete from request_outcome ${of}`);
  await sign(world, request, people.ada);
  const deniedToWeb = [() => database.as("web").$executeRawUnsafe(`delete from ${table}`), () => database.as("web").$executeRawUnsafe("delete from latch")];
  return { request, tokens: [token], deniedToWeb };
}

async function late({ world, executor }: Stage, lifeMilliseconds: number, later: number, sql: (request: string) => string[] = () => []): Promise<Scene> {
  const token = await world.token();
  const request = await fileRequest(world, [token], { lifeMilliseconds });
  await sign(world, request, world.people.rita, { kind: "request" });
  await executor.tick();
  world.database.clock.advance(later);
  await asOwner(world, ["first_sight"], ...sql(request.id));
  await sign(world, request, world.people.ada);
  return { request, tokens: [token] };
}

export const rowAttacks: readonly Attack[] = [
  { name: "a denial removed", expected: { refused: "denied" }, run: (stage) => removedNo(stage, "denial") },
  { name: "a withdrawal removed", expected: { refused: "withdrawn" }, run: (stage) => removedNo(stage, "withdrawal") },
  { name: "an operator's stop removed", expected: { refused: "stopped" }, run: (stage) => removedNo(stage, "stop") },
  {
    name: "signing after the expiry, with the row's date moved",
    expected: { refused: "expired" },
    async run(stage) {
      const { world, executor } = stage;
      const token = await world.token();
      const request = await fileRequest(world, [token], { lifeMilliseconds: hours });
      await sign(world, request, world.people.rita, { kind: "request" });
      await asOwner(world, ["request"], `update request set expires_at = expires_at + interval '1 year' where id = '${request.id}'`);
      await executor.tick();
      world.database.clock.advance(2 * hours);
      await sign(world, request, world.people.ada);
      return { request, tokens: [token] };
    },
  },
  {
    name: "a statement kept for more than 7 days, its first sight removed",
    expected: { refused: "too_old" },
    run: (stage) => late(stage, 365 * 24 * hours, 8 * 24 * hours, () => ["delete from first_sight"]),
  },
  {
    name: "a spent target, its execution removed",
    expected: { refused: "spent" },
    async run({ world, executor }) {
      const { token, request } = await honestRequest(world);
      for (let n = 0; n < 6; n++) {
        await executor.tick();
        world.database.clock.advance(100);
      }
      const before = await effectsOn(world, token);
      if (before.length !== 1) throw new Error("the honest part of the attack did not go through");
      const of = `where request_id = '${request.id}'`;
      await asOwner(
        world,
        [],
        `delete from attempt where execution_id in (select id from execution ${of})`,
        `delete from execution ${of}`,
        `delete from request_outcome ${of}`,
      );
      return { request, tokens: [], deniedToWeb: [() => world.database.as("web").$executeRawUnsafe("delete from execution")] };
    },
  },
  {
    name: "an execution row written",
    expected: { refused: "not_enough_people" },
    async run({ world }) {
      const token = await world.token();
      const request = await fileRequest(world, [token]);
      const [digest] = request.targets;
      const insert = `insert into execution (id, request_id, token_id, target_digest, effect, status, queued_at, not_before, checked_at)
        values (gen_random_uuid(), '${request.id}', '${token.id}', '${digest}', 'dead', 'acting', now() - interval '1 day', now() - interval '1 day', now())`;
      await asOwner(world, [], insert);
      return { request, tokens: [token], deniedToWeb: [() => world.database.as("web").$executeRawUnsafe(insert)] };
    },
  },
  {
    name: "an execution row that names another token than its signed target",
    expected: { refused: "statement_altered" },
    async run({ world }) {
      const { token, request } = await honestRequest(world);
      const victim = await world.token();
      const insert = `insert into execution (id, request_id, token_id, target_digest, effect, status, queued_at, not_before)
        values (gen_random_uuid(), '${request.id}', '${victim.id}', '${request.targets[0]}', 'dead', 'queued', now() - interval '1 day', now() - interval '1 day')`;
      await asOwner(world, [], insert);
      return { request, tokens: [token, victim], deniedToWeb: [() => world.database.as("web").$executeRawUnsafe(insert)] };
    },
  },
  {
    name: "the executor's clock set back",
    expected: { refused: "clock_set_back" },
    async run({ world, executor }) {
      await executor.tick();
      world.database.clock.advance(-2 * hours);
      const { token, request } = await honestRequest(world);
      await asOwner(world, [], "update clock_mark set high_water = now() - interval '1 year'");
      return { request, tokens: [token], undo: async () => world.database.clock.advance(2 * hours) };
    },
  },
  {
    name: "the trust root taken away",
    expected: { refused: "no_trust_root" },
    async run({ world }) {
      const file = path.join(world.home, "trust-root.json");
      const text = await readFile(file, "utf8");
      await rm(file);
      const { token, request } = await honestRequest(world);
      return { request, tokens: [token], undo: () => writeFile(file, text, { mode: 0o600 }) };
    },
  },
  {
    name: "a trust root that others could write",
    expected: { refused: "walls_down" },
    async run({ world }) {
      const file = path.join(world.home, "trust-root.json");
      const text = await readFile(file, "utf8");
      await rm(file);
      await writeFile(file, text, { mode: 0o666 });
      const { token, request } = await honestRequest(world);
      const undo = async () => {
        await rm(file);
        await writeFile(file, text, { mode: 0o600 });
      };
      return { request, tokens: [token], undo };
    },
  },
];

/** Everything that someone who owns web may try at the tables directly; each is refused by the database, with no executor in sight. */
export const tableAttacks: readonly [string, string][] = [
  [
    "writing an approval",
    "insert into approval (id, request_id, kind, person_id, key_id, answer, assertion, at) select gen_random_uuid(), id, 'approve', requester_id, 'k', '{}', '{}', now() from request",
  ],
  ["moving an execution on", "update execution set status = 'acting'"],
  ["declaring a token dead", "update execution set status = 'proven'"],
  ["writing an attempt", "update attempt set outcome = 'dead'"],
  ["approving a request", "insert into request_outcome (request_id, status, at) select id, 'approved', now() from request"],
  ["writing a fact about a token", "update token set environment = 'development'"],
  ["writing a fact about a person", "update person set status = 'active'"],
  ["marking 100 people departed", "update person set status = 'departed' where id in (select id from person limit 100)"],
  [
    "writing 100 departures into the history",
    "insert into person_status_change (id, person_id, \"is\", at, source, recorded_at) select gen_random_uuid(), id, 'departed', now(), 'scim', now() from person limit 100",
  ],
  ["taking a departure out of the history", "delete from person_status_change"],
  [
    "bringing people in whom no directory knows",
    "insert into person (id, source, external_id, user_name, display_name, status, status_source, first_seen_at, changed_at) values (gen_random_uuid(), 'scim', 'x', 'x', 'x', 'active', 'scim', now(), now())",
  ],
  ["closing a finding as proven", "update finding set status = 'closed_proven'"],
  ["changing a connection's origin", "update connection set origin = 'https://evil.example'"],
  ["reading a sealed credential", "select sealed from revoke_credential"],
  ["reading probe material", "select sealed from probe_material"],
  ["editing the audit log", "update audit_entry set actor = 'x'"],
  ["deleting from the audit log", "delete from audit_entry"],
  ["truncating the audit log", "truncate audit_entry"],
  [
    "writing into the audit log past its function",
    "insert into audit_entry (at, db_role, actor, action, subject_type, subject_id, detail) values (now(), 'executor', 'process:executor', 'execution.proven', 'execution', 'x', '{}')",
  ],
  ["sealing the audit log", "insert into audit_leaf (index, entry_id, hash) values (0, 1, 'x')"],
  ["holding the lock of the seal", "select id from sealing for no key update"],
  ["holding the lock of the findings", "select name from turn for key share"],
  ["saying that a broken log is whole", "update sealing set broken_at = null"],
  ["keeping a notice back", "update notice set status = 'sent'"],
  [
    "making a trust statement active",
    "insert into trust_state (digest, status, first_seen_at, updated_at) select digest, 'active', now(), now() from trust_statement",
  ],
  [
    "pinning a trust root",
    "insert into trust_root (id, fingerprint, rp_id, origin, person_id, key_id, sample, pinned_at) values (1, 'x', 'x', 'x', gen_random_uuid(), 'x', false, now())",
  ],
  ["setting the executor's clock mark", "update clock_mark set high_water = now() - interval '1 year'"],
  ["taking the executor's lease", "insert into lease (name, holder, fence, expires_at) values ('execution:x', 'web', 1, now())"],
];
