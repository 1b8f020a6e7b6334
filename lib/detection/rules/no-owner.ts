import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";
import { byCriticality, criticalFactors } from "../verdict-sql";

/** A suggested owner, or a team, is a factor and no rule of its own: for both, nobody has said "it is mine". */
export const noOwner: Rule = {
  id: "no-owner",
  title: "Nobody answers for it",
  short: "No owner",
  rationale: "A token without a confirmed owner has no one to ask what it is for, whether it is still needed, and what breaks without it.",
  remediation: "Ask the maker or the team that uses it, and have a person confirm ownership and purpose. If nobody claims it, request revocation.",
  severity: "Medium. High when the environment is production or unknown, or the reach is high or unknown. A suggested owner does not count as one.",
  controls: [controls.improperOffboarding, controls.lifecycle, controls.identitiesManaged, controls.aiRoles],
  sources: ["token listing", "ownership"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`not j.owned`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: byCriticality(2, 3),
    factors: [
      ...criticalFactors,
      {
        name: "suggested",
        when: Prisma.sql`j.owner_state = 'suggested' and j.owner_id is not null`,
        words: Prisma.sql`j.owner_name || ' is suggested and has not confirmed'`,
        effect: "none",
      },
      {
        name: "team",
        when: Prisma.sql`j.team_id is not null`,
        words: Prisma.sql`'the team ' || j.team || ' is responsible, but no person answers'`,
        effect: "none",
      },
    ],
    because: Prisma.sql`'a person confirmed ownership'`,
    evidence: Prisma.sql`jsonb_build_object('owner', case when j.owner_state is not null then
      jsonb_build_object('id', j.owner_id, 'name', j.owner_name, 'state', j.owner_state, 'setBy', j.owner_by, 'setAt', j.owner_at, 'team', j.team) end)`,
  },
};
