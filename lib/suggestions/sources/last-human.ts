import { Prisma } from "../../core/db";
import type { SuggestionSource } from "../source";

export const lastHuman: SuggestionSource = {
  kind: "last_human",
  derivation: "55: whoever used it last knows what it is for; 70 within the last 90 days. Service accounts are no humans.",
  needs: "a source of use that names the account (“… by account ID”). Without one there is no source, and nobody is suggested for it",
  found: Prisma.sql`
    select n.token_id, ap.person_id, case when t.last_used_at > t.last_seen_at - interval '90 days' then 70 else 55 end as base,
      'used it last, on ' || to_char(t.last_used_at, 'FMDD Mon YYYY') || ', as ' || a.name as words, jsonb_build_object('account', a.id, 'source', t.last_used_from) as facts, 'last_human' as pattern
    from need n join token t on t.id = n.token_id join account a on a.connection_id = t.connection_id and a.external_id = substring(t.last_used_from from ' by account (.+)$')
    join account_person ap on ap.account_id = a.id where ap.person_id is not null and a.kind <> 'service' and t.last_used_at is not null`,
};
