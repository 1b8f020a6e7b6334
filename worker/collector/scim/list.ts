import SCIMMY from "scimmy";
import { z } from "zod";
import { checked, ScimFault } from "./fault";
import type { Filter } from "./schema";

/** One page as RFC 7644 §3.4.2 words it. `startIndex` counts from 1. */
export function list(resources: object[], totalResults: number, startIndex: number): object {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

const whole = z
  .string()
  .regex(/^[+-]?\d{1,9}$/)
  .transform(Number);

export interface Query {
  filter: string | null;
  /** from 1 */
  startIndex: number;
  /** 0 = only the total */
  count: number;
  attributes: string | null;
  excludedAttributes: string | null;
}

/** Reads the query of a list request. As RFC 7644 §3.4.2.4 says, a start below 1 means 1 and a negative count means 0. */
export function readQuery(params: URLSearchParams, maxResults: number): Query {
  const number = (name: string, fallback: number): number => {
    const text = params.get(name);
    if (text === null || text === "") return fallback;
    const parsed = whole.safeParse(text);
    if (!parsed.success) throw new ScimFault(400, "invalidValue", `${name} must be a whole number, like ${name}=1.`);
    return parsed.data;
  };
  return {
    filter: params.get("filter"),
    startIndex: Math.max(1, number("startIndex", 1)),
    count: Math.min(maxResults, Math.max(0, number("count", 100))),
    attributes: params.get("attributes") || null,
    excludedAttributes: params.get("excludedAttributes") || null,
  };
}

/** What of each resource to show, from `attributes` or `excludedAttributes`; undefined = everything. Throws invalidValue. */
export function shownAttributes({ attributes, excludedAttributes }: Query): Filter | undefined {
  const wanted = { ...(attributes ? { attributes } : {}), ...(excludedAttributes ? { excludedAttributes } : {}) };
  return checked("invalidValue", () => new SCIMMY.Resources.User("shown", wanted)).attributes;
}
