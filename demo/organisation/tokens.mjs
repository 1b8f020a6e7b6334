import { createHash } from "node:crypto";
import { seeded } from "./random.mjs";

const day = 24 * 3600 * 1000;

/** The systems of which the sample holds listings only: no live system stands behind them, and every row says so. */
const systems = [
  {
    name: "github (sample data)",
    classes: [
      ["personal_access_token", 30],
      ["deploy_key", 14],
      ["oauth_grant", 10],
    ],
    prefix: { personal_access_token: "github_pat_", deploy_key: "SHA256:", oauth_grant: "gho_" },
    scopes: ["repo", "read:org", "workflow", "write:packages", "contents:read"],
  },
  {
    name: "aws (sample data)",
    classes: [
      ["api_key", 16],
      ["service_credential", 8],
    ],
    prefix: { api_key: "AKIA", service_credential: "role/" },
    scopes: ["s3:*", "ec2:Describe*", "dynamodb:GetItem", "iam:PassRole"],
  },
  {
    name: "slack (sample data)",
    classes: [
      ["oauth_grant", 12],
      ["api_key", 4],
    ],
    prefix: { oauth_grant: "xoxb-", api_key: "xapp-" },
    scopes: ["chat:write", "channels:history", "files:read"],
  },
  {
    name: "okta (sample data)",
    classes: [
      ["api_key", 5],
      ["oauth_grant", 6],
    ],
    prefix: { api_key: "00", oauth_grant: "0oa" },
    scopes: ["okta.users.read", "okta.groups.manage"],
  },
  {
    name: "gcp (sample data)",
    classes: [["service_credential", 14]],
    prefix: { service_credential: "projects/" },
    scopes: ["roles/storage.admin", "roles/bigquery.user", "roles/editor"],
  },
  {
    name: "vault (sample data)",
    classes: [["ephemeral_secret", 10]],
    prefix: { ephemeral_secret: "hvs." },
    scopes: ["database/creds/readonly", "aws/creds/deploy"],
  },
  { name: "internal ca (sample data)", classes: [["certificate", 18]], prefix: { certificate: "CN=" }, scopes: ["clientAuth", "serverAuth"] },
];
const work = [
  "billing-sync",
  "invoice-export",
  "route-optimizer",
  "fleet-ingest",
  "edi-gateway",
  "customs-filing",
  "portal-bff",
  "mobile-push",
  "nightly-report",
  "cache-warmer",
  "release-bot",
  "terraform",
  "backup",
  "search-indexer",
  "label-printer",
  "rate-import",
  "crm-sync",
  "payroll-export",
  "sla-monitor",
  "feature-store",
];

/** About 2,000 tokens of every class, as rows for the import; the same for the same day. */
export function importedTokens({ people }, today) {
  const random = seeded(20260202);
  return systems.flatMap((system) => {
    const count = system.classes.reduce((sum, [, weight]) => sum + weight, 0) * 13.6;
    return Array.from({ length: Math.round(count) }, () => row(system, people, today, random));
  });
}

function row(system, people, today, random) {
  const tokenClass = random.weighted(system.classes);
  const age = Math.floor(random.next() ** 1.8 * 1400);
  const created = random.chance(0.93) ? new Date(today.getTime() - age * day - random.below(day)) : null;
  const owner = random.chance(0.41) ? random.pick(people.filter((person) => !person.left)) : null;
  const name = `${random.pick(work)}-${random.hex(4)}`;
  const external = `${system.prefix[tokenClass]}${random.hex(12)}`;
  return {
    system: system.name,
    class: tokenClass,
    id: external,
    name,
    hint: `${system.prefix[tokenClass]}…${external.slice(-4)}`,
    fingerprint: createHash("sha256").update(`sample:${external}`).digest("hex"),
    scopes: system.scopes.filter(() => random.chance(0.4)),
    environment: random.weighted([
      ["production", 42],
      ["staging", 18],
      ["development", 26],
      [null, 14],
    ]),
    creator: creatorOf(people, created, random),
    owner: owner?.userName ?? null,
    purpose: owner && random.chance(0.6) ? `Used by ${name.replace(/-[0-9a-f]{4}$/, "")} of ${owner.department}` : null,
    created: created?.toISOString() ?? null,
    expiry: expiryOf(tokenClass, created ?? today, random),
    lastUsed: lastUseOf(created, today, random),
  };
}

/** Only someone who was there on the day can have made it. */
function creatorOf(people, created, random) {
  const makers = created ? people.filter((person) => person.joined < created && (!person.left || person.left > created)) : [];
  if (makers.length === 0 || random.chance(0.28)) return null;
  const maker = random.pick(makers);
  return { userName: maker.userName, name: maker.displayName, email: maker.email, enabled: !maker.left || random.chance(0.35) };
}

function expiryOf(tokenClass, from, random) {
  const short = tokenClass === "ephemeral_secret" || tokenClass === "certificate";
  const kind =
    short || random.chance(0.34)
      ? "at"
      : random.weighted([
          ["never", 70],
          ["unknown", 30],
        ]);
  const lifetime = tokenClass === "ephemeral_secret" ? 1 : random.pick([30, 90, 180, 365, 730]);
  return { kind, at: kind === "at" ? new Date(from.getTime() + lifetime * day).toISOString() : null };
}

function lastUseOf(created, today, random) {
  const used = random.weighted([
    ["recent", 50],
    ["old", 22],
    ["unknown", 28],
  ]);
  if (used === "unknown") return null;
  const ago = random.below(used === "recent" ? 20 : 500) * day + random.below(day);
  return new Date(Math.max((created ?? today).getTime(), today.getTime() - ago)).toISOString();
}
