import SCIMMY from "scimmy";
import { z } from "zod";
import { checked, ScimFault } from "./fault";
import { asBoolean, asManager, clean, type Json, type JsonObject } from "./normalise";
import { countersignSchema, endDateNames, enterpriseSchema, Filter, PatchOp, patchSchema, userSchema } from "./schema";

/** One operation with a path, as RFC 7644 §3.5.2 words it. */
export interface Operation {
  op: "add" | "remove" | "replace";
  path: string;
  value?: Json;
}

const Message = z.object({
  schemas: z.array(z.string()).refine((schemas) => schemas.some((schema) => schema.toLowerCase() === patchSchema.toLowerCase())),
  Operations: z
    .array(z.object({ op: z.string(), path: z.string().max(1000).nullish(), value: z.json().optional() }))
    .min(1)
    .max(1000),
});
const Op = z.enum(["add", "remove", "replace"]);

/**
 * Reads a PATCH body as RFC 7644 and the big directories mean it: capitalised ops (Entra ID), no path but an object of attributes,
 * dotted or whole (Okta, Entra ID), booleans as text, a manager as bare id. Throws invalidSyntax, invalidValue or noTarget.
 */
export function readOperations(body: Json): Operation[] {
  const named = typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body, Operations: body.Operations ?? body.operations } : body;
  const message = Message.safeParse(named);
  if (!message.success)
    throw new ScimFault(400, "invalidSyntax", `A PATCH body needs "schemas": ["${patchSchema}"] and "Operations", a list of at least one {op, path, value}.`);
  return message.data.Operations.flatMap((operation, index) => {
    const op = Op.safeParse(operation.op.toLowerCase());
    if (!op.success) throw new ScimFault(400, "invalidSyntax", `Operation ${index + 1}: op must be add, replace or remove, not "${operation.op}".`);
    return expand(op.data, operation.path ?? null, operation.value, index + 1).filter(({ path }) => !isForeign(path));
  });
}

const ours = ["employeenumber", "costcenter", "organization", "division", "department", "manager"].map((name) => `${enterpriseSchema.toLowerCase()}:${name}`);

/**
 * Whether a path is about an extension that we don't read. Creating a user drops such attributes, and so does changing one: refusing
 * would also refuse the `active: false` that stands beside it, and leave somebody who left active.
 */
function isForeign(path: string): boolean {
  const lower = path.toLowerCase();
  return lower.startsWith("urn:") && !lower.startsWith(`${countersignSchema.toLowerCase()}:`) && !ours.some((known) => lower.startsWith(known));
}

function expand(op: Operation["op"], path: string | null, value: Json | undefined, n: number): Operation[] {
  if (path) {
    if (op === "add" && value === undefined) throw new ScimFault(400, "invalidValue", `Operation ${n}: add needs a value.`);
    return [normaliseOperation({ op, path: path.trim(), value })];
  }
  if (op === "remove") throw new ScimFault(400, "noTarget", `Operation ${n}: remove needs a path.`);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ScimFault(400, "invalidValue", `Operation ${n}: without a path, value must be an object of attributes.`);
  return Object.entries(value).flatMap(([name, inner]) => {
    const extension = [enterpriseSchema, countersignSchema].find((schema) => schema.toLowerCase() === name.toLowerCase());
    if (extension && typeof inner === "object" && inner !== null && !Array.isArray(inner))
      return Object.entries(inner).map(([key, deep]) => normaliseOperation({ op, path: `${extension}:${key}`, value: deep }));
    // Whole resources come back with what only we may set; Okta sends id, Entra ID schemas.
    if (["schemas", "id", "meta", "groups"].includes(name.toLowerCase())) return [];
    return [normaliseOperation({ op, path: name, value: inner })];
  });
}

