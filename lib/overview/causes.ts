import { may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { formatAge, plural } from "../core/format";
import { ruleOf } from "../detection/catalog";
import type { Severity } from "../domain/severity";
import { exposureCauses } from "../posture/find-exposure-causes";
import type { Decision } from "./decisions";

interface Cause {
  rule: string;
  kind: "person" | "connection";
  subject: string;
  name: string;
  severity: Severity;
  tokens: number;
  oldest: Date;
}

const rank: Record<Severity, number> = { critical: 40, high: 41, medium: 42, low: 43, info: 44 };

/**
 * Where most of what is wrong comes from: the people to ask, and the connections where nobody is known, gravest and largest first. A manager is shown all of them,
 * a token owner what is theirs. As the collector last found them; each opens exactly the tokens it counts.
 */
export async function causes(ctx: Context, most: number): Promise<Decision[]> {
  const { actor } = ctx;
  if (!may(actor, "request.file") || most <= 0) return [];
  const mine = may(actor, "finding.triage")
    ? Prisma.sql`true`
    : Prisma.sql`c.kind = 'person' and c.subject = ${actor.type === "person" ? actor.id : null}::uuid`;
  const rows = await ctx.db.$queryRaw<Cause[]>`
    select c.rule, c.kind, c.subject, coalesce(p.display_name, n.name) as name, c.severity::text as severity, c.tokens::int as tokens, c.oldest
    from root_cause c left join person p on c.kind = 'person' and p.id = c.subject left join connection n on c.kind = 'connection' and n.id = c.subject
    where ${mine} and c.rule <> all(${[...exposureCauses]}::text[]) order by c.severity, c.tokens desc, c.rule, c.subject limit ${most}`;
  return rows.flatMap((row): Decision[] => {
    const rule = ruleOf(row.rule);
    if (!rule) return [];
    return [
      {
        kind: "cause",
        rank: rank[row.severity],
        title: `${rule.title}: ${row.kind === "person" ? `${plural(row.tokens, "token")} that ${row.name} made or owns` : `${plural(row.tokens, "token")} on ${row.name}, most by nobody we know`}`,
        why: `${rule.remediation.split(/(?<=\.) /)[0]} The oldest has stood for ${formatAge(ctx.clock.now().getTime() - row.oldest.getTime())}.`,
        verb: "See them",
        href: `/inventory?finding=${row.rule}&${row.kind}=${row.subject}`,
        // The time stands in the sentence; by it alone large causes would sink below small ones.
        since: null,
        severity: row.severity,
        mine: false,
      },
    ];
  });
}
