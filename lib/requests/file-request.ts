import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { canonical, digestOf, sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import type { Prisma, Tx } from "../core/db";
import { conflict, forbidden, invalidInput, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { RevocationStatement } from "../domain/statement";
import { activeConnectionDigest, activePolicy, deploymentId } from "./active-trust";
import { type LoadedTarget, loadTargets } from "./load-targets";
import { preview, type RequestPreview } from "./preview-request";
import { FileRequestInput, type RequestedEffect } from "./schemas";
import { weigh } from "./weigh";

/** How long people may take: the statement dies after three days, and filing again is one click. */
export const requestLifeMilliseconds = 3 * 24 * 3600 * 1000;

export interface FiledRequest {
  id: string;
  number: number;
  digest: string;
}

/**
 * Files one request to revoke tokens of one connection, or to switch them off. The statement is built from the database; the requester is who acts.
 * Throws Conflict for a token that can't be requested (its sentence says what to do), InvalidInput for a wrong acknowledgement.
 */
export async function fileRequest(ctx: Context, input: unknown): Promise<FiledRequest> {
  authorize(ctx.actor, "request.file");
  const parsed = parse(FileRequestInput, input);
  return ctx.db.$transaction((tx) => fileIn(ctx, tx, parsed, null));
}

/**
 * The same inside a transaction; `supersedes` names the request that this one replaces, whose acknowledgement still stands. `acknowledged` is
 * what the caller has held the acknowledgement against, where that was for more tokens than are left.
 */
export async function fileIn(
  ctx: Context,
  tx: Tx,
  input: FileRequestInput,
  supersedes: string | null,
  acknowledged: string | null = null,
): Promise<FiledRequest> {
  if (ctx.actor.type !== "person") throw forbidden("Only a signed-in person can file a request: it must be somebody's.");
  const shown = await loadReady(ctx, tx, input);
  if (!supersedes && input.acknowledgement.trim() !== (acknowledged ?? shown.preview.acknowledgement))
    throw invalidInput(`Type "${shown.preview.acknowledgement}" to show that this is the one you mean.`, {
      acknowledgement: `This is not "${shown.preview.acknowledgement}".`,
    });
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  const expiresAt = new Date(now.getTime() + requestLifeMilliseconds);
  const statement = await build(ctx, tx, { id, requester: ctx.actor.id, reason: input.reason, effect: input.effect, expiresAt }, shown.targets);
  const text = canonical(statement);
  const request = await tx.request.create({
    data: {
      id,
      statement: text,
      digest: sha256(text),
      connectionId: shown.preview.connection.id,
      effect: statement.effect,
      requesterId: ctx.actor.id,
      reason: input.reason,
      acknowledgement: input.acknowledgement.trim(),
      preview: snapshot(shown.preview),
      supersedes,
      createdAt: now,
      expiresAt,
    },
    select: { id: true, number: true, digest: true },
  });
  await tx.requestTarget.createMany({
    data: statement.targets.map((target, position) => ({ requestId: id, tokenId: target.token, digest: digestOf(target), position })),
  });
  await appendAudit(tx, ctx.actor, {
    action: "request.filed",
    subject: { type: "request", id },
    detail: { number: request.number, digest: request.digest, tokens: input.tokens, connection: shown.preview.connection.id, supersedes },
  });
  return request;
}

/** Locks the tokens against a second request at the same time, loads them anew and refuses on the first obstacle. */
async function loadReady(ctx: Context, tx: Tx, { tokens, effect }: FileRequestInput): Promise<{ targets: LoadedTarget[]; preview: RequestPreview }> {
  for (const token of [...tokens].sort()) await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`request:${token}`}, 0))`;
  const targets = await loadTargets(tx, tokens);
  if (targets.length !== tokens.length) throw notFound(tokens.length === 1 ? "The token" : "One of the tokens");
  if (new Set(targets.map(({ row }) => row.connection.id)).size > 1)
    throw invalidInput("One request covers the tokens of one connection. File one for each.", { tokens: "They are on several connections." });
  const shown = await preview(ctx, tx, targets, effect);
  const obstacle = shown.targets.find((target) => target.obstacle)?.obstacle;
  if (obstacle) throw obstacle.code === "not_yours" ? forbidden(obstacle.sentence) : conflict(obstacle.sentence);
  return { targets, preview: shown };
}

interface Frame {
  id: string;
  requester: string;
  reason: string;
  effect: RequestedEffect;
  expiresAt: Date;
}

async function build(ctx: Context, tx: Tx, frame: Frame, targets: LoadedTarget[]): Promise<RevocationStatement> {
  const [policy, connection, deployment] = [
    await activePolicy(tx),
    await activeConnectionDigest(tx, targets[0]?.row.connection.id ?? ""),
    await deploymentId(tx),
  ];
  return RevocationStatement.parse({
    type: "countersign/revocation",
    version: 1,
    deployment,
    request: frame.id,
    connection,
    effect: frame.effect,
    targets: targets.map(({ target }) => target),
    approvalPolicy: policy.digest,
    quorum: targets.map((target) => weigh(policy.statement, target).quorum),
    requester: frame.requester,
    reason: frame.reason,
    nonce: ctx.ids.secret(16),
    expiry: frame.expiresAt.toISOString(),
  });
}

/** What the requester was shown, kept with the request: owner, last use and why it is critical change later. */
function snapshot(shown: RequestPreview): Prisma.InputJsonObject {
  return {
    quorum: { ...shown.quorum },
    revokeCredential: shown.revokeCredential,
    targets: shown.targets.map(({ row, critical, because, reach }) => ({
      token: row.id,
      name: row.name,
      critical,
      because,
      reach,
      owner: row.owner ? { name: row.owner.name, state: row.owner.state } : null,
      lastUsed: row.lastUsed,
    })),
  };
}
