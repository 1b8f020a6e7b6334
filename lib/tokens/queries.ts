import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import { type Freshness, pageOfIds } from "./list-index/answer";
import { TokenListInput } from "./schemas";
import { type TokenRow, tokenRows } from "./token-row";

export interface TokenList extends Freshness {
  rows: TokenRow[];
  /** cursor of the next page, null at the end */
  next: string | null;
}

/** One page of the inventory by keyset: which tokens, says the list in memory; what is shown of them, PostgreSQL. The cost does not grow with the place in the list. */
export async function listTokens(ctx: Context, input: unknown): Promise<TokenList> {
  authorize(ctx.actor, "inventory.read");
  const { sort, cursor, limit, ...filters } = parse(TokenListInput, input);
  const page = await pageOfIds(ctx.db, filters, { sort, after: decodePlace(cursor), limit });
  const { next, asOf, pending } = page;
  return { rows: await tokenRows(ctx.db, page.ids), next: next && encodePlace(next), asOf, pending };
}
