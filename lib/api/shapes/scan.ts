import { z } from "zod";
import { channels, scanForms } from "../../domain/exposures";
import { Exposure } from "./exposure";
import { Count, Instant, named, Ref } from "./parts";

const Channel = z.enum(channels);
const Form = z.enum([...scanForms, "stream", "upload"]);
const Counts = z.record(z.string(), Count);
/** By whom, and for which connection, a credential was set up. */
const Given = { givenBy: z.string(), givenAt: Instant, connection: Ref.nullable() };

const ScanRun = z.object({
  id: z.uuid(),
  trigger: z.string().describe("Who asked for it; `schedule` where its time had come."),
  status: z
    .enum(["waiting", "queued", "running", "stalled", "succeeded", "partial", "failed", "cancelled"])
    .describe("waiting: for its content; stalled: nothing was heard of it for a while."),
  extent: z
    .enum(["whole", "since", "unchanged", "fetch"])
    .nullable()
    .describe(
      "Of how much: all, of a history or a system what is new, nothing because nothing had changed. fetch: it is being fetched, or that did not come to its end.",
    ),
  fileName: z.string().nullable(),
  size: Count.nullable(),
  received: Count,
  queued: Instant,
  started: Instant.nullable(),
  finished: Instant.nullable(),
  error: z.string().nullable(),
  texts: Count,
  bytes: Count,
  commits: Count,
  sightings: Count,
  marked: Counts.describe("Of the sightings, those known not to be live, by why."),
  exposures: Count.describe("Secrets that were not known before."),
  occurrences: Count.describe("Places that were not known before."),
  unreadable: Counts.describe("What could not be read, or not whole, by why."),
});

export const Scan = ScanRun.extend({ source: Ref.extend({ form: Form, channel: Channel }) }).register(named, {
  id: "Scan",
  description: "One looking through a source for secrets.",
});

export const ScanWithSeen = ScanRun.extend({
  source: Ref.extend({ form: Form, channel: Channel }),
  seen: z.array(Exposure).describe("Secrets that it saw and no later run of its source, at most a hundred, the gravest first. Never the secrets themselves."),
  unread: z.array(z.object({ n: Count, path: z.string(), reason: z.string(), detail: z.string().nullable() })).describe("At most two hundred."),
}).register(named, { id: "ScanWithSeen" });

export const ScanSource = z
  .object({
    id: z.uuid(),
    form: Form,
    name: z.string(),
    location: z
      .string()
      .nullable()
      .describe("A path on the collector's host, a system's origin, or the address of a repository that is fetched; null: it comes once."),
    system: z
      .object({ ...Given, whole: Instant.nullable().describe("When all of it was last read.") })
      .nullable()
      .describe("Of a system over HTTP: whose credential it is read with."),
    mirror: z
      .object({
        access: z
          .enum(["none", "sealed", "connection", "system"])
          .describe("none: as anybody; sealed: a credential of its own; connection: a connection's; system: that of the system that lists it."),
        ...Given,
        fetched: Instant.nullable().describe("When it was last fetched to its end."),
        bytes: Count.nullable().describe("On the collector's disk, then."),
      })
      .nullable()
      .describe("Of a repository that the collector fetches: as whom. Never the credential."),
    parent: Ref.extend({ paused: Instant.nullable().describe("Since when that rests; what it lists rests with it.") })
      .nullable()
      .describe("The system that lists it."),
    repositories: Count.describe("Of a system: how many repositories it lists; `GET /scans/sources?system=` tells them."),
    channel: Channel,
    every: z.int().nullable().describe("Minutes between two runs; null: only when somebody asks, or sends it."),
    next: Instant.nullable(),
    paused: z.object({ by: z.string(), at: Instant }).nullable(),
    removed: Instant.nullable(),
    secrets: Count,
    runs: Count,
    last: ScanRun.nullable(),
  })
  .register(named, { id: "ScanSource" });

export const AskedScan = z
  .object({
    id: z.uuid(),
    source: z.uuid(),
    send: z.string().nullable().describe("Where the content is PUT, at the collector's address, with the same API token."),
  })
  .register(named, { id: "AskedScan" });
