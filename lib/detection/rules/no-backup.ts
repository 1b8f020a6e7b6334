import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";

export const noBackup: Rule = {
  id: "no-backup",
  title: "Nobody stands in for its owner",
  short: "No backup",
  rationale: "With one person answering, a holiday or a departure leaves nobody who knows it. Naming a backup costs a minute while the owner is there.",
  remediation: "Have the owner name a backup who is active.",
  severity: "Low. Medium when the environment is production or unknown, or the reach is high or unknown. Judged only where an active person owns it.",
  controls: [controls.identitiesManaged, controls.lifecycle, controls.aiRoles],
  sources: ["token listing", "ownership"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.owned and j.owner_status <> 'departed' and (j.backup_id is null or j.backup_status = 'departed')`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: byCriticality(3, 4),
    factors: [
      ...criticalFactors,
      { name: "backup_departed", when: Prisma.sql`j.backup_status = 'departed'`, words: Prisma.sql`'its backup ' || j.backup_name || ' left'`, effect: "none" },
    ],
    because: Prisma.sql`case when not j.owned then 'it has no owner any more, which another rule says' when j.owner_status = 'departed' then 'its owner left, which another rule says'
      else 'a backup is named' end`,
    evidence: Prisma.sql`jsonb_build_object('owner', jsonb_build_object('id', j.owner_id, 'name', j.owner_name),
      'backup', case when j.backup_id is not null then jsonb_build_object('id', j.backup_id, 'name', j.backup_name, 'status', j.backup_status) end)`,
  },
};
