import { fields } from "../../../lib/imports/fields";
import type { ImportKind } from "../../../lib/imports/kinds";

/** field → place in a row, -1 where no column feeds it. */
export function columnIndexes(kind: ImportKind, header: readonly string[], mapping: Record<string, string>): Record<string, number> {
  return Object.fromEntries(fields[kind].map(({ name }) => [name, mapping[name] === undefined ? -1 : header.indexOf(mapping[name])]));
}
