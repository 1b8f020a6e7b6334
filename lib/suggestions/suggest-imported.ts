import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";

/** One owner that a file names. */
export interface NamedOwner {
  token: string;
  person: string;
  /** the file, as its run calls it */
  source: string;
}

/** 75: somebody wrote it down, for a reason and at a time that nobody here knows. */
const confidence = 75;

/**
 * Takes owners that a file names in as suggestions of the kind `import`, in the transaction of the import; who may own the tokens is looked at
 * right after. What was rejected stays rejected. Collector only.
 */
export async function suggestImported(tx: Tx, ctx: Context, named: readonly NamedOwner[]): Promise<void> {
  authorize(ctx.actor, "ownership.suggest");
  if (named.length === 0) return;
  const rows = JSON.stringify(named);
  await tx.$executeRaw`
    insert into owner_suggestion as s (id, token_id, person_id, kind, confidence, evidence, pattern, status, suggested_at)
    select distinct on (r.token, r.person) gen_random_uuid(), r.token, r.person, 'import', ${confidence}, jsonb_build_object('words', 'is named as its owner by ' || r.source, 'source', r.source, 'base', ${confidence}::int),
      'import:' || r.source, 'open', ${ctx.clock.now()}
    from jsonb_to_recordset(${rows}::jsonb) as r(token uuid, person uuid, source text) order by r.token, r.person
    on conflict (token_id, person_id, kind) do update set evidence = excluded.evidence, pattern = excluded.pattern, status = 'open', decided_by = null, decided_at = null, reason = null
    where s.status = 'superseded' or (s.status = 'open' and s.pattern is distinct from excluded.pattern)`;
  await tx.$executeRaw`insert into reevaluation (token_id, owners_only) select distinct r.token, true from jsonb_to_recordset(${rows}::jsonb) as r(token uuid)`;
}
