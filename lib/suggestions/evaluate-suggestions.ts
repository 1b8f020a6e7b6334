import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { Prisma, type Tx } from "../core/db";
import { living } from "../ownership/gap-sql";
import { standBest } from "../ownership/stand-best";
import { suggestionSources } from "./catalog";
import { learnt } from "./learnt";
import type { SuggestionSource } from "./source";

/** More tokens than this are looked at in several statements. */
const chunkSize = 10_000;

/**
 * Brings the suggestions for these tokens into line with the facts: one statement a source, whatever their number. A token needs one where
 * nobody answers for it or its owner has left; the open suggestions of all others are superseded. The best open one then stands in `ownership`
 * as suggested, where nobody is. Collector only: web decides suggestions and writes none. Call it in the transaction of the change or soon after.
 */
export async function evaluateSuggestions(tx: Tx, ctx: Context, tokens: readonly string[]): Promise<void> {
  authorize(ctx.actor, "ownership.suggest");
  for (let at = 0; at < tokens.length; at += chunkSize) {
    const some = tokens.slice(at, at + chunkSize);
    for (const source of suggestionSources) await apply(tx, ctx, source, some);
    await supersede(tx, ctx, some);
    await standBest(tx, ctx, some);
  }
}

/** Those of `token t` that need somebody. */
const need = (tokens: readonly string[], now: Date) => Prisma.sql`select t.id as token_id from token t
  left join ownership o on o.token_id = t.id left join person op on op.id = o.person_id
  where t.id = any(${tokens}::uuid[]) and ${living(now)} and (o.person_id is null or o.state = 'suggested' or op.status = 'departed')`;

/** Rejected is rejected: whoever was refused for a token, or said it is not theirs, is not suggested for it again, whatever the source. */
const neverAgain = Prisma.sql`exists (select from owner_suggestion r where r.token_id = f.token_id and r.person_id = f.person_id and r.status = 'rejected')
  or exists (select from attestation n where n.token_id = f.token_id and n.person_id = f.person_id and n.answer = 'not_mine')`;

function apply(tx: Tx, ctx: Context, { kind, found }: SuggestionSource, tokens: readonly string[]): Promise<number> {
  const now = ctx.clock.now();
  return tx.$executeRaw`
    with need as materialized (${need(tokens, now)}
    ), found as (${found}
    ), allowed as materialized (
      select distinct on (f.token_id, f.person_id) f.* from found f join person fp on fp.id = f.person_id and fp.status = 'active'
      where not (${neverAgain}) order by f.token_id, f.person_id, f.base desc, f.pattern
    ), counted as (${learnt(kind, Prisma.sql`select distinct pattern from allowed`)}
    ), wanted as materialized (
      select a.token_id, a.person_id, a.pattern, case when c.factor < 1 then greatest(1, round(a.base * c.factor)) else a.base end::int as confidence,
        a.facts || jsonb_build_object('words', a.words, 'base', a.base) || case when c.factor < 1 then jsonb_build_object('rejected', c.rejected, 'accepted', c.accepted) else '{}' end as evidence
      from allowed a left join counted c on c.pattern = a.pattern
    ), gone as (
      update owner_suggestion s set status = 'superseded', decided_by = ${actorName(ctx.actor)}, decided_at = ${now}
      where s.kind = ${kind}::suggestion_kind and s.status = 'open' and s.token_id = any(${tokens}::uuid[])
        and not exists (select from wanted w where w.token_id = s.token_id and w.person_id = s.person_id)
    )
    insert into owner_suggestion as s (id, token_id, person_id, kind, confidence, evidence, pattern, status, suggested_at)
    select gen_random_uuid(), token_id, person_id, ${kind}::suggestion_kind, confidence, evidence, pattern, 'open', ${now} from wanted order by token_id, person_id
    on conflict (token_id, person_id, kind) do update set confidence = excluded.confidence, evidence = excluded.evidence, pattern = excluded.pattern, status = 'open',
      suggested_at = case when s.status = 'open' then s.suggested_at else excluded.suggested_at end, decided_by = null, decided_at = null, reason = null
    where s.status <> 'rejected' and (s.status, s.confidence, s.evidence, s.pattern) is distinct from ('open'::suggestion_status, excluded.confidence, excluded.evidence, excluded.pattern)`;
}

/** What an import named falls too, once somebody answers for the token; the other kinds have fallen in their own statements. */
function supersede(tx: Tx, ctx: Context, tokens: readonly string[]): Promise<number> {
  const now = ctx.clock.now();
  return tx.$executeRaw`
    update owner_suggestion s set status = 'superseded', decided_by = ${actorName(ctx.actor)}, decided_at = ${now}
    where s.kind = 'import' and s.status = 'open' and s.token_id = any(${tokens}::uuid[])
      and (s.token_id not in (${need(tokens, now)}) or not exists (select from person p where p.id = s.person_id and p.status = 'active'))`;
}
