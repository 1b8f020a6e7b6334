import { z } from "zod";
import { headStartPeriods, headStartStages } from "../../exposure/head-start";
import { Count, Instant, named } from "./parts";

const span = { waited: Count, done: Count, open: Count, p50: z.number().nullable(), p90: z.number().nullable() };
const StageSpan = z.object(span).register(named, { id: "StageSpan", description: "How long a stage took, in seconds; null where so many have not got there." });
const Stage = z.enum(headStartStages);
export const HeadStart = z
  .object({
    per: z.enum(headStartPeriods),
    stage: Stage.nullable().describe("The one that was asked for; null where all are told."),
    seconds: z.number().describe("All time that was spent waiting, whatever for."),
    exposures: Count,
    withoutToken: Count.describe("Of which no token is known that a request could name."),
    stages: z.array(z.object({ stage: Stage, ...span, undated: Count, seconds: z.number().describe("All time spent waiting for it.") })),
    costliest: Stage.exclude(["whole"]).nullable(),
    periods: z.array(z.object({ from: z.iso.date(), stages: z.partialRecord(Stage, StageSpan) })),
    since: Instant.nullable(),
  })
  .register(named, { id: "HeadStart", description: "Kaplan–Meier, by stage and by when the waiting began." });
