import { z } from "zod";
import { parseDeclaration, problemInWords, readDeclaration } from "./parse-declaration";
import { Declaration } from "./schema/declaration";

/**
 * A connection's settings: the declaration itself, as data with every default written out. It is what the administrator signs and what the
 * executor acts by; a changed one is refused like any changed setting. A file's text is taken too, where a connection is added.
 */
export const DeclarativeSettings = z.strictObject({
  // No union of text and data: its fault would say nothing of either.
  declaration: z.unknown().transform((given, check): Declaration => {
    const parsed = typeof given === "string" ? parseDeclaration(given) : readDeclaration(given);
    if ("declaration" in parsed) return parsed.declaration;
    check.addIssue({ code: "custom", message: parsed.problems.slice(0, 5).map(problemInWords).join(" ") });
    return z.NEVER;
  }),
});

/** The declaration in settings that were parsed before. Throws a ZodError for one of another version. */
export const declarationIn = (settings: Record<string, unknown>): Declaration => Declaration.parse(settings.declaration);
