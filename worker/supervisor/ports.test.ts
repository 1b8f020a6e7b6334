import { once } from "node:events";
import net from "node:net";
import { expect, test } from "vitest";
import { freePort } from "../../lib/testkit/free-port";
import { checkPorts } from "./ports";

test("a taken port is named, with the process that wanted it and what to do", async () => {
  const port = await freePort();
  const taken = net.createServer().listen(port, "127.0.0.1");
  await once(taken, "listening");
  await expect(checkPorts("127.0.0.1", { signer: port })).rejects.toThrow(`Port ${port} (the signer's) is taken by another program.`);
  taken.close();
  await once(taken, "close");
  await checkPorts("127.0.0.1", { signer: port });
});

test("an address that is not this machine's is named", async () => {
  await expect(checkPorts("192.0.2.1", { web: await freePort() })).rejects.toThrow("Check COUNTERSIGN_HOST and PORT");
});
