import { Prisma } from "../core/db";
import { ownConnector } from "../domain/own-connector";
import { askedFrom } from "./attestation-sql";
import { literal } from "./verdict-sql";

/** Whether a status is that of a person who left, or was suspended. */
export const left = (status: string) => Prisma.sql`${Prisma.raw(status)} in ('departed', 'suspended')`;
/** Acts as the person: another owner does not make it somebody else's. */
const personal = Prisma.sql`t.class in ('personal_access_token', 'oauth_grant')`;
const tookOver = Prisma.sql`(o.state = 'confirmed' and op.status = 'active' and not ${personal} and o.set_at >= coalesce(m.status_at, '-infinity'))`;
const ownerLeft = Prisma.sql`(o.state = 'confirmed' and ${left("op.status")})`;
const makerLeft = Prisma.sql`(m.has_left and not coalesce(${tookOver}, false))`;
/** Of the two who may have left, whom it is about: a departed one before a suspended one, then the owner. The first line is for the many where nobody has. */
const who = (column: string) => {
  const of = Prisma.raw(column);
  return Prisma.sql`case when m.has_left is not true and (op.status is null or op.status = 'active') then null
      when ${ownerLeft} and (op.status = 'departed' or not coalesce(${makerLeft}, false) or m.status <> 'departed') then op.${of} when ${makerLeft} then m.${of} end`;
};

/** For evidence alone: a comparison of every token never looks. */
const ofWorkloads = (column: "name" | "environment"): Prisma.Sql => Prisma.sql`(select array_agg(distinct w.${Prisma.raw(column)}) from token_workload tw
      join workload v on v.id = tw.workload_id join workload w on w.id = coalesce(v.merged_into, v.id)
      where tw.token_id = t.id and tw.basis <> 'suggested' and w.${Prisma.raw(column)} is not null)`;

