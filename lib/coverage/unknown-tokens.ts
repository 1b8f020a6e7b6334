import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import type { TokenClass } from "../domain/tokens";
import { type FieldId, fields } from "./known-fields";

export const UnknownInput = z.object({
  connection: z.uuid(),
  field: z.enum(fields.map(({ id }) => id) as [FieldId, ...FieldId[]]),
  after: z.uuid().optional(),
});
const pageSize = 100;

export interface UnknownToken {
  id: string;
  name: string;
  class: TokenClass;
  environment: string | null;
}

/** The tokens of a connection of which one field is unknown, a page at a time, by keyset; `after` is the last row's id. Throws NotFound. */
export async function unknownTokens(ctx: Context, input: unknown): Promise<{ title: string; connection: string; rows: UnknownToken[]; next: string | null }> {
  authorize(ctx.actor, "inventory.read");
  const { connection, field, after } = parse(UnknownInput, input);
  const [of, row] = [fields.find(({ id }) => id === field), await ctx.db.connection.findUnique({ where: { id: connection }, select: { name: true } })];
  if (!row) throw notFound("The connection");
  const rows = await ctx.db.$queryRaw<UnknownToken[]>`
    select t.id, t.name, t.class, t.environment from token t
    where t.connection_id = ${connection}::uuid and t.merged_into is null and ${of?.unknown ?? Prisma.sql`false`} ${after ? Prisma.sql`and t.id > ${after}::uuid` : Prisma.empty}
    order by t.id limit ${pageSize + 1}`;
  const shown = rows.slice(0, pageSize);
  return { title: of?.title ?? field, connection: row.name, rows: shown, next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
}
