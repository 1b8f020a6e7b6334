import { Prisma } from "../../core/db";
import type { SuggestionSource } from "../source";

export const manager: SuggestionSource = {
  kind: "manager",
  derivation:
    "55 for the manager of an owner who left, 40 for the manager of a maker who left: what nobody hands over falls to them. 10 less for each manager above who has left as well, three at most.",
  needs: "a directory that says who manages whom",
  found: Prisma.sql`
    with recursive up (token_id, person_id, level, whose, name, left_as) as (
      select n.token_id, p.manager_id, 0, 'owner', p.display_name, p.id from need n join ownership o on o.token_id = n.token_id and o.state = 'confirmed' join person p on p.id = o.person_id and p.status = 'departed'
      union all
      select n.token_id, p.manager_id, 0, 'maker', p.display_name, p.id from need n join token t on t.id = n.token_id join account_person ap on ap.account_id = t.creator_account_id
      join person p on p.id = ap.person_id and p.status = 'departed'
      union all
      select u.token_id, p.manager_id, u.level + 1, u.whose, u.name, u.left_as from up u join person p on p.id = u.person_id and p.status <> 'active' where u.level < 3
    )
    select u.token_id, u.person_id, case when u.whose = 'owner' then 55 else 40 end - u.level * 10 as base,
      case when u.level = 0 then 'manages ' else 'is the next manager above ' end || u.name || case when u.whose = 'owner' then ', who owned it and left' else ', who made it and left' end as words,
      jsonb_build_object('person', u.left_as, 'level', u.level) as facts, 'manager:' || u.whose as pattern
    from up u join person m on m.id = u.person_id and m.status = 'active'`,
};

export const succession: SuggestionSource = {
  kind: "succession",
  derivation: "85: the owner left, and this is the backup whom somebody named beforehand.",
  needs: "owners with a backup",
  found: Prisma.sql`
    select n.token_id, o.backup_person_id as person_id, 85 as base, 'is the backup of ' || p.display_name || ', who owned it and left' as words, jsonb_build_object('person', p.id) as facts, 'succession:backup' as pattern
    from need n join ownership o on o.token_id = n.token_id and o.state = 'confirmed' join person p on p.id = o.person_id and p.status = 'departed' where o.backup_person_id is not null`,
};
