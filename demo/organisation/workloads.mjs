import { company } from "./names.mjs";
import { seeded } from "./random.mjs";
import { workloads as departments } from "./systems.mjs";

/**
 * What the company's workloads are, in the words of their people: kind, environment, what it does, what it reaches; `legacy` where it can't do
 * short-lived credentials (why, and for how many days more), `told` where people have said already which tokens it uses (the share of them).
 */
const descriptions = {
  "billing-sync": [
    "service",
    "production",
    "Carries invoices from the ledger to the billing provider.",
    ["ledger.internal", "api.billing-provider.example"],
    { told: 0.9 },
  ],
  "invoice-export": [
    "cron_job",
    "production",
    "Writes the night's invoices as files for the accountants.",
    ["ledger.internal", "sftp.accountants.example"],
    { told: 0.7 },
  ],
  "rate-import": ["cron_job", "production", "Fetches freight rates each morning.", ["rates.carrier-board.example"], { told: 0.4 }],
  "route-optimizer": ["service", "production", "Plans the day's routes.", ["maps.internal", "fleet-positions.internal"], { told: 0.8 }],
  "fleet-ingest": ["service", "production", "Takes in positions from the trucks.", ["fleet-positions.internal"], { told: 0.6 }],
  "customs-filing": ["saas_integration", "production", "Files declarations with the customs broker.", ["api.customs-broker.example"], { told: 0.5 }],
  "label-printer": [
    "appliance",
    "production",
    "The printers in the warehouses.",
    ["print-queue.internal"],
    { told: 1, legacy: ["Its firmware knows static keys alone; the maker promises an update.", 120] },
  ],
  "edi-gateway": [
    "service",
    "production",
    "Speaks EDI with carriers.",
    ["edi.carrier-board.example", "queue.internal"],
    { told: 0.6, legacy: ["The carriers’ side takes one key a year, by fax.", 300] },
  ],
  "partner-webhooks": ["service", "production", "Tells partners what became of their shipments.", ["queue.internal"], { told: 0.3 }],
  "portal-bff": ["service", "production", "Serves the customers’ portal.", ["portal-sessions.internal", "search.internal"], { told: 0.9 }],
  "mobile-push": ["saas_integration", "production", "Sends notifications to drivers’ phones.", ["push.provider.example"], { told: 0.4 }],
  "search-indexer": ["service", "staging", "Keeps the search index.", ["search.internal"], { told: 0.2 }],
  "nightly-report": ["cron_job", "production", "Makes the figures of the day.", ["warehouse.internal"], { told: 0.5 }],
  "feature-store": ["service", "development", "Features for the models that predict arrival.", ["warehouse.internal"], { told: 0 }],
  "crm-sync": ["saas_integration", "production", "Carries customers to and from the CRM.", ["api.crm-provider.example", "warehouse.internal"], { told: 0.4 }],
  "cache-warmer": ["cron_job", null, null, [], { told: 0.2 }],
  "release-bot": ["pipeline", "production", "Builds, signs and releases.", ["registry.internal", "github.com"], { told: 0.9 }],
  terraform: ["pipeline", "production", "Changes the infrastructure.", ["aws.amazon.com", "cloud.google.com"], { told: 0.7 }],
  backup: [
    "cron_job",
    "production",
    "Copies databases off site.",
    ["warehouse.internal", "backup-vault.example"],
    { told: 0.6, legacy: ["The vault’s client reads its key from a file that it never looks at again.", 45] },
  ],
  "sla-monitor": [
    "agent",
    "production",
    "Watches shipments and writes to customers when one is late.",
    ["queue.internal", "api.mail-provider.example"],
    { told: 0.5 },
  ],
};

const day = 24 * 3600 * 1000;

/** Who describes what, as the sample's people would by the verbs of the product; `rows` are the imported tokens. The same for the same day. */
export function describedWorkloads(world, rows, today) {
  const random = seeded(20260303);
  const issuer = "https://token.actions.githubusercontent.com";
  return Object.entries(descriptions).map(([name, [kind, environment, description, destinations, { told, legacy }]]) => {
    const own = world.people.filter((person) => !person.left && person.department === departments[name]);
    const owner = random.pick(own);
    const backup = random.chance(0.7) ? random.pick(own.filter((person) => person !== owner)) : null;
    const mine = rows.filter((row) => row.name.startsWith(`${name}-`) || row.name.startsWith(`${name} from `));
    const holds = () => (random.chance(0.5) ? refer(random.pick(mine.filter((row) => row.class !== "ephemeral_secret"))) : null);
    return {
      name,
      kind,
      environment,
      description,
      spiffeId: kind === "service" && environment ? `spiffe://${company.domain}/ns/${environment}/sa/${name}` : null,
      oidc: kind === "pipeline" ? { issuer, subject: `repo:meridian-freight/${name}:ref:refs/heads/main` } : null,
      owner: owner.userName,
      backup: backup?.userName ?? null,
      team: world.teams.find(({ key }) => key === owner.team).name,
      destinations: destinations.map((destination) => ({ destination, token: holds() })),
      tokens: mine.filter(() => random.chance(told)).map((row) => refer(row)),
      legacy: legacy ? { reason: legacy[0], until: new Date(today.getTime() + legacy[1] * day).toISOString().slice(0, 10) } : null,
    };
  });
}

/** A token as its listing names it. */
const refer = (row) => ({ system: row.system, id: row.id });
