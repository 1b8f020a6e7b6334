import { createHash } from "node:crypto";
import { BadCell } from "../../../lib/imports/cell-values";
import { guessMapping, headerKey, Mapping, mappingFault } from "../../../lib/imports/mapping";
import { counted, FileFault } from "../../../lib/imports/read/file-fault";
import type { RecordReader, Records } from "../../../lib/imports/read/records";
import { readerOf, sniffFormat } from "../../../lib/imports/read/sniff-format";
import { beatImport } from "./claim";
import { AnotherFile, endImport } from "./end-import";
import { fileText } from "./file-text";
import { defaultLimits, type ImportParts, type ImportRun, type Progress, type Taker } from "./parts";
import { takerOf } from "./takers";

/**
 * Reads a claimed run's file to its end as it arrives, and says how it ended (also in import_run). What the run had taken in before is passed over,
 * once its digest is seen to be that of the same rows. Never throws for what the file, the upload or a person does.
 */
export async function runImport(
  parts: ImportParts,
  run: ImportRun,
  source: AsyncIterable<Uint8Array>,
  bytes: number | null,
): Promise<{ status: string; error: string | null }> {
  const limits = { ...defaultLimits, ...parts.limits };
  const reading = new Reading(parts, run, { ...limits, bytes });
  let trouble: unknown = null;
  const timer = setInterval(() => {
    if (parts.signal?.aborted) reading.stop = new FileFault("Countersign was stopped meanwhile.");
    beatImport(parts.ctx, run).catch((error: unknown) => {
      reading.stop = error;
    });
  }, limits.heartbeatMilliseconds);
  try {
    await reading.read(source);
  } catch (error) {
    trouble = error;
  } finally {
    clearInterval(timer);
    await reading.taker?.close().catch((error: unknown) => parts.ctx.log.warn({ err: error, run: run.id }, "an import's staging tables could not be closed"));
  }
  return endImport(parts.ctx, run, trouble, reading.row);
}

/** One upload under way. */
class Reading {
  taker: Taker | null = null;
  stop: unknown = null;
  row = 0;
  private reader: RecordReader | null = null;
  private bytesRead = 0;
  private readonly digest = createHash("sha256");
  private keptRejects = 0;
  private open: Progress = empty();

  constructor(
    private readonly parts: ImportParts,
    private readonly run: ImportRun,
    private readonly limits: typeof defaultLimits & { bytes: number | null },
  ) {}

  async read(source: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const { text, last } of fileText(source, (bytes) => {
      this.bytesRead += bytes;
    })) {
      if (this.stop) throw this.stop;
      await this.take(text, last);
    }
    if (!this.taker) throw new FileFault("The file is empty: it has no row beside its header.");
    if (this.row < this.run.position) throw new AnotherFile();
    await this.flush();
    await this.taker.finish();
  }

  private async take(text: string, last: boolean): Promise<void> {
    this.reader ??= await this.begin(text);
    const records = this.reader.push(text, last);
    let from = 0;
    for (const [at, cells] of records.rows.entries()) {
      this.taker ??= await this.start();
      this.row += 1;
      if (this.row <= this.run.position) {
        if (cells.length > 0) this.taker.pass(cells);
        if (this.row < this.run.position) continue;
        this.digest.update(records.text.slice(from, records.ends[at]));
        from = records.ends[at] as number;
        if (this.digest.copy().digest("hex") !== this.run.rowsDigest) throw new AnotherFile();
        continue;
      }
      this.takeRow(records, at);
      const looking = this.taker.look?.();
      if (looking) await looking;
      if (this.taker.waiting < this.limits.batchRows && this.open.rejected < this.limits.batchRows) continue;
      this.digest.update(records.text.slice(from, records.ends[at]));
      from = records.ends[at] as number;
      await this.flush();
    }
    this.digest.update(records.text.slice(from));
  }

  private takeRow({ rows, ends, text, faults }: Records, at: number): void {
    const cells = rows[at] as string[];
    const fault = faults?.get(at);
    if (cells.length === 0 && !fault) return;
    this.open.read += 1;
    const columns = this.reader?.header?.length ?? 0;
    try {
      if (fault) throw new BadCell("row", fault);
      if (cells.length !== columns) throw new BadCell("row", `has ${counted(cells.length)} columns where the header has ${counted(columns)}`);
      this.taker?.add(cells, this.row, text.slice(at === 0 ? 0 : ends[at - 1], ends[at]));
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      this.open.rejected += 1;
      this.open.rejects.push({ row: this.row, field: error.field, reason: error.reason });
    }
  }

  private async flush(): Promise<void> {
    if (this.stop) throw this.stop;
    const progress = { ...this.open, position: this.row, digest: this.digest.copy().digest("hex"), bytesRead: this.bytesRead };
    this.open = empty();
    const room = Math.max(0, this.limits.keptRejects - this.keptRejects);
    progress.rejects.length = Math.min(progress.rejects.length, room);
    this.keptRejects += progress.rejects.length;
    await this.taker?.write(progress);
  }

  /** The format is looked for in the first stretch, unless it was chosen. */
  private async begin(head: string): Promise<RecordReader> {
    const format = this.run.format ?? sniffFormat(head.slice(0, 64 * 1024));
    this.run.format = format;
    await this.parts.ctx.db.importRun.update({ where: { id: this.run.id }, data: { format: JSON.stringify(format) } });
    if (format.form === "csv" || Object.keys(this.run.mapping).length > 0)
      return readerOf(format, format.form === "csv" ? null : [...new Set(Object.values(this.run.mapping))]);
    // JSON whose mapping is to be guessed: its first rows say which columns there are
    const probe = await readerOf(format, null);
    probe.push(head, false);
    this.run.mapping = await this.mapped(probe.header ?? []);
    return readerOf(format, [...new Set(Object.values(this.run.mapping))]);
  }

  private async start(): Promise<Taker> {
    const header = this.reader?.header ?? [];
    if (Object.keys(this.run.mapping).length === 0) this.run.mapping = await this.mapped(header);
    const fault = mappingFault(this.run.kind, header, this.run.mapping);
    if (fault) throw this.run.position > 0 ? new AnotherFile() : new FileFault(fault);
    await this.parts.ctx.db.importRun.update({ where: { id: this.run.id }, data: { mapping: this.run.mapping } });
    return takerOf(this.parts, this.run, header, this.limits);
  }

  /** As somebody mapped the same columns before, else by names. */
  private async mapped(header: readonly string[]): Promise<Record<string, string>> {
    const known = await this.parts.ctx.db.importMapping.findUnique({ where: { kind_header: { kind: this.run.kind, header: headerKey(header) } } });
    return known ? Mapping.parse(known.mapping) : guessMapping(this.run.kind, header);
  }
}

const empty = (): Progress => ({ position: 0, digest: "", read: 0, bytesRead: 0, rejects: [], rejected: 0 });
