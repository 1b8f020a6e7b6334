import { Prisma } from "../../core/db";
import type { Rule, TokenJudgement } from "../contract";
import { controls } from "../controls";
import { criticalFactors, day } from "../verdict-sql";
import { departedAccounts } from "./departed-accounts";

const person = (p: "maker" | "owner") => {
  const is = (column: string) => Prisma.raw(`j.${p}_${column}`);
  return Prisma.sql`case when ${is("id")} is not null then
    jsonb_build_object('id', ${is("id")}, 'name', ${is("name")}, 'status', ${is("status")}, 'since', ${is("since")}, 'source', ${is("source")}) end`;
};

/**
 * Somebody who left made or owns it. A confirmed owner who is active and took over after the maker left ends it, except for credentials
 * that act as the person. Missing is not dead: a token that a sync no longer lists stays open until its death is proven.
 *
 * An unsigned connection can't take its leaver back by naming another maker or another address: the finding keeps its person until
 * the person returns or the connection is signed. An API token of this deployment that has ended is refused by ourselves, and needs no proof.
 */
const token: TokenJudgement = {
  holds: Prisma.sql`j.who_id is not null and j.state <> 'expired'`,
  kept: Prisma.sql`(j.who_id is not null and not j.ours) or (j.who_id is null and not j.took_over and not j.vouched and j.remembered_id is not null)`,
  endsBy: "people",
  endsWithExpiry: false,
  person: Prisma.sql`coalesce(j.who_id, j.remembered_id)`,
  rank: Prisma.sql`case when j.state = 'expired' then 4 else (case when j.critical or j.last_used_at > j.who_since then 1 else 2 end)
    + (case when j.who_status = 'suspended' then 1 else 0 end) + (case when j.state in ('missing', 'disabled') then 1 else 0 end) end`,
  factors: [
    { name: "suspended", when: Prisma.sql`j.who_status = 'suspended'`, words: "the person is suspended and may come back", effect: "lowers" },
    {
      name: "departed",
      when: Prisma.sql`j.who_status is distinct from 'suspended'`,
      words: Prisma.sql`'the person left' || coalesce(' on ' || ${day(Prisma.sql`j.who_since`)}, '')`,
      effect: "none",
    },
    ...criticalFactors,
    { name: "used_since", when: Prisma.sql`j.last_used_at > j.who_since`, words: "it was used since the person left", effect: "raises" },
    { name: "last_used", when: Prisma.sql`j.last_used_at is null`, words: "whether it was used since is unknown", effect: "none" },
    { name: "missing", when: Prisma.sql`j.state = 'missing'`, words: "the last complete sync did not list it, which proves nothing", effect: "lowers" },
    { name: "disabled", when: Prisma.sql`j.state = 'disabled'`, words: "it is disabled and may be enabled again", effect: "lowers" },
    { name: "expired", when: Prisma.sql`j.state = 'expired'`, words: "it has expired by the vendor's date; its death is not proven", effect: "lowers" },
    { name: "irrevocable", when: Prisma.sql`j.state = 'irrevocable'`, words: "the vendor cannot revoke it", effect: "none" },
    {
      name: "owned",
      when: Prisma.sql`j.owned and j.owner_status = 'active' and j.maker_left`,
      words: Prisma.sql`j.owner_name || ' owns it, but the maker may hold a copy'`,
      effect: "none",
    },
  ],
  because: Prisma.sql`case when j.who_id is not null then 'it is an API token of this deployment, which refuses it since' when j.maker_left and j.took_over then 'an active person took over after the maker left'
    else 'no departed or suspended person is linked to it as maker or owner' end`,
  evidence: Prisma.sql`jsonb_build_object(
    'via', case when j.who_id is null then null when j.who_id = j.maker_id and j.who_id = j.owner_id and j.owned then 'creator and owner' when j.who_id = j.owner_id and j.owned then 'owner' else 'creator' end,
    'creator', jsonb_build_object('account', j.maker_account, 'externalId', j.maker_external, 'person', ${person("maker")}, 'link', j.maker_basis, 'evidence', j.maker_evidence),
    'owner', case when j.owned then ${person("owner")} end,
    'token', jsonb_build_object('state', j.state, 'issuedAt', j.issued_at, 'expiry', j.expiry, 'expiresAt', j.expires_at, 'lastUsedAt', j.last_used_at,
      'lastUsedFrom', j.last_used_from, 'missingSince', j.missing_since, 'disabledAt', j.disabled_at))`,
};

/**
 * Suspended people count too, one step milder: directories that know only "active: false" (SCIM as Okta and Entra send it) say the same for
 * a long leave and for the last day, and a credential that nobody should be using is worth a look in both cases.
 */
export const departedStillAlive: Rule = {
  id: "departed-still-alive",
  title: "Left, but their access still works",
  short: "Outlives its person",
  rationale:
    "People who left keep what they copied. A token that outlives its maker or owner opens the system for whoever holds it, and nobody answers for it.",
  remediation: "Request revocation. If a workload still needs the token, have someone confirm ownership and replace the secret. For an account: disable it.",
  severity:
    "High. Critical when the environment is production or unknown, the reach is high or unknown, or it was used since the person left. One step milder when the person is suspended, or the token is disabled or no longer listed. Low once it has expired by the vendor's own date, until its death is proven.",
  controls: [controls.improperOffboarding, controls.lifecycle, controls.identitiesManaged, controls.leastPrivilege, controls.aiDecommissioning],
  sources: ["directory", "token listing", "account listing", "account links", "ownership"],
  subjects: ["token", "account"],
  endsWithDeath: true,
  token,
  accounts: departedAccounts,
};
