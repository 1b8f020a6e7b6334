import { testPepper } from "../../../../lib/connectors/testkit/open";
import type { ImportKind } from "../../../../lib/imports/kinds";
import { type ImportView, importOf, type RejectView, rejectsOf } from "../../../../lib/imports/queries";
import type { TestDatabase } from "../../../../lib/testkit/database";
import { claimImport } from "../claim";
import { openImport } from "../open-import";
import type { ImportLimits } from "../parts";
import { runImport } from "../run-import";

export const pepper = testPepper();

export interface Given {
  kind?: ImportKind;
  source?: string;
  mapping?: Record<string, string>;
  /** an earlier run to go on with */
  id?: string;
  limits?: Partial<ImportLimits>;
  bytes?: number | null;
  fileName?: string;
}

/** Imports a text, bytes, or pieces of either, as the collector does. Returns the run and its first rejects. */
export async function importFile(
  database: TestDatabase,
  file: string | Buffer | AsyncIterable<Uint8Array>,
  given: Given = {},
): Promise<{ run: ImportView; rejects: RejectView[] }> {
  const ctx = database.context("collector");
  const { kind = "tokens", source = "listing", mapping = {}, bytes = null, fileName = "test.csv" } = given;
  const id = given.id ?? (await openImport(ctx, { kind, source, fileName, format: null, mapping, bytes }));
  const run = await claimImport(ctx, id, bytes);
  const chunks = typeof file === "string" ? pieces(Buffer.from(file)) : Buffer.isBuffer(file) ? pieces(file) : file;
  await runImport({ ctx, databaseUrl: database.url("collector"), pepper, limits: given.limits }, run, chunks, bytes);
  return { run: await importOf(ctx, id), rejects: await rejectsOf(ctx, id) };
}

/** In pieces of an odd size, so that rows, quotes and letters are cut anywhere. */
export async function* pieces(bytes: Uint8Array, size = 4_093): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
