import { Prisma } from "../../core/db";
import { leadOf, personKey, runs, teamKey, workloadKey } from "../name-key";
import type { SuggestionSource } from "../source";

export const naming: SuggestionSource = {
  kind: "naming",
  derivation:
    "65 for the person whose user name stands in the token's name, 45 for the owner of the workload whose name does, 35 for the lead of the team whose name does. Whole words alone count, of four letters or more. A name is chosen once and outlives who chose it.",
  needs: "names that tell",
  found: Prisma.sql`
    with run as materialized (${runs})
    select r.token_id, p.id as person_id, 65 as base, 'their user name, ' || p.user_name || ', stands in its name' as words, jsonb_build_object('part', r.key) as facts, 'naming:person' as pattern
    from run r join person p on ${personKey} = r.key
    union all
    select r.token_id, w.owner_id, 45, 'owns ' || w.name || ', which stands in its name', jsonb_build_object('part', r.key, 'workload', w.id), 'naming:workload:' || w.id
    from run r join workload w on ${workloadKey} = r.key and w.merged_into is null where w.owner_id is not null
    union all
    select r.token_id, lead.person_id, 35, 'leads ' || te.name || ', which stands in its name', jsonb_build_object('part', r.key, 'team', te.id), 'naming:team:' || te.id
    from run r join team te on ${teamKey} = r.key cross join lateral (select ${leadOf(Prisma.sql`te.id`)} as person_id) lead where lead.person_id is not null`,
};
