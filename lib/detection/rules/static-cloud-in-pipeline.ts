import { Prisma } from "../../core/db";
import type { Rule } from "../contract";
import { controls } from "../controls";

/** As the vendors begin them: AWS access keys (AKIA; ASIA are temporary) and Google API keys. */
const hinted = Prisma.sql`(j.hint like 'AKIA%' or j.hint like 'AIza%')`;
const standing = Prisma.sql`(j.class not in ('ephemeral_secret', 'certificate') and j.family_longest is null
  and not (j.expiry = 'at' and j.expires_at - coalesce(j.issued_at, j.first_seen_at) <= interval '1 day'))`;

/** One day at most is what pipelines get by identity federation; anything that stands longer is static. */
export const staticCloudInPipeline: Rule = {
  id: "static-cloud-in-pipeline",
  title: "A pipeline holds a standing cloud credential",
  short: "Static cloud key in CI",
  rationale: "Pipelines run other people's code, and their settings and logs leak. A standing key to a cloud opens the account behind it to whoever finds it.",
  remediation: "Let the pipeline prove who it is (OIDC federation) and get a credential for minutes; then request revocation of the key.",
  severity: "High. Critical when its environment is production or unknown.",
  controls: [controls.insecureCloudDeployment, controls.longLivedSecrets, controls.secretLeakage, controls.authenticated],
  sources: ["token listing", "workloads"],
  subjects: ["token"],
  endsWithDeath: true,
  token: {
    holds: Prisma.sql`j.pipeline and ${standing} and (j.cloud or j.cloud_pipeline or coalesce(${hinted}, false))`,
    endsBy: "people",
    endsWithExpiry: true,
    rank: Prisma.sql`case when j.harmless then 2 else 1 end`,
    factors: [
      {
        name: "pipeline",
        when: Prisma.sql`true`,
        words: Prisma.sql`'used by ' || coalesce(left(array_to_string(j.workload_names, ', '), 300), 'a pipeline')`,
        effect: "none",
      },
      { name: "connection", when: Prisma.sql`j.cloud`, words: Prisma.sql`j.connection || ' is a cloud'`, effect: "none" },
      { name: "destination", when: Prisma.sql`j.cloud_pipeline`, words: "the pipeline calls a cloud", effect: "none" },
      { name: "hint", when: hinted, words: "its prefix is a cloud vendor's", effect: "none" },
      { name: "environment", when: Prisma.sql`j.environment is null`, words: "its environment is unknown", effect: "raises" },
      {
        name: "environment",
        when: Prisma.sql`j.environment is not null and not j.harmless`,
        words: Prisma.sql`'its environment "' || j.environment || '" is not known to be harmless'`,
        effect: "raises",
      },
    ],
    because: Prisma.sql`'no pipeline uses it any more, it is short-lived, or it opens no cloud'`,
    evidence: Prisma.sql`jsonb_build_object('workloads', j.workload_names[1:50], 'connection', j.connection, 'hint', j.hint, 'expiry', j.expiry, 'expiresAt', j.expires_at)`,
  },
};
