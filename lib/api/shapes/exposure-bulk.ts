import { z } from "zod";
import { findingTransitions } from "../../domain/states";
import { Count, named, Severity } from "./parts";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];

export const ExposureSelection = z
  .object({
    selection: z.uuid(),
    digest: z.string().describe("SHA-256 over the set as it is held: send it with what is to be done."),
    count: Count,
    grave: Count.describe("That work or are critical: to call them false positives takes two people."),
    exposures: z
      .array(z.object({ id: z.uuid(), name: z.string(), severity: Severity, status: z.enum(states) }))
      .describe("The first hundred, the gravest first."),
  })
  .register(named, { id: "ExposureSelection", description: "A set of exposures that no longer moves." });

export const BulkExposures = z
  .object({
    done: Count,
    proposed: Count.describe("False positives that wait for a second person, beside what was done."),
    left: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), reason: z.string() })).describe("What was left out, and why."),
  })
  .register(named, { id: "BulkExposures", description: "What became of a held set." });