/** What is known of one token: the columns of `judged`, over its joins. */
export const judgedColumns = (now: Date): Record<string, Prisma.Sql> => ({
  now: Prisma.sql`${now}::timestamptz`,
  token_id: Prisma.sql`t.id`,
  connection_id: Prisma.sql`t.connection_id`,
  connection: Prisma.sql`s.connection`,
  connector: Prisma.sql`s.connector`,
  ours: Prisma.sql`s.connector = ${literal(ownConnector)}`,
  cloud: Prisma.sql`s.cloud`,
  vouched: Prisma.sql`s.vouched`,
  class: Prisma.sql`t.class`,
  name: Prisma.sql`t.name`,
  hint: Prisma.sql`t.hint`,
  scopes: Prisma.sql`t.scopes`,
  reach_level: Prisma.sql`t.reach ->> 'level'`,
  reach: Prisma.sql`t.reach`,
  environment: Prisma.sql`t.environment`,
  harmless: Prisma.sql`e.harmless`,
  production: Prisma.sql`e.production`,
  critical: Prisma.sql`(not e.harmless or t.reach is null or t.reach ->> 'level' = 'high')`,
  issued_at: Prisma.sql`t.issued_at`,
  issued_from: Prisma.sql`t.issued_from`,
  expiry: Prisma.sql`t.expiry`,
  expires_at: Prisma.sql`t.expires_at`,
  expires_from: Prisma.sql`t.expires_from`,
  last_used_at: Prisma.sql`greatest(t.last_used_at, (r.row).sighted_use)`,
  last_used_from: Prisma.sql`t.last_used_from`,
  disabled_at: Prisma.sql`t.disabled_at`,
  missing_since: Prisma.sql`t.missing_since`,
  rotated_at: Prisma.sql`t.rotated_at`,
  rotated_from: Prisma.sql`t.rotated_from`,
  scopes_used: Prisma.sql`t.scopes_used`,
  scopes_used_from: Prisma.sql`t.scopes_used_from`,
  third_party: Prisma.sql`t.third_party`,
  parent_key: Prisma.sql`t.parent_key`,
  family_longest: Prisma.sql`t.family_longest`,
  family_count: Prisma.sql`t.family_count`,
  imported: Prisma.sql`t.imported`,
  first_seen_at: Prisma.sql`t.first_seen_at`,
  last_seen_at: Prisma.sql`t.last_seen_at`,
  sighting: Prisma.sql`t.merged_into is not null`,
  merged_into: Prisma.sql`t.merged_into`,
  sightings: Prisma.sql`coalesce((r.row).sightings, 0)`,
  ended: Prisma.sql`t.merged_into is not null or (r.row).dead is true`,
  state: Prisma.sql`case when (r.row).dead then 'dead' when (r.row).irrevocable then 'irrevocable' when t.disabled_at is not null or (r.row).disabled then 'disabled' when (r.row).living then 'revoking'
    when (r.row).unproven then 'unproven' when t.expiry = 'at' and t.expires_at <= ${now}::timestamptz then 'expired' when t.missing_since is not null then 'missing' else 'active' end`,
  alive_at: Prisma.sql`(r.row).alive_at`,
  cannot_revoke: Prisma.sql`s.cannot_revoke`,
  can_disable: Prisma.sql`s.can_disable`,
  sees_use: Prisma.sql`s.sees_use`,
  broad: Prisma.sql`pm.broad`,
  maker_account: Prisma.sql`a.name`,
  maker_external: Prisma.sql`a.external_id`,
  maker_kind: Prisma.sql`a.kind`,
  maker_basis: Prisma.sql`m.basis`,
  maker_evidence: Prisma.sql`al.evidence`,
  maker_id: Prisma.sql`m.id`,
  maker_name: Prisma.sql`m.display_name`,
  maker_user: Prisma.sql`m.user_name`,
  maker_status: Prisma.sql`m.status`,
  maker_since: Prisma.sql`m.status_at`,
  maker_source: Prisma.sql`m.status_source`,
  maker_left: Prisma.sql`m.has_left is true`,
  owner_state: Prisma.sql`o.state`,
  owner_by: Prisma.sql`o.set_by`,
  owner_at: Prisma.sql`o.set_at`,
  purpose: Prisma.sql`nullif(btrim(o.purpose), '')`,
  owner_id: Prisma.sql`o.person_id`,
  owner_name: Prisma.sql`op.display_name`,
  owner_user: Prisma.sql`op.user_name`,
  owner_status: Prisma.sql`op.status`,
  owner_since: Prisma.sql`op.status_at`,
  owner_source: Prisma.sql`op.status_source`,
  owned: Prisma.sql`coalesce(o.state = 'confirmed', false)`,
  backup_id: Prisma.sql`o.backup_person_id`,
  backup_name: Prisma.sql`b.display_name`,
  backup_status: Prisma.sql`coalesce(bl.status, case when o.backup_person_id is not null then 'active'::person_status end)`,
  team_id: Prisma.sql`o.team_id`,
  team: Prisma.sql`tm.name`,
  team_active: Prisma.sql`coalesce(st.active, 0)`,
  took_over: Prisma.sql`coalesce(${tookOver}, false)`,
  who_id: who("id"),
  who_status: who("status"),
  who_since: who("status_at"),
  remembered_id: Prisma.sql`(r.row).remembered_id`,
  workloads: Prisma.sql`coalesce(u.n, 0)`,
  workload_names: ofWorkloads("name"),
  workload_environments: ofWorkloads("environment"),
  workload_production: Prisma.sql`coalesce(u.production, false)`,
  workload_harmless: Prisma.sql`coalesce(u.harmless, false)`,
  pipeline: Prisma.sql`coalesce(u.pipeline, false)`,
  cloud_pipeline: Prisma.sql`coalesce(u.cloud, false)`,
  asked_from: askedFrom(Prisma.sql`an.at`),
  attested_at: Prisma.sql`an.at`,
  policy_id: Prisma.sql`s.policy_id`,
  longest_days: Prisma.sql`s.longest_days`,
  rotate_days: Prisma.sql`s.rotate_days`,
  unused_days: Prisma.sql`s.unused_days`,
  attest_days: Prisma.sql`s.attest_days`,
  grown_at: Prisma.sql`(r.row).grown_at`,
  scopes_was: Prisma.sql`(r.row).scopes_was`,
  reach_grew: Prisma.sql`coalesce((r.row).reach_grew, false) and t.reach ->> 'level' = 'high'`,
  gained: Prisma.sql`case when (r.row).scopes_was is not null then array(select x from unnest(t.scopes) x where not (r.row).scopes_was ? x) else '{}'::text[] end`,
  exposures: Prisma.sql`coalesce((r.row).exposures, 0)`,
  exposed_valid: Prisma.sql`coalesce((r.row).exposed_valid, false)`,
  exposed_refused: Prisma.sql`coalesce((r.row).exposed_refused, false)`,
  exposed_outside: Prisma.sql`coalesce((r.row).exposed_outside, false)`,
  died_at: Prisma.sql`(r.row).died_at`,
  exposed_let_in_at: Prisma.sql`(r.row).exposed_let_in_at`,
  /** its secret was let in after its death had been proven */
  exposed_alive: Prisma.sql`coalesce(t.merged_into is null and (r.row).exposed_let_in_at > (r.row).died_at, false)`,
  exposed_since: Prisma.sql`(r.row).exposed_since`,
  exposed_latest: Prisma.sql`(r.row).exposed_latest`,
  exposed_channels: Prisma.sql`(r.row).exposed_channels`,
  twins: Prisma.sql`coalesce((r.row).twins, 0)`,
  judged: Prisma.sql`n.verdicts`,
});
