import type { Context } from "../../../../lib/core/context";
import type { Tx } from "../../../../lib/core/db";
import { BadCell, needed, text, word } from "../../../../lib/imports/cell-values";
import { findPersons } from "../find-persons";
import type { Counts, ImportRun, Reject } from "../parts";
import type { RowKind } from "../take-rows";
import { sourceOf } from "./people";

export const workloadKinds = ["service", "pipeline", "cron_job", "saas_integration", "appliance", "agent", "unknown"] as const;
type WorkloadKind = (typeof workloadKinds)[number];
const kinds: ReadonlySet<WorkloadKind> = new Set(workloadKinds);

export interface WorkloadRow {
  key: string;
  name: string;
  kind: WorkloadKind;
  environment: string | null;
  description: string | null;
  owner: string | null;
  backup: string | null;
  team: string | null;
  spiffeId: string | null;
  oidcIssuer: string | null;
  oidcSubject: string | null;
}

/** What uses tokens, as a register lists it. */
export const workloadRows: RowKind<WorkloadRow> = {
  read(cell) {
    const name = needed(cell("name"), "name", 300);
    const spiffeId = text(cell("spiffeId"), "spiffeId", 2_048);
    if (spiffeId !== null && !/^spiffe:\/\/[^\s/]+(\/\S*)?$/.test(spiffeId)) throw new BadCell("spiffeId", "is not a SPIFFE ID; it begins with spiffe://");
    return {
      key: text(cell("id"), "id", 300) ?? name,
      name,
      kind: word(cell("kind"), "kind", kinds, "is no kind of workload") ?? "unknown",
      environment: text(cell("environment"), "environment", 100),
      description: text(cell("description"), "description", 2_000),
      owner: text(cell("owner"), "owner", 500),
      backup: text(cell("backup"), "backup", 500),
      team: text(cell("team"), "team", 300),
      spiffeId,
      oidcIssuer: text(cell("oidcIssuer"), "oidcIssuer", 500),
      oidcSubject: text(cell("oidcSubject"), "oidcSubject", 500),
    };
  },
  write: (tx, ctx, run, rows) => writeWorkloads(tx, ctx, run, rows, { strict: true }),
};

/**
 * Workloads of one listing, new, changed or as they were. `strict`: an owner or team that is not known rejects the row; otherwise the workload
 * comes in without, as from a catalogue whose owners are words.
 */
export async function writeWorkloads(
  tx: Tx,
  ctx: Context,
  run: ImportRun,
  rows: { row: number; said: WorkloadRow }[],
  { strict }: { strict: boolean },
): Promise<Counts & { rejects: Reject[] }> {
  const [persons, teams] = [
    new Map<string, string | null>(),
    await findTeams(
      tx,
      rows.flatMap(({ said }) => said.team ?? []),
    ),
  ];
  await findPersons(
    tx,
    persons,
    rows.flatMap(({ said }) => [said.owner, said.backup].filter((name) => name !== null)),
  );
  const rejects: Reject[] = [];
  const taken: object[] = [];
  for (const { row, said } of rows) {
    const [ownerId, backupId] = [said.owner, said.backup].map((name) => (name === null ? null : (persons.get(name.toLowerCase()) ?? undefined)));
    const teamId = said.team === null ? null : teams.get(said.team.toLowerCase());
    const unknown = Object.entries({ owner: ownerId, backup: backupId, team: teamId }).find(([, id]) => id === undefined)?.[0];
    if (unknown && strict)
      rejects.push({
        row,
        field: unknown,
        reason: unknown === "team" ? "is no known team, or several are called so" : "is nobody known to the directory, or several people",
      });
    else taken.push({ ...said, id: ctx.ids.uuid(), ownerId: ownerId ?? null, backupId: backupId ?? null, teamId: teamId ?? null });
  }
  const now = ctx.clock.now();
  const written = await tx.$queryRaw<{ created: boolean }[]>`
    insert into workload as w (id, name, kind, environment, description, spiffe_id, oidc_issuer, oidc_subject, owner_id, backup_id, team_id, source, external_id, created_by, created_at, changed_at)
    select r.id, r.name, r.kind::workload_kind, r.environment, r.description, r."spiffeId", r."oidcIssuer", r."oidcSubject", r."ownerId", r."backupId", r."teamId",
      ${sourceOfWorkloads(run)}, r.key, ${run.startedBy}, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as r (id uuid, key text, name text, kind text, environment text, description text, "spiffeId" text, "oidcIssuer" text,
      "oidcSubject" text, "ownerId" uuid, "backupId" uuid, "teamId" uuid)
    on conflict (source, external_id) do update set name = excluded.name, kind = excluded.kind, environment = excluded.environment, description = excluded.description,
      spiffe_id = excluded.spiffe_id, oidc_issuer = excluded.oidc_issuer, oidc_subject = excluded.oidc_subject, owner_id = coalesce(excluded.owner_id, w.owner_id),
      backup_id = coalesce(excluded.backup_id, w.backup_id), team_id = coalesce(excluded.team_id, w.team_id), changed_at = excluded.changed_at
    where (w.name, w.kind, w.environment, w.description, w.spiffe_id, w.oidc_issuer, w.oidc_subject) is distinct from
        (excluded.name, excluded.kind, excluded.environment, excluded.description, excluded.spiffe_id, excluded.oidc_issuer, excluded.oidc_subject)
      or (excluded.owner_id is not null and w.owner_id is distinct from excluded.owner_id) or (excluded.backup_id is not null and w.backup_id is distinct from excluded.backup_id)
      or (excluded.team_id is not null and w.team_id is distinct from excluded.team_id)
    returning xmax = 0 as created`;
  const created = written.filter((one) => one.created).length;
  return { created, changed: written.length - created, unchanged: taken.length - written.length, rejects };
}

/** A catalogue's workloads say so: the evidence of what is suggested from them. */
const sourceOfWorkloads = (run: ImportRun): string =>
  run.kind === "catalogue" ? `catalogue:${run.format?.form === "codeowners" ? "CODEOWNERS of " : ""}${run.source}` : sourceOf(run);

/** Teams by name, without case; a name that several have is not in it. */
export async function findTeams(tx: Tx, names: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  if (wanted.length === 0) return new Map();
  const found = await tx.$queryRaw<{ name: string; id: string }[]>`
    select lower(name) as name, min(id::text) as id from team where lower(name) = any(${wanted}::text[]) group by lower(name) having count(*) = 1`;
  return new Map(found.map(({ name, id }) => [name, id]));
}
