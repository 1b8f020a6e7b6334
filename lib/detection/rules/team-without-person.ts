import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";

/** Beside `no-owner`, which carries the weight: this one says whom to ask, and opens the tokens of a team at once. */
export const teamWithoutPerson: Rule = {
  id: "team-without-person",
  title: "A team is named, but no person of it answers",
  short: "Team without a person",
  rationale: "A team may be responsible; a person answers. A mailbox or a channel neither confirms a purpose nor decides about a revocation.",
  remediation: "Ask the team's lead to confirm ownership or name who does.",
  severity: "Low. Medium when the team has no active member any more. That nobody answers is weighed by the rule about owners.",
  controls: [controls.identitiesManaged, controls.lifecycle, controls.aiRoles],
  sources: ["token listing", "ownership", "teams"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.team_id is not null and not j.owned`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.team_active = 0 then 3 else 4 end`,
    factors: [
      {
        name: "members",
        when: Prisma.sql`j.team_active > 0`,
        words: Prisma.sql`'the team ' || j.team || ' has ' || j.team_active || ' active ' || case j.team_active when 1 then 'member' else 'members' end`,
        effect: "none",
      },
      { name: "empty", when: Prisma.sql`j.team_active = 0`, words: Prisma.sql`'the team ' || j.team || ' has no active member'`, effect: "raises" },
    ],
    because: Prisma.sql`case when j.owned then 'a person confirmed ownership' else 'no team is named any more' end`,
    evidence: Prisma.sql`jsonb_build_object('team', jsonb_build_object('id', j.team_id, 'name', j.team))`,
  },
};
