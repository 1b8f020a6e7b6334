import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { conflict } from "../../../lib/core/errors";
import { parse } from "../../../lib/core/parse";
import { authorizeImport } from "../../../lib/imports/may-import";
import { StartImportInput } from "../../../lib/imports/schemas";

/**
 * Prepares an import with the collector's own rights: for the command line, for machines with an import token, and for the sample. One that broke
 * off is gone on with when the same file of the same listing comes again. Returns its id.
 */
export async function openImport(ctx: Context, input: Omit<StartImportInput, "header">): Promise<string> {
  authorizeImport(ctx.actor, input.kind);
  const given = parse(StartImportInput.omit({ header: true }), input);
  const { kind, source, fileName, mapping, bytes } = given;
  return ctx.db.$transaction(async (tx) => {
    const broken = await tx.importRun.findFirst({
      where: { kind, source, fileName, bytes, status: "failed", cancelledBy: null, position: { gt: 0 }, mapping: { equals: mapping } },
      orderBy: { queuedAt: "desc" },
      select: { id: true, queuedAt: true },
    });
    const newer = broken && (await tx.importRun.count({ where: { kind, source, queuedAt: { gt: broken.queuedAt } } }));
    if (broken && newer === 0 && bytes !== null) return broken.id;
    const id = ctx.ids.uuid();
    const connectionId = kind === "tokens" ? await listingOf(tx, ctx, source) : null;
    const format = given.format ? JSON.stringify(given.format) : "";
    await tx.importRun.create({
      data: { id, kind, source, connectionId, fileName, format, mapping, status: "queued", bytes, startedBy: actorName(ctx.actor), queuedAt: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, { action: "import.started", subject: { type: "import", id }, detail: { kind, source, fileName, mapping, bytes } });
    return id;
  });
}

async function listingOf(tx: Tx, ctx: Context, name: string): Promise<string> {
  const known = await tx.connection.findFirst({ where: { name, removal: null }, select: { id: true, connector: true } });
  if (known && known.connector !== "import")
    throw conflict(`${name} is a connection that Countersign reads itself. Give the listing another name with --source.`);
  if (known) return known.id;
  const id = ctx.ids.uuid();
  await tx.$queryRaw`select add_import_connection(${id}::uuid, ${name}, ${actorName(ctx.actor)})::text`;
  return id;
}
