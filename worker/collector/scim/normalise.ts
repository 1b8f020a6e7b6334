import type { z } from "zod";
import { ScimFault } from "./fault";
import { countersignSchema, endDateNames, enterpriseSchema } from "./schema";

export type Json = z.infer<ReturnType<typeof z.json>>;
export type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Names that hold a boolean in RFC 7643. Entra ID sends them as "True" and "False" unless its tenant flag says otherwise. */
const booleanNames = new Set(["active", "primary"]);

/** A resource as RFC 7643 means it: no nulls (unassigned is absent), real booleans, one manager, the end date where we read it. No password. */
export function normaliseUser(body: Json): JsonObject {
  if (!isObject(body)) throw new ScimFault(400, "invalidSyntax", "The body must be one JSON object: a SCIM User.");
  const user = clean(body);
  if (!isObject(user)) throw new ScimFault(400, "invalidSyntax", "The body must be one JSON object: a SCIM User.");
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(user)) {
    if (name.toLowerCase() === "password") continue;
    const own = name.toLowerCase() === enterpriseSchema.toLowerCase() && isObject(value) ? normaliseEnterprise(value, result) : value;
    result[name] = isObject(own) && isObject(result[name]) ? { ...result[name], ...own } : own;
  }
  return result;
}

/** The same without nulls, for anything else. */
export function clean(value: Json, name = ""): Json {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => clean(item, name));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, clean(inner, key)]])));
  return booleanNames.has(name.toLowerCase()) ? asBoolean(value) : value;
}

/** "True" and "false" written as text (Entra ID) as what they mean; anything else as it came. */
export function asBoolean(value: Json): Json {
  if (typeof value !== "string") return value;
  const text = value.trim().toLowerCase();
  return text === "true" ? true : text === "false" ? false : value;
}

/** A manager comes as {value}, as the bare id, or (Entra ID) as a list of one. */
export function asManager(value: Json): Json {
  const first = Array.isArray(value) ? (value[0] ?? "") : value;
  return typeof first === "string" ? { value: first } : first;
}

function normaliseEnterprise(extension: JsonObject, user: JsonObject): JsonObject {
  const rest: JsonObject = {};
  for (const [name, value] of Object.entries(extension)) {
    if (endDateNames.some((known) => known.toLowerCase() === name.toLowerCase())) {
      const ours = user[countersignSchema];
      user[countersignSchema] = { endDate: value, ...(isObject(ours) ? ours : {}) };
    } else rest[name] = name.toLowerCase() === "manager" ? asManager(value) : value;
  }
  return rest;
}
