import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import { type AttestationAnswer, attestationAnswers } from "./schemas";

export const AttestationListInput = z.object({
  token: z.uuid().optional(),
  person: z.uuid().optional(),
  answer: z.enum(attestationAnswers).optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});

/** One answer of an owner or their backup, as it was kept. */
export interface AttestationRecord {
  id: string;
  token: { id: string; name: string };
  person: { id: string; name: string };
  answer: AttestationAnswer;
  purpose: string | null;
  workload: string | null;
  expiryReviewed: boolean;
  reason: string | null;
  transfer: string | null;
  request: string | null;
  /** the token, its findings and its use as they were at that moment */
  evidence: unknown;
  at: Date;
}

/** The answers that were given, the newest first, by keyset. */
export async function listAttestations(ctx: Context, input: unknown): Promise<{ rows: AttestationRecord[]; next: string | null }> {
  authorize(ctx.actor, "inventory.read");
  const { token, person, answer, cursor, limit } = parse(AttestationListInput, input);
  const place = decodePlace(cursor);
  const conditions = [
    Prisma.sql`true`,
    ...(token ? [Prisma.sql`a.token_id = ${token}::uuid`] : []),
    ...(person ? [Prisma.sql`a.person_id = ${person}::uuid`] : []),
    ...(answer ? [Prisma.sql`a.answer = ${answer}::attestation_answer`] : []),
    ...(place ? [Prisma.sql`(a.at, a.id) < (${String(place[0])}::timestamptz, ${place[1]}::uuid)`] : []),
  ];
  const rows = await ctx.db.$queryRaw<AttestationRecord[]>`
    select a.id, json_build_object('id', t.id, 'name', t.name) as token, json_build_object('id', p.id, 'name', p.display_name) as person, a.answer::text as answer, a.purpose,
      a.workload_id as workload, a.expiry_reviewed as "expiryReviewed", a.reason, a.transfer_id as transfer, a.request_id as request, a.evidence, a.at
    from attestation a join token t on t.id = a.token_id join person p on p.id = a.person_id
    where ${Prisma.join(conditions, " and ")} order by a.at desc, a.id desc limit ${limit + 1}`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? encodePlace([last.at.toISOString(), last.id]) : null };
}
