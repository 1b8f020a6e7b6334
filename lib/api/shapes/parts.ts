import { z } from "zod";
import { severities } from "../../domain/severity";
import { tokenStates } from "../../domain/token-states";
import { TokenClass } from "../../domain/tokens";

/** Shapes that have a name of their own in the OpenAPI document. */
export const named = z.registry<{ id: string; description?: string }>();

/** A moment as ISO 8601 in UTC, whichever way the verb gives it. */
export const Instant = z.preprocess((value) => (value instanceof Date || typeof value === "string" ? isoOf(value) : value), z.iso.datetime());

function isoOf(value: Date | string): string {
  const at = new Date(value);
  // Left as it is, so that the schema refuses it.
  return Number.isNaN(at.getTime()) ? String(value) : at.toISOString();
}

/** A count that PostgreSQL may give as bigint. */
export const Count = z.preprocess((value) => (typeof value === "bigint" ? Number(value) : value), z.int().min(0));

export const Ref = z.object({ id: z.uuid(), name: z.string() }).register(named, { id: "Ref" });
export const PersonStatus = z.enum(["active", "suspended", "departed"]);
export const PersonRef = Ref.extend({ status: PersonStatus }).register(named, { id: "PersonRef" });
export const Severity = z.enum(severities);
export const State = z.enum(tokenStates);

/** A date and who says so; null where nobody does. */
export const Dated = z.object({ at: Instant, source: z.string().nullable() }).register(named, { id: "DatedFact", description: "A date and who says so." });

/** A page of a list. */
export const pageOf = (row: z.ZodType) =>
  z.object({
    data: z.array(row),
    next: z.string().nullable().describe("Cursor of the next page; null at the end."),
  });

export { TokenClass };
