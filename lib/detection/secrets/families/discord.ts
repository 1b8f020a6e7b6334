import { assignedAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { type Detector, report } from "../engine/look";
import { markOf } from "../marks";

export const discord: readonly Detector[] = [
  {
    kinds: [
      {
        id: "discord_bot_token",
        title: "Discord bot token",
        family: "Discord",
        tier: "structured",
        tokenClass: "api_key",
        rotate: "Discord developer portal: the application → Bot → Reset Token.",
      },
    ],
    keywords: ["discord", "token", "client.login", "bot.run", "bot.start", "authorization: bot"].map((text) => ({ text, exact: false })),
    detect(look, name, after) {
      const { bytes } = look;
      const at = assignedAt(bytes, name, after)?.start ?? b.runEnd(bytes, after, after + 2, b.space);
      // the first part is the bot's id, 17 to 20 digits, in base64
      const id = b.runEnd(bytes, at, at + 29, b.base64url);
      if (id - at < 22 || id - at > 28 || bytes[id] !== 0x2e) return;
      const time = b.runEnd(bytes, id + 1, id + 8, b.base64url);
      if (time - id !== 7 || bytes[time] !== 0x2e) return;
      const end = b.runEnd(bytes, time + 1, time + 41, b.base64url);
      if (end - time < 28 || end - time > 39) return;
      const keyId = Buffer.from(b.textOf(bytes, at, id), "base64url").toString("latin1");
      if (/^\d{16,20}$/.test(keyId))
        report(look, "discord_bot_token", at, end, "checked", { parts: { keyId }, prefix: 3, mark: markOf(b.textOf(bytes, time + 1, end)) });
    },
  },
];
