import { Prisma } from "../core/db";

/** A short number means something else in every system; only ids that can't coincide by chance are evidence. */
const telling = Prisma.sql`length(s.external_id) >= 8 and s.external_id !~ '^[0-9]{1,11}$'`;

/**
 * Which person an account belongs to, by evidence, as a relation (account_id, person_id, evidence). Only where the answer is unique:
 * several people for one account is no answer. One human in several directories counts once; SCIM is preferred to LDAP, LDAP to rows
 * made by hand. A pair that a person rejected is no candidate. Service accounts are matched to nobody: their address is a mailbox, not a maker.
 *
 * Evidence, strongest first: equal e-mail address or the directory's own id (confidence high); equal user name (medium).
 * `subjects` is a condition over `account a`.
 */
export const matches = (subjects: Prisma.Sql): Prisma.Sql => Prisma.sql`
  with subject as materialized (select a.id, a.external_id, a.email, a.user_name from account a where a.kind <> 'service' and ${subjects}),
  hit as (
    select s.id as account_id, p.id as person_id, 'email' as via, 2 as weight from subject s join person p on lower(p.email) = lower(s.email) where s.email <> ''
    union all
    select s.id, p.id, 'email', 2 from subject s join person p on lower(p.email) = lower(s.user_name) where s.user_name like '%@%'
    union all
    select s.id, p.id, 'directory id', 2 from subject s join person p on p.record ->> 'externalId' = s.external_id where ${telling}
    union all
    select s.id, p.id, 'user name', 1 from subject s join person p on lower(p.user_name) = lower(s.user_name) where s.user_name <> ''
  ),
  candidate as (
    select h.account_id, h.person_id, max(h.weight) as weight, jsonb_agg(distinct h.via order by h.via) as via
    from hit h
    where not exists (
      select from account_link_decision d where d.account_id = h.account_id and d.person_id = h.person_id and d.decision = 'rejected'
        and not exists (select from account_link_decision n where n.account_id = d.account_id and n.person_id = d.person_id and (n.decided_at, n.id) > (d.decided_at, d.id)))
    group by h.account_id, h.person_id
  ),
  placed as (
    select c.*, p.source, lower(p.email) as address, case when p.source = 'scim' then 1 when p.source like 'ldap:%' then 2 else 3 end as place
    from candidate c join person p on p.id = c.person_id
  ),
  chosen as (
    select x.* from placed x where not exists (
      select from placed y where y.account_id = x.account_id and y.person_id <> x.person_id
        and not (y.place > x.place and y.address = x.address))
  )
  select c.account_id, c.person_id, jsonb_build_object('by', c.via, 'confidence', case when c.weight = 2 then 'high' else 'medium' end, 'source', c.source,
    'account', jsonb_build_object('email', lower(s.email), 'userName', lower(s.user_name), 'externalId', s.external_id)) as evidence
  from chosen c join subject s on s.id = c.account_id`;
