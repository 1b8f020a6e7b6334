import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { appendAudit } from "../../lib/audit/append";
import { AuditKeyFile, generateAuditKey, openAuditKey, openCheckpoint, type SealingKey, signCheckpoint } from "../../lib/audit/checkpoint";
import { loggedColumns } from "../../lib/audit/export";
import { type LoggedEntry, leafHash } from "../../lib/audit/leaf";
import { unsealedEntries } from "../../lib/audit/log-state";
import { Tree } from "../../lib/audit/tree";
import type { Context } from "../../lib/core/context";
import type { Tx } from "../../lib/core/db";
import { publish, type Witness } from "./witness";

export interface Sealed {
  /** entries sealed by this call */
  added: number;
  /** entries in the tree afterwards */
  size: number;
}

/** The log in the database is not the one this executor sealed. It seals no more until a person has looked. */
export class LogBroken extends Error {}

const batch = 1000;
const SavedTree = z.strictObject({ size: z.int(), edge: z.array(z.string()), head: z.string() });

/** Loads the sealing key from the executor's folder, or makes one on first use. */
export async function loadSealingKey(home: string, deployment: string): Promise<SealingKey> {
  const file = path.join(home, "audit-key.json");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) return openAuditKey(AuditKeyFile.parse(JSON.parse(text)));
  const made = generateAuditKey(`countersign/audit/${deployment}`);
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" });
  return openAuditKey(made);
}

/** Seals the audit log: gives committed entries their place in the Merkle tree and signs its head. One at a time across all executors. */
export class Sealer {
  private tree: Tree | null = null;
  private readonly folder: string;
  /** why the log was no longer the sealed one at the newest look; null while it is */
  broken: string | null = null;

  constructor(
    private readonly ctx: Context,
    private readonly key: SealingKey,
    home: string,
    private readonly witness: Witness | null,
  ) {
    this.folder = path.join(home, "checkpoints");
  }

  /**
   * Seals everything committed and not yet sealed. Throws LogBroken when the database contradicts what was sealed before, and from then on,
   * restarts included, until a person has looked (resumeSealing).
   */
  async seal(): Promise<Sealed> {
    try {
      return await this.sealAll();
    } catch (error) {
      if (error instanceof LogBroken) {
        this.broken = error.message;
        await this.sayBroken(error.message);
      }
      throw error;
    }
  }

  /** For other executors and for people. Cleared by someone else, it is said again at the next look: this executor's own memory decides. */
  private async sayBroken(reason: string): Promise<void> {
    const { db, clock, actor } = this.ctx;
    await db.$transaction(async (tx) => {
      const { count } = await tx.sealing.updateMany({ where: { id: 1, brokenAt: null }, data: { brokenAt: clock.now(), brokenReason: reason } });
      if (count > 0) await appendAudit(tx, actor, { action: "audit.broken", subject: { type: "audit_log", id: "1" }, detail: { reason } });
    });
  }

  private async sealAll(): Promise<Sealed> {
    let added = 0;
    for (;;) {
      const done = await this.ctx.db.$transaction((tx) => this.sealBatch(tx), { timeout: 60_000 });
      if (done === null) return { added, size: this.tree?.size ?? 0 };
      added += done.count;
      this.tree = done.tree;
      this.broken = null;
      if (done.note !== null) await this.keep(done.tree, done.note);
      if (done.count < batch) return { added, size: done.tree.size };
    }
  }

