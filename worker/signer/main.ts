import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { port } from "../../lib/core/env";
import { readPrivateFile } from "../../lib/credentials/private-file";
import { signingPage } from "../../lib/signatures/signing-page";
import { startProcess } from "../process/start";
import { sampleEndorser } from "./sample/endorser";
import { createSignerServer } from "./server";

/** How often keys enrolled on the command line are looked for in the sample: "within a second" holds. */
const endorseEveryMilliseconds = 700;

await startProcess("signer", z.object({ PORT: port.default(3001) }), async ({ ctx, env, home, signal, atEnd }) => {
  const page = signingPage(env.COUNTERSIGN_SIGNER_ORIGIN);
  const endorse = sampleEndorser(ctx, home, env.COUNTERSIGN_SAMPLE);
  const server = createSignerServer({
    ctx,
    page,
    appOrigin: env.COUNTERSIGN_ORIGIN,
    secret: await loadOrCreateSecret(home),
    secure: page.origin.startsWith("https:"),
    sample: env.COUNTERSIGN_SAMPLE,
    endorse,
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(env.PORT, env.COUNTERSIGN_HOST, resolve));
  atEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  if (page.obstacle) ctx.log.warn(page.obstacle);
  ctx.log.info({ origin: page.origin, rpId: page.rpId, port: env.PORT }, "listening");
  while (env.COUNTERSIGN_SAMPLE && !signal.aborted) {
    await endorse();
    await new Promise((resolve) => setTimeout(resolve, endorseEveryMilliseconds));
  }
});

/** Keys cookies and forms; made at the first start, so that a restart loses nobody their page. */
async function loadOrCreateSecret(home: string): Promise<string> {
  const file = path.join(home, "cookie-secret");
  try {
    return (await readPrivateFile(file)).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  // A second signer that starts at the same moment keeps the first one's.
  await writeFile(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readPrivateFile(file)).trim();
}
