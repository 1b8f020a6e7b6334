import type { Looked } from "../../../lib/exposure/look-through";
import { archiveLimits } from "../../../lib/exposure/sources/budget";
import { openSent } from "../../../lib/exposure/sources/open-sent";
import { type Sourced, SourceFault } from "../../../lib/exposure/sources/piece";
import { UploadBroken } from "../uploads/received";
import type { ScanParts } from "./keeping";
import { lookThroughRun } from "./run-scan";
import { type Stop, Stopped } from "./stop";

/** More is no longer something that one sends. */
const mostBytes = archiveLimits.bytes;

/** Looks through content as somebody sends it, for a run that was claimed. Throws what kept it from coming to its end, after saying so at the run. */
export async function scanSent(parts: ScanParts, runId: string, bytes: AsyncIterable<Uint8Array>, { spool }: { spool: string }): Promise<Looked> {
  const { sourceId, fileName, size, source } = await parts.ctx.db.scanRun.findUniqueOrThrow({
    where: { id: runId },
    select: { sourceId: true, fileName: true, size: true, source: { select: { channel: true, name: true } } },
  });
  const stop: Stop = { why: null };
  const expected = size === null ? null : Number(size);
  let received = 0;
  const iterator = bytes[Symbol.asyncIterator]();
  // whoever reads it may leave in the middle; the rest is still there
  async function* rest(): AsyncGenerator<Uint8Array> {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (stop.why !== null) throw new Stopped(stop.why);
      received += next.value.length;
      if (received > mostBytes) throw new SourceFault("It is larger than 8 GB. Look through it on the collector's host: countersign scan PATH");
      yield next.value;
    }
  }
  async function* everything(): AsyncGenerator<Sourced> {
    yield* openSent({ bytes: rest(), name: fileName ?? source.name, channel: source.channel, size: expected, spool });
    // what is no text is taken to its end all the same: who sends it waits for an answer
    for await (const _ of rest());
    if (expected !== null && received < expected) throw new UploadBroken(`${received} of ${expected} bytes came`);
  }
  return lookThroughRun(
    parts,
    { id: runId, sourceId },
    {
      source: everything(),
      received: () => received,
      stop,
    },
  );
}
