import { addConnection } from "../../lib/connections/add-connection";
import { storeCredential } from "../../lib/connections/store-credential";
import { canonical } from "../../lib/core/canonical";
import type { Context } from "../../lib/core/context";
import { sealEnvelope } from "../../lib/credentials/envelope";
import { grantRole } from "../../lib/people/grant-role";
import { importTokens } from "../../lib/tokens/import-tokens";
import { proposeStatement } from "../../lib/trust/propose-statement";
import { endorse, type SampleRoot } from "./endorse";
import type { World } from "./outside-world";

/** Contexts by database role: each step uses the one whose rights it needs, as the product itself would. */
export interface Roles {
  web: Context;
  signer: Context;
  collector: Context;
}

const unleashName = "unleash";

/**
 * Makes the sample organisation out of what its directory and its Unleash say: roles, approver groups, an approval policy without a hold,
 * the connection with its sealed credentials, and listings of systems that don't run here. Does nothing that is done already.
 */
export async function setUpSample(roles: Roles, root: SampleRoot, world: World, say: (line: string) => void): Promise<void> {
  const people = await roles.web.db.person.findMany({
    where: { userName: { in: world.cast.map(({ userName }) => userName) } },
    select: { id: true, userName: true },
  });
  const idOf = (userName: string) => {
    const person = people.find((candidate) => candidate.userName === userName);
    if (!person) throw new Error(`The sample's directory did not bring ${userName}.`);
    return person.id;
  };
  for (const { userName, roles: held } of world.cast) for (const role of held) await grantRole(roles.web, { personId: idOf(userName), role });
  await setUpTrust(roles, root, world, idOf);
  await connectUnleash(roles, root, world);
  await importListings(roles, world, say);
}

async function setUpTrust({ web, signer }: Roles, root: SampleRoot, world: World, idOf: (userName: string) => string): Promise<void> {
  if ((await web.db.trustStatement.count({ where: { kind: "approval_policy" } })) > 0) return;
  const groups = grouped(
    world.cast.filter(({ group }) => group !== null),
    ({ group }) => group ?? "",
  );
  const proposals: unknown[] = [
    ...[...groups].map(([group, members]) => ({ propose: "group", group, members: members.map(({ userName }) => idOf(userName)) })),
    {
      propose: "group",
      group: "administrators",
      members: world.cast.filter((member) => member.roles.includes("administrator")).map(({ userName }) => idOf(userName)),
    },
    { propose: "policy", standard: { people: 1, groups: 1 }, critical: { people: 2, groups: 2 }, holdSeconds: 0, wideningDelaySeconds: 0 },
  ];
  for (const proposal of proposals) await endorse(signer, root, (await proposeStatement(web, proposal)).digest);
}

async function connectUnleash({ web, signer }: Roles, root: SampleRoot, world: World): Promise<void> {
  if (await web.db.connection.findUnique({ where: { name: unleashName } })) return;
  const recipients = await Promise.all((["collector", "executor"] as const).map((process) => recipientOf(web, process)));
  const { origin } = new URL(world.origin);
  const { id, statementDigest } = await addConnection(web, { name: unleashName, vendor: "unleash", origin, allowPrivate: true });
  await endorse(signer, root, statementDigest);
  const { id: deployment } = await web.db.deployment.findFirstOrThrow();
  const binding = { version: 1, deployment, connection: id, vendor: "unleash", origin, ca: null } as const;
  const [collector, executor] = recipients;
  const revoke = await sealEnvelope(executor ?? "", { ...binding, credential: { apiToken: world.revoke, control: world.control } });
  await storeCredential(web, { connectionId: id, use: "revoke", sealed: revoke });
  const read = await sealEnvelope(collector ?? "", { ...binding, credential: { apiToken: world.read } });
  await storeCredential(web, { connectionId: id, use: "read", sealed: read });
}

async function recipientOf(web: Context, process: "collector" | "executor"): Promise<string> {
  const row = await web.db.processStatus.findFirst({ where: { process, recipient: { not: null } }, orderBy: { heartbeatAt: "desc" } });
  if (!row?.recipient) throw new Error(`The ${process} has not said to which key its credentials are to be sealed.`);
  return row.recipient;
}

async function importListings({ web, collector }: Roles, world: World, say: (line: string) => void): Promise<void> {
  const listings = grouped(world.tokens, ({ system }) => system);
  for (const [name, rows] of listings) {
    if (await web.db.connection.findUnique({ where: { name } })) continue;
    const id = web.ids.uuid();
    await web.db.connection.createMany({
      data: [{ id, name, connector: "import", origin: `import:${canonical(name)}`, createdBy: "operator:sample", createdAt: web.clock.now() }],
    });
    const { created, rejected } = await importTokens(collector, { connectionId: id, source: "sample data", rows });
    say(`${created} tokens of ${name} imported as data${rejected.length > 0 ? `, ${rejected.length} rows rejected` : ""}`);
  }
}

/** Map.groupBy, which Node 20 has not got. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
