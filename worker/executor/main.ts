import { z } from "zod";
import { revokers } from "../../lib/connectors/revokers";
import { startProcess } from "../process/start";
import { createExecutor } from "./executor";
import { keepSealing } from "./keep-sealing";
import { openChannels } from "./notices/channels";
import { Notices } from "./notices/notices";
import { loadSealingKey, Sealer } from "./seal";
import { parseWitness } from "./witness";

const Environment = z.object({
  SMTP_URL: z.string().optional(),
  SMTP_FROM: z.string().optional(),
  COUNTERSIGN_NOTICE_WEBHOOK: z.url().optional(),
  COUNTERSIGN_WITNESS: z.string().optional(),
});

await startProcess("executor", Environment, async ({ ctx, env, home, signal, announce }) => {
  const channels = openChannels({ smtpUrl: env.SMTP_URL, smtpFrom: env.SMTP_FROM, webhook: env.COUNTERSIGN_NOTICE_WEBHOOK });
  if (channels.length === 0)
    ctx.log.warn("No notices are sent: set SMTP_URL or COUNTERSIGN_NOTICE_WEBHOOK, so that people hear of requests past the web process.");
  const key = await loadSealingKey(home, env.COUNTERSIGN_DEPLOYMENT);
  const sealer = new Sealer(ctx, key, home, parseWitness(env.COUNTERSIGN_WITNESS));
  const executor = await createExecutor({
    ctx,
    home,
    deployment: env.COUNTERSIGN_DEPLOYMENT,
    revokers,
    walls: env.COUNTERSIGN_WALLS,
    origin: env.COUNTERSIGN_ORIGIN,
    channels,
    sealer,
    signal,
  });
  await announce({ recipient: executor.recipient, auditKey: key.verifier, channels: channels.map(({ name }) => name).join(" ") });

  // Whether the log is still the one that was sealed is known before anything is acted on; what fails here is tried again, and said, below.
  await sealer.seal().catch(() => undefined);
  await Promise.all([executor.run(signal), keepSealing(ctx, sealer, new Notices(ctx, channels), signal)]);
});
