import { Prisma } from "../core/db";

/**
 * The rows of token_change for tokens whose facts a source gave anew: as part of a statement in which `from` is a relation that holds, for each
 * known token, its `known_id` and the new facts under the token's own column names, beside the token's row before the statement.
 * A common table expression sees the table as it was, so `token t` in it is the old row.
 */
export function tokenChanges(from: Prisma.Sql, { at, source }: { at: Date; source: string }): Prisma.Sql {
  return Prisma.sql`
    insert into token_change (id, token_id, field, was, "is", at, source)
    select gen_random_uuid(), w.known_id, v.field::token_field, coalesce(v.was, 'null'::jsonb), coalesce(v.now, 'null'::jsonb), ${at}, ${source}
    from ${from} w join token t on t.id = w.known_id
    left join account before on before.id = t.creator_account_id
    left join account after on after.id = w.creator_account_id
    cross join lateral (values
      ('scopes', to_jsonb(array(select unnest(t.scopes) order by 1)), to_jsonb(array(select unnest(w.scopes) order by 1))),
      ('reach', nullif(t.reach, 'null'::jsonb), nullif(w.reach, 'null'::jsonb)),
      ('expiry', jsonb_build_object('kind', t.expiry, 'at', t.expires_at), jsonb_build_object('kind', w.expiry, 'at', w.expires_at)),
      ('environment', to_jsonb(t.environment), to_jsonb(w.environment)),
      ('name', to_jsonb(t.name), to_jsonb(w.name)),
      ('class', to_jsonb(t.class), to_jsonb(w.class)),
      ('creator', to_jsonb(before.external_id), to_jsonb(after.external_id)),
      ('disabled', to_jsonb(t.disabled_at is not null), to_jsonb(w.disabled_at is not null))
    ) as v (field, was, now)
    where w.known_id is not null and v.was is distinct from v.now`;
}
