import { z } from "zod";
import { invalidInput } from "../../../lib/core/errors";
import { ImportKind } from "../../../lib/imports/import-kind";
import { Mapping, pairOf } from "../../../lib/imports/mapping";
import type { Format } from "../../../lib/imports/read/sniff-format";
import { Source, type StartImportInput } from "../../../lib/imports/schemas";

const Pair = z.string().transform((text, context) => {
  const pair = pairOf(text);
  if (!pair) context.addIssue({ code: "custom", message: "is not column=field" });
  return pair ?? z.NEVER;
});

/** What a machine says of a listing in its address. A word that is none is refused: a misspelt one would have the file read in another way. */
const New = z.strictObject({
  kind: ImportKind,
  source: Source,
  name: z.string().max(300).default("upload"),
  map: z.array(Pair).transform((pairs) => Mapping.parse(Object.fromEntries(pairs))),
  format: z.enum(["csv", "json", "ndjson", "backstage", "codeowners"]).optional(),
  delimiter: z
    .string()
    .length(1, "must be one sign")
    .regex(/[^"\r\n]/, "can't be a quote or a line end")
    .optional(),
  file: z.literal("later", "can only be later").optional(),
});

/** An import as `POST /imports?…` describes it; `later` = its file comes by PUT. Throws InvalidInput. */
export function newImport(query: URLSearchParams): { input: Omit<StartImportInput, "header" | "bytes">; later: boolean } {
  const given = New.safeParse({ ...Object.fromEntries(query), map: query.getAll("map") });
  if (!given.success) throw invalidInput(given.error.issues.map(({ path, message }) => `${path[0]?.toString() ?? "query"}: ${message}`).join("; "));
  const { kind, source, name, map, file } = given.data;
  return { input: { kind, source, fileName: name, mapping: map, format: formatOf(given.data) }, later: file === "later" };
}

function formatOf({ format, delimiter }: Pick<z.infer<typeof New>, "format" | "delimiter">): Format | null {
  if (format === undefined && delimiter === undefined) return null;
  if (format === undefined || format === "csv") return { form: "csv", delimiter: delimiter ?? ",", quote: '"' };
  if (delimiter !== undefined) throw invalidInput(`delimiter: stands between the columns of CSV, and the format is ${format}`);
  return { form: format };
}
