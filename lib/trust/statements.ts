import { canonical, sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import { TrustStatement } from "../domain/statement";

export type TrustKind = "key" | "key_withdrawal" | "approver_group" | "approval_policy" | "connection";

/** A trust statement as its row holds it. */
export interface BuiltTrustStatement {
  digest: string;
  kind: TrustKind;
  /** key id, group name, "default", connection id */
  subject: string;
  body: string;
  statement: TrustStatement;
}

type Without<S> = S extends unknown ? Omit<S, "version" | "deployment" | "nonce" | "issued"> : never;
/** What a caller says; version, deployment, nonce and time are added. */
export type TrustInput = Without<TrustStatement>;

/** Makes a trust statement of now. Throws a ZodError when a part is malformed. */
export function buildTrustStatement(ctx: Pick<Context, "clock" | "ids">, deployment: string, input: TrustInput): BuiltTrustStatement {
  const statement = TrustStatement.parse({ ...input, version: 1, deployment, nonce: ctx.ids.secret(18), issued: ctx.clock.now().toISOString() });
  const body = canonical(statement);
  return { digest: sha256(body), ...about(statement), body, statement };
}

/** What a statement is about, from its own text: the columns of a row are a copy and prove nothing. */
export function about(statement: TrustStatement): { kind: TrustKind; subject: string } {
  switch (statement.type) {
    case "countersign/key":
      return { kind: "key", subject: statement.key.id };
    case "countersign/key-withdrawal":
      return { kind: "key_withdrawal", subject: statement.key };
    case "countersign/approver-group":
      return { kind: "approver_group", subject: statement.group };
    case "countersign/approval-policy":
      return { kind: "approval_policy", subject: "default" };
    case "countersign/connection":
      return { kind: "connection", subject: statement.connection };
    default:
      return statement satisfies never;
  }
}

/** Reads a stored body; null unless it is canonical JSON of a trust statement with that digest. */
export function readTrustStatement(row: { digest: string; body: string }): TrustStatement | null {
  if (sha256(row.body) !== row.digest) return null;
  try {
    const parsed = TrustStatement.safeParse(JSON.parse(row.body));
    return parsed.success && canonical(parsed.data) === row.body ? parsed.data : null;
  } catch {
    return null;
  }
}
