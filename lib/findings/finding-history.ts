import { z } from "zod";
import type { Queryable } from "../core/db";
import { asProofBasis, type ProofBasis, proofBases } from "../domain/words";
import { actorNames } from "../people/actor-names";

/** How the machine closed a finding: the rule was false on fresh facts. */
export interface FindingClosing {
  at: string;
  /** why the rule was false, as a part of a sentence; null where another version wrote it */
  because: string | null;
  /** the proof of death behind it, where there is one */
  proof: { request: number | null; basis: ProofBasis | null; at: string | null } | null;
}

/** What became of a finding besides where it stands. Times ISO 8601. */
export interface FindingHistory {
  /** the last time that facts closed it; stays when it comes back */
  closing: FindingClosing | null;
  /** when it last came back after it was closed; null = never, or before that was written down */
  regressedAt: string | null;
  /** who last said where it stands; the reason is the finding's note */
  triage: { by: string; at: string; to: string } | null;
}

const none: FindingHistory = { closing: null, regressedAt: null, triage: null };

/** As collector and executor write it (move-findings, close-proven). */
const Evidence = z.object({ because: z.string().nullable().catch(null), checkedAt: z.coerce.date().nullable().catch(null) });

interface Row {
  id: string;
  closed: Date | null;
  evidence: unknown;
  proven: { request: number; basis: string | null; at: Date | string | null } | null;
  regressed: Date | null;
  triage: { by: string; at: string; to: string } | null;
}

/** The history of some findings, each there. */
export async function historiesOf(db: Queryable, ids: readonly string[]): Promise<(id: string) => FindingHistory> {
  if (ids.length === 0) return () => none;
  const rows = await db.$queryRaw<Row[]>`
    select f.id, f.closed_at as closed, f.closed_evidence as evidence, f.regressed_at as regressed,
      (select json_build_object('request', r.number, 'basis', e.proof ->> 'basis', 'at', e.ended_at) from execution e join request r on r.id = e.request_id
        where e.id = (f.closed_evidence #>> '{proof,execution}')::uuid) as proven,
      case when f.triaged_by is not null then (select json_build_object('by', a.actor, 'at', a.at, 'to', a.detail ->> 'is') from audit_entry a
        where a.subject_type = 'finding' and a.subject_id = f.id::text and a.action = 'finding.triaged' order by a.id desc limit 1) end as triage
    from finding f where f.id = any(${ids}::uuid[])`;
  const names = await actorNames(
    db,
    rows.map(({ triage }) => triage?.by ?? null),
  );
  const histories = new Map(rows.map((row) => [row.id, historyOf(row, names)]));
  return (id) => histories.get(id) ?? none;
}

function historyOf({ closed, evidence, proven, regressed, triage }: Row, names: ReadonlyMap<string, string>): FindingHistory {
  return {
    closing: closingOf(closed, evidence, proven),
    regressedAt: regressed?.toISOString() ?? null,
    triage: triage && { ...triage, by: names.get(triage.by) ?? triage.by, at: new Date(triage.at).toISOString() },
  };
}

function closingOf(closed: Date | null, evidence: unknown, proven: Row["proven"]): FindingClosing | null {
  const { because = null, checkedAt = null } = Evidence.safeParse(evidence).data ?? {};
  const at = closed ?? checkedAt;
  return at && { at: at.toISOString(), because, proof: proven && proofOf(proven) };
}

const proofOf = ({ request, basis, at }: NonNullable<Row["proven"]>): FindingClosing["proof"] => ({
  request,
  basis: asProofBasis(basis),
  at: at === null ? null : new Date(at).toISOString(),
});

/** The end of a finding in a sentence: "the token is proven dead: its system’s own record says so". */
export function closingWords({ because, proof }: FindingClosing): string {
  if (proof) return proof.basis ? `the token is proven dead: ${proofBases[proof.basis]}` : "the token is proven dead";
  return because ?? "its reason was not written down";
}
