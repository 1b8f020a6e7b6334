import type { Misbehaviour } from "./misbehaviour";
import type { VendorState, VendorToken } from "./state";

/** What the vendor would say: the server then says it, or misbehaves. */
export interface Answer {
  status: number;
  body: unknown;
}
const pageSize = 50;

export const notFound: Answer = { status: 404, body: { error: "not_found" } };
export const unauthorized: Answer = { status: 401, body: { error: "bad_management_key" } };
/** The vendor's own shape of death, and its shape of a disabled credential. */
export const dead: Answer = { status: 401, body: { error: "invalid_token" } };
export const disabled: Answer = { status: 403, body: { error: "token_disabled" } };

/** GET /v1/whoami with a credential: the door that tokens open. */
export function openDoor(state: VendorState, authorization: string | undefined): Answer {
  const secret = authorization?.replace(/^Bearer /, "");
  if (secret === state.controlSecret) return { status: 200, body: { name: "control" } };
  const token = state.tokens.find((each) => each.secret === secret);
  if (!token) return dead;
  if (token.refusedFrom !== null && Date.now() >= token.refusedFrom) return token.removedAt ? dead : disabled;
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now()) return dead;
  return { status: 200, body: { id: token.id, name: token.name } };
}

/** GET /v1/tokens and /v1/accounts: pages of 50 with a total and an absolute next link. */
export function listPage<T>(rows: T[], url: URL, show: (row: T) => Record<string, unknown>, misbehaviour: Misbehaviour | null): Answer {
  const from = Number(url.searchParams.get("after") ?? "0");
  const rest = rows.slice(from, from + pageSize);
  const more = from + pageSize < rows.length;
  const next = new URL(url);
  next.searchParams.set("after", String(from + pageSize));
  const items = rest.map(show);
  if (misbehaviour?.kind === "malformed_rows") return { status: 200, body: { items: items.map(spoil), total: rows.length, next: more ? next.href : null } };
  if (misbehaviour?.kind === "partial_page")
    return { status: 200, body: { items: items.slice(0, Math.floor(items.length / 2)), total: rows.length, next: null } };
  if (misbehaviour?.kind === "next_elsewhere")
    return { status: 200, body: { items, total: rows.length, next: new URL(next.pathname + next.search, misbehaviour.origin).href } };
  return { status: 200, body: { items, total: rows.length, next: more ? next.href : null } };
}

function spoil(row: Record<string, unknown>, at: number): Record<string, unknown> {
  if (at % 2 === 0) return row;
  const { id, ...rest } = row;
  return [rest, { ...row, name: 42 }, { ...row, created_at: "yesterday" }][Math.floor(at / 2) % 3] ?? row;
}

/** A token as the vendor's API shows it: with its secret, as careless vendors do. */
export function tokenRow(token: VendorToken): Record<string, unknown> {
  return {
    id: token.id,
    name: token.name,
    secret: token.secret,
    scopes: token.scopes,
    environment: token.environment,
    level: token.level,
    creator: token.creator,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    last_used_at: token.lastUsedAt,
    disabled_at: token.disabledAt,
  };
}
