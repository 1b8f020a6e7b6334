import { z } from "zod";
import { channels } from "../../domain/exposures";
import { Count, Instant, named } from "./parts";

export const DetectionRule = z
  .object({
    id: z.uuid(),
    kind: z.string().describe("What its exposures have as their kind."),
    title: z.string(),
    regex: z.string().describe("RE2, with a group named `secret`."),
    keywords: z.array(z.string()),
    entropy: z.number().nullable(),
    path: z.string().nullable(),
    excludedChannels: z.array(z.enum(channels)),
    rotate: z.string().nullable(),
    enabled: z.boolean(),
    version: z.int(),
    set: z.object({ by: z.string(), at: Instant }),
    found: Count,
  })
  .register(named, { id: "DetectionRule", description: "A rule of the organisation's own for secrets." });

export const TriedRule = z
  .object({
    hits: z.array(
      z.object({
        line: z.int(),
        start: z.int().describe("In characters of UTF-16, from the sample's beginning; `end` as well."),
        end: z.int(),
        mark: z.string().nullable().describe("Why it would be known not to be live."),
      }),
    ),
    exhausted: z.boolean().describe("It used up its time before the end of the sample."),
    milliseconds: z.number(),
  })
  .register(named, { id: "TriedRule", description: "Where a rule finds a secret in a sample; never what." });

export const Detector = z
  .object({
    kind: z.string(),
    title: z.string(),
    family: z.string(),
    off: z.object({ reason: z.string(), by: z.string(), at: Instant }).nullable(),
    tried: z.boolean().describe("its secrets can be tried by their form: it can’t be switched off"),
    found: Count,
  })
  .register(named, { id: "Detector", description: "A kind of secret that is known." });
