import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors, day } from "../verdict-sql";

/** About who answers now. That the leaver may still hold a copy is what `departed-still-alive` says. */
export const ownerDeparted: Rule = {
  id: "owner-departed",
  title: "Its owner has left",
  short: "Owner departed",
  rationale: "The person who answered for it is gone. Questions about it go nowhere, and its next attestation will not come.",
  remediation: "Accept the succession proposal (backup, manager, team lead), or have another person confirm ownership. If nobody needs it, request revocation.",
  severity: "Medium. High when the environment is production or unknown, or the reach is high or unknown. One step milder when an active backup is named.",
  controls: [controls.improperOffboarding, controls.lifecycle, controls.identitiesManaged, controls.aiRoles],
  sources: ["directory", "token listing", "ownership"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.owned and j.owner_status = 'departed'`,
    endsBy: "people",
    endsWithExpiry: true,
    person: Prisma.sql`j.owner_id`,
    rank: Prisma.sql`${byCriticality(2, 3)} + case when j.backup_status = 'active' then 1 else 0 end`,
    factors: [
      {
        name: "departed",
        when: Prisma.sql`true`,
        words: Prisma.sql`j.owner_name || ' left' || coalesce(' on ' || ${day(Prisma.sql`j.owner_since`)}, '')`,
        effect: "none",
      },
      ...criticalFactors,
      { name: "backup", when: Prisma.sql`j.backup_status = 'active'`, words: Prisma.sql`j.backup_name || ' is named as backup'`, effect: "lowers" },
    ],
    because: Prisma.sql`case when not j.owned then 'the person who left no longer counts as its owner' when j.owner_status = 'suspended' then 'its owner is suspended, not departed'
      else 'its owner is active' end`,
    evidence: Prisma.sql`jsonb_build_object('owner', jsonb_build_object('id', j.owner_id, 'name', j.owner_name, 'status', j.owner_status, 'since', j.owner_since, 'source', j.owner_source),
      'backup', case when j.backup_id is not null then jsonb_build_object('id', j.backup_id, 'name', j.backup_name, 'status', j.backup_status) end)`,
  },
};
