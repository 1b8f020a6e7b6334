import { z } from "zod";
import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import type { Basis } from "../domain/workloads";
import { actorNames } from "../people/actor-names";
import { type TokenRow, tokenRows } from "../tokens/token-row";
import { type WorkloadRow, workloadRows } from "./list-workloads";
import { manages } from "./may-manage";

/** How something is known: by what, said by whom, when. */
export interface Known {
  basis: Basis;
  by: string;
  /** said by a person; otherwise by the machine */
  person: boolean;
  at: string;
}
export interface WorkloadDestination extends Known {
  id: string;
  destination: string;
  token: { id: string; name: string } | null;
}
export interface WorkloadPage {
  row: WorkloadRow;
  description: string | null;
  spiffeId: string | null;
  oidc: { issuer: string; subject: string } | null;
  source: string;
  created: { by: string; at: string };
  legacy: { reason: string; until: string | null; overdue: boolean } | null;
  /** the workload it was merged into */
  mergedInto: { id: string; name: string } | null;
  /** those that were merged into it */
  merged: { id: string; name: string; at: string }[];
  tokens: { row: TokenRow; link: Known }[];
  /** tokens in all: `tokens` holds the first `mostTokens` by name */
  tokenCount: number;
  destinations: WorkloadDestination[];
  may: { manage: boolean; merge: boolean };
}

/** So many tokens stand on the page; the inventory shows all of them. */
export const mostTokens = 50;

/** Everything about one workload. Throws NotFound. */
export async function workloadPage(ctx: Context, id: string): Promise<WorkloadPage> {
  authorize(ctx.actor, "workload.read");
  const { data: workloadId } = z.uuid().safeParse(id);
  if (!workloadId) throw notFound("The workload");
  const [[row], stored, links, destinations] = await Promise.all([
    workloadRows(ctx, [workloadId]),
    ctx.db.workload.findUnique({
      where: { id: workloadId },
      include: {
        principal: { select: { id: true, name: true } },
        merged: { select: { id: true, name: true, changedAt: true }, orderBy: { name: "asc" } },
      },
    }),
    ctx.db.tokenWorkload.findMany({
      where: { workloadId, token: { mergedInto: null } },
      select: { tokenId: true, basis: true, setBy: true, setAt: true },
      orderBy: [{ token: { name: "asc" } }, { tokenId: "asc" }],
      take: mostTokens,
    }),
    ctx.db.workloadDestination.findMany({
      where: { workloadId },
      include: { token: { select: { id: true, name: true } } },
      orderBy: [{ destination: "asc" }, { id: "asc" }],
      take: 500,
    }),
  ]);
  if (!row || !stored) throw notFound("The workload");
  const [rows, names] = await Promise.all([
    tokenRows(
      ctx.db,
      links.map(({ tokenId }) => tokenId),
    ),
    actorNames(ctx.db, [stored.createdBy, ...links.map(({ setBy }) => setBy), ...destinations.map(({ setBy }) => setBy)]),
  ]);
  const known = ({ basis, setBy, setAt }: { basis: Basis; setBy: string; setAt: Date }): Known => ({
    basis,
    by: names.get(setBy) ?? setBy,
    person: setBy.startsWith("person:"),
    at: setAt.toISOString(),
  });
  const byToken = new Map(links.map((link) => [link.tokenId, known(link)]));
  return {
    row,
    description: stored.description,
    spiffeId: stored.spiffeId,
    oidc: stored.oidcIssuer && stored.oidcSubject ? { issuer: stored.oidcIssuer, subject: stored.oidcSubject } : null,
    source: stored.source,
    created: { by: names.get(stored.createdBy) ?? stored.createdBy, at: stored.createdAt.toISOString() },
    legacy: stored.legacyReason
      ? { reason: stored.legacyReason, until: stored.legacyUntil?.toISOString() ?? null, overdue: row.legacy?.overdue ?? false }
      : null,
    mergedInto: stored.principal,
    merged: stored.merged.map(({ changedAt, ...each }) => ({ ...each, at: changedAt.toISOString() })),
    tokens: rows.flatMap((token) => {
      const link = byToken.get(token.id);
      return link ? [{ row: token, link }] : [];
    }),
    tokenCount: row.tokens,
    destinations: destinations.map((each) => ({ id: each.id, destination: each.destination, token: each.token, ...known(each) })),
    may: {
      manage: may(ctx.actor, "workload.manage") && manages(ctx.actor, stored) && !stored.mergedInto,
      merge: may(ctx.actor, "workload.merge"),
    },
  };
}
