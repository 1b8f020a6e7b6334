import SCIMMY from "scimmy";

export const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
export const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const enterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/** Our own extension: where a client that maps attributes freely (Okta, Entra ID) sends the last day. */
export const countersignSchema = "urn:ietf:params:scim:schemas:extension:countersign:2.0:User";
export const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** Attributes of the enterprise extension that directories use for the end date though RFC 7643 names none. Read as our own `endDate`. */
export const endDateNames = ["endDate", "terminationDate", "employeeLeaveDateTime"];

/** RFC 7643's User with the enterprise extension and ours. Extended once: scimmy keeps its definitions for the whole process. */
const extension = new SCIMMY.Types.SchemaDefinition("CountersignUser", countersignSchema, "What Countersign reads beside RFC 7643", [
  new SCIMMY.Types.Attribute("dateTime", "endDate", {
    description: "When the person leaves. In the past: departed since then. In the future: departs at that time.",
  }),
]);
SCIMMY.Schemas.User.definition.extend(SCIMMY.Schemas.EnterpriseUser.definition, false);
SCIMMY.Schemas.User.definition.extend(extension, false);

export const UserSchema = SCIMMY.Schemas.User;
export const GroupSchema = SCIMMY.Schemas.Group;
export const PatchOp = SCIMMY.Messages.PatchOp;
export const Filter = SCIMMY.Types.Filter;
export type Filter = InstanceType<typeof Filter>;
/** The definitions that /Schemas shows. */
export const definitions = [UserSchema.definition, SCIMMY.Schemas.EnterpriseUser.definition, extension, GroupSchema.definition];
