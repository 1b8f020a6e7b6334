import net from "node:net";
import { PlainError } from "./plain-error";

/** Throws PlainError for the first of the processes' ports that is taken. Nothing has been started by then. */
export async function checkPorts(host: string, ports: Record<string, number>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    const fault = await faultOf(host, port);
    if (fault === "EADDRINUSE")
      throw new PlainError(
        `Port ${port} (the ${name}'s) is taken by another program. Stop that one, or choose other ports: PORT=4000 npm start uses 4000, 4001 and 4002.`,
      );
    if (fault === "EACCES") throw new PlainError(`Port ${port} (the ${name}'s) needs more rights than this user has. Choose one above 1023 with PORT.`);
    if (fault) throw new PlainError(`The ${name} can't listen on ${host}:${port} (${fault}). Check COUNTERSIGN_HOST and PORT.`);
  }
}

/** A port that nobody listens on right now, on the loopback address. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

function faultOf(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}
