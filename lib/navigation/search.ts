import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { escapeLike } from "../core/like";

export interface Hit {
  kind: "token" | "person" | "request";
  id: string;
  title: string;
  note: string;
  href: string;
}

const each = 6;

/** Things by name, at most six of a kind: tokens by name or hint, people by name or address, requests by number. Only what the actor may read. */
export async function search(ctx: Context, typed: string): Promise<Hit[]> {
  authorize(ctx.actor, "inventory.read");
  const words = escapeLike(typed);
  const [requests, tokens, people] = await Promise.all([
    may(ctx.actor, "request.read") ? requestHits(ctx, words) : [],
    tokenHits(ctx, words),
    may(ctx.actor, "people.read") ? personHits(ctx, words) : [],
  ]);
  return [...requests, ...tokens, ...people];
}

async function tokenHits(ctx: Context, words: string): Promise<Hit[]> {
  const found = await ctx.db.token.findMany({
    where: { OR: [{ name: { contains: words, mode: "insensitive" } }, { hint: { contains: words } }] },
    select: { id: true, name: true, hint: true, connection: { select: { name: true } } },
    orderBy: { name: "asc" },
    take: each,
  });
  return found.map(({ id, name, hint, connection }) => ({
    kind: "token",
    id,
    title: name,
    note: [connection.name, hint].filter(Boolean).join(" · "),
    href: `/inventory/${id}`,
  }));
}

async function personHits(ctx: Context, words: string): Promise<Hit[]> {
  const like = { contains: words, mode: "insensitive" } as const;
  const found = await ctx.db.person.findMany({
    where: { OR: [{ displayName: like }, { userName: like }, { email: like }] },
    select: { id: true, displayName: true, status: true, department: true },
    orderBy: { displayName: "asc" },
    take: each,
  });
  return found.map(({ id, displayName, status, department }) => ({
    kind: "person",
    id,
    title: displayName,
    note: status === "active" ? (department ?? "") : status,
    href: `/people/${id}`,
  }));
}

async function requestHits(ctx: Context, words: string): Promise<Hit[]> {
  const number = /^(?:r-?)?(\d{1,9})$/i.exec(words)?.[1];
  const found = await ctx.db.request.findMany({
    where: number ? { number: Number(number) } : { reason: { contains: words, mode: "insensitive" } },
    select: { id: true, number: true, reason: true },
    orderBy: { number: "desc" },
    take: each,
  });
  return found.map(({ id, number: n, reason }) => ({ kind: "request", id, title: `R-${n}`, note: reason, href: `/requests/${n}` }));
}
