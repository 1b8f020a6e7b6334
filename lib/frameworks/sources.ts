import type { Context } from "../core/context";
import type { Rule } from "../detection/contract";

/** A source of facts, by what a rule calls it → whether anything feeds it here. A source that is not listed is fed by the product itself. */
export async function fedSources(ctx: Context): Promise<ReadonlyMap<string, boolean>> {
  const [row] = await ctx.db.$queryRaw<[Record<string, boolean>]>`
    select exists (select from person where source <> 'operator') as directory,
      exists (select from token) as "token listing", exists (select from account) as "account listing",
      exists (select from account_link) or exists (select from account_link_decision where decision = 'confirmed') as "account links",
      exists (select from team) as teams, exists (select from token_workload where basis <> 'suggested') as workloads,
      exists (select from ttl_policy where ended_at is null and longest_days is not null) as "longest-life policy",
      exists (select from ttl_policy where ended_at is null and rotate_days is not null) as "rotation policy",
      exists (select from ttl_policy where ended_at is null and attest_days is not null) as "attestation policy",
      exists (select from token where expiry <> 'unknown') as "expiry dates", exists (select from token where last_used_at is not null) as "last use",
      exists (select from token where issued_at is not null or rotated_at is not null) as "creation or rotation dates",
      exists (select from token where cardinality(scopes) > 0) as scopes, exists (select from token where scopes_used_from is not null) as "scopes in use",
      exists (select from token_fingerprint) as fingerprints, exists (select from token where third_party is not null) as "third parties",
      exists (select from connection_health where capabilities <> '{}'::jsonb) as capabilities`;
  return new Map(Object.entries(row));
}

/** Of a rule's sources, those that nothing feeds: while there is one, what the rule says of nothing being wrong means little. */
export const missingSources = (rule: Rule, fed: ReadonlyMap<string, boolean>): string[] =>
  rule.sources.filter((source) => fed.get(source.replace(/ \(.*\)$/, "")) === false);
