import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { acknowledgementFor } from "../requests/acknowledgement";
import { type FiledRequest, fileIn } from "../requests/file-request";
import { loadTargets } from "../requests/load-targets";
import { preview } from "../requests/preview-request";
import { type Left, stillAsReviewed } from "../tokens/recheck-selection";
import { FileReviewedInput } from "./schemas";

export interface FiledReviewed extends FiledRequest {
  filed: number;
  left: Left[];
}

/**
 * Files a request for tokens of a reviewed set, of one connection. Those that changed since the review, or that can't be requested any more, are
 * left out and told; what was typed is held against what was previewed. Throws Conflict where nothing is left.
 */
export async function fileReviewed(ctx: Context, input: unknown): Promise<FiledReviewed> {
  authorize(ctx.actor, "request.file");
  const { tokens, reason, acknowledgement, effect, ...reviewed } = parse(FileReviewedInput, input);
  return transaction(ctx, async (tx) => {
    const checked = await stillAsReviewed(tx, ctx, reviewed);
    const same = new Set(checked.unchanged);
    const targets = await loadTargets(tx, tokens);
    const expected = acknowledgementFor(
      targets.map(({ row }) => row.name),
      effect,
    );
    if (acknowledgement.trim() !== expected)
      throw invalidInput(`Type "${expected}" to show that these are the ones you mean.`, { acknowledgement: `This is not "${expected}".` });
    const left: Left[] = checked.left.filter(({ id }) => tokens.includes(id));
    const kept = targets.filter(({ row }) => same.has(row.id));
    if (kept.length === 0)
      throw conflict("Every token of this set changed since it was reviewed. Nothing was filed: choose them again and look at what is new.");
    const shown = await preview(ctx, tx, kept, effect);
    for (const { row, obstacle } of shown.targets) if (obstacle) left.push({ id: row.id, name: row.name, reason: obstacle.sentence });
    if (shown.ready.length === 0) throw conflict(`None of these can be requested any more. ${left[0]?.reason ?? ""}`.trim());
    const filed = await fileIn(ctx, tx, { tokens: shown.ready, reason, acknowledgement, effect }, null, expected);
    if (left.length > 0)
      await appendAudit(tx, ctx.actor, { action: "request.left_out", subject: { type: "request", id: filed.id }, detail: { ...reviewed, left } });
    return { ...filed, filed: shown.ready.length, left };
  });
}
