import type { AuditSubject } from "../audit/append";
import { may } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { TokenState } from "../domain/token-states";
import type { Effect } from "../domain/tokens";
import { asProofBasis, type ProofBasis } from "../domain/words";
import { actorNames } from "../people/actor-names";

export interface TokenRequest {
  number: number;
  status: string;
  reason: string;
  at: string;
  by: string;
  /** where the machine stands with this token; null = it has not begun */
  execution: string | null;
}

/** Requests that name a token, newest first, the last twenty; null for those who may not read them. */
export async function requestsOf(ctx: Context, tokenId: string): Promise<TokenRequest[] | null> {
  if (!may(ctx.actor, "request.read")) return null;
  return ctx.db.$queryRaw<TokenRequest[]>`
    select r.number, s.status::text as status, r.reason, to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, p.display_name as by,
      (select e.status::text from execution e where e.request_id = r.id and e.token_id = ${tokenId}::uuid) as execution
    from request_target rt join request r on r.id = rt.request_id join request_status s on s.request_id = r.id join person p on p.id = r.requester_id
    where rt.token_id = ${tokenId}::uuid order by r.number desc limit 20`;
}

export interface TokenProof {
  effect: Effect;
  /** null where nobody wrote what it rests on */
  basis: ProofBasis | null;
  at: string | null;
  /** number of the request behind it */
  request: number;
}

/** The first proof of what a token's state says; null where its system alone says so, or nobody does. */
export async function proofOf(ctx: Context, tokenId: string, state: TokenState): Promise<TokenProof | null> {
  if (state !== "dead" && state !== "disabled") return null;
  const found = await ctx.db.execution.findFirst({
    where: { tokenId, status: "proven", effect: state },
    select: { effect: true, proof: true, endedAt: true, request: { select: { number: true } } },
    orderBy: [{ endedAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
  });
  const basis = asProofBasis((found?.proof as { basis?: unknown } | null | undefined)?.basis);
  return found && { effect: found.effect, basis, at: found.endedAt?.toISOString() ?? null, request: found.request.number };
}

export interface TokenAttestation {
  answer: "mine" | "transfer" | "not_mine" | "no_longer_needed";
  by: string;
  at: string;
  /** the purpose as it was attested, or why it was not */
  words: string | null;
}

/** What owners answered about a token, newest first, the last twenty. */
export async function attestationsOf(ctx: Context, tokenId: string): Promise<TokenAttestation[]> {
  const rows = await ctx.db.attestation.findMany({
    where: { tokenId },
    select: { answer: true, at: true, purpose: true, reason: true, person: { select: { displayName: true } } },
    orderBy: { at: "desc" },
    take: 20,
  });
  return rows.map(({ answer, at, purpose, reason, person }) => ({ answer, at: at.toISOString(), words: reason ?? purpose, by: person.displayName }));
}

export interface TokenAudit {
  id: string;
  at: string;
  action: string;
  by: string;
}

/** The last ten entries of the audit log about a token, or another thing; null for those who may not read it. */
export async function auditOf(ctx: Context, id: string, type: AuditSubject = "token"): Promise<TokenAudit[] | null> {
  if (!may(ctx.actor, "audit.read")) return null;
  const rows = await ctx.db.auditEntry.findMany({
    where: { subjectType: type, subjectId: id },
    select: { id: true, at: true, action: true, actor: true },
    orderBy: { id: "desc" },
    take: 10,
  });
  const names = await actorNames(
    ctx.db,
    rows.map(({ actor }) => actor),
  );
  return rows.map(({ id: entry, at, action, actor }) => ({ id: String(entry), at: at.toISOString(), action, by: names.get(actor) ?? actor }));
}