function normaliseOperation({ op, path: sent, value }: Operation): Operation {
  const bare = sent.toLowerCase().startsWith(`${userSchema.toLowerCase()}:`) ? sent.slice(userSchema.length + 1) : sent;
  const path = bare.replace(/\beq\s+"(true|false)"/gi, (_, text: string) => `eq ${text.toLowerCase()}`);
  const last = (/([^.:[\]]+)$/.exec(path)?.[1] ?? "").toLowerCase();
  // Null, and Entra ID's empty text for an emptied attribute, mean "unassigned".
  if (op !== "remove" && (value === null || value === undefined)) return { op: "remove", path };
  if (path.toLowerCase().startsWith(`${enterpriseSchema.toLowerCase()}:`) && endDateNames.some((name) => name.toLowerCase() === last)) {
    return value === "" ? { op: "remove", path: `${countersignSchema}:endDate` } : { op, path: `${countersignSchema}:endDate`, value };
  }
  if (value === "" && last !== "username") return { op: "remove", path };
  if (last === "manager" && op !== "remove" && value !== undefined) return { op, path, value: asManager(clean(value)) };
  if (last === "active" || last === "primary") return { op, path, value: value === undefined ? undefined : asBoolean(value) };
  return { op, path, value: value === undefined ? undefined : clean(value) };
}

interface Schema {
  new (resource: object, direction?: string): object;
}

/** Applies the operations one after another to a resource, by scimmy. Returns the resulting resource, coerced by its schema. Throws SCIM errors. */
export async function applyOperations(schema: Schema, resource: JsonObject, operations: Operation[]): Promise<JsonObject> {
  let current = resource;
  for (const [index, operation] of operations.entries()) {
    if (operation.path.toLowerCase() === "password") continue;
    try {
      const instance = checked("invalidValue", () => new schema(current, "out"));
      const message = new PatchOp({ schemas: [patchSchema], Operations: [withTarget(operation, current)] });
      const patched = instance instanceof SCIMMY.Types.Schema ? await message.apply(instance) : undefined;
      if (patched) current = asJson(patched);
    } catch (error) {
      if (error instanceof TypeError) throw new ScimFault(400, "invalidValue", `Operation ${index + 1}: ${error.message}.`);
      if (error instanceof SCIMMY.Types.Error) error.message = error.message.replace(/operation 1 in/, `operation ${index + 1} in`);
      throw error;
    }
  }
  return current;
}

/** A resource as it goes over the wire: dates as text, nothing undefined. */
export const asJson = (resource: object): JsonObject => JSON.parse(JSON.stringify(resource)) as JsonObject;

/**
 * `emails[type eq "work"].value` on a user without a work address: Entra ID means "make one", which RFC 7644 calls noTarget.
 * Turned into adding {type: "work", value}.
 */
function withTarget(operation: Operation, resource: JsonObject): Operation {
  const parts = /^([^.[\]]+)\[(.+)\](?:\.([^.[\]]+))?$/.exec(operation.path);
  const [, list, condition, property] = parts ?? [];
  if (operation.op === "remove" || !list || !condition) return operation;
  const key = Object.keys(resource).find((name) => name.toLowerCase() === list.toLowerCase()) ?? list;
  const values = resource[key];
  const filter = checked("invalidPath", () => new Filter(condition));
  if (Array.isArray(values) && filter.match(values).length > 0) return operation;
  const [only, ...others] = [...filter];
  const fixed = others.length === 0 ? equalities(only) : null;
  if (!fixed) return operation;
  const value = property ? { ...fixed, [property]: operation.value ?? null } : { ...fixed, ...(operation.value as JsonObject) };
  return { op: "add", path: list, value: [value] };
}

const Equalities = z.record(z.string(), z.tuple([z.literal("eq"), z.union([z.string(), z.boolean(), z.number()])]));
function equalities(expression: unknown): JsonObject | null {
  const parsed = Equalities.safeParse(expression);
  return parsed.success ? Object.fromEntries(Object.entries(parsed.data).map(([name, [, value]]) => [name, value])) : null;
}
