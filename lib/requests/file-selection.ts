import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { conflict, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { type Left, RecheckSelectionInput, stillAsReviewed } from "../tokens/recheck-selection";
import { acknowledgementFor } from "./acknowledgement";
import { type FiledRequest, fileIn } from "./file-request";
import { loadTargets } from "./load-targets";
import { preview } from "./preview-request";
import { FileRequestInput } from "./schemas";

export const FileSelectionInput = RecheckSelectionInput.extend({
  reason: FileRequestInput.shape.reason,
  /** for what was reviewed: the token's name, or "revoke 312 tokens" */
  acknowledgement: z.string().max(1000),
});

export interface FiledSelection {
  requests: FiledRequest[];
  /** not asked for, and why */
  left: Left[];
}

/** So many one transaction files for; each is locked by itself. */
const most = 2_000;
const perRequest = 500;

/**
 * Files for a reviewed set: one request a connection, in parts of 500. What changed since it was reviewed, and what can't be requested, is left out
 * by name and reason. Throws Conflict if nothing remains.
 */
export async function fileSelection(ctx: Context, input: unknown): Promise<FiledSelection> {
  authorize(ctx.actor, "request.file");
  const { reason, acknowledgement, ...which } = parse(FileSelectionInput, input);
  return ctx.db.$transaction(
    async (tx) => {
      const { unchanged, left } = await stillAsReviewed(tx, ctx, which);
      const count = unchanged.length + left.length;
      if (count > most) throw invalidInput(`At most ${most} tokens can be asked for at once, and these are ${count}. Narrow the list.`);
      const typed = acknowledgementFor(await namesOf(tx, [...unchanged, ...left.map(({ id }) => id)]));
      if (acknowledgement.trim() !== typed)
        throw invalidInput(`Type "${typed}" to show that these are the ones you mean.`, { acknowledgement: `This is not "${typed}".` });
      const requests: FiledRequest[] = [];
      for (const part of await byConnection(tx, unchanged)) {
        const shown = await preview(ctx, tx, await loadTargets(tx, part));
        for (const { row, obstacle } of shown.targets) if (obstacle) left.push({ id: row.id, name: row.name, reason: obstacle.sentence });
        if (shown.ready.length > 0) requests.push(await fileIn(ctx, tx, { tokens: shown.ready, reason, acknowledgement: shown.acknowledgement }, null));
      }
      if (requests.length === 0) throw conflict(`Nothing was filed. ${left[0]?.name ?? "The first token"}: ${left[0]?.reason ?? ""}`);
      return { requests, left };
    },
    { timeout: 120_000 },
  );
}

/** By the order of the ids; one that is no longer known counts by its id. */
async function namesOf(tx: Tx, ids: string[]): Promise<string[]> {
  const known = new Map((await tx.token.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  return ids.map((id) => known.get(id) ?? id);
}

async function byConnection(tx: Tx, ids: string[]): Promise<string[][]> {
  const tokens = await tx.token.findMany({ where: { id: { in: ids } }, select: { id: true, connectionId: true }, orderBy: { id: "asc" } });
  const parts = new Map<string, string[][]>();
  for (const { id, connectionId } of tokens) {
    const own = parts.get(connectionId) ?? [];
    parts.set(connectionId, own);
    const last = own.at(-1);
    if (last && last.length < perRequest) last.push(id);
    else own.push([id]);
  }
  return [...parts.values()].flat();
}
