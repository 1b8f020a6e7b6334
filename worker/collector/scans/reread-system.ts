import { VendorFault } from "../../../lib/connectors/vendor-http";
import type { Context } from "../../../lib/core/context";
import type { Channel } from "../../../lib/domain/exposures";
import { aboutOf } from "../../../lib/exposure/sources/open-source";
import { type Sourced, SourceFault } from "../../../lib/exposure/sources/piece";
import { restRow } from "../../../lib/exposure/sources/rest/rest-source";
import { openSystem, type SystemParts } from "./open-system";

/** A place in a system, as a scan noted it. */
export interface SystemPlace {
  source: string;
  channel: Channel;
  path: string;
  again: string | null;
}

/** So long one place may take: others wait. */
const mostMilliseconds = 60_000;

/**
 * Reads one place of a system again with its kept credential: nothing where it is gone, or where none is kept any more. What the system does not give is
 * told as not readable; of one that gave no answer, no other place is asked for in the same round (`silent`).
 */
export async function* rereadSystem(
  ctx: Context,
  parts: SystemParts,
  { source, channel, path, again }: SystemPlace,
  silent: Set<string>,
): AsyncGenerator<Sourced> {
  if (again === null) return;
  if (silent.has(source)) return yield closed(path, "it gave no answer a moment ago");
  const opened = await openSystem(ctx, parts, source, AbortSignal.timeout(mostMilliseconds)).catch((error: unknown) => {
    if (error instanceof SourceFault) return null;
    throw error;
  });
  if (!opened) return;
  try {
    // a file that broke off on the way is no place that is gone
    for await (const one of restRow(opened.declaration, opened.connection, aboutOf(channel), again))
      yield "unreadable" in one && one.unreadable.reason !== "media" ? closed(path, one.unreadable.detail ?? one.unreadable.reason) : one;
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    if (error.status !== 403) silent.add(source);
    yield closed(path, error.message);
  } finally {
    await opened.close();
  }
}

const closed = (path: string, detail: string): Sourced => ({ unreadable: { path, reason: "not_allowed", detail } });
