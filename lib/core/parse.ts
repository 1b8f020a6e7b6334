import type { z } from "zod";
import { invalidInput } from "./errors";
import { keepableIn } from "./keepable";

/** Parses input by its schema, its texts made such as can be kept. Throws InvalidInput with one sentence a field, for forms to show beside it. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(keepableIn(input));
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) fields[issue.path.join(".") || "input"] ??= issue.message;
  const words = Object.entries(fields).map(([field, message]) => `${field}: ${message}`);
  throw invalidInput(`Some of what was sent can't be used. ${words.join("; ")}.`, fields);
}
