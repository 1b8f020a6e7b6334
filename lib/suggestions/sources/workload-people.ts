import { Prisma } from "../../core/db";
import { leadOf } from "../name-key";
import type { SuggestionKind, SuggestionSource } from "../source";

/** The people of the workloads that use a token, of those workloads whose source the condition over `workload w` takes. */
const people = (kind: SuggestionKind, of: Prisma.Sql, owner: number, backup: number, lead: number) => Prisma.sql`
  select n.token_id, who.person_id, who.base - case when tw.basis = 'suggested' then 25 when tw.basis = 'declared' then 0 else 5 end as base,
    who.words || ' ' || w.name || case when tw.basis = 'suggested' then ', which may use it' else ', which uses it' end
      || case when w.source = 'person' then '' else ' (' || w.source || ')' end as words,
    jsonb_build_object('workload', w.id, 'basis', tw.basis, 'source', w.source) as facts, ${kind}::text || ':' || w.id || ':' || who.part as pattern
  from need n join token_workload tw on tw.token_id = n.token_id join workload l on l.id = tw.workload_id join workload w on w.id = coalesce(l.merged_into, l.id) and ${of}
  cross join lateral (
    select w.owner_id as person_id, ${owner}::int as base, 'owns' as words, 'owner' as part where w.owner_id is not null
    union all select w.backup_id, ${backup}::int, 'is the backup of', 'backup' where w.backup_id is not null
    union all select ${leadOf(Prisma.sql`w.team_id`)}, ${lead}::int, 'leads the team of', 'lead' where w.team_id is not null
  ) who where who.person_id is not null`;

const weaker = "25 less where the use itself is a guess, 5 less where it was observed or imported and nobody declared it.";

export const workloadPeople: SuggestionSource = {
  kind: "workload_people",
  derivation: `85 for the owner of the workload that uses it, 60 for the backup, 50 for the lead of its team (the active member to whom most of its members report). ${weaker}`,
  needs: "workloads with people, and tokens tied to them",
  found: people("workload_people", Prisma.sql`w.source not like 'catalogue:%'`, 85, 60, 50),
};

export const serviceCatalogue: SuggestionSource = {
  kind: "service_catalogue",
  derivation: `75 for the owner that a service catalogue names, 55 for the backup, 45 for the lead of the team: catalogues age. ${weaker}`,
  needs: "an imported service catalogue (Backstage, OpsLevel, Cortex) and tokens tied to its services",
  found: people("service_catalogue", Prisma.sql`(w.source like 'catalogue:%' and w.source not ilike '%codeowners%')`, 75, 55, 45),
};

export const codeowners: SuggestionSource = {
  kind: "codeowners",
  derivation: `55 for whom a CODEOWNERS file names, 40 for the backup and the lead of the team: it says who reviews the code, not who runs it. ${weaker}`,
  needs: "an imported CODEOWNERS file and tokens tied to its repositories",
  found: people("codeowners", Prisma.sql`(w.source like 'catalogue:%' and w.source ilike '%codeowners%')`, 55, 40, 40),
};
