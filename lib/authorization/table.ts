import type { RoleName } from "../domain/roles";

const everyone: RoleName[] = ["security_manager", "token_owner", "approver", "auditor", "administrator"];
const managers: RoleName[] = ["security_manager", "administrator"];

/**
 * The product's own authorization: action → roles that may. Anything not listed is denied.
 * Whether a signature counts is decided elsewhere, from signed statements alone; no role here grants that.
 */
export const actionRoles = {
  "overview.read": everyone,
  "inventory.read": everyone,
  "token.own": [...managers, "token_owner"],
  /** answering for one's own tokens, and taking or refusing what others offer: whose they are, the verb asks */
  "token.attest": everyone,
  /** concluding who may own a token, and asking who takes over from somebody who left: machines alone */
  "ownership.suggest": [],
  "workload.read": everyone,
  /** describing workloads and saying which tokens they use; a token owner for what is theirs alone (lib/workloads/may-manage.ts) */
  "workload.manage": [...managers, "token_owner"],
  "workload.merge": managers,
  /** keeping views of one's own */
  "view.save": everyone,
  /** taking a shared view of somebody else away */
  "view.tidy": managers,
  "import.read": everyone,
  /** bringing listings in as data: tokens, workloads, owners, catalogues */
  "import.start": managers,
  /** people and teams: who is who is the administrator's */
  "import.people": ["administrator"],
  "residue.read": everyone,
  /** the day's figures: machines alone */
  "posture.record": [],
  /** how long tokens may live, and how often they are replaced and answered for */
  "ttl.set": managers,
  "finding.triage": ["security_manager"],
  /** having content or a source looked through for secrets, stopping that, and letting a source rest: whoever triages */
  "scan.start": ["security_manager"],
  /** saying where on the collector's host a source lies and how often it is looked through: on that host alone */
  "scan.name": [],
  /** rules of one's own, and which detectors are off */
  "detection.manage": ["security_manager"],
  /** what follows from proof and fresh facts: machines alone */
  "finding.close": [],
  "connection.read": everyone,
  "connection.sync": managers,
  "connection.manage": ["administrator"],
  "request.read": everyone,
  "request.file": ["security_manager", "token_owner"],
  "request.withdraw": ["security_manager", "token_owner"],
  "request.sign": ["approver", "security_manager", "token_owner", "administrator"],
  "key.enrol": ["approver", "security_manager", "token_owner", "administrator"],
  "trust.read": everyone,
  "trust.propose": ["administrator"],
  "trust.sign": ["approver", "security_manager", "token_owner", "administrator"],
  /** on the executor's host alone */
  "trust.pin": [],
  "request.stop": [],
  "audit.resume": [],
  "audit.read": ["auditor", "security_manager", "administrator"],
  "people.read": everyone,
  "people.manage": ["administrator"],
  /** what directories say of people: machines alone, no role writes it by hand */
  "people.sync": [],
  /** one's own; an administrator revokes anybody's */
  "api-token.own": everyone,
  "account.link": managers,
  /** matching accounts to persons by evidence: machines alone */
  "account.match": [],
} as const satisfies Record<string, readonly RoleName[]>;

export type Action = keyof typeof actionRoles;
