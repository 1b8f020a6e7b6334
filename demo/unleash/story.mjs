/**
 * Which API tokens exist in the sample's Unleash, by whom and since when: [maker's key, name, environment, type, made days ago, further].
 * Makers are the keys of the cast (organisation/names.mjs).
 */
export const tokens = [
  ["leaver", "billing-sync", "production", "client", 412, { used: true }],
  ["leaver", "invoice-preview", "development", "client", 233, { project: "default" }],
  ["leaver", "rating-rollout", "production", "client", 148, {}],
  ["other-leaver", "route-optimizer", "production", "client", 365, {}],
  ["other-leaver", "fleet-canary", "development", "client", 90, { project: "default", expiresInDays: 40 }],
  ["next-leaver", "portal-bff", "production", "client", 120, { used: true }],
  ["next-leaver", "portal-web", "production", "frontend", 64, {}],
  ["owner", "invoice-export", "production", "client", 301, {}],
  ["owner", "invoice-tests", "development", "client", 44, { project: "default", expiresInDays: 120 }],
  ["approver", "release-bot", "production", "client", 500, {}],
  ["approver", "edge-flags", "development", "client", 12, { project: "default" }],
  ["second-approver", "payments-gateway", "production", "client", 270, {}],
];
