import { holds } from "../../../connectors/declarative/answers";
import { bodyOf, type DeclaredConnection } from "../../../connectors/declarative/client";
import { compilePath } from "../../../connectors/declarative/json-path";
import { lineOf, type Place, turnPage } from "../../../connectors/declarative/paging";
import { Row } from "../../../connectors/declarative/row";
import { VendorFault } from "../../../connectors/vendor-http";
import { askPatiently } from "./ask-patiently";
import type { RestList, RestSource } from "./declaration";
import { soft } from "./row-fields";

/** What of a list is needed to turn its pages. */
type Paged = Pick<RestList, "what" | "request" | "rows" | "paging" | "total" | "only" | "id">;

/** The rows of one page that count, and where the next one is; null at the end. Throws VendorFault. */
export async function readPage(
  declaration: RestSource,
  connection: DeclaredConnection,
  list: Paged,
  place: Place,
): Promise<{ rows: unknown[]; next: Place | null }> {
  const what = `${declaration.system}: ${list.what}`;
  const line = lineOf(list, place);
  const response = await askPatiently(declaration, connection, line);
  const json = bodyOf(declaration, response, what);
  const [all] = compilePath(list.rows)(json);
  if (!Array.isArray(all)) throw new VendorFault("shape", `${what}: there is no list at ${list.rows} in the answer.`, true, 200);
  const at = line.slice("GET ".length);
  const url = new URL(at.startsWith("/") ? `${declaration.basePath}${at}` : at, connection.origin);
  const counted = list.total === undefined ? null : compilePath(list.total)(json)[0];
  const total = typeof counted === "number" && Number.isSafeInteger(counted) ? counted : null;
  const identify = (value: unknown) => soft(() => new Row(value).text("id", list.id));
  const { rows, next } = turnPage(list, place, { response, json, rows: all, total, url, identify }, what);
  return { rows: list.only ? rows.filter((row) => holds(list.only ?? {}, row)) : rows, next };
}
