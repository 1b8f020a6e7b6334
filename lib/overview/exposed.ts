import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { plural } from "../core/format";
import { type Severity, severities } from "../domain/severity";
import { shownOnes } from "../exposure/filter-sql";
import { type ExposureCause, exposureCauses } from "../posture/find-exposure-causes";
import type { Decision, Waiting } from "./decisions";

/** Open exposed secrets; null before any source was looked through, so nobody knows. */
export interface ExposureFigures {
  open: number;
  /** tried, and let in */
  valid: number;
  /** never tried, or the tries told nothing */
  unknown: number;
}

/** Where the rows stand that each figure counts. */
export const exposureLinks = { open: "/exposure", valid: "/exposure?validity=valid", unknown: "/exposure?validity=unknown,not_checkable" } as const;

/** By the index exposure_shown alone, which holds nothing but what is counted. */
export async function exposureFigures(ctx: Context): Promise<ExposureFigures | null> {
  authorize(ctx.actor, "inventory.read");
  const [row] = await ctx.db.$queryRaw<[ExposureFigures & { looked: boolean }]>`
    select count(*)::int as open, count(*) filter (where e.validity = 'valid')::int as valid, count(*) filter (where e.validity = 'unknown')::int as unknown,
      exists (select from scan_source) as looked from exposure e where ${shownOnes}`;
  const { looked, ...figures } = row;
  return looked || figures.open > 0 ? figures : null;
}

interface Cause {
  rule: ExposureCause;
  kind: "person" | "source";
  subject: string;
  name: string;
  severity: Severity;
  n: number;
  oldest: Date;
  all: number;
}

/**
 * Exposed secrets that open something today, or may: a line for whoever answers for their tokens, or for the source that they stand in where nobody does. A
 * manager is shown all of them, a token owner their own. As the collector last found them (lib/posture/find-exposure-causes.ts).
 */
export async function exposed(ctx: Context, most: number): Promise<Waiting> {
  const { actor } = ctx;
  const all = { label: "exposed secrets that work, or of which nobody knows", href: "/exposure?validity=valid,unknown,not_checkable" };
  if (!may(actor, "request.file") || !may(actor, "inventory.read")) return { count: 0, shown: [], all };
  const mine = may(actor, "finding.triage")
    ? Prisma.sql`true`
    : Prisma.sql`c.kind = 'person' and c.subject = ${actor.type === "person" ? actor.id : null}::uuid`;
  const rows = await ctx.db.$queryRaw<Cause[]>`
    select c.rule, c.kind, c.subject, coalesce(p.display_name, s.name) as name, c.severity::text as severity, c.tokens::int as n, c.oldest, count(*) over ()::int as all
    from root_cause c left join person p on c.kind = 'person' and p.id = c.subject left join scan_source s on c.kind = 'source' and s.id = c.subject
    where c.rule = any(${[...exposureCauses]}::text[]) and ${mine} order by c.severity, c.rule desc, c.tokens desc, c.subject limit ${most}`;
  const count = rows[0]?.all ?? 0;
  if (count <= rows.length) return { count, shown: rows.map(decisionOf), all };
  const figures = await exposureFigures(ctx);
  return { count, shown: rows.map(decisionOf), all: { ...all, count: (figures?.valid ?? 0) + (figures?.unknown ?? 0) } };
}

function decisionOf({ rule, kind, subject, name, severity, n, oldest }: Cause): Decision {
  const works = rule === "exposure-valid";
  const what = `${plural(n, "exposed secret")} that ${works ? (n === 1 ? "works" : "work") : "may work"}`;
  return {
    kind: "exposure",
    rank: 20 + severities.indexOf(severity),
    title:
      kind === "person"
        ? `${what}, of ${n === 1 ? "a token" : "tokens"} that ${name} answers for`
        : `${what} in ${name}, and nobody answers for ${n === 1 ? "it" : "them"}`,
    why: works ? "Tried, and let in: whoever saw it can use it." : "A connection lists the token; whether the secret works is unknown.",
    verb: "See them",
    href: `${works ? exposureLinks.valid : `${exposureLinks.unknown}&token=listed`}&${kind === "person" ? `owner=${subject}` : `owner=none&source=${subject}`}`,
    since: oldest.toISOString(),
    severity,
    mine: true,
  };
}
