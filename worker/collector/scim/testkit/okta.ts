import { patchSchema, userSchema } from "../schema";

/**
 * The requests that Okta documents for SCIM 2.0 (developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20), with names of ours:
 * look up by userName, create, PUT the whole user, deactivate by PATCH without a path, groups by PATCH.
 */
export const lookUp = (userName: string) => `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`;

export const create = (userName: string, extra: object = {}) => ({
  schemas: [userSchema],
  userName,
  name: { givenName: "Test", familyName: "User" },
  emails: [{ primary: true, value: userName, type: "work" }],
  displayName: "Test User",
  locale: "en-US",
  externalId: `00u-${userName}`,
  groups: [],
  password: "1mz050nq",
  active: true,
  ...extra,
});

/** Okta's update: GET, then PUT of everything it got with its changes in it. */
export const replace = (current: object, changes: object) => ({ ...current, ...changes });

export const deactivate = { schemas: [patchSchema], Operations: [{ op: "replace", value: { active: false } }] };
export const reactivate = { schemas: [patchSchema], Operations: [{ op: "replace", value: { active: true } }] };

export const createGroup = (displayName: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
  displayName,
  members: [],
});
export const renameGroup = (id: string, displayName: string) => ({ schemas: [patchSchema], Operations: [{ op: "replace", value: { id, displayName } }] });
export const changeMembers = (remove: { id: string }[], add: { id: string; display: string }[]) => ({
  schemas: [patchSchema],
  Operations: [
    ...remove.map(({ id }) => ({ op: "remove", path: `members[value eq "${id}"]` })),
    { op: "add", path: "members", value: add.map(({ id, display }) => ({ value: id, display })) },
  ],
});
export const resetMembers = (ids: string[]) => ({
  schemas: [patchSchema],
  Operations: [{ op: "replace", path: "members", value: ids.map((value) => ({ value, display: "Test User" })) }],
});
