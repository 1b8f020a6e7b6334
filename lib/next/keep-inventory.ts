import { followerOf } from "../tokens/list-index/follow";
import { anonymousContext } from "./context";

/** While nobody looks, changes are taken in at this pace: the next who looks waits for little. */
const everyMilliseconds = 2_000;
let timer: ReturnType<typeof setInterval> | undefined;

/** Loads the inventory's list into memory when web starts, and keeps it near. A failed reading is logged and tried again. */
export function startKeepingInventory(): void {
  const { db, log } = anonymousContext();
  let reading = false;
  const read = async () => {
    if (reading) return;
    reading = true;
    await followerOf(db)
      .read(() => undefined)
      .catch((error: unknown) => log.warn({ err: error }, "the list of tokens could not be read"));
    reading = false;
  };
  clearInterval(timer);
  timer = setInterval(read, everyMilliseconds);
  timer.unref();
  void read();
}
