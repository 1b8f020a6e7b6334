import type { Context } from "../../../lib/core/context";
import type { InventoryRow } from "./target-checks";

/** The inventory's row of a token, as far as the verifier looks at it. */
export function inventoryRow({ db }: Context, tokenId: string): Promise<InventoryRow | null> {
  return db.token.findUnique({ where: { id: tokenId }, select: { connectionId: true, class: true, handle: true, imported: true } });
}
