import type { z } from "zod";
import type { Health, Reject } from "./contract";
import { VendorFault, type VendorResponse } from "./vendor-http";

/** The body of a 200 answer, as `schema` has it. Throws VendorFault: `credential` on 401 and 403, `unexpected_status`, or `shape`. `what` is the thing asked for. */
export function readJson<T>(response: VendorResponse, schema: z.ZodType<T>, what: string): T {
  if (response.status === 401 || response.status === 403)
    throw new VendorFault(
      "credential",
      `${what}: the credential was not accepted (${response.status}). Look at its permissions, or seal a new one.`,
      true,
      response.status,
    );
  if (response.status !== 200) throw new VendorFault("unexpected_status", `${what}: answered ${response.status}.`, true, response.status);
  const content = jsonOf(response);
  if (content === undefined)
    throw new VendorFault("shape", `${what}: the answer is not JSON. Look at whether the origin is right and the system is not in maintenance.`, true, 200);
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new VendorFault("shape", `${what}: the answer has another shape than expected (${issue?.path.join(".") || "root"}: ${issue?.message}).`, true, 200);
}

/** The body as JSON, or undefined when it is none. */
export function jsonOf({ text }: VendorResponse): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rows that hold what we need, and a counted reject for each that does not. A reject names field and reason, never the value. */
export function keepRows<T>(rows: readonly unknown[], schema: z.ZodType<T>, name: (row: unknown) => string | null): { kept: T[]; rejected: Reject[] } {
  const kept: T[] = [];
  const rejected: Reject[] = [];
  for (const [at, row] of rows.entries()) {
    const parsed = schema.safeParse(row);
    if (parsed.success) {
      kept.push(parsed.data);
      continue;
    }
    const [issue] = parsed.error.issues;
    rejected.push({ reference: name(row)?.slice(0, 200) ?? `row ${at + 1}`, field: issue?.path.join(".") || "row", reason: issue?.message ?? "malformed" });
  }
  return { kept, rejected };
}

/** A text field of a row that may be anything; for naming rejects. */
export function textField(row: unknown, field: string): string | null {
  if (typeof row !== "object" || row === null) return null;
  const value: unknown = Reflect.get(row, field);
  return typeof value === "string" && value !== "" ? value : null;
}

/** A fault as the connection's health shows it. */
export function unhealthy(fault: VendorFault): Health {
  switch (fault.kind) {
    case "credential":
      return { ok: false, kind: "credential", message: fault.message };
    case "network":
    case "address_refused":
    case "left_origin":
      return { ok: false, kind: "address", message: fault.message };
    case "timeout":
    case "rate_limited":
    case "server_error":
    case "cancelled":
      return { ok: false, kind: "unavailable", message: fault.message, retryAfterSeconds: fault.retryAfterSeconds };
    case "too_large":
    case "shape":
    case "unexpected_status":
      return { ok: false, kind: "shape", message: fault.message };
  }
}
