import type { Tx } from "../core/db";
import { exposuresWithToken, shownOnes, tokenLink } from "../exposure/filter-sql";

/** What root causes of exposures stand under beside the rules of findings: those that were tried and work, and those of listed tokens of which nobody knows. */
export const exposureCauses = ["exposure-valid", "exposure-unknown"] as const;
export type ExposureCause = (typeof exposureCauses)[number];

/** Of each so many are kept, gravest and largest first. */
const most = 1_000;

/**
 * Where open exposures come from that may open something today: whoever answers for the token, and where nobody does, the sources that they stand in. One
 * that works is as grave as can be. Each counts exactly what its link on Exposure lists. Returns how many it kept.
 */
export function findExposureCauses(tx: Tx, now: Date): Promise<number> {
  return tx.$executeRaw`
    insert into root_cause (rule, kind, subject, severity, tokens, oldest, at)
    with live as materialized (
      select e.id, o.person_id, case when e.validity = 'valid' then ${"exposure-valid" satisfies ExposureCause} else ${"exposure-unknown" satisfies ExposureCause} end as rule,
        case when e.validity = 'valid' then 'critical' else e.severity end as severity, coalesce(e.first_visible_at, e.detected_at) as since
      from ${exposuresWithToken} where ${shownOnes} and (e.validity = 'valid' or (e.validity in ('unknown', 'not_checkable') and ${tokenLink} = 'listed'))
    ), caused as (
      select rule, 'person' as kind, person_id as subject, min(severity) as severity, count(*) as n, min(since) as oldest from live where person_id is not null group by 1, 3
      union all
      select l.rule, 'source', s.source_id, min(l.severity), count(*), min(l.since)
      from live l cross join lateral (select distinct source_id from occurrence where exposure_id = l.id) s where l.person_id is null group by 1, 3
    )
    select rule, kind, subject, severity, n, oldest, ${now} from (
      select c.*, row_number() over (partition by c.rule order by c.severity, c.n desc, c.subject) as place from caused c) ranked where place <= ${most}`;
}
