import { readCoverage } from "../connections/coverage";
import type { Actor } from "../core/context";
import type { Queryable } from "../core/db";
import type { LoadedTarget } from "./load-targets";
import type { RequestedEffect } from "./schemas";

/** Why a token can't be requested now, in a sentence that says what to do instead. */
export interface Obstacle {
  code:
    | "imported"
    | "dead"
    | "irrevocable"
    | "pending"
    | "revoking"
    | "connection_removed"
    | "connection_not_trusted"
    | "cannot_revoke"
    | "cannot_disable"
    | "not_yours";
  sentence: string;
  /** number of the request that already waits */
  request?: number;
}

/** The first obstacle of each target to that effect, by token id; a target that is missing from the map can be requested. */
export async function findObstacles(
  db: Queryable,
  actor: Actor,
  targets: LoadedTarget[],
  trusted: Set<string>,
  effect: RequestedEffect,
): Promise<Map<string, Obstacle>> {
  const ids = targets.map(({ row }) => row.id);
  const waiting = await waitingRequests(db, ids);
  const connections = await db.connection.findMany({
    where: { id: { in: targets.map(({ row }) => row.connection.id) } },
    select: { id: true, removal: { select: { removedAt: true } }, health: { select: { capabilities: true } } },
  });
  const pinned = (await db.trustRootView.count()) > 0;
  const facts = new Map(connections.map((connection) => [connection.id, connection]));
  const found = new Map<string, Obstacle>();
  for (const target of targets) {
    const connection = facts.get(target.row.connection.id);
    const obstacle =
      ofToken(target) ??
      (connection?.removal ? removed(target) : null) ??
      ofWaiting(target, waiting.get(target.row.id)) ??
      ofActor(target, actor) ??
      cannot(target, connection?.health?.capabilities, effect) ??
      (trusted.has(target.row.connection.id) ? null : untrusted(target, pinned));
    if (obstacle) found.set(target.row.id, obstacle);
  }
  return found;
}

function ofToken({ row }: LoadedTarget): Obstacle | null {
  if (row.imported)
    return {
      code: "imported",
      sentence: `${row.name} is known from an import alone, so nothing here can revoke it. Connect its system first, or revoke it there by hand.`,
    };
  if (row.state === "dead")
    return { code: "dead", sentence: `${row.name} has just died: its death is proven, and nothing is left to revoke. The proof is on its page.` };
  if (row.state === "irrevocable")
    return { code: "irrevocable", sentence: `${row.name} can't be revoked by any means its system offers. Its page says what was tried.` };
  return null;
}

function removed({ row }: LoadedTarget): Obstacle {
  return {
    code: "connection_removed",
    sentence: `The connection ${row.connection.name} was removed, so ${row.name} can't be reached. Add the connection again first.`,
  };
}

function ofWaiting({ row }: LoadedTarget, number: number | undefined): Obstacle | null {
  if (row.state === "revoking" || row.state === "unproven")
    return {
      code: "revoking",
      sentence: `The machine is already revoking ${row.name}${number ? ` under R-${number}` : ""}. Follow it there.`,
      request: number,
    };
  if (number === undefined) return null;
  return { code: "pending", sentence: `R-${number} already asks to revoke ${row.name}. Sign that one, or have it withdrawn first.`, request: number };
}

/** Managers ask for any token; a token owner for those they own or made. */
function ofActor(target: LoadedTarget, actor: Actor): Obstacle | null {
  if (actor.type !== "person" || actor.roles.includes("security_manager")) return null;
  if (target.ownerPersonId === actor.id || target.creatorPersonId === actor.id) return null;
  return { code: "not_yours", sentence: `You neither own nor made ${target.row.name}. Ask its owner or a security manager to request this.` };
}

/** What the connector does not say of a class it can't do either; revoking is asked for all the same, and the machine's own check decides. */
function cannot({ row }: LoadedTarget, capabilities: unknown, effect: RequestedEffect): Obstacle | null {
  const abilities = readCoverage(capabilities).classes[row.class];
  if (effect === "disabled" && abilities?.disable !== "can") {
    const reason = typeof abilities?.disable === "object" ? abilities.disable.cannot : "Ask for its revocation instead.";
    return { code: "cannot_disable", sentence: `${row.connection.name} can't switch ${row.name} off. ${reason}` };
  }
  const reason = effect === "dead" && typeof abilities?.revoke === "object" ? abilities.revoke.cannot : undefined;
  return reason ? { code: "cannot_revoke", sentence: `${row.connection.name} can't revoke ${row.name}. ${reason}` } : null;
}

function untrusted({ row }: LoadedTarget, pinned: boolean): Obstacle {
  const sentence = pinned
    ? `The connection ${row.connection.name} is not signed into trust yet, so the machine would refuse. An administrator signs it from the Connections page.`
    : `No trust root is pinned, so the machine would refuse everything (no_trust_root), and ${row.connection.name} is not signed into trust yet. An administrator begins on the Set-up checklist.`;
  return { code: "connection_not_trusted", sentence };
}

/** The number of the newest request that still waits, for people or for the machine, by token. */
async function waitingRequests(db: Queryable, ids: string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ token: string; number: number }[]>`
    select distinct on (rt.token_id) rt.token_id as token, r.number from request_target rt
    join request r on r.id = rt.request_id join request_status s on s.request_id = r.id
    where rt.token_id = any(${ids}::uuid[]) and s.status in ('pending', 'approved') and not exists (
      select from execution e where e.request_id = r.id and e.target_digest = rt.digest and e.status in ('proven', 'irrevocable', 'refused', 'stopped'))
    order by rt.token_id, r.number desc`;
  return new Map(rows.map(({ token, number }) => [token, number]));
}
