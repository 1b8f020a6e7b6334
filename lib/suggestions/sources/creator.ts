import { Prisma } from "../../core/db";
import type { SuggestionSource } from "../source";

export const creator: SuggestionSource = {
  kind: "creator",
  derivation:
    "60: whoever made a token mostly answers for it. 80 for personal access tokens and OAuth grants, which a person makes for themselves. 10 less where the account is linked to the person by evidence and nobody has confirmed the link.",
  needs: "a vendor that says which account made the token, and a link from that account to a person",
  found: Prisma.sql`
    select n.token_id, ap.person_id, case when t.class in ('personal_access_token', 'oauth_grant') then 80 else 60 end - case when ap.basis = 'decided' then 0 else 10 end as base,
      'made it' || coalesce(' on ' || to_char(t.issued_at, 'FMDD Mon YYYY'), '') || ', as ' || a.name as words,
      jsonb_build_object('account', a.id, 'link', ap.basis, 'source', t.creator_from) as facts, 'creator:' || t.class as pattern
    from need n join token t on t.id = n.token_id join account a on a.id = t.creator_account_id
    join account_person ap on ap.account_id = a.id where ap.person_id is not null`,
};
