import type { AddressInfo } from "node:net";
import { vendorServer } from "./server";

// The fake vendor as a process of its own: prints its origin, ends when its standard input closes.
const server = vendorServer();
server.listen(Number(process.argv[2] ?? "0"), "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().once("close", () => process.exit(0));
