import { randomBytes } from "node:crypto";
import { z } from "zod";

/** What a test asks for; everything has a default. */
export const NewToken = z.object({
  name: z.string().optional(),
  scopes: z.array(z.string()).default(["read"]),
  environment: z.string().nullable().default("development"),
  level: z.enum(["admin", "normal"]).nullable().default("normal"),
  creator: z.string().nullable().default(null),
  createdAt: z.string().optional(),
  expiresAt: z.string().nullable().default(null),
  lastUsedAt: z.string().nullable().default(null),
});
export const NewAccount = z.object({
  name: z.string(),
  email: z.string().nullable().default(null),
  kind: z.enum(["user", "service"]).default("user"),
  enabled: z.boolean().default(true),
});
export interface VendorToken extends Omit<z.output<typeof NewToken>, "name" | "createdAt"> {
  id: string;
  name: string;
  createdAt: string;
  secret: string;
  disabledAt: string | null;
  /** gone from the listing since */
  removedAt: string | null;
  /** epoch milliseconds from which the credential is really refused */
  refusedFrom: number | null;
}
export interface VendorAccount extends z.output<typeof NewAccount> {
  id: string;
}

/** One thing the vendor was asked to change, and what really happened. */
export interface LedgerEntry {
  n: number;
  at: string;
  token: string;
  asked: "dead" | "disabled";
  /** null = nothing changed */
  effect: "dead" | "disabled" | null;
  /** the misbehaviour in force */
  misbehaviour: string | null;
  idempotencyKey: string | null;
}
/** One request, and whose credential it carried. Never the credential itself. */
export interface SeenRequest {
  at: string;
  route: string;
  by: "management" | "control" | "token" | "nobody";
}

/** Everything the vendor knows. Lives in the vendor's process, so the death of a client changes nothing here. */
export class VendorState {
  readonly managementKey = `mgmt_${randomBytes(16).toString("hex")}`;
  readonly controlSecret = `ctrl_${randomBytes(16).toString("hex")}`;
  readonly tokens: VendorToken[] = [];
  readonly accounts: VendorAccount[] = [];
  readonly ledger: LedgerEntry[] = [];
  readonly requests: SeenRequest[] = [];

  addToken(input: z.output<typeof NewToken>): VendorToken {
    const id = `tok_${String(this.tokens.length + 1).padStart(6, "0")}`;
    const token: VendorToken = {
      ...input,
      id,
      name: input.name ?? id,
      createdAt: input.createdAt ?? new Date().toISOString(),
      secret: `fake_${randomBytes(20).toString("hex")}`,
      disabledAt: null,
      removedAt: null,
      refusedFrom: null,
    };
    this.tokens.push(token);
    return token;
  }

  addAccount(input: z.output<typeof NewAccount>): VendorAccount {
    const account = { ...input, id: `acc_${String(this.accounts.length + 1).padStart(6, "0")}` };
    this.accounts.push(account);
    return account;
  }

  /** Changes a token. Returns the effect, or null when there was none. */
  change(token: VendorToken, asked: "dead" | "disabled", lagMilliseconds: number): "dead" | "disabled" | null {
    if (token.removedAt || (asked === "disabled" && token.disabledAt)) return null;
    const now = new Date();
    if (asked === "dead") token.removedAt = now.toISOString();
    else token.disabledAt = now.toISOString();
    token.refusedFrom ??= now.getTime() + lagMilliseconds;
    return asked;
  }

  record(entry: Omit<LedgerEntry, "n" | "at">): void {
    this.ledger.push({ n: this.ledger.length + 1, at: new Date().toISOString(), ...entry });
  }

  whose(authorization: string | undefined): SeenRequest["by"] {
    const secret = authorization?.replace(/^Bearer /, "");
    if (secret === this.managementKey) return "management";
    if (secret === this.controlSecret) return "control";
    return this.tokens.some((token) => token.secret === secret) ? "token" : "nobody";
  }
}
