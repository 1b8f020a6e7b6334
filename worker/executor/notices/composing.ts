import type { Context } from "../../../lib/core/context";
import { visible } from "../../../lib/core/visible";
import type { TrustView } from "../../../lib/trust/chain";

/** What a notice is written from: the executor's own reading, and web's origin, for links. */
export interface Composing {
  ctx: Context;
  trust: TrustView | null;
  origin: string;
}

/** People with a trusted key, who could sign, and whoever else it concerns: the addresses of those who are active. */
export async function addresses({ ctx, trust }: Composing, also: readonly string[] = []): Promise<string[]> {
  const people = new Set([...[...(trust?.keys.values() ?? [])].map(({ person }) => person), ...also]);
  const rows = await ctx.db.person.findMany({ where: { id: { in: [...people] }, status: "active", email: { not: null } }, select: { email: true } });
  return [...new Set(rows.flatMap(({ email }) => email ?? []))];
}

/** Names of people, with their addresses: a name alone may be anybody's. */
export async function names({ ctx }: Composing, ids: readonly string[]): Promise<string> {
  const rows = await ctx.db.person.findMany({ where: { id: { in: [...ids] } }, select: { displayName: true, email: true }, orderBy: { displayName: "asc" } });
  return rows.map(({ displayName, email }) => oneLine(email ? `${displayName} <${email}>` : displayName)).join(", ") || "nobody known here";
}

/** What others wrote must not look like a further line of the notice. */
export const oneLine = (text: string): string => visible(text, { lines: true });

/** The way out that needs neither web nor signer. */
export const stopCommand = (number: number): string => `To stop it, on the executor's host: countersign request stop R-${number} --reason "why"`;
