import { z } from "zod";
import { unauthenticated } from "../../core/errors";
import { apiScopes } from "../../domain/api-scopes";
import { roles } from "../../domain/roles";
import { endpoint } from "../endpoint";

export const meEndpoints = [
  endpoint({
    method: "GET",
    path: "/me",
    id: "getMe",
    tag: "API tokens",
    summary: "Read for whom this API token speaks",
    description: "What it can do is what its scopes and the roles allow, both.",
    action: null,
    input: z.object({}),
    output: z.object({
      person: z.object({ id: z.uuid(), name: z.string(), roles: z.array(z.enum(roles)) }),
      apiToken: z.object({ id: z.uuid(), scopes: z.array(z.enum(apiScopes)) }),
    }),
    run: async ({ actor }) => {
      if (actor.type !== "person" || !actor.apiToken) throw unauthenticated();
      return { person: { id: actor.id, name: actor.displayName, roles: actor.roles }, apiToken: actor.apiToken };
    },
  }),
];
