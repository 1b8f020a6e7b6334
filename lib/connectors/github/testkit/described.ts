import { z } from "zod";
import file from "./description.json" with { type: "json" };

interface Operation {
  operationId: string;
  parameters: { name: string; in: string }[];
  requestBody?: Record<string, unknown>;
  /** JSON schema of the body by status; null = no body */
  responses: Record<string, Record<string, unknown> | null>;
}
const paths = file.paths as unknown as Record<string, Record<string, Operation>>;

/** One request as GitHub's own description of its API knows it. */
export interface DescribedRequest {
  /** method and path template */
  operation: string;
  /** what stands in the path's braces */
  named: Record<string, string>;
  /** the schema of the answer with that status; null = it has no body. Throws for a status that is not described. */
  answer(status: number): z.ZodType | null;
}

/**
 * Finds a request in GitHub's published description (`info.source` in description.json names the package it was taken from).
 * Throws an Error that says what is wrong: a path, method, parameter or body that is not described.
 */
export function described(method: string, url: URL, body: unknown): DescribedRequest {
  for (const [template, operations] of Object.entries(paths)) {
    const named = matchOf(template, url.pathname);
    if (!named) continue;
    const operation = operations[method.toLowerCase()];
    if (!operation) throw new Error(`${method} ${template} is not described`);
    const known = operation.parameters.filter(({ in: where }) => where === "query").map(({ name }) => name);
    for (const name of url.searchParams.keys()) if (!known.includes(name)) throw new Error(`${method} ${template} knows no parameter ${name}`);
    if (body !== undefined) schemaOf(operation.requestBody ?? false).parse(body);
    return {
      operation: `${method} ${template}`,
      named,
      answer(status) {
        const schema = operation.responses[status];
        if (schema === undefined) throw new Error(`${method} ${template} never answers ${status}`);
        return schema && schemaOf(schema);
      },
    };
  }
  throw new Error(`${url.pathname} is not described`);
}

const schemas = new Map<unknown, z.ZodType>();
function schemaOf(schema: Record<string, unknown> | boolean): z.ZodType {
  const made = schemas.get(schema) ?? z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0], { defaultTarget: "openapi-3.0" });
  schemas.set(schema, made);
  return made;
}

function matchOf(template: string, path: string): Record<string, string> | null {
  const [wanted, given] = [template.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const named: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name) named[name] = decodeURIComponent(given[at] ?? "");
    else if (part !== given[at]) return null;
  }
  return named;
}
