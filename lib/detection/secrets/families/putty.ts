import * as b from "../engine/bytes";
import { type Detector, report } from "../engine/look";
import { withRealLines } from "./pem";

const longest = 16_384;

/** PuTTY's own form of a private key (.ppk): headers, public lines, private lines, a MAC. */
export const putty: readonly Detector[] = [
  {
    kinds: [
      {
        id: "private_key_putty",
        title: "PuTTY private key",
        family: "Private keys",
        tier: "structured",
        tokenClass: "certificate",
        rotate: "Make a new key pair, replace the public key wherever it is trusted, then remove the old one.",
      },
    ],
    keywords: [{ text: "PuTTY-User-Key-File-", exact: true, encoded: true }],
    detect(look, at, after) {
      const { bytes } = look;
      // not into the next key
      const next = b.indexFolded(bytes, after, Math.min(bytes.length, at + longest), "putty-user-key-file-");
      const limit = next < 0 ? Math.min(bytes.length, at + longest) : next;
      const lines = b.indexFolded(bytes, after, limit, "private-lines:");
      const mac = lines < 0 ? -1 : b.indexFolded(bytes, lines, limit, "private-mac:");
      if (mac < 0) return;
      const value = b.runEnd(bytes, mac + 12, mac + 20, b.space);
      const end = b.runEnd(bytes, value, value + 66, b.lowerHex | b.upperHex);
      if (end - value !== 40 && end - value !== 64) return;
      const written = b.indexOfByte(bytes, after, lines, 0x5c) >= 0;
      report(look, "private_key_putty", at, end, "checked", {
        prefix: 20,
        ...(written ? { secret: withRealLines(b.textOf(bytes, at, end)), encoding: "json" as const } : {}),
      });
    },
  },
];
