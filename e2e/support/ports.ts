import net from "node:net";

/** A port from which on `room` are free. */
export async function freePorts(room: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 21_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(Array.from({ length: room }, (_, n) => isFree(first + n)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("no free ports");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
