import { canonical, digestOf, sha256 } from "../../../../lib/core/canonical";
import type { RevocationStatement } from "../../../../lib/domain/statement";
import { buildTrustStatement } from "../../../../lib/trust/statements";
import { type Filed, type FileOptions, fileRequest, sign, targetFor } from "../requests";
import type { World } from "../world";
import { type Attack, asOwner, literal, type Scene } from "./attack";

/** Fully signed over the statement as altered before it was filed. */
async function signedAsFiled(world: World, options: FileOptions): Promise<Scene> {
  const token = await world.token();
  const request = await fileRequest(world, [token], options);
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  return { request, tokens: [token] };
}

/** Fully signed, and the stored text replaced afterwards; the digest column too, since whoever edits one edits the other. */
async function replaced(world: World, change: (statement: RevocationStatement) => RevocationStatement | string, effect?: "disabled"): Promise<Scene> {
  const scene = await signedAsFiled(world, effect ? { effect } : {});
  const changed = change(scene.request.statement);
  const text = typeof changed === "string" ? changed : canonical(changed);
  await write(world, scene.request, text, typeof changed === "string" ? [] : changed.targets);
  const deniedToWeb = [() => world.database.as("web").$executeRaw`update request set statement = ${text} where id = ${scene.request.id}::uuid`];
  return { ...scene, deniedToWeb };
}

async function write(world: World, request: Filed, text: string, targets: RevocationStatement["targets"]): Promise<void> {
  const rows = targets.map((target, n) => `('${request.id}', '${target.token}', '${digestOf(target)}', ${n})`);
  await asOwner(
    world,
    ["request", "request_target"],
    `update request set statement = ${literal(text)}, digest = '${sha256(text)}' where id = '${request.id}'`,
    ...(rows.length > 0
      ? [
          `delete from request_target where request_id = '${request.id}'`,
          `insert into request_target (request_id, token_id, digest, position) values ${rows.join(", ")}`,
        ]
      : []),
  );
}

export const statementAttacks: readonly Attack[] = [
  {
    name: "a statement of another deployment",
    expected: { refused: "wrong_deployment" },
    run: ({ world }) => signedAsFiled(world, { alter: (s) => ({ ...s, deployment: "00000000-0000-4000-8000-000000000000" }) }),
  },
  {
    name: "a statement that names another request",
    expected: { refused: "request_mismatch" },
    run: ({ world }) => signedAsFiled(world, { alter: (s) => ({ ...s, request: "00000000-0000-4000-8000-000000000000" }) }),
  },
  {
    name: "a swapped target",
    expected: { refused: "statement_altered" },
    async run({ world }) {
      const victim = await world.token();
      const scene = await replaced(world, (s) => ({ ...s, targets: [targetFor(world, victim)] }));
      return { ...scene, tokens: [...scene.tokens, victim] };
    },
  },
  {
    name: "an added target",
    expected: { refused: "statement_altered" },
    async run({ world }) {
      const victim = await world.token();
      const quorum = { people: 1, groups: 1 };
      const scene = await replaced(world, (s) => ({ ...s, targets: [...s.targets, targetFor(world, victim)], quorum: [...s.quorum, quorum] }));
      return { ...scene, tokens: [...scene.tokens, victim] };
    },
  },
  {
    name: "a widened effect",
    expected: { refused: "statement_altered" },
    run: ({ world }) => replaced(world, (s) => ({ ...s, effect: "dead" }), "disabled"),
  },
  {
    name: "a longer life",
    expected: { refused: "statement_altered" },
    run: ({ world }) => replaced(world, (s) => ({ ...s, expiry: "2030-01-01T00:00:00.000Z" })),
  },
  {
    name: "text that is not canonical, signed as it stands",
    expected: { refused: "statement_altered" },
    run: ({ world }) => signedAsFiled(world, { text: (text) => JSON.stringify(JSON.parse(text), null, 1) }),
  },
  { name: "text that is not canonical", expected: { refused: "statement_altered" }, run: ({ world }) => replaced(world, (s) => JSON.stringify(s, null, 1)) },
  {
    name: "the same target twice",
    expected: { refused: "statement_altered" },
    async run({ world }) {
      const token = await world.token();
      const request = await fileRequest(world, [token], {
        alter: (s) => ({ ...s, quorum: [...s.quorum, ...s.quorum] }),
        text: (text) => {
          const statement: RevocationStatement = JSON.parse(text);
          return canonical({ ...statement, targets: [...statement.targets, ...statement.targets] });
        },
      });
      await sign(world, request, world.people.rita, { kind: "request" });
      await sign(world, request, world.people.ada);
      return { request, tokens: [token] };
    },
  },
  {
    name: "a target without a quorum",
    expected: { refused: "statement_altered" },
    run: ({ world }) => signedAsFiled(world, { alter: (s) => ({ ...s, quorum: [] }) }),
  },
  {
    name: "fewer signatures than the statement names",
    expected: { waits: "not_enough_people" },
    run: ({ world }) => signedAsFiled(world, { quorum: { people: 2, groups: 2 } }),
  },
  {
    name: "a lower quorum than production asks for",
    expected: { waits: "not_enough_people" },
    async run({ world }) {
      const token = await world.token({ environment: "production" });
      const request = await fileRequest(world, [token], { quorum: { people: 1, groups: 1 } });
      await sign(world, request, world.people.rita, { kind: "request" });
      await sign(world, request, world.people.ada);
      return { request, tokens: [token] };
    },
  },
  {
    name: "an approval policy of the attacker's own",
    expected: { refused: "policy_superseded" },
    async run({ world }) {
      const quorum = { people: 1, groups: 1 };
      const policy = { type: "countersign/approval-policy" as const, standard: quorum, critical: quorum, holdSeconds: 0, wideningDelaySeconds: 0 };
      const { digest, kind, subject, body } = buildTrustStatement(world.database.context("web"), world.deployment, policy);
      const row = { digest, kind, subject, body, proposedBy: "operator:test", createdAt: world.database.clock.now() };
      await world.database.as("web").trustStatement.createMany({ data: [row] });
      return signedAsFiled(world, { alter: (s) => ({ ...s, approvalPolicy: digest }) });
    },
  },
  {
    name: "the active approval policy edited in place",
    expected: { refused: "policy_superseded" },
    async run({ world }) {
      const scene = await signedAsFiled(world, {});
      const { body } = await world.database.as("web").trustStatement.findUniqueOrThrow({ where: { digest: world.policyDigest } });
      const set = (text: string) => `update trust_statement set body = ${literal(text)} where digest = '${world.policyDigest}'`;
      await asOwner(world, ["trust_statement"], set(body.replace('"people":2', '"people":1')));
      return {
        ...scene,
        deniedToWeb: [() => world.database.as("web").$executeRaw`update trust_statement set body = '{}'`],
        undo: () => asOwner(world, ["trust_statement"], set(body)),
      };
    },
  },
  {
    name: "a connection statement of the attacker's own",
    expected: { refused: "connection_changed" },
    async run({ world }) {
      const connection = {
        type: "countersign/connection" as const,
        connection: world.connection,
        name: "mine",
        vendor: "fake",
        origin: "https://evil.example",
      };
      const input = { ...connection, ca: null, allowPrivate: true, settings: {} };
      const { digest, kind, subject, body } = buildTrustStatement(world.database.context("web"), world.deployment, input);
      const row = { digest, kind, subject, body, proposedBy: "operator:test", createdAt: world.database.clock.now() };
      await world.database.as("web").trustStatement.createMany({ data: [row] });
      return signedAsFiled(world, { alter: (s) => ({ ...s, connection: digest }) });
    },
  },
];
