import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { sha256 } from "../../core/canonical";
import { Channel, Location, unreadableReasons } from "../../domain/exposures";
import type { Looked } from "../look-through";
import type { Sighting } from "../sightings";
import type { Unreadable } from "../sources/piece";

/** One place of a secret in a report. */
const Occurrence = Location.omit({ again: true, audience: true }).extend({ channel: Channel, context: z.string() });

/** One secret in a report, first seen first. Nothing of it but its hint, and a fingerprint under the report's own salt. */
const ReportedSecret = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.string(),
  title: z.string(),
  family: z.string(),
  hint: z.string(),
  confidence: z.string(),
  mark: z.string().nullable(),
  encoding: z.string().nullable(),
  /** how one makes a new one and ends the old */
  rotate: z.string(),
  occurrences: z.array(Occurrence).min(1),
});

/** What a scan found, as JSON: also what `--baseline` reads. */
export const Report = z.object({
  version: z.literal(1),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  looked: z.object({
    texts: z.number(),
    bytes: z.number(),
    commits: z.number(),
    sightings: z.number(),
    unreadable: z.partialRecord(z.enum(Object.keys(unreadableReasons) as [keyof typeof unreadableReasons]), z.number()),
  }),
  secrets: z.array(ReportedSecret),
  unreadable: z.array(z.object({ path: z.string(), reason: z.string(), detail: z.string().nullable() })),
});
export type Report = z.infer<typeof Report>;
export type ReportedSecret = z.infer<typeof ReportedSecret>;

/** How many places of one secret, and how many unreadable things, are told one by one; all are counted. */
const mostTold = 1000;

/** Gathers sightings by secret. With a baseline's salt the fingerprints are comparable with it. */
export class Findings {
  private readonly secrets = new Map<string, ReportedSecret>();
  private readonly unreadable: Unreadable[] = [];

  constructor(readonly salt = randomBytes(32).toString("hex")) {}

  /** What is kept of a plaintext, given its SHA-256: HMAC-SHA256 under the report's salt, so that nobody can try words against a list made beforehand. */
  readonly identifyHash = (sha256: string): string => createHmac("sha256", Buffer.from(this.salt, "hex")).update(sha256, "hex").digest("hex");
  readonly identify = (secret: string): string => this.identifyHash(sha256(secret));

  add({ kind, identity, hint, confidence, mark, encoding, channel, location, context }: Sighting<string>): void {
    const { again: _, audience: __, ...place } = location;
    const occurrence = { ...place, channel, context };
    const known = this.secrets.get(identity);
    if (known && known.occurrences.length < mostTold) known.occurrences.push(occurrence);
    if (known) return;
    const { id, title, family, rotate } = kind;
    this.secrets.set(identity, { fingerprint: identity, kind: id, title, family, hint, confidence, mark, encoding, rotate, occurrences: [occurrence] });
  }

  addUnreadable(unreadable: Unreadable): void {
    if (this.unreadable.length < mostTold) this.unreadable.push(unreadable);
  }

  report(looked: Looked): Report {
    return { version: 1, salt: this.salt, looked, secrets: [...this.secrets.values()], unreadable: this.unreadable };
  }
}

/** What is in `report` and was not in the baseline: secrets that are new, and known ones at places where they were not. */
export function beyondBaseline(report: Report, baseline: Report): Report {
  const known = new Set(baseline.secrets.flatMap(({ fingerprint, occurrences }) => occurrences.map((occurrence) => placeOf(fingerprint, occurrence))));
  const secrets = report.secrets.flatMap((secret) => {
    const occurrences = secret.occurrences.filter((occurrence) => !known.has(placeOf(secret.fingerprint, occurrence)));
    return occurrences.length > 0 ? [{ ...secret, occurrences }] : [];
  });
  return { ...report, secrets };
}

/** A line number is no part of it: lines move. */
const placeOf = (fingerprint: string, { path, reference }: { path: string; reference: string | null }): string =>
  JSON.stringify([fingerprint, path, reference]);
