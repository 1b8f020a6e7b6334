import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { ReadConnector } from "../connectors/contract";
import { readConnectors } from "../connectors/readers";
import { canonical, sha256 } from "../core/canonical";
import { actorName, type Context } from "../core/context";
import { conflict, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { ConnectionStatement } from "../domain/statement";
import { certificateRefusal } from "./certificate";
import { originRefusal } from "./origin";

export const AddConnectionInput = z
  .object({
    name: z.string().trim().min(1, "give the connection a name").max(100),
    vendor: z.string().min(1),
    origin: z.string().trim(),
    /** PEM of the certificate authority to trust for this origin instead of the system's */
    ca: z
      .string()
      .trim()
      .nullish()
      .transform((text) => (text ? `${text}\n` : null)),
    allowPrivate: z.boolean().default(false),
    /** as the connector's own schema has it */
    settings: z.record(z.string(), z.json()).default({}),
    /** default: 5 for a directory, so that who left shows within ten seconds; 300 for everything else */
    syncIntervalSeconds: z.int().min(5).max(604_800).optional(),
  })
  .superRefine((input, check) => {
    const origin = originRefusal(input.origin, input.allowPrivate);
    if (origin) check.addIssue({ code: "custom", path: ["origin"], message: origin });
    const ca = input.ca && certificateRefusal(input.ca);
    if (ca) check.addIssue({ code: "custom", path: ["ca"], message: ca });
  });
export type AddConnectionInput = z.input<typeof AddConnectionInput>;

export interface AddedConnection {
  id: string;
  /** of the trust statement that an administrator must sign before anything can be revoked there */
  statementDigest: string;
}

/**
 * Adds a connection and proposes its trust statement, in one transaction. Reading needs a sealed credential and nothing more;
 * revoking also needs an administrator's signature under the statement. Throws InvalidInput by field, or Conflict for a taken name.
 */
export async function addConnection(
  ctx: Context,
  input: AddConnectionInput,
  connectors: Readonly<Record<string, ReadConnector>> = readConnectors,
): Promise<AddedConnection> {
  authorize(ctx.actor, "connection.manage");
  const given = parse(AddConnectionInput, input);
  const settings = vendorSettings(connectors[given.vendor], given.vendor, given.settings);
  const [id, now, by] = [ctx.ids.uuid(), ctx.clock.now(), actorName(ctx.actor)];
  return ctx.db.$transaction(async (tx) => {
    // Until the transaction ends nobody else adds one of this name, so that two at once can't both find it free.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('connection.name ' || ${given.name}, 0))`;
    if ((await tx.connection.count({ where: { name: given.name, removal: null } })) > 0) throw conflict(`The name "${given.name}" is taken. Choose another.`);
    const deployment = await tx.deployment.findFirstOrThrow();
    const { name, vendor, origin, ca, allowPrivate } = given;
    const body = canonical(
      ConnectionStatement.parse({
        type: "countersign/connection",
        version: 1,
        deployment: deployment.id,
        nonce: ctx.ids.secret(16),
        issued: now.toISOString(),
        connection: id,
        name,
        vendor,
        origin,
        ca,
        allowPrivate,
        settings,
      }),
    );
    const digest = sha256(body);
    const syncIntervalSeconds = given.syncIntervalSeconds ?? (connectors[vendor]?.directory ? 5 : 300);
    // createMany, because a row that is only inserted is not read back
    await tx.connection.createMany({
      data: [{ id, name, connector: vendor, origin, ca, allowPrivate, settings, syncIntervalSeconds, statementDigest: digest, createdBy: by, createdAt: now }],
    });
    await tx.trustStatement.create({ data: { digest, kind: "connection", subject: id, body, proposedBy: by, createdAt: now } });
    await appendAudit(tx, ctx.actor, {
      action: "connection.added",
      subject: { type: "connection", id },
      detail: { name, vendor, origin, allowPrivate, ownCertificateAuthority: ca !== null },
    });
    await appendAudit(tx, ctx.actor, { action: "trust.proposed", subject: { type: "trust_statement", id: digest }, detail: { kind: "connection", of: id } });
    return { id, statementDigest: digest };
  });
}

type Settings = z.output<typeof AddConnectionInput>["settings"];

function vendorSettings(connector: ReadConnector | undefined, vendor: string, settings: Settings): Settings {
  if (!connector) throw invalidInput(`There is no connector for "${vendor}".`, { vendor: "choose one of the offered systems" });
  const result = connector.settings.safeParse(settings);
  if (result.success) return z.record(z.string(), z.json()).parse(result.data);
  const fields = Object.fromEntries(result.error.issues.map((issue) => [["settings", ...issue.path].join("."), issue.message]));
  throw invalidInput(
    `${connector.title} can't be set up like this. ${Object.entries(fields)
      .map(([field, why]) => `${field}: ${why}`)
      .join("; ")}.`,
    fields,
  );
}
