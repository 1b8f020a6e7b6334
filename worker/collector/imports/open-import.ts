import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import type { Prisma, Tx } from "../../../lib/core/db";
import { conflict } from "../../../lib/core/errors";
import { parse } from "../../../lib/core/parse";
import type { ImportKind } from "../../../lib/imports/kinds";
import { authorizeImport } from "../../../lib/imports/may-import";
import { StartImportInput } from "../../../lib/imports/schemas";
import { staleSince } from "./claim";

/**
 * Prepares an import with the collector's own rights: for the command line, for machines with an import token, and for the sample. One that broke
 * off is gone on with when the same file of the same listing comes again, asked for in the same way, and nothing newer was taken in since. Returns its id.
 */
export async function openImport(ctx: Context, input: Omit<StartImportInput, "header">): Promise<string> {
  authorizeImport(ctx.actor, input.kind);
  const given = parse(StartImportInput.omit({ header: true }), input);
  const { kind, source, fileName, mapping, bytes } = given;
  const asked = { format: given.format, mapping };
  return ctx.db.$transaction(async (tx) => {
    const broken = bytes === null ? null : await brokenOff(tx, ctx, { kind, source, fileName, bytes, asked: { equals: asked } });
    if (broken) return broken;
    const id = ctx.ids.uuid();
    const connectionId = kind === "tokens" ? await listingOf(tx, ctx, source) : null;
    const format = given.format ? JSON.stringify(given.format) : "";
    await tx.importRun.create({
      data: {
        id,
        kind,
        source,
        connectionId,
        fileName,
        format,
        mapping,
        asked,
        status: "queued",
        bytes,
        startedBy: actorName(ctx.actor),
        queuedAt: ctx.clock.now(),
      },
    });
    await appendAudit(tx, ctx.actor, { action: "import.started", subject: { type: "import", id }, detail: { kind, source, fileName, mapping, bytes } });
    return id;
  });
}

/** The import that broke off in the middle, its process having ended without a word included; null where a later one took anything in. */
async function brokenOff(tx: Tx, ctx: Context, same: Prisma.ImportRunWhereInput & { kind: ImportKind; source: string }): Promise<string | null> {
  const silent = { status: "running", heartbeatAt: { lt: staleSince(ctx.clock.now()) } } as const;
  const broken = await tx.importRun.findFirst({
    where: { ...same, cancelledBy: null, position: { gt: 0 }, OR: [{ status: "failed" }, silent] },
    orderBy: { queuedAt: "desc" },
    select: { id: true, queuedAt: true },
  });
  if (!broken) return null;
  const took: Prisma.ImportRunWhereInput[] = [{ position: { gt: 0 } }, { status: { in: ["running", "succeeded", "partial"] } }];
  const newer = await tx.importRun.count({ where: { kind: same.kind, source: same.source, queuedAt: { gt: broken.queuedAt }, OR: took } });
  return newer === 0 ? broken.id : null;
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
