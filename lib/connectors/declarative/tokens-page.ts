import type { Page, ReadConnection } from "../contract";
import type { DeclaredConnection } from "./client";
import { listPage } from "./list-page";
import { identityOf } from "./map-token";
import type { Row } from "./row";
import type { Declaration } from "./schema/declaration";

type Connection = DeclaredConnection & Pick<ReadConnection, "fingerprint" | "formerFingerprints">;

/** One page of the declared token list, each row as `map` makes it: the collector a sighting, the executor a sighting with its secret. */
export function tokensPage<T>(declaration: Declaration, connection: Connection, map: (row: Row) => T, cursor: string | null): Promise<Page<T>> {
  const identify = (row: Row) => identityOf(declaration, connection, row);
  return listPage(declaration, connection, { listing: declaration.tokens.list, what: "tokens", map, identify }, cursor);
}
