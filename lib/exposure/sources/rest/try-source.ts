import { bodyOf, type DeclaredConnection } from "../../../connectors/declarative/client";
import { compilePath } from "../../../connectors/declarative/json-path";
import { lineOf, readPlace } from "../../../connectors/declarative/paging";
import { VendorFault } from "../../../connectors/vendor-http";
import { askPatiently } from "./ask-patiently";
import type { RestSource } from "./declaration";
import { faultOf } from "./what-failed";

/** Asks once for the first page of the first list. Throws SourceFault with what is wrong. */
export async function tryRestSource(declaration: RestSource, connection: DeclaredConnection): Promise<void> {
  const [first] = declaration.lists;
  if (!first) return;
  const what = `${declaration.system}: ${first.what}`;
  try {
    const json = bodyOf(declaration, await askPatiently(declaration, connection, lineOf(first, readPlace(null))), what);
    if (!Array.isArray(compilePath(first.rows)(json)[0]))
      throw new VendorFault("shape", `${what}: there is no list at ${first.rows} in the answer.`, true, 200);
  } catch (error) {
    throw error instanceof VendorFault ? faultOf(error) : error;
  }
}
