/** The pages that exist, in the order and groups of the rail. `action` is what one must be allowed to do to see it. */
export const pages = [
  { group: "Posture", title: "Overview", href: "/", action: "overview.read" },
  { group: "Posture", title: "Inventory", href: "/inventory", action: "inventory.read" },
  { group: "Posture", title: "Workloads", href: "/workloads", action: "workload.read" },
  { group: "Posture", title: "Coverage", href: "/coverage", action: "connection.read" },
  { group: "Gaps", title: "Ownership", href: "/ownership", action: "inventory.read" },
  { group: "Gaps", title: "Residue", href: "/residue", action: "residue.read" },
  { group: "Gaps", title: "Exposure", href: "/exposure", action: "inventory.read" },
  { group: "Decide", title: "My tokens", href: "/my-tokens", action: "token.attest" },
  { group: "Decide", title: "Requests", href: "/requests", action: "request.read" },
  { group: "Prove", title: "Audit", href: "/audit", action: "audit.read" },
  { group: "Prove", title: "Frameworks", href: "/frameworks", action: "overview.read" },
  { group: "Set up", title: "Connections", href: "/connections", action: "connection.read" },
  { group: "Set up", title: "Imports", href: "/imports", action: "import.read" },
  { group: "Set up", title: "People", href: "/people", action: "people.read" },
  { group: "Set up", title: "Accounts", href: "/accounts", action: "people.read" },
  { group: "Set up", title: "Policies", href: "/policies", action: "trust.read" },
  { group: "Set up", title: "API tokens", href: "/api-tokens", action: "api-token.own" },
  { group: "Set up", title: "Set-up checklist", href: "/set-up", action: "trust.read" },
] as const;

export type PageAction = (typeof pages)[number]["action"];

/** A page as the rail and the palette show it. */
export interface PageLink {
  group: string;
  title: string;
  href: string;
  /** things there that wait for somebody; shown only when above zero */
  count?: number;
}

/** Whether the page of that address is the one shown, or stands above it. */
export const isCurrent = (href: string, path: string): boolean => (href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`));
