import { z } from "zod";
import { Prisma } from "../../../lib/core/db";
import { escapeLike } from "../../../lib/core/like";
import { checked, ScimFault } from "./fault";
import { Filter } from "./schema";

/** How one SCIM attribute looks in SQL. */
export interface Column {
  sql: Prisma.Sql;
  kind: "text" | "exact" | "boolean" | "instant";
}
/** A multi-valued attribute: the rows of its values, and what of them can be compared. */
export interface Collection {
  rows: Prisma.Sql;
  columns: Record<string, Column>;
}
export interface Filterable {
  columns: Record<string, Column>;
  collections: Record<string, Collection>;
}

const Operator = z.enum(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"]);
const Value = z.union([z.string(), z.number(), z.boolean(), z.date(), z.null()]).optional();
const longest = 2000;
const mostAlternatives = 10;

/**
 * A SCIM filter (RFC 7644 §3.4.2.2) as a condition in SQL; names are compared without case, values as the attribute says.
 * Throws invalidFilter for what can't be parsed, for attributes that can't be filtered by, and for filters that would explode.
 */
export function filterSql(text: string | null, filterable: Filterable): Prisma.Sql {
  if (text === null) return Prisma.sql`true`;
  // scimmy turns a filter into alternatives of conjunctions: each "or" under an "and" can double them.
  if (text.length > longest || (text.match(/\bor\b/gi)?.length ?? 0) > mostAlternatives)
    fault(`The filter is too long or has more than ${mostAlternatives} "or".`);
  const alternatives: unknown[] = [...checked("invalidFilter", () => new Filter(text))];
  if (alternatives.length === 0) fault("The filter is empty.");
  return Prisma.sql`(${Prisma.join(
    alternatives.map((all) => conjunction(all, filterable, "")),
    " or ",
  )})`;
}

function conjunction(expression: unknown, filterable: Filterable, prefix: string): Prisma.Sql {
  if (typeof expression !== "object" || expression === null) fault("The filter can't be read.");
  const parts = Object.entries(expression).map(([name, condition]: [string, unknown]) => attribute(`${prefix}${name}`.toLowerCase(), condition, filterable));
  return Prisma.sql`(${Prisma.join(parts, " and ")})`;
}

function attribute(name: string, condition: unknown, filterable: Filterable): Prisma.Sql {
  const collection = filterable.collections[name];
  if (collection) {
    const inner = Array.isArray(condition) ? { value: condition } : condition;
    return Prisma.sql`exists (select from ${collection.rows} where ${conjunction(inner, { columns: collection.columns, collections: {} }, "")})`;
  }
  if (!Array.isArray(condition)) return conjunction(condition, filterable, `${name}.`);
  const column = filterable.columns[name];
  if (!column) {
    const known = [...Object.keys(filterable.columns), ...Object.keys(filterable.collections)].join(", ");
    return fault(`"${name}" can't be filtered by. What can: ${known}.`);
  }
  const comparisons: unknown[] = Array.isArray(condition[0]) ? condition : [condition];
  return Prisma.sql`(${Prisma.join(
    comparisons.map((one) => comparison(name, one, column)),
    " and ",
  )})`;
}

function comparison(name: string, parts: unknown, column: Column): Prisma.Sql {
  if (!Array.isArray(parts)) fault("The filter can't be read.");
  if (parts[0] === "not") return Prisma.sql`(${comparison(name, parts.slice(1), column)}) is not true`;
  const operator = Operator.safeParse(String(parts[0]).toLowerCase());
  const value = Value.safeParse(parts[1]);
  if (!operator.success || !value.success || (operator.data !== "pr" && value.data === undefined)) fault(`The comparison of "${name}" can't be read.`);
  if (operator.data === "pr") return column.kind === "boolean" ? Prisma.sql`true` : Prisma.sql`${column.sql} is not null`;
  if (value.data === null) return operator.data === "ne" ? Prisma.sql`${column.sql} is not null` : Prisma.sql`${column.sql} is null`;
  switch (column.kind) {
    case "boolean":
      return booleanComparison(name, operator.data, value.data, column.sql);
    case "instant":
      return instantComparison(name, operator.data, value.data, column.sql);
    case "text":
      return textComparison(operator.data, String(value.data).toLowerCase(), Prisma.sql`lower(${column.sql})`);
    case "exact":
      return textComparison(operator.data, String(value.data), column.sql);
    default:
      return column.kind satisfies never;
  }
}

type Comparator = Exclude<z.infer<typeof Operator>, "pr">;

function textComparison(operator: Comparator, value: string, sql: Prisma.Sql): Prisma.Sql {
  const like = escapeLike(value);
  switch (operator) {
    case "eq":
      return Prisma.sql`${sql} = ${value}`;
    case "ne":
      return Prisma.sql`${sql} is distinct from ${value}`;
    case "co":
      return Prisma.sql`${sql} like ${`%${like}%`}`;
    case "sw":
      return Prisma.sql`${sql} like ${`${like}%`}`;
    case "ew":
      return Prisma.sql`${sql} like ${`%${like}`}`;
    default:
      return Prisma.sql`${sql} collate "C" ${ordering(operator)} ${value}`;
  }
}

function instantComparison(name: string, operator: Comparator, value: unknown, sql: Prisma.Sql): Prisma.Sql {
  const at = value instanceof Date ? value : new Date(String(value));
  if (Number.isNaN(at.getTime())) fault(`"${name}" is compared with a date, like "2026-01-31T00:00:00Z".`);
  if (operator === "eq") return Prisma.sql`${sql} = ${at}`;
  if (operator === "ne") return Prisma.sql`${sql} is distinct from ${at}`;
  if (operator === "co" || operator === "sw" || operator === "ew") fault(`"${name}" is a date: compare it with eq, gt, ge, lt or le.`);
  return Prisma.sql`${sql} ${ordering(operator)} ${at}`;
}

function booleanComparison(name: string, operator: Comparator, value: unknown, sql: Prisma.Sql): Prisma.Sql {
  const text = String(value).toLowerCase();
  if ((operator !== "eq" && operator !== "ne") || (text !== "true" && text !== "false")) fault(`"${name}" is true or false: compare it with eq or ne.`);
  return Prisma.sql`${sql} = ${(text === "true") === (operator === "eq")}`;
}

function ordering(operator: "gt" | "ge" | "lt" | "le"): Prisma.Sql {
  return { gt: Prisma.sql`>`, ge: Prisma.sql`>=`, lt: Prisma.sql`<`, le: Prisma.sql`<=` }[operator];
}

function fault(message: string): never {
  throw new ScimFault(400, "invalidFilter", message);
}
