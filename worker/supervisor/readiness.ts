import net from "node:net";
import pg from "pg";
import type { Child } from "./child";
import { PlainError } from "./plain-error";
import type { Program } from "./programs";

/** A machine under load needs longer than the second or two of an idle one. */
const readyWithinMilliseconds = 120_000;
/** A process that can't start at all crashes at once, again and again. */
const hopeless = 3;

/** Waits until a process serves: its port answers, or, without one, its heartbeat is newer than `since`. Throws PlainError with its last words. */
export async function waitUntilReady(program: Program, child: Child, ownerUrl: string, since: Date): Promise<void> {
  const ready =
    program.port === null ? () => beats(ownerUrl, program.name, since) : () => answers(program.env.COUNTERSIGN_HOST ?? "127.0.0.1", program.port ?? 0);
  for (const start = Date.now(); Date.now() - start < readyWithinMilliseconds; ) {
    // A port alone proves little: a crashed process frees it, and somebody else could take it.
    if (child.pid && (await ready())) return;
    throwIfHopeless(child);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new PlainError(
    `The ${program.name} was not ready within ${readyWithinMilliseconds / 1000} s: ${child.lastWords()} Its log is ${child.options.logFile}.`,
  );
}

/** Throws PlainError with a process's last words once it has crashed again and again. */
export function throwIfHopeless(child: Child): void {
  const { name, logFile } = child.options;
  if (child.crashes >= hopeless) throw new PlainError(`The ${name} does not start: ${child.lastWords()} Its log is ${logFile}.`);
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: host === "0.0.0.0" ? "127.0.0.1" : host, port });
    socket.setTimeout(2_000, () => socket.destroy(new Error("timeout")));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function beats(url: string, name: string, since: Date): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rowCount } = await client.query("select from process_status where process = $1 and heartbeat_at > $2", [name, since]);
    return Boolean(rowCount);
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
