import type { Page } from "../../../lib/connectors/contract";
import { isKeepable, keepable, keepableIn } from "../../../lib/core/keepable";

/**
 * A page whose texts the database can keep. A row that the vendor itself knows by what can't be kept (`identity`) is a reject: under a mended name
 * it would be looked for, and its absence taken for its death.
 */
export function keepablePage<T extends object>(page: Page<T>, identity: (item: T) => string): Page<T> {
  const lost = page.items.filter((item) => !isKeepable(identity(item)));
  const told = lost.map((item) => ({ reference: keepable(identity(item)), field: "id", reason: "holds a NUL character or half of one, which can't be kept" }));
  return {
    ...page,
    items: (lost.length === 0 ? page.items : page.items.filter((item) => !lost.includes(item))).map((item) => keepableIn(item)),
    rejected: keepableIn([...page.rejected, ...told]),
  };
}
