import { z } from "zod";
import { linkAccounts } from "../accounts/link-accounts";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { canonical, digestOf } from "../core/canonical";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { notFound } from "../core/errors";
import { evaluateRules } from "../detection/evaluate";
import { TokenClass } from "../domain/tokens";

/** One token as a file knows it. Files carry fingerprints, never secrets. */
export const ImportedToken = z.object({
  class: TokenClass,
  /** what the system calls it; unique there */
  id: z.string().min(1).max(500),
  name: z.string().min(1).max(500),
  hint: z.string().max(100).nullable(),
  /** SHA-256 of the secret, hex */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits"),
  scopes: z.array(z.string().max(500)).max(200),
  environment: z.string().max(100).nullable(),
  creator: z.object({ userName: z.string().min(1), name: z.string().min(1), email: z.email().nullable(), enabled: z.boolean() }).nullable(),
  /** user name of the person who answers for it */
  owner: z.string().nullable(),
  purpose: z.string().max(2000).nullable(),
  created: z.iso.datetime().nullable(),
  expiry: z.object({ kind: z.enum(["at", "never", "unknown"]), at: z.iso.datetime().nullable() }),
  lastUsed: z.iso.datetime().nullable(),
});
export type ImportedToken = z.infer<typeof ImportedToken>;

export interface ImportSummary {
  read: number;
  created: number;
  unchanged: number;
  rejected: { row: number; field: string; reason: string }[];
}

/**
 * Brings a listing in as data, in one transaction: tokens marked as imported (they inform, and can't be executed on), the accounts that made
 * them, and owners where the file names one. Importing the same rows again changes nothing. A malformed row is counted and told; the rest goes in.
 * Collector only.
 */
export async function importTokens(ctx: Context, input: { connectionId: string; source: string; rows: readonly unknown[] }): Promise<ImportSummary> {
  authorize(ctx.actor, "token.import");
  const summary: ImportSummary = { read: input.rows.length, created: 0, unchanged: 0, rejected: [] };
  const good: ImportedToken[] = [];
  input.rows.forEach((row, index) => {
    const parsed = ImportedToken.safeParse(row);
    if (parsed.success) good.push(parsed.data);
    else summary.rejected.push({ row: index, field: parsed.error.issues[0]?.path.join(".") || "row", reason: parsed.error.issues[0]?.message ?? "malformed" });
  });
  await ctx.db.$transaction(
    async (tx) => {
      const connection = await tx.connection.findUnique({ where: { id: input.connectionId }, select: { name: true } });
      if (!connection) throw notFound("The connection");
      await upsertAccounts(tx, ctx, input.connectionId, good);
      const made = await insertTokens(tx, ctx, input, good);
      await linkAccounts(tx, ctx, { connection: input.connectionId });
      await evaluateRules(tx, ctx, { tokens: made });
      summary.created = made.length;
      summary.unchanged = good.length - made.length;
      const { rejected, ...counts } = summary;
      await appendAudit(tx, ctx.actor, {
        action: "tokens.imported",
        subject: { type: "connection", id: input.connectionId },
        detail: { ...counts, rejected: rejected.length, source: input.source, connection: connection.name },
      });
    },
    { timeout: 120_000 },
  );
  return summary;
}

async function upsertAccounts(tx: Tx, ctx: Context, connectionId: string, tokens: readonly ImportedToken[]): Promise<void> {
  const creators = [...new Map(tokens.flatMap(({ creator }) => (creator ? [[creator.userName, creator]] : []))).values()];
  const rows = creators.map((creator) => ({ id: ctx.ids.uuid(), ...creator, hash: digestOf(creator) }));
  await tx.$executeRaw`
    insert into account (id, connection_id, external_id, kind, name, user_name, email, status, first_seen_at, last_seen_at, facts_hash)
    select r.id, ${connectionId}::uuid, r."userName", 'user', r.name, r."userName", lower(r.email), (case when r.enabled then 'enabled' else 'disabled' end)::account_status, ${ctx.clock.now()}, ${ctx.clock.now()}, r.hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "userName" text, name text, email text, enabled boolean, hash text)
    on conflict (connection_id, external_id) do nothing`;
}

async function insertTokens(
  tx: Tx,
  ctx: Context,
  { connectionId, source }: { connectionId: string; source: string },
  tokens: readonly ImportedToken[],
): Promise<string[]> {
  const now = ctx.clock.now();
  const rows = tokens.map((token) => ({
    ...token,
    tokenId: ctx.ids.uuid(),
    handle: { id: token.id },
    handleKey: canonical({ id: token.id }),
    hash: digestOf(token),
  }));
  const given = JSON.stringify(rows);
  const made = await tx.$queryRaw<{ id: string }[]>`
    insert into token (id, connection_id, class, handle_key, handle, name, hint, scopes, environment, creator_account_id, creator_from, issued_at, issued_from,
      expiry, expires_at, expires_from, last_used_at, last_used_from, imported, first_seen_at, last_seen_at, facts_hash)
    select r."tokenId", ${connectionId}::uuid, r.class::token_class, r."handleKey", r.handle, r.name, r.hint,
      array(select jsonb_array_elements_text(r.scopes)), r.environment, a.id, case when a.id is not null then ${source} end, r.created, case when r.created is not null then ${source} end,
      (r.expiry ->> 'kind')::expiry_kind, (r.expiry ->> 'at')::timestamptz, case when r.expiry ->> 'kind' <> 'unknown' then ${source} end,
      r."lastUsed", case when r."lastUsed" is not null then ${source} end, true, ${now}, ${now}, r.hash
    from jsonb_to_recordset(${given}::jsonb) as r("tokenId" uuid, class text, "handleKey" text, handle jsonb, name text, hint text, scopes jsonb, environment text,
      creator jsonb, created timestamptz, expiry jsonb, "lastUsed" timestamptz, hash text)
    left join account a on a.connection_id = ${connectionId}::uuid and a.external_id = r.creator ->> 'userName'
    on conflict (connection_id, handle_key) do nothing
    returning id`;
  await tx.$executeRaw`
    insert into token_fingerprint (token_id, kind, value)
    select t.id, 'sha256', r.fingerprint from jsonb_to_recordset(${given}::jsonb) as r("tokenId" uuid, fingerprint text) join token t on t.id = r."tokenId"`;
  await tx.$executeRaw`
    insert into ownership (token_id, person_id, state, purpose, evidence, set_by, set_at)
    select t.id, p.id, 'confirmed', r.purpose, jsonb_build_object('source', ${source}::text), ${actorName(ctx.actor)}, ${now}
    from jsonb_to_recordset(${given}::jsonb) as r("tokenId" uuid, owner text, purpose text)
    join token t on t.id = r."tokenId" join person p on p.user_name = r.owner
    on conflict (token_id) do nothing`;
  return made.map(({ id }) => id);
}
