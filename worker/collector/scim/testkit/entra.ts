import { enterpriseSchema, patchSchema, userSchema } from "../schema";

/**
 * The requests that Microsoft documents for Entra ID (learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups),
 * with names of ours: connection test, create, PATCH with capitalised ops, booleans as text where the tenant flag is not set, groups
 * without members, membership by value lists.
 */
export const connectionTest = `/Users?filter=${encodeURIComponent('userName eq "43a3c1ba-0f0b-4ef5-8b40-a2ac8e0fd1b5"')}`;
export const lookUp = (userName: string) => `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`;
export const lookUpExternal = (id: string) => `/Users?filter=${encodeURIComponent(`externalId eq "${id}"`)}`;

export const create = (userName: string, extra: object = {}) => ({
  schemas: [userSchema, enterpriseSchema],
  externalId: `0a21f0f2-${userName}`,
  userName,
  active: true,
  emails: [{ primary: true, type: "work", value: `${userName}@example.com` }],
  meta: { resourceType: "User" },
  name: { formatted: "Given Family", familyName: "Family", givenName: "Given" },
  roles: [],
  ...extra,
});

/** Disabled as sent without the tenant flag aadOptscim062020: a capitalised op and a boolean as text. */
export const disableAsText = { schemas: [patchSchema], Operations: [{ op: "Replace", path: "active", value: "False" }] };
export const disable = { schemas: [patchSchema], Operations: [{ op: "Replace", path: "active", value: false }] };
export const enableAsText = { schemas: [patchSchema], Operations: [{ op: "Replace", path: "active", value: "True" }] };

export const changeAttributes = (managerId: string) => ({
  schemas: [patchSchema],
  Operations: [
    { op: "Replace", path: 'emails[type eq "work"].value', value: "updated@example.com" },
    { op: "Replace", path: "name.familyName", value: "Renamed" },
    { op: "Add", path: `${enterpriseSchema}:department`, value: "Platform" },
    { op: "Add", path: `${enterpriseSchema}:manager`, value: managerId },
    { op: "Add", path: 'phoneNumbers[type eq "mobile"].value', value: "+1 555 0100" },
  ],
});
/** Several attributes at once, without a path, dotted. */
export const changeDotted = {
  schemas: [patchSchema],
  Operations: [{ op: "Replace", value: { displayName: "Bjfe", "name.givenName": "Kkom", active: "False", [`${enterpriseSchema}:department`]: "Sales" } }],
};
export const addManagerAsList = (id: string) => ({
  schemas: [patchSchema],
  Operations: [{ op: "Add", path: `${enterpriseSchema}:manager`, value: [{ $ref: `https://example.com/scim/Users/${id}`, value: id }] }],
});

export const changeMore = {
  schemas: [patchSchema],
  Operations: [
    { op: "Add", path: 'roles[primary eq "True"].value', value: "Reader" },
    { op: "Replace", path: `${userSchema}:title`, value: "tester" },
    { op: "Remove", path: `${enterpriseSchema}:manager` },
  ],
};
/** Attributes that an administrator mapped to an extension of their own. */
const custom = "urn:ietf:params:scim:schemas:extension:custom:2.0:User";
export const customExtension = { [custom]: { worksiteId: "180" } };
export const disableWithCustom = {
  schemas: [patchSchema],
  Operations: [
    { op: "Replace", path: `${custom}:worksiteId`, value: "181" },
    { op: "Replace", path: `${enterpriseSchema}:worksiteId`, value: "181" },
    { op: "Replace", path: "active", value: "False" },
  ],
};

export const createGroup = (displayName: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
  externalId: `8aa1a0c0-${displayName}`,
  displayName,
  meta: { resourceType: "Group" },
});
export const lookUpGroup = (displayName: string) => `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`;
export const addMembers = (ids: string[]) => ({
  schemas: [patchSchema],
  Operations: [{ op: "Add", path: "members", value: ids.map((value) => ({ $ref: null, value })) }],
});
export const removeMembers = (ids: string[]) => ({
  schemas: [patchSchema],
  Operations: [{ op: "Remove", path: "members", value: ids.map((value) => ({ $ref: null, value })) }],
});
export const removeMemberByFilter = (id: string) => ({ schemas: [patchSchema], Operations: [{ op: "Remove", path: `members[value eq "${id}"]` }] });
export const renameGroup = (displayName: string) => ({ schemas: [patchSchema], Operations: [{ op: "Replace", path: "displayName", value: displayName }] });
