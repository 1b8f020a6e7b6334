"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { vendorTitle } from "@/lib/connectors/catalog";
import { formatCount } from "@/lib/core/format";
import type { TokenClass } from "@/lib/domain/tokens";
import { tokenClassTitles } from "@/lib/domain/words";
import { Health, LastRead } from "./health";
import { SyncButtons } from "./sync-buttons";
import { SyncProgress } from "./sync-progress";
import { type Connection, isLive, waitsForSignature } from "./views";

/** One connection in the list: how it is, what it holds, what can't be seen, and what runs. */
export function ConnectionCard({ connection, maySync }: { connection: Connection; maySync: boolean }) {
  const { counts, health, latestRun: run } = connection;
  const failing = health.state === "failing";
  const href = `/connections/${connection.id}`;
  return (
    <li className="rounded-md border border-line bg-panel px-[18px] py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-[260px]">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <Link href={href} className="text-[15px] font-[600] hover:underline">
              {connection.name}
            </Link>
            <span className="text-[12.5px] text-ink-3">{vendorTitle(connection.vendor, connection.declared)}</span>
          </div>
          <span className="mono block truncate text-ink-3">{connection.origin}</span>
        </div>
        <span className="text-[13px]">
          <Health connection={connection} />
          <span className="block text-[12px] text-ink-3">
            read <LastRead connection={connection} />
          </span>
        </span>
        <Link href={`/inventory?connection=${connection.id}`} className="group text-right text-[13px]">
          <span className="block font-[600] tabular-nums group-hover:underline">{formatCount(counts.tokens)}</span>
          <span className="text-[12px] text-ink-3">{counts.tokens === 1 ? "token" : "tokens"}</span>
        </Link>
        <span className="text-right text-[13px]">
          <span className="block font-[600] tabular-nums">{formatCount(counts.accounts)}</span>
          <span className="text-[12px] text-ink-3">{counts.accounts === 1 ? "account" : "accounts"}</span>
        </span>
        {maySync && <SyncButtons connection={connection} />}
      </div>
      {(failing || (health.state === "never_synced" && !isLive(run))) && health.message && (
        <p className={clsx("mt-2 text-[13px]", failing && !waitsForSignature(connection) ? "text-critical" : "text-ink-2")}>{health.message}</p>
      )}
      {run && isLive(run) && (
        <div className="mt-3">
          <SyncProgress run={run} />
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-1.5 text-[12px]">
        {connection.trust !== "active" && (
          <Badge tone="high" title="Until an administrator signs it, nothing can be revoked there, a directory’s people wait, and nothing closes by its word.">
            not signed into trust
          </Badge>
        )}
        {!connection.revokeCredentialAt && <Badge title="No revoke credential is sealed: nothing can be revoked there">reads only</Badge>}
        {Object.entries(connection.coverage.classes).map(([name, abilities]) => (
          <ClassCoverage key={name} name={name as TokenClass} abilities={abilities} />
        ))}
      </div>
    </li>
  );
}

/** One class at one connection: what it can't do is said, with the reason on hover and in full on its page. */
function ClassCoverage({ name, abilities }: { name: TokenClass; abilities: Record<string, "can" | { cannot: string }> | undefined }) {
  const cannot = Object.entries(abilities ?? {}).flatMap(([capability, ability]) => (ability === "can" ? [] : [{ capability, why: ability.cannot }]));
  const list = cannot.find(({ capability }) => capability === "list");
  if (list) return <Badge tone="medium" title={list.why}>{`${tokenClassTitles[name]}: can’t be listed`}</Badge>;
  return (
    <Badge title={cannot.map(({ capability, why }) => `${capability.replaceAll("_", " ")}: ${why}`).join(" ")}>
      {tokenClassTitles[name]}
      {cannot.length > 0 && `: can’t ${cannot.map(({ capability }) => capability.replaceAll("_", " ")).join(", ")}`}
    </Badge>
  );
}
