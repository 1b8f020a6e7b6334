import type { Context } from "../core/context";
import type { Statements } from "../core/copying";
import { openFindingStates } from "../domain/states";
import { shadowListing } from "../exposure/shadow-tokens";

/** A token whose place in a group changed. */
export interface MovedToken {
  id: string;
  was: string | null;
  into: string | null;
}

/**
 * What is said of one sighting is said of the token: owner, workloads, open findings and where its secret was seen go to the row that speaks for it, unless that has
 * its own. Where a new principal takes over, the old one is among those that moved. Findings that stay behind are judged anew and close.
 */
export async function moveToPrincipal(tx: Statements, _ctx: Context, moved: readonly MovedToken[]): Promise<void> {
  const rows = JSON.stringify(moved.filter(({ into }) => into !== null));
  if (rows === "[]") return;
  await tx.$executeRaw`
    with moved as (select * from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, "into" uuid)),
    best as (
      select distinct on (m.into) m.into, o.token_id from moved m join ownership o on o.token_id = m.id
      where not exists (select from ownership p where p.token_id = m.into)
      order by m.into, o.state = 'confirmed' desc, o.set_at, o.token_id
    )
    update ownership o set token_id = b.into from best b where o.token_id = b.token_id`;
  await tx.$executeRaw`
    with moved as (select * from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, "into" uuid)),
    taken as (delete from token_workload w using moved m where w.token_id = m.id returning w.*, m.into)
    insert into token_workload (token_id, workload_id, basis, evidence, set_by, set_at)
    select "into", workload_id, basis, evidence, set_by, set_at from taken on conflict do nothing`;
  await tx.$executeRaw`
    with moved as (select * from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, "into" uuid)),
    best as (
      select distinct on (m.into, f.rule) m.into, f.id from moved m join finding f on f.token_id = m.id
      where f.status = any(${[...openFindingStates, "accepted"]}::text[]::finding_status[])
        and not exists (select from finding g where g.rule = f.rule and g.subject = 'token:' || m.into)
      order by m.into, f.rule, f.first_seen_at, f.id
    )
    update finding f set token_id = b.into, subject = 'token:' || b.into from best b where f.id = b.id`;
  // a found secret that nobody had listed is known by its fingerprint from now on, and as grave as one that was known when it was found
  await tx.$executeRaw`
    update exposure e set token_id = m.into, matched_by = case when m.listed then coalesce(e.matched_by, 'hmac_sha256') else e.matched_by end,
      severity = case when m.listed and e.mark is null and e.validity = 'unknown' then least(e.severity, 'high') else e.severity end
    from (
      select r.id, r.into, not (c.connector = 'import' and c.name = ${shadowListing}) as listed
      from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, "into" uuid) join token p on p.id = r.into join connection c on c.id = p.connection_id
    ) m where e.token_id = m.id`;
}
