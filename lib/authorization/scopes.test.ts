import { expect, test } from "vitest";
import type { Actor } from "../core/context";
import { apiScopes } from "../domain/api-scopes";
import { roles } from "../domain/roles";
import { authorize, may } from "./authorize";
import { scopeActions } from "./scopes";
import { type Action, actionRoles } from "./table";

const person = { type: "person", id: "p", displayName: "P", sessionId: "", roles: [...roles] } as const satisfies Actor;
const withToken = (...scopes: (typeof apiScopes)[number][]): Actor => ({ ...person, roles: [...roles], apiToken: { id: "t", scopes } });

test("with every scope and every role, an API token signs nothing, founds nothing, lets nobody in and makes no further token", () => {
  const never: Action[] = [
    ...(["request.sign", "key.enrol", "trust.read", "trust.propose", "trust.sign", "trust.pin", "people.manage", "connection.manage"] as const),
    ...(["request.stop", "audit.resume", "api-token.own", "people.sync", "import.people", "finding.close"] as const),
  ];
  for (const action of never) expect(may(withToken(...apiScopes), action), action).toBe(false);
});

test("a scope opens its own actions and no others, and only what the roles allow", () => {
  for (const scope of apiScopes)
    for (const action of Object.keys(actionRoles) as Action[])
      expect(may(withToken(scope), action), `${scope}: ${action}`).toBe(scopeActions[scope].includes(action));
  expect(may({ ...person, roles: ["auditor"], apiToken: { id: "t", scopes: ["write:findings"] } }, "finding.triage")).toBe(false);
  expect(may({ ...person, roles: ["security_manager"], apiToken: { id: "t", scopes: ["write:findings"] } }, "finding.triage")).toBe(true);
  expect(may({ ...person, roles: ["token_owner"], apiToken: { id: "t", scopes: ["write:accounts"] } }, "account.link")).toBe(false);
  expect(may({ ...person, roles: ["administrator"], apiToken: { id: "t", scopes: ["write:accounts"] } }, "account.link")).toBe(true);
});

test("a refusal says which scope is missing, or that no scope does", () => {
  expect(() => authorize(withToken("read:audit"), "inventory.read")).toThrow(/Make one with "read:inventory"/);
  expect(() => authorize(withToken(...apiScopes), "request.sign")).toThrow(/can't be done with an API token/);
});
