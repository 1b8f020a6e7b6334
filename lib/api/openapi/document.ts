import { z } from "zod";
import { scopesFor } from "../../authorization/scopes";
import { apiScopeMeanings } from "../../domain/api-scopes";
import { type Endpoint, pathNames } from "../endpoint";
import { endpoints } from "../table";
import { Components, type JsonSchema } from "./json-schema";

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});

/** The REST API as OpenAPI 3.1, made from the table that routes it. `origin` is where this deployment is served. */
export function openApi(origin: string): JsonSchema {
  const components = new Components();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {};
    Object.assign(paths[endpoint.path] ?? {}, { [endpoint.method.toLowerCase()]: operation(endpoint, components) });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Countersign",
      version: "1",
      description: `People decide, a separate machine acts. Nothing here signs or approves: that happens on the signer's page alone.\n\nScopes:\n${scopeList()}`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${origin}/api/v1` }],
    security: [{ apiToken: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...components.schemas, Problem: components.of(Problem, "output") },
      securitySchemes: {
        apiToken: { type: "http", scheme: "bearer", bearerFormat: "cst_…", description: "An API token of Countersign's own. Cookies are not looked at." },
      },
      responses: {
        Problem: {
          description: "What went wrong, why, and what to do (RFC 9457).",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

const scopeList = (): string =>
  Object.entries(apiScopeMeanings)
    .map(([scope, meaning]) => `- \`${scope}\`: ${meaning}`)
    .join("\n");

function operation(endpoint: Endpoint, components: Components): JsonSchema {
  const scopes = endpoint.action ? scopesFor(endpoint.action) : [];
  const scoped = endpoint.action ? `Scope: ${scopes.map((scope) => `\`${scope}\``).join(" or ")}.` : "Any API token may.";
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [endpoint.description, scoped].filter(Boolean).join("\n\n"),
    "x-scopes": scopes,
    ...given(endpoint, components),
    responses: { ...success(endpoint, components), default: { $ref: "#/components/responses/Problem" } },
  };
}

function given(endpoint: Endpoint, components: Components): JsonSchema {
  const names = pathNames(endpoint.path);
  const fields = Object.entries(endpoint.input.shape) as [string, z.ZodType][];
  const parameter = ([name, schema]: [string, z.ZodType], where: "path" | "query"): JsonSchema => {
    const described = components.of(schema, "output");
    return {
      name,
      in: where,
      required: where === "path" || !schema.safeParse(undefined).success,
      ...(described.type === "array" ? { style: "form", explode: false } : {}),
      schema: described,
    };
  };
  const inPath = fields.filter(([name]) => names.includes(name)).map((field) => parameter(field, "path"));
  const rest = fields.filter(([name]) => !names.includes(name));
  if (endpoint.method === "GET" || endpoint.method === "DELETE") {
    const parameters = [...inPath, ...rest.map((field) => parameter(field, "query"))];
    return parameters.length > 0 ? { parameters } : {};
  }
  const body =
    rest.length > 0
      ? { requestBody: { required: true, content: { "application/json": { schema: components.of(z.object(Object.fromEntries(rest)), "input") } } } }
      : {};
  return { ...(inPath.length > 0 ? { parameters: inPath } : {}), ...body };
}

function success(endpoint: Endpoint, components: Components): JsonSchema {
  if (endpoint.streams) {
    const content = Object.fromEntries(endpoint.streams.map((type) => [type, { schema: { type: "string" } }]));
    return { "200": { description: "The file, as a stream.", content } };
  }
  if (!endpoint.output) return { "204": { description: "Done." } };
  return {
    [String(endpoint.status ?? 200)]: { description: endpoint.summary, content: { "application/json": { schema: components.of(endpoint.output, "output") } } },
  };
}
