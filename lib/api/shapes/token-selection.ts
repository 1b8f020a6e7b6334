import { z } from "zod";
import { Count, named, Ref, State } from "./parts";
import { FiledRequest } from "./request";

export const TokenSelection = z
  .object({
    id: z.uuid(),
    digest: z.string().describe("SHA-256 over the set as it is held: send it with what is to be done."),
    count: Count,
    total: Count.describe("How many the filters left, before `only` and `except`."),
  })
  .register(named, { id: "TokenSelection", description: "A set of tokens that no longer moves." });

const left = z
  .array(z.object({ id: z.uuid(), name: z.string().nullable().describe("Null: it is no longer known."), reason: z.string() }))
  .describe("What is left out, and why.");

export const DescribedSelection = z
  .object({
    count: Count.describe("Those that are still as they were when the set was made."),
    left,
    connections: z.array(Ref.extend({ count: Count })),
    tokens: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          hint: z.string().nullable(),
          connection: z.string(),
          state: State,
          owner: z.string().nullable().describe("Confirmed."),
        }),
      )
      .describe("The first hundred by name."),
    revocable: z.array(z.uuid()).describe("What a revocation can be asked for at all; at most 501, since one request holds 500."),
    imported: Count.describe("Known by import alone: nothing here can revoke them."),
    own: Count.describe("API tokens of this deployment: they are revoked at once on their own page."),
  })
  .register(named, { id: "DescribedSelection" });

export const BulkTokens = z.object({ done: Count, left }).register(named, { id: "BulkTokens", description: "What became of a held set of tokens." });

export const FiledReviewed = FiledRequest.extend({ filed: Count, left }).register(named, { id: "FiledReviewed" });
