/**
 * Who may do what in the database, in words: read (select), add (insert), change (update), remove (delete), some of them for named columns alone.
 * prisma/grants.sql gives exactly this and prisma/grants.test.ts compares. Nobody but the owner has any other right anywhere.
 */
export type RuntimeRole = "web" | "signer" | "collector" | "executor";

/** What all four may read, and nothing in it is secret. */
export const everyoneReads = [
  "account",
  "account_link",
  "account_link_decision",
  "account_person",
  "active_role",
  "approval",
  "attempt",
  "connection",
  "connection_health",
  "connection_removal",
  "denial",
  "deployment",
  "enrolment",
  "execution",
  "finding",
  "ownership",
  "person",
  "person_status_change",
  "process_status",
  "request",
  "request_outcome",
  "request_status",
  "request_target",
  "role_grant",
  "sealing",
  "signed_connection",
  "stop",
  "target_check",
  "team",
  "team_member",
  "token",
  "token_state",
  "trust_root",
  "trust_signature",
  "trust_state",
  "trust_statement",
  "withdrawal",
] as const;

/** Each role's further rights, by table. */
export const rights: Record<RuntimeRole, Record<string, string>> = {
  // People's own doings: sign-in, requests, triage, ownership, proposals. No fact, no approval, no execution, no ciphertext.
  web: {
    account_link_decision: "read, add",
    audit_entry: "read",
    audit_leaf: "read",
    checkpoint: "read",
    connection: "read, add",
    connection_removal: "read, add",
    finding: "read, change(status due_at triaged_by triage_note)",
    identity_link: "read, add, remove",
    invite: "read, add, change(used_at)",
    notice: "read",
    ownership: "read, add, change, remove",
    process_status: "read, add, change",
    read_credential: "read(id connection_id created_by created_at), add",
    request: "read, add",
    request_target: "read, add",
    revoke_credential: "read(id connection_id created_by created_at), add",
    role_grant: "read, add, remove",
    session: "read, add, change(ended_at ended_reason)",
    signer_ticket: "read, add",
    sync_reject: "read",
    sync_run: "read, add(id connection_id trigger status queued_at), change(cancelled_by)",
    token_fingerprint: "read",
    trust_statement: "read, add",
    withdrawal: "read, add",
  },
  // The only writer of approvals, denials, enrolments and trust signatures.
  signer: {
    approval: "read, add",
    denial: "read, add",
    enrolment: "read, add",
    process_status: "read, add, change",
    session: "read",
    signer_ticket: "read, change(used_at)",
    trust_signature: "read, add",
    trust_statement: "read, add",
  },
  // The only writer of facts. It ends the sessions of those who leave.
  collector: {
    account: "read, add, change",
    account_link: "read, add, change, remove",
    connection_health: "read, add, change",
    finding: "read, add, change",
    ownership: "read, add, change",
    person: "read, add, change",
    person_status_change: "read, add",
    process_status: "read, add, change",
    read_credential: "read",
    reevaluation: "read, add, remove",
    session: "read, change(ended_at ended_reason)",
    sync_reject: "read, add, remove",
    sync_run: "read, add, change, remove",
    sync_seen: "read, add, remove",
    team: "read, add, change, remove",
    team_member: "read, add, remove",
    token: "read, add, change",
    token_fingerprint: "read, add, remove",
    turn: "read, change",
  },
  // Acts, proves, seals. It can't approve and writes no fact.
  executor: {
    attempt: "read, add, change",
    audit_entry: "read",
    audit_leaf: "read, add",
    checkpoint: "read, add, change",
    clock_mark: "read, add, change",
    execution: "read, add, change",
    finding: "read, change(status last_seen_at closed_at closed_evidence)",
    first_sight: "read, add",
    latch: "read, add",
    lease: "read, add, change",
    notice: "read, add, change",
    probe_material: "read, add, remove",
    process_status: "read, add, change",
    request_outcome: "read, add, change",
    revoke_credential: "read",
    sealing: "read, change",
    stop: "read, add",
    target_check: "read, add, change, remove",
    token_fingerprint: "read",
    trust_root: "read, add, change",
    trust_state: "read, add, change",
    trust_statement: "read, add",
    turn: "read, change",
  },
};

/** Functions that each of them may call. audit_append runs as the owner: it is the one way into the audit log. */
export const functions = ["audit_append", "database_role"];

/** Further functions of one role. hold_request locks a request's row as the owner: the executor's last look at what people said before it acts. */
export const functionsOf: Partial<Record<RuntimeRole, string[]>> = { executor: ["hold_request"] };

/** Sequences that each may draw from. */
export const sequences: Partial<Record<RuntimeRole, string[]>> = { web: ["request_number_seq"], collector: ["reevaluation_id_seq"] };
