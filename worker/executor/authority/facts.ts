import type { Context } from "../../../lib/core/context";
import type { InventoryRow } from "./target-checks";

/** The inventory's row of a token, as far as the verifier looks at it. */
export async function inventoryRow({ db }: Context, tokenId: string): Promise<InventoryRow | null> {
  return db.token.findUnique({
    where: { id: tokenId },
    select: {
      ...{ connectionId: true, class: true, handle: true, imported: true, name: true, issuedAt: true, scopes: true, environment: true, missingSince: true },
      fingerprints: { where: { kind: { not: "prefix_last" } }, select: { kind: true, value: true } },
    },
  });
}
