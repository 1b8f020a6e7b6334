import { appendAudit } from "../audit/append";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { authorizeImport } from "./may-import";
import { ImportInput } from "./schemas";

/** Asks for an import to stop. What was taken in stays; the collector stops at its next sign of life. Throws Conflict when it is over. */
export async function cancelImport(ctx: Context, input: ImportInput): Promise<void> {
  const { importId } = parse(ImportInput, input);
  const run = await ctx.db.importRun.findUnique({ where: { id: importId }, select: { kind: true } });
  authorizeImport(ctx.actor, run?.kind ?? "tokens");
  if (!run) throw notFound("The import");
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.importRun.updateMany({
      where: { id: importId, cancelledBy: null, status: { in: ["queued", "running", "failed"] } },
      data: { cancelledBy: actorName(ctx.actor) },
    });
    if (count === 0) throw conflict("This import is over already.");
    await appendAudit(tx, ctx.actor, { action: "import.cancelled", subject: { type: "import", id: importId } });
  });
}
