import { z } from "zod";
import { named } from "../shapes/parts";

export type JsonSchema = Record<string, unknown>;

/** Collects the schemas that have a name of their own while operations are described. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** A zod schema as JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it). `input`: what may be sent; `output`: what is answered. */
  of(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const {
      $schema: _,
      $defs,
      ...body
    } = z.toJSONSchema(schema, { io, metadata: named, unrepresentable: "any", override: describeDates }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>;
    };
    for (const [name, definition] of Object.entries($defs ?? {})) this.schemas[name] = withoutId(pointed(definition)) as JsonSchema;
    // A schema that itself has a name stands among the components too.
    const name = named.get(schema)?.id;
    if (!name) return withoutId(pointed(body)) as JsonSchema;
    this.schemas[name] = withoutId(pointed(body)) as JsonSchema;
    return { $ref: `#/components/schemas/${name}` };
  }
}

function describeDates({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: JsonSchema }): void {
  if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: "string", format: "date-time" });
  // Whether more fields come is no promise: clients must stand new ones.
  delete jsonSchema.additionalProperties;
}

/** References to definitions become references to components. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string" ? inner.replace("#/$defs/", "#/components/schemas/") : pointed(inner),
    ]),
  );
}

function withoutId(schema: unknown): unknown {
  const { id: _, ...rest } = schema as JsonSchema & { id?: unknown };
  return typeof (schema as { id?: unknown }).id === "string" ? rest : schema;
}
