import { z } from "zod";

/** Parses the environment; a fault names the variable, the reason and what to do. */
export function readEnv<S extends z.ZodObject>(schema: S, source: NodeJS.ProcessEnv = process.env): z.infer<S> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".") || "environment"}: ${issue.message}`);
  throw new Error(`The environment is not usable. ${faults.join("; ")}. See docs/configuration.md.`);
}

export const port = z.coerce.number().int().min(1).max(65535);
export const postgresUrl = z
  .string()
  .refine((value) => /^postgres(ql)?:\/\//.test(value), "must be a PostgreSQL URL, like postgresql://user:password@host:5432/database");
export const httpOrigin = z
  .url()
  .refine((value) => value === new URL(value).origin, "must be an origin, like https://countersign.example.com, without path or trailing slash");
