import * as b from "../engine/bytes";
import { type Detector, report } from "../engine/look";
import { markOf } from "../marks";

const environments = [
  "*",
  "development",
  "production",
  "staging",
  "default",
  "test",
  "dev",
  "prod",
  "preprod",
  "pre-prod",
  "qa",
  "uat",
  "local",
  "stage",
  "integration",
  "preview",
  "sandbox",
  "demo",
];
const rotate = "Unleash: Admin → API access (or Profile → Personal API tokens) → delete, create anew.";

/** Unleash's tokens: `project:environment.` (`*` for all, `[]` for several projects), or `user:` for a person's own, and a hash in 52 to 64 hexadecimal digits. */
export const unleash: readonly Detector[] = [
  {
    kinds: [
      { id: "unleash_token", title: "Unleash API token", family: "Unleash", tier: "structured", tokenClass: "api_key", rotate },
      { id: "unleash_pat", title: "Unleash personal access token", family: "Unleash", tier: "structured", tokenClass: "personal_access_token", rotate },
    ],
    keywords: [
      ...environments.map((name) => ({ text: name === "*" ? "*:*." : `:${name}.`, exact: true, next: b.lowerHex, encoded: true })),
      ...["development", "production"].map((name) => ({ text: `%3A${name}.`, exact: true, next: b.lowerHex })),
      ...["default:*.", "]:*.", "user:"].map((text) => ({ text, exact: true, next: b.lowerHex })),
    ],
    detect(look, at, after) {
      const { bytes } = look;
      const end = b.runEnd(bytes, after, after + 66, b.lowerHex);
      if (end - after < 52 || end - after > 64 || b.is(bytes, end, b.word)) return;
      const personal = b.stands(bytes, at, "user:");
      const start = personal ? at : projectStart(bytes, b.indexOfByte(bytes, at, after, 0x3a));
      if (start < 0 || (personal && !b.leftEdge(bytes, at))) return;
      report(look, personal ? "unleash_pat" : "unleash_token", start, end, "shaped", { mark: markOf(b.textOf(bytes, after, end)), prefix: after - at });
    },
  },
];

function projectStart(bytes: Uint8Array, colon: number): number {
  if (bytes[colon - 1] === 0x2a) return colon - 1;
  if (bytes[colon - 1] === 0x5d && bytes[colon - 2] === 0x5b) return colon - 2;
  const start = b.runStart(bytes, colon, colon - 100, b.base64url | b.dot);
  return start < colon ? start : -1;
}
