import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import { type Freshness, pageOfIds } from "./list-index/answer";
import { TokenListInput } from "./schemas";
import { type TokenLine, type TokenRow, tokenLines, tokenRows } from "./token-row";

export interface TokenList<Row = TokenLine> extends Freshness {
  rows: Row[];
  /** cursor of the next page, null at the end */
  next: string | null;
}

/** One page of the inventory by keyset: which tokens, says the list in memory; what is shown of them, PostgreSQL. The cost does not grow with the place in the list. */
export const listTokens = (ctx: Context, input: unknown): Promise<TokenList> => listed(ctx, input, tokenLines);

/** The same with who else stands behind each token. */
export const listTokenRows = (ctx: Context, input: unknown): Promise<TokenList<TokenRow>> => listed(ctx, input, tokenRows);

async function listed<Row>(ctx: Context, input: unknown, read: (db: Context["db"], ids: string[]) => Promise<Row[]>): Promise<TokenList<Row>> {
  authorize(ctx.actor, "inventory.read");
  const { sort, cursor, limit, ...filters } = parse(TokenListInput, input);
  const page = await pageOfIds(ctx.db, filters, { sort, after: decodePlace(cursor), limit });
  const { next, asOf, pending } = page;
  return { rows: await read(ctx.db, page.ids), next: next && encodePlace(next), asOf, pending };
}
