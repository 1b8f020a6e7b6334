import type { Context } from "../../../../lib/core/context";
import { findPersons } from "../find-persons";
import type { ImportRun, Reject } from "../parts";
import type { Resolved } from "./copy-line";
import type { TokenRow } from "./read-token";

/** Names looked up once a file; a listing of a million tokens names few thousand people. Beyond this many they are forgotten and looked up again. */
const remembered = 200_000;

/** Looks up what a batch's rows name: creators' accounts and workloads (made where they are new), owners (who must exist). */
export class TokenNames {
  private readonly accounts = new Map<string, string>();
  private readonly workloads = new Map<string, string>();
  private readonly persons = new Map<string, string | null>();

  constructor(
    private readonly ctx: Context,
    private readonly run: ImportRun,
  ) {}

  /** What a row means, or why it can't be taken in, as far as its names were looked up; null where one was not. */
  resolved(row: number, token: TokenRow): Resolved | Reject | null {
    const { creator, workload, owner, backup } = token;
    const creatorId = creator ? this.accounts.get(creator.account) : null;
    const workloadId = workload === null ? null : this.workloads.get(workload);
    if (creatorId === undefined || workloadId === undefined) return null;
    // most rows name neither
    if (owner === null && backup === null) return { creatorId, ownerId: null, backupId: null, workloadId };
    for (const name of [owner, backup]) if (name !== null && !this.persons.has(name.toLowerCase())) return null;
    const people = this.people(row, token);
    return "reason" in people ? people : { ...people, creatorId, workloadId };
  }

  /** Looks up what rows name, and answers for each: nobody is unknown any more, but may be nobody. */
  async look(rows: readonly { row: number; token: TokenRow }[]): Promise<(Resolved | Reject)[]> {
    if (rows.length === 0) return [];
    for (const map of [this.accounts, this.workloads, this.persons]) if (map.size > remembered) map.clear();
    await findPersons(
      this.ctx.db,
      this.persons,
      rows.flatMap(({ token }) => [token.owner ?? [], token.backup ?? []].flat()),
    );
    const people = rows.map(({ row, token }) => this.people(row, token));
    const taken = rows.filter((_, at) => !("reason" in (people[at] as object))).map(({ token }) => token);
    await this.makeAccounts(taken);
    await this.makeWorkloads(taken);
    return rows.map(({ token: { creator, workload } }, at) => {
      const who = people[at] as Pick<Resolved, "ownerId" | "backupId"> | Reject;
      if ("reason" in who) return who;
      return {
        ...who,
        creatorId: creator ? (this.accounts.get(creator.account) ?? null) : null,
        workloadId: workload === null ? null : (this.workloads.get(workload) ?? null),
      };
    });
  }

  private people(row: number, token: TokenRow): Pick<Resolved, "ownerId" | "backupId"> | Reject {
    const who = { ownerId: null as string | null, backupId: null as string | null };
    for (const [field, key] of [
      ["owner", "ownerId"],
      ["backup", "backupId"],
    ] as const) {
      const name = token[field];
      if (name === null) continue;
      const found = this.persons.get(name.toLowerCase());
      if (!found) return { row, field, reason: found === null ? "names several people of the directory" : "is nobody known to the directory" };
      who[key] = found;
    }
    if (who.ownerId !== null && who.ownerId === who.backupId) return { row, field: "backup", reason: "is the owner, who can't be their own backup" };
    return who;
  }

  private async makeAccounts(tokens: readonly TokenRow[]): Promise<void> {
    const missing = new Map<string, TokenRow["creator"]>();
    for (const { creator } of tokens) if (creator && !this.accounts.has(creator.account)) missing.set(creator.account, creator);
    if (missing.size === 0) return;
    const rows = [...missing.values()].map((creator) => ({ id: this.ctx.ids.uuid(), ...creator }));
    const now = this.ctx.clock.now();
    const found = await this.ctx.db.$queryRaw<{ id: string; account: string }[]>`
      with given as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, account text, name text, email text, enabled boolean)),
      made as (
        insert into account (id, connection_id, external_id, kind, name, user_name, email, status, first_seen_at, last_seen_at, facts_hash)
        select g.id, ${this.run.connectionId}::uuid, g.account, 'user', g.name, g.account, g.email,
          (case g.enabled when true then 'enabled' when false then 'disabled' else 'unknown' end)::account_status, ${now}, ${now}, 'import' from given g
        on conflict (connection_id, external_id) do nothing returning id, external_id as account
      )
      select * from made union all
      select a.id, a.external_id from account a join given g on a.external_id = g.account where a.connection_id = ${this.run.connectionId}::uuid`;
    for (const { id, account } of found) this.accounts.set(account, id);
  }

  private async makeWorkloads(tokens: readonly TokenRow[]): Promise<void> {
    const missing = [...new Set(tokens.flatMap(({ workload }) => (workload !== null && !this.workloads.has(workload) ? [workload] : [])))];
    if (missing.length === 0) return;
    const rows = missing.map((name) => ({ id: this.ctx.ids.uuid(), name }));
    const now = this.ctx.clock.now();
    // a workload that somebody registered under that name is meant; else one is made, known to this listing
    const found = await this.ctx.db.$queryRaw<{ id: string; name: string }[]>`
      with given as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, name text)),
      known as (
        select distinct on (g.name) coalesce(w.merged_into, w.id) as id, g.name from given g join workload w on w.name = g.name
        order by g.name, (w.merged_into is null) desc, w.created_at, w.id
      ), made as (
        insert into workload (id, name, kind, source, external_id, created_by, created_at, changed_at)
        select g.id, g.name, 'unknown', ${`import:${this.run.source}`}, g.name, ${this.run.startedBy}, ${now}, ${now} from given g
        where not exists (select from known k where k.name = g.name)
        on conflict (source, external_id) do update set changed_at = workload.changed_at returning id, name
      )
      select * from known union all select * from made`;
    for (const { id, name } of found) this.workloads.set(name, id);
  }
}
