import { z } from "zod";
import { type Field, fields, requiredFields } from "./fields";
import type { ImportKind } from "./kinds";

/** field → column. A field that no column feeds is absent. */
export const Mapping = z.record(z.string().max(100), z.string().max(1_000));
export type Mapping = z.infer<typeof Mapping>;

/** A column and the field that it feeds, written column=field; null where it is not. */
export function pairOf(text: string): [field: string, column: string] | null {
  const at = text.lastIndexOf("=");
  return at < 1 || at === text.length - 1 ? null : [text.slice(at + 1), text.slice(0, at)];
}

/** Names are compared without case, spaces and signs. */
const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** A header as a key: the same columns in any order are the same listing. */
export const headerKey = (header: readonly string[]): string => [...new Set(header.map(bare))].sort().join(",").slice(0, 2_000);

/** Which column probably feeds which field: by the field's own name first, then by synonyms in their order. A column feeds one field. */
export function guessMapping(kind: ImportKind, header: readonly string[]): Mapping {
  const mapping: Mapping = {};
  const free = new Map(header.map((column) => [bare(column), column] as const).reverse());
  const take = (one: Field, names: readonly string[]) => {
    if (mapping[one.name]) return;
    const name = names.map(bare).find((candidate) => free.has(candidate));
    if (name === undefined) return;
    mapping[one.name] = free.get(name) as string;
    free.delete(name);
  };
  for (const one of fields[kind]) take(one, [one.name, one.label]);
  for (const one of fields[kind]) take(one, one.synonyms);
  // what must be there comes before what may: a "key id" is the id where nothing else is
  for (const one of requiredFields(kind).filter(({ name }) => !mapping[name])) {
    const names = one.synonyms.map(bare);
    const taken = Object.entries(mapping)
      .filter(([name, column]) => !fields[kind].find((other) => other.name === name)?.required && names.includes(bare(column)))
      .sort(([, a], [, b]) => names.indexOf(bare(a)) - names.indexOf(bare(b)))[0];
    if (!taken) continue;
    delete mapping[taken[0]];
    mapping[one.name] = taken[1];
  }
  return mapping;
}

/** What of a mapping fits this header; the rest falls away. */
export function fitting(kind: ImportKind, header: readonly string[], mapping: Mapping): Mapping {
  const known = new Set(fields[kind].map(({ name }) => name));
  return Object.fromEntries(Object.entries(mapping).filter(([name, column]) => known.has(name) && header.includes(column)));
}

/** Labels of the required fields that nothing feeds. */
export const missingFields = (kind: ImportKind, mapping: Mapping): string[] =>
  requiredFields(kind)
    .filter(({ name }) => !mapping[name])
    .map(({ label }) => label);

/** Columns that feed nothing. */
export function ignoredColumns(header: readonly string[], mapping: Mapping): string[] {
  const used = new Set(Object.values(mapping));
  return header.filter((column) => !used.has(column));
}

/** Why a mapping can't be used with these columns, in a sentence; null when it can. */
export function mappingFault(kind: ImportKind, header: readonly string[], mapping: Mapping): string | null {
  const missing = missingFields(kind, mapping);
  const columns = header.slice(0, 20).join(", ");
  if (missing.length > 0) return `No column feeds ${missing.join(", ")}. The file has: ${columns}. Say which column it is.`;
  const names = new Set(fields[kind].map(({ name }) => name));
  for (const [name, column] of Object.entries(mapping)) {
    if (!names.has(name)) return `There is no field called ${name}. There are: ${[...names].join(", ")}.`;
    if (!header.includes(column)) return `The file has no column called ${column}. It has: ${columns}.`;
    if (name !== "secret" && mapping.secret === column) return `The column ${column} holds secrets, so it can't feed ${name} as well.`;
  }
  return null;
}
