import type { Channel } from "../../domain/exposures";
import { Budget } from "../sources/budget";
import { contentOf } from "../sources/content";
import { aboutOf } from "../sources/open-source";
import type { Sourced } from "../sources/piece";

/** Bytes that come by themselves, for tests of what becomes of a source's texts. */
export function openStream(bytes: AsyncIterable<Uint8Array>, name: string, channel: Channel = "other"): AsyncIterable<Sourced> {
  return contentOf({ path: name, at: null, bytes }, aboutOf(channel), new Budget(0));
}
