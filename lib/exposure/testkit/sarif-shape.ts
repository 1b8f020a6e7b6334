import { z } from "zod";

// What of SARIF 2.1.0's schema (OASIS, sarif-schema-2.1.0.json) concerns what we write: required properties, enumerations, and that there are no others.

const Message = z.strictObject({ text: z.string().min(1) });
const Location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().regex(/^[A-Za-z0-9%._~!'()*/-]*$/, "no URI reference") }),
    region: z.strictObject({ startLine: z.int().min(1) }).optional(),
  }),
});
const level = z.enum(["none", "note", "warning", "error"]);
const properties = z.record(z.string(), z.unknown()).optional();
const Descriptor = z.strictObject({ id: z.string().min(1), shortDescription: Message.optional(), help: Message.optional(), properties });
const Result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  kind: z.enum(["notApplicable", "pass", "fail", "review", "open", "informational"]).optional(),
  level,
  message: Message,
  partialFingerprints: z.record(z.string(), z.string()),
  locations: z.array(Location),
  suppressions: z
    .array(z.strictObject({ kind: z.enum(["inSource", "external"]), status: z.enum(["accepted", "underReview", "rejected"]), justification: z.string() }))
    .optional(),
  properties,
});
const Notification = z.strictObject({
  descriptor: z.strictObject({ id: z.string(), index: z.int().min(0) }),
  level,
  message: Message,
  locations: z.array(Location).optional(),
});
const Run = z
  .strictObject({
    tool: z.strictObject({ driver: z.strictObject({ name: z.string().min(1), rules: z.array(Descriptor), notifications: z.array(Descriptor) }) }),
    invocations: z.array(z.strictObject({ executionSuccessful: z.boolean(), toolExecutionNotifications: z.array(Notification) })).length(1),
    columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
    results: z.array(Result),
  })
  .refine(
    ({ tool: { driver }, results, invocations }) =>
      results.every(({ ruleId, ruleIndex }) => driver.rules[ruleIndex]?.id === ruleId) &&
      invocations.every(({ toolExecutionNotifications: told }) => told.every(({ descriptor: { id, index } }) => driver.notifications[index]?.id === id)),
    "an index names another rule or reason",
  )
  // a kind other than fail goes with no level (3.27.10)
  .refine(({ results }) => results.every((result) => (result.kind ?? "fail") === "fail" || result.level === "none"), "a level beside a kind that has none");

/** A SARIF log as we write it: stricter than the standard, which allows much that we don't write. */
export const SarifShape = z.strictObject({ $schema: z.url(), version: z.literal("2.1.0"), runs: z.array(Run).length(1) });