  private async sealBatch(tx: Tx): Promise<{ count: number; tree: Tree; note: string | null } | null> {
    // A row that no other role may lock: web could hold an advisory lock for as long as it likes (docs/decisions/0013-locks-are-rows.md).
    const [held] = await tx.$queryRaw<{ reason: string | null }[]>`
      select case when broken_at is not null then coalesce(broken_reason, '') end as reason from sealing where id = 1 for no key update skip locked`;
    if (!held) return null;
    if (held.reason !== null) throw new LogBroken(held.reason);
    const tree = await this.current(tx);
    const entries = await unsealed(tx);
    if (entries.length === 0) return { count: 0, tree, note: null };
    const first = tree.size;
    const hashes = entries.map((entry) => leafHash(entry));
    for (const hash of hashes) tree.append(hash);
    await tx.$executeRaw`insert into audit_leaf (index, entry_id, hash)
      select ${first}::bigint + n - 1, id, hash from unnest(${entries.map((entry) => entry.id)}::bigint[], ${hashes.map((hash) => hash.toString("hex"))}::text[]) with ordinality as t(id, hash, n)`;
    const root = tree.root();
    const note = signCheckpoint(this.key, { origin: this.key.name, size: tree.size, root });
    await tx.checkpoint.create({ data: { size: BigInt(tree.size), root: root.toString("base64"), note, at: this.ctx.clock.now() } });
    return { count: entries.length, tree, note };
  }

  /** The tree at the database's size: from memory or own file, extended by what another executor (or this one, before a crash) sealed since. */
  private async current(tx: Tx): Promise<Tree> {
    const tree = Tree.restore((this.tree ?? (await this.saved())).state());
    const [count] = await tx.$queryRaw<{ size: bigint }[]>`select coalesce(max(index) + 1, 0) as size from audit_leaf`;
    const size = Number(count?.size ?? 0n);
    if (size < tree.size) throw new LogBroken(`The audit log holds ${size} sealed entries, but this executor sealed ${tree.size}: entries were removed.`);
    if (size === tree.size) return tree;
    for (let from = tree.size; from < size; from += batch) {
      const rows = await tx.$queryRawUnsafe<(LoggedEntry & { hash: string })[]>(
        `select l.hash, ${loggedColumns} from audit_leaf l join audit_entry e on e.id = l.entry_id where l.index >= $1 and l.index < $2 order by l.index`,
        BigInt(from),
        BigInt(Math.min(from + batch, size)),
      );
      for (const { hash, ...entry } of rows) {
        const leaf = leafHash(entry);
        if (leaf.toString("hex") !== hash) throw new LogBroken(`Audit entry ${entry.id} is not the one that was sealed.`);
        tree.append(leaf);
      }
    }
    const head = await tx.checkpoint.findUnique({ where: { size: BigInt(size) } });
    if (!head || tree.size !== size || !openCheckpoint(head.note, this.key.verifier).root.equals(tree.root()))
      throw new LogBroken(`The audit log's ${size} entries do not fit their signed checkpoint.`);
    return tree;
  }

  private async saved(): Promise<Tree> {
    const text = await readFile(path.join(this.folder, "tree.json"), "utf8").catch(() => null);
    if (text === null) return Tree.empty();
    const { head, ...state } = SavedTree.parse(JSON.parse(text));
    const tree = Tree.restore(state);
    if (!openCheckpoint(head, this.key.verifier).root.equals(tree.root()))
      throw new LogBroken("The executor's own copy of the audit tree does not fit its signed checkpoint.");
    return tree;
  }

  private async keep(tree: Tree, note: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await replace(path.join(this.folder, "latest.checkpoint"), note);
    await replace(path.join(this.folder, "tree.json"), JSON.stringify({ ...tree.state(), head: note }));
    if (!this.witness) return;
    try {
      await publish(this.witness, note);
      await this.ctx.db.checkpoint.update({ where: { size: BigInt(tree.size) }, data: { witnessedAt: this.ctx.clock.now() } });
    } catch (error) {
      this.ctx.log.warn(
        { reason: error instanceof Error ? error.message : String(error), size: tree.size },
        "the witness did not take the checkpoint; the next one covers it",
      );
    }
  }
}

function unsealed(tx: Tx): Promise<LoggedEntry[]> {
  return tx.$queryRawUnsafe<LoggedEntry[]>(`select ${loggedColumns} from ${unsealedEntries} e order by e.id limit ${batch}`);
}

async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
