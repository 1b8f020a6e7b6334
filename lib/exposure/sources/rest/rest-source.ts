import { bodyOf, type DeclaredConnection } from "../../../connectors/declarative/client";
import { Row } from "../../../connectors/declarative/row";
import { VendorFault } from "../../../connectors/vendor-http";
import type { About, Sourced } from "../piece";
import { askOnce } from "./ask-patiently";
import type { RestList, RestSource } from "./declaration";
import { FileReader } from "./read-files";
import { atTop, Reader } from "./reader";
import { everything, type Sight } from "./sight";
import { faultOf } from "./what-failed";

/**
 * Every text of what a declared source lists, page by page; of what was read before, by `sight`, what changed since. What is listed for one row and
 * can't be had (gone meanwhile, not allowed, no answer) is told and the rest is read; a list on its own that fails ends the scan, and so does a system
 * that fails altogether. Throws {@link SourceFault}; its text holds no credential.
 */
export async function* restSource(declaration: RestSource, connection: DeclaredConnection, about: About, sight: Sight = everything): AsyncGenerator<Sourced> {
  const reader = new Reader(declaration, connection, about, sight);
  try {
    for (const list of declaration.lists) {
      yield* reader.list(list as RestList, atTop);
      yield* reader.rest();
    }
  } catch (error) {
    yield* reader.rest();
    throw error instanceof VendorFault ? faultOf(error) : error;
  }
}

/**
 * One row, or one file, by the request that reads it again, as a scan noted it: nothing where it is gone. A request that the declaration does not have is not sent.
 * Waits for no pause that the system asks for. Throws VendorFault.
 */
export async function* restRow(declaration: RestSource, connection: DeclaredConnection, about: About, again: string): AsyncGenerator<Sourced> {
  const all = everyList(declaration.lists as RestList[]);
  const files = all.find((list) => list.files?.request !== undefined && isOf(list.files.request, again))?.files;
  if (files) return yield* new FileReader(declaration, connection, about, everything).again(files, again);
  const lists = all.filter(({ one }) => one !== undefined && isOf(one, again));
  if (lists.length === 0) return;
  const response = await askOnce(declaration, connection, again);
  if (response instanceof VendorFault) throw response;
  if (response.status === 404 || response.status === 410) return;
  const row = new Row(bodyOf(declaration, response, `${declaration.system}: what was found before`));
  const reader = new Reader(declaration, connection, about, everything);
  for (const list of lists) reader.add(list, row, atTop);
  yield* reader.rest();
}

const everyList = (lists: readonly RestList[]): RestList[] => lists.flatMap((list) => [list, ...everyList(list.each ?? [])]);

/** Whether a request is the declared one with its values filled in, each as a value is written. */
function isOf(line: string, request: string): boolean {
  const parts = line.split(/\{\{[A-Za-z]+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const values = new RegExp(`^${parts.join("([^/?#&]+)")}$`).exec(request)?.slice(1);
  return values?.every(isWritten) ?? false;
}

/** A value as `filled` writes it: nothing that a server may read as a step up or a slash. */
function isWritten(value: string): boolean {
  try {
    const plain = decodeURIComponent(value);
    return encodeURIComponent(plain) === value && !/^\.+$/.test(plain) && !/[/\\]/.test(plain);
  } catch {
    return false;
  }
}
