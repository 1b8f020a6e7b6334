export const roles = ["security_manager", "token_owner", "approver", "auditor", "administrator"] as const;
export type RoleName = (typeof roles)[number];

/** Roles as people read them. */
export const roleTitles: Record<RoleName, string> = {
  security_manager: "security manager",
  token_owner: "token owner",
  approver: "approver",
  auditor: "auditor",
  administrator: "administrator",
};

/** What each role lets one do, in a sentence. */
export const roleMeanings: Record<RoleName, string> = {
  security_manager: "Sees everything, triages findings, asks for revocation, starts syncs.",
  token_owner: "Answers for tokens and may ask for their revocation.",
  approver: "Reads and signs requests. A signature counts only with an enrolled key in a signed approver group.",
  auditor: "Reads everything, the audit log included. Changes nothing.",
  administrator: "Sets up connections, people, keys and trust. Can't approve by this role alone.",
};

/** Where signing in leads: whoever only answers for tokens begins with those, everyone else with the overview. */
export const firstPageOf = (held: readonly RoleName[]): "/my-tokens" | "/" =>
  held.length > 0 && held.every((role) => role === "token_owner") ? "/my-tokens" : "/";
