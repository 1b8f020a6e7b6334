import * as b from "../engine/bytes";
import { type Detector, report } from "../engine/look";
import type { Parts } from "../hit";
import { markOf } from "../marks";

/** A JWT's parts may be long (group lists): header, payload, signature in bytes. */
const longest = { header: 2_048, payload: 16_384, signature: 1_024 };

/** What is no JSON is thrown, which takes longest. */
const parseSteps = 12_000;

/** A part as JSON; null where it isn't an object. */
function parse(bytes: Uint8Array, start: number, end: number): Record<string, unknown> | null {
  b.work.steps += parseSteps + 8 * (end - start);
  try {
    const value: unknown = JSON.parse(Buffer.from(b.textOf(bytes, start, end), "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value.length <= 256 ? value : undefined);

/** jwt.io's first example, in thousands of documents: subject and name. */
const isExample = (payload: Record<string, unknown> | null): boolean => payload?.sub === "1234567890" || payload?.name === "John Doe";

export const jwt: readonly Detector[] = [
  {
    kinds: [
      {
        id: "jwt",
        title: "JSON Web Token",
        family: "JWT",
        tier: "structured",
        tokenClass: "ephemeral_secret",
        rotate: "End the session or revoke the grant at the issuer (`iss`); rotate the signing key if it was forged.",
      },
      {
        id: "jwe",
        title: "Encrypted JSON Web Token",
        family: "JWT",
        tier: "structured",
        tokenClass: "ephemeral_secret",
        rotate: "End the session or revoke the grant at the issuer.",
      },
    ],
    keywords: [
      ...["eyJ", "ewog", "eyAi"].map((text) => ({ text, exact: true })),
      ...["eyJhbGciOi", "eyJ0eXAiOi", "eyJraWQiOi"].map((text) => ({ text, exact: true, encoded: "only" as const })),
    ],
    detect(look, at) {
      const { bytes } = look;
      if (!b.leftEdge(bytes, at)) return;
      const header = b.runEnd(bytes, at, at + longest.header, b.base64url);
      if (header - at < 12 || bytes[header] !== 0x2e) return;
      const payload = b.runEnd(bytes, header + 1, header + 1 + longest.payload, b.base64url);
      if (bytes[payload] !== 0x2e) return;
      const head = parse(bytes, at, header);
      if (head === null || typeof head.alg !== "string") return;
      const signature = b.runEnd(bytes, payload + 1, payload + 1 + longest.signature, b.base64url);
      const parts: Parts = {};
      const kid = text(head.kid);
      if (kid !== undefined) parts.keyId = kid;
      if (typeof head.enc === "string") {
        const end = b.runEnd(bytes, at, at + 32_768, b.base64url | b.dot);
        if (end > signature) report(look, "jwe", at, end, "checked", { prefix: 3, parts });
        return;
      }
      const body = parse(bytes, header + 1, payload);
      if (body === null || payload - header < 5 || (signature === payload + 1 && head.alg !== "none")) return;
      const issuer = text(body.iss);
      if (issuer !== undefined) parts.host = issuer;
      const user = text(body.sub);
      if (user !== undefined) parts.user = user;
      const mark = isExample(body) ? "example" : signature - payload > 8 ? markOf(b.textOf(bytes, payload + 1, signature)) : null;
      report(look, "jwt", at, signature, "checked", { prefix: 3, parts, mark });
    },
  },
];
