/**
 * The systems of which the sample holds listings only: no live system stands behind them, and every row says so. For each class: how many
 * there are, what its ids look like (`#` a hex digit, `@` a capital or digit, `{name}` its own name), what its hint shows, which lifetimes in
 * days it is issued for (null: it never ends), who makes it (a person for themselves, or a team for a service), and, where the system knows
 * environments at all, `environments: true`.
 */
export const systems = [
  {
    name: "github (sample data)",
    scopes: ["repo", "read:org", "workflow", "write:packages", "contents:read"],
    classes: {
      personal_access_token: { count: 430, id: "pat/########", hint: "github_pat_", lifetimes: [30, 90, 90, 365, null], by: "person" },
      deploy_key: { count: 200, id: "key/########", hint: "SHA256:", lifetimes: [null], by: "team" },
      oauth_grant: { count: 140, id: "grant/########", hint: "gho_", lifetimes: [null], by: "person" },
    },
  },
  {
    name: "aws (sample data)",
    environments: true,
    scopes: ["s3:*", "ec2:Describe*", "dynamodb:GetItem", "iam:PassRole"],
    classes: {
      api_key: { count: 230, id: "AKIA@@@@@@@@@@@@@@@@", hint: "AKIA", lifetimes: [null], by: "person" },
      service_credential: { count: 120, id: "role/{name}", hint: "role/", lifetimes: [null], by: "team" },
    },
  },
  {
    name: "slack (sample data)",
    scopes: ["chat:write", "channels:history", "files:read"],
    classes: {
      oauth_grant: { count: 170, id: "app/@@@@@@@@@", hint: "xoxb-", lifetimes: [null], by: "person" },
      api_key: { count: 60, id: "level/@@@@@@@@@", hint: "xapp-", lifetimes: [null], by: "person" },
    },
  },
  {
    name: "okta (sample data)",
    scopes: ["okta.users.read", "okta.groups.manage"],
    classes: {
      api_key: { count: 70, id: "00T################", hint: "00", lifetimes: [30], by: "person" },
      oauth_grant: { count: 85, id: "0oa################", hint: "0oa", lifetimes: [90, 365, null], by: "team" },
    },
  },
  {
    name: "gcp (sample data)",
    environments: true,
    scopes: ["roles/storage.admin", "roles/bigquery.user", "roles/editor"],
    classes: { service_credential: { count: 210, id: "keys/{name}/########", hint: "key ", lifetimes: [90, 365, null, null], by: "team" } },
  },
  {
    name: "internal ca (sample data)",
    environments: true,
    scopes: ["clientAuth", "serverAuth"],
    classes: { certificate: { count: 260, id: "serial/################", hint: "CN=", lifetimes: [30, 90, 90, 365, 730], by: "team" } },
  },
];

/** What Vault hands out by the thousand and for minutes: listed as one row for each role and workload, never one for each secret. */
export const ephemeral = {
  name: "vault (sample data)",
  roles: ["database/creds/readonly", "database/creds/readwrite", "aws/creds/deploy"],
};

/** Services and jobs of the company, with the department that runs each. */
export const workloads = {
  "billing-sync": "Billing",
  "invoice-export": "Billing",
  "rate-import": "Billing",
  "route-optimizer": "Logistics",
  "fleet-ingest": "Logistics",
  "customs-filing": "Logistics",
  "label-printer": "Logistics",
  "edi-gateway": "Integrations",
  "partner-webhooks": "Integrations",
  "portal-bff": "Product",
  "mobile-push": "Product",
  "search-indexer": "Product",
  "nightly-report": "Data",
  "feature-store": "Data",
  "crm-sync": "Data",
  "cache-warmer": "Platform",
  "release-bot": "Platform",
  terraform: "Platform",
  backup: "Platform",
  "sla-monitor": "Operations",
};
