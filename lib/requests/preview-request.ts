import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Queryable } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import type { Quorum } from "../domain/statement";
import type { TokenRow } from "../tokens/token-row";
import { acknowledgementFor } from "./acknowledgement";
import { type Approver, activeConnectionDigest, activePolicy, enrolledApprovers } from "./active-trust";
import { type LoadedTarget, loadTargets } from "./load-targets";
import { findObstacles, type Obstacle } from "./obstacles";
import { PreviewRequestInput, type RequestedEffect } from "./schemas";
import { approverPool, strictest, type Weight, weigh } from "./weigh";

export interface PreviewTarget extends Weight {
  row: TokenRow;
  reach: string | null;
  obstacle: Obstacle | null;
}

/** What one request would touch and ask for. One request covers one connection. */
export interface RequestPreview {
  connection: { id: string; name: string };
  targets: PreviewTarget[];
  /** targets without an obstacle */
  ready: string[];
  quorum: Quorum;
  approvers: { people: Approver[]; groups: number; enough: boolean };
  /** whether a revoke credential is sealed; without one the machine refuses */
  revokeCredential: boolean;
  holdSeconds: number;
  /** what must be typed to file for the ready targets */
  acknowledgement: string;
  /** the same to have them switched off instead, so that they can come back; null where their system can't */
  disableAcknowledgement: string | null;
}

/** Shows what a revocation would touch before anybody asks for it: one preview per connection of the tokens given. */
export async function previewRequest(ctx: Context, input: unknown): Promise<RequestPreview[]> {
  authorize(ctx.actor, "request.file");
  const { tokens } = parse(PreviewRequestInput, input);
  const targets = await loadTargets(ctx.db, tokens);
  if (targets.length === 0) throw notFound("The token");
  const connections = [...new Set(targets.map(({ row }) => row.connection.id))];
  return Promise.all(
    connections.map((connection) =>
      preview(
        ctx,
        ctx.db,
        targets.filter(({ row }) => row.connection.id === connection),
      ),
    ),
  );
}

/** The preview of targets on one connection. Also what file-request stores and checks again, inside its transaction. */
export async function preview(ctx: Context, db: Queryable, targets: LoadedTarget[], effect: RequestedEffect = "dead"): Promise<RequestPreview> {
  const [first] = targets;
  if (!first) throw notFound("The token");
  const { connection } = first.row;
  const policy = await activePolicy(db);
  const trusted = (await activeConnectionDigest(db, connection.id)) ? new Set([connection.id]) : new Set<string>();
  const obstacles = await findObstacles(db, ctx.actor, targets, trusted, effect);
  const disabling = effect === "disabled" ? obstacles : await findObstacles(db, ctx.actor, targets, trusted, "disabled");
  const weighed = targets.map((target) => ({
    row: target.row,
    reach: target.reach?.summary ?? null,
    obstacle: obstacles.get(target.row.id) ?? null,
    ...weigh(policy.statement, target),
  }));
  const ready = weighed.filter(({ obstacle }) => obstacle === null);
  const names = ready.map(({ row }) => row.name);
  const quorum = strictest(ready.map((target) => target.quorum));
  const requester = ctx.actor.type === "person" ? ctx.actor.id : actorName(ctx.actor);
  return {
    connection: { id: connection.id, name: connection.name },
    targets: weighed,
    ready: ready.map(({ row }) => row.id),
    quorum,
    approvers: approverPool(await enrolledApprovers(db), requester, quorum),
    revokeCredential: (await db.revokeCredential.count({ where: { connectionId: connection.id } })) > 0,
    holdSeconds: policy.statement.holdSeconds,
    acknowledgement: acknowledgementFor(names, effect),
    disableAcknowledgement: ready.length > 0 && ready.every(({ row }) => !disabling.has(row.id)) ? acknowledgementFor(names, "disabled") : null,
  };
}
