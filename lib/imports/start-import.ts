import { appendAudit } from "../audit/append";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { conflict, invalidInput, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { issueTicket } from "../uploads/issue-ticket";
import { headerKey, mappingFault } from "./mapping";
import { authorizeImport } from "./may-import";
import { ImportInput, StartImportInput } from "./schemas";

/** Where the browser sends the file, and the one-time pass for it. */
export interface Upload {
  importId: string;
  ticket: string;
}

/**
 * Prepares an import: the run, for tokens its listing as a connection, and a pass of five minutes with which the browser hands the file straight
 * to the collector. Web itself never sees a row. The mapping is remembered for the next file with the same columns.
 */
export async function startImport(ctx: Context, input: StartImportInput): Promise<Upload> {
  authorizeImport(ctx.actor, input.kind);
  const given = parse(StartImportInput, input);
  const fault = given.header ? mappingFault(given.kind, given.header, given.mapping) : null;
  if (fault) throw invalidInput(fault, { mapping: fault });
  return ctx.db.$transaction(async (tx) => {
    const importId = ctx.ids.uuid();
    const { kind, source, fileName, mapping, bytes, header } = given;
    const connectionId = kind === "tokens" ? await listingOf(tx, ctx, source) : null;
    const now = ctx.clock.now();
    const by = actorName(ctx.actor);
    await tx.$executeRaw`
      insert into import_run (id, kind, source, connection_id, file_name, format, mapping, status, bytes, started_by, queued_at)
      values (${importId}::uuid, ${kind}::import_kind, ${source}, ${connectionId}::uuid, ${fileName}, ${given.format ? JSON.stringify(given.format) : ""}, ${JSON.stringify(mapping)}::jsonb,
        'queued', ${bytes}, ${by}, ${now})`;
    if (header && Object.keys(mapping).length > 0) {
      const key = { kind, header: headerKey(header) };
      await tx.importMapping.upsert({
        where: { kind_header: key },
        create: { ...key, mapping, setBy: by, setAt: now },
        update: { mapping, setBy: by, setAt: now },
      });
    }
    await appendAudit(tx, ctx.actor, {
      action: "import.started",
      subject: { type: "import", id: importId },
      detail: { kind, source, fileName, mapping, bytes },
    });
    return { importId, ticket: await issueTicket(tx, ctx, importId) };
  });
}

/** A new pass for a run whose upload broke off, or never came. */
export async function resumeImport(ctx: Context, input: ImportInput): Promise<Upload> {
  const { importId } = parse(ImportInput, input);
  const run = await ctx.db.importRun.findUnique({ where: { id: importId }, select: { kind: true, status: true, cancelledBy: true } });
  // who may do nothing here learns nothing of what there is
  authorizeImport(ctx.actor, run?.kind ?? "tokens");
  if (!run) throw notFound("The import");
  if (run.cancelledBy || !["queued", "running", "failed"].includes(run.status))
    throw conflict("This import is over. Start a new one; rows that are known are not doubled.");
  return ctx.db.$transaction(async (tx) => {
    await appendAudit(tx, ctx.actor, { action: "import.resumed", subject: { type: "import", id: importId } });
    return { importId, ticket: await issueTicket(tx, ctx, importId) };
  });
}

async function listingOf(tx: Tx, ctx: Context, name: string): Promise<string> {
  const known = await tx.connection.findFirst({ where: { name, removal: null }, select: { id: true, connector: true } });
  if (known && known.connector !== "import") throw conflict(`${name} is a connection that Countersign reads itself. Give the listing another name.`);
  if (known) return known.id;
  const id = ctx.ids.uuid();
  await tx.connection.create({
    data: { id, name, connector: "import", origin: `import:${name}`, createdBy: actorName(ctx.actor), createdAt: ctx.clock.now() },
  });
  return id;
}
