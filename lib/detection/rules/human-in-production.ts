import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";

/** The name of the maker or owner in the token's name, as a directory writes user names. Short ones ("al") would be found anywhere. */
const named = (user: string) => {
  const name = Prisma.raw(user);
  return Prisma.sql`(length(split_part(${name}, '@', 1)) >= 4 and strpos(lower(j.name), lower(split_part(${name}, '@', 1))) > 0)`;
};
const isPersonal = Prisma.sql`j.class = 'personal_access_token'`;
const byName = Prisma.sql`(coalesce(${named("j.maker_user")}, false) or coalesce(${named("j.owner_user")}, false))`;

/** Production by its name alone: an unknown environment is weighed elsewhere, and every personal token would be one. */
export const humanInProduction: Rule = {
  id: "human-in-production",
  title: "A person's token works in production",
  short: "Human token in production",
  rationale: "A token that stands for a person acts with their rights when they are not there, and dies or lives on with them instead of with the workload.",
  remediation: "Give the workload an identity of its own. If a person works with it by hand, let them sign in instead.",
  severity: "Medium. High when its reach is high or unknown, or a workload uses it.",
  controls: [controls.humanUse, controls.authenticated, controls.leastPrivilege],
  sources: ["token listing", "account listing"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.production and (${isPersonal} or ${byName})`,
    endsBy: "vendor",
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.reach_level is distinct from 'limited' or j.workloads > 0 then 2 else 3 end`,
    factors: [
      { name: "personal", when: isPersonal, words: "it is a personal access token", effect: "none" },
      { name: "named", when: byName, words: "its name holds the user name of its maker or owner", effect: "none" },
      { name: "environment", when: Prisma.sql`true`, words: Prisma.sql`'it works in ' || coalesce(j.environment, 'production')`, effect: "none" },
      {
        name: "workload",
        when: Prisma.sql`j.workloads > 0`,
        words: Prisma.sql`left(array_to_string(j.workload_names, ', '), 300) || ' uses it'`,
        effect: "raises",
      },
      {
        name: "reach",
        when: Prisma.sql`j.reach_level is distinct from 'limited'`,
        words: Prisma.sql`case j.reach_level when 'high' then 'its reach is high' else 'its reach is unknown' end`,
        effect: "raises",
      },
    ],
    because: Prisma.sql`case when not j.production then 'its environment is not production any more' else 'neither its class nor its name stands for a person any more' end`,
    evidence: Prisma.sql`jsonb_build_object('class', j.class, 'name', j.name, 'environment', j.environment, 'maker', j.maker_user, 'owner', j.owner_user)`,
  },
};
