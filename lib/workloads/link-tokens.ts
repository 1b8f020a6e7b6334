import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { type Actor, actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { forbidden, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { manages } from "./may-manage";
import { LinkTokensInput } from "./schemas";

/** Says that a workload uses these tokens. What was observed, imported or only suggested before is then declared; the log keeps what it was. */
export async function linkTokens(ctx: Context, input: unknown): Promise<{ linked: number }> {
  authorize(ctx.actor, "workload.manage");
  const { workload, tokens } = parse(LinkTokensInput, input);
  return transaction(ctx, (tx) => linkIn(tx, ctx, workload, tokens));
}

/** The same inside a transaction, with one audit entry for all of them. What is declared already stays as it is. */
export async function linkIn(tx: Tx, ctx: Context, workloadId: string, tokens: readonly string[]): Promise<{ linked: number }> {
  const workload = await livingWorkload(tx, workloadId);
  const known = await tx.token.findMany({ where: { id: { in: [...tokens] } }, select: { id: true, name: true, ownership: { select: { personId: true } } } });
  if (known.length < new Set(tokens).size) throw notFound("The token");
  if (!manages(ctx.actor, workload)) for (const token of known) mustOwn(ctx.actor, token.ownership?.personId ?? null, token.name);
  const linked = await tx.$queryRaw<{ token: string; was: string | null }[]>`
    with was as (select token_id, basis::text as basis from token_workload where workload_id = ${workloadId}::uuid and token_id = any(${[...tokens]}::uuid[]))
    insert into token_workload (token_id, workload_id, basis, evidence, set_by, set_at)
    select t, ${workloadId}::uuid, 'declared', '{}', ${actorName(ctx.actor)}, ${ctx.clock.now()} from unnest(${[...tokens]}::uuid[]) t
    on conflict (token_id, workload_id) do update set basis = 'declared', evidence = token_workload.evidence - 'own', set_by = excluded.set_by, set_at = excluded.set_at
      where token_workload.basis <> 'declared'
    returning token_id as token, (select basis from was where was.token_id = token_workload.token_id) as was`;
  if (linked.length > 0)
    await appendAudit(tx, ctx.actor, { action: "workload.tokens_linked", subject: { type: "workload", id: workloadId }, detail: { tokens: linked } });
  return { linked: linked.length };
}

function mustOwn(actor: Actor, owner: string | null, name: string): void {
  if (actor.type !== "person" || owner !== actor.id)
    throw forbidden(`You answer neither for ${name} nor for this workload, so you can't say that they belong together. Ask a security manager.`);
}
