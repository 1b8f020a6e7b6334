import SCIMMY from "scimmy";
import { ScimFault } from "./fault";
import { list } from "./list";
import { definitions } from "./schema";

/** Most resources one list answer holds (RFC 7643 §5, filter.maxResults). */
export const maxResults = 200;

/** What this server can, for clients that ask (RFC 7644 §4). */
export function serviceProviderConfig(base: string): object {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    documentationUri: "https://datatracker.ietf.org/doc/html/rfc7644",
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "The token that `countersign scim token` prints once.",
        specUri: "https://datatracker.ietf.org/doc/html/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${base}/ServiceProviderConfig` },
  };
}

/** /ResourceTypes and /ResourceTypes/{name}. */
export function resourceTypes(base: string, name: string | null): object {
  const all = [SCIMMY.Resources.User, SCIMMY.Resources.Group].map((type) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    ...type.describe(),
    meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/${type.describe().name}` },
  }));
  if (name === null) return list(all, all.length, 1);
  return all.find((type) => type.name === name) ?? missing(`Resource type ${name}`);
}

/** /Schemas and /Schemas/{urn}. */
export function schemas(base: string, urn: string | null): object {
  const all = definitions.map((definition) => ({
    ...definition.describe(`${base}/Schemas`),
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
  }));
  if (urn === null) return list(all, all.length, 1);
  return all.find((schema) => schema.id.toLowerCase() === urn.toLowerCase()) ?? missing(`Schema ${urn}`);
}

function missing(thing: string): never {
  throw new ScimFault(404, null, `${thing} is not one of this server's.`);
}
