import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "../../../lib/core/context";
import { readBody, send } from "./body";
import { resourceTypes, schemas, serviceProviderConfig } from "./discovery";
import { ScimFault, scimError } from "./fault";
import { presentGroup } from "./group-rows";
import { createGroup, deleteGroup, getGroup, listGroups, patchGroup, replaceGroup } from "./groups";
import { readSettings } from "./settings";
import { checkToken } from "./token";
import { present } from "./user-rows";
import { createUser, deleteUser, getUser, listUsers, patchUser, replaceUser, type Scim } from "./users";

const root = "/scim/v2";

interface Answer {
  status: number;
  body: object | null;
  headers?: Record<string, string>;
}
interface Call {
  scim: Scim;
  id: string | null;
  params: URLSearchParams;
  req: IncomingMessage;
}
type Endpoint = Partial<Record<string, (call: Call) => Promise<Answer>>>;

/**
 * SCIM 2.0 (RFC 7643, 7644) under /scim/v2: Users, Groups, discovery. Returns false, untouched, for any other path.
 * `home` holds the token's hash and the settings; `origin` is the address clients use, the request's Host when absent.
 * Every fault is answered as a SCIM error; this never throws.
 */
export async function handleScim(ctx: Context, home: string, req: IncomingMessage, res: ServerResponse, origin?: string): Promise<boolean> {
  // Cut by hand: as a URL, "//x" would be a host, and "//" none at all.
  const [pathname = "", query = ""] = (req.url ?? "/").split(/\?(.*)/s, 2);
  if (pathname !== root && !pathname.startsWith(`${root}/`)) return false;
  let answer: Answer;
  try {
    await checkToken(home, req.headers.authorization);
    const base = `${origin ?? `http://${req.headers.host ?? "localhost"}`}${root}`;
    const [kind = "", ...ids] = pathname
      .slice(root.length + 1)
      .split("/")
      .filter(Boolean)
      .map(decode);
    const scim = { ctx, settings: await readSettings(home), base };
    answer = await dispatch(kind, { scim, id: ids.length === 0 ? null : ids.join("/"), params: new URLSearchParams(query), req });
  } catch (error) {
    const body = scimError(error, (unknown) => ctx.log.error({ err: unknown, method: req.method, path: pathname }, "scim request failed"));
    const status = Number(body.status);
    answer = { status, body, headers: headersOf[status] };
  }
  send(res, answer.status, answer.body, answer.headers);
  return true;
}

const headersOf: Partial<Record<number, Record<string, string>>> = {
  401: { "www-authenticate": 'Bearer realm="scim"' },
  413: { connection: "close" },
  503: { "retry-after": "60" },
};

async function dispatch(kind: string, call: Call): Promise<Answer> {
  const method = req(call);
  const endpoint = call.id === null ? collections[kind.toLowerCase()] : resources[kind.toLowerCase()];
  if (!endpoint)
    throw new ScimFault(
      404,
      null,
      `Nothing is at /${[kind, call.id].filter(Boolean).join("/")}. What is: Users, Groups, ServiceProviderConfig, ResourceTypes, Schemas.`,
    );
  const run = endpoint[method];
  if (!run) throw new ScimFault(405, null, `${method} is not possible here. What is: ${Object.keys(endpoint).join(", ")}.`);
  return run(call);
}

const req = (call: Call): string => call.req.method ?? "GET";
const ok = (body: object): Answer => ({ status: 200, body });
const nothing: Answer = { status: 204, body: null };
const created = (body: object, location: string): Answer => ({ status: 201, body, headers: { location } });
const theId = (call: Call): string => call.id ?? "";

const collections: Record<string, Endpoint> = {
  users: {
    GET: async ({ scim, params }) => ok(await listUsers(scim, params)),
    POST: async ({ scim, req: sent }) => {
      const row = await createUser(scim, await readBody(sent));
      return created(present(row, scim.base), `${scim.base}/Users/${row.scimId}`);
    },
  },
  groups: {
    GET: async ({ scim, params }) => ok(await listGroups(scim, params)),
    POST: async ({ scim, req: sent }) => {
      const row = await createGroup(scim, await readBody(sent));
      return created(presentGroup(row, scim.base), `${scim.base}/Groups/${row.scimId}`);
    },
  },
  serviceproviderconfig: { GET: async ({ scim }) => ok(serviceProviderConfig(scim.base)) },
  resourcetypes: { GET: async ({ scim }) => ok(resourceTypes(scim.base, null)) },
  schemas: { GET: async ({ scim }) => ok(schemas(scim.base, null)) },
};

const resources: Record<string, Endpoint> = {
  users: {
    GET: async (call) => ok(await getUser(call.scim, theId(call), call.params)),
    PUT: async (call) => ok(present(await replaceUser(call.scim, theId(call), await readBody(call.req)), call.scim.base)),
    PATCH: async (call) => ok(present(await patchUser(call.scim, theId(call), await readBody(call.req)), call.scim.base)),
    DELETE: async (call) => {
      await deleteUser(call.scim, theId(call));
      return nothing;
    },
  },
  groups: {
    GET: async (call) => ok(await getGroup(call.scim, theId(call), call.params)),
    PUT: async (call) => ok(presentGroup(await replaceGroup(call.scim, theId(call), await readBody(call.req)), call.scim.base)),
    PATCH: async (call) => {
      await patchGroup(call.scim, theId(call), await readBody(call.req));
      return nothing;
    },
    DELETE: async (call) => {
      await deleteGroup(call.scim, theId(call));
      return nothing;
    },
  },
  resourcetypes: { GET: async (call) => ok(resourceTypes(call.scim.base, theId(call))) },
  schemas: { GET: async (call) => ok(schemas(call.scim.base, theId(call))) },
};

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ScimFault(400, "invalidSyntax", "The path can't be read.");
  }
}
