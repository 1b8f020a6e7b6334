import { createHmac, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSha256 } from "./hmac";

test("gives what OpenSSL's HMAC gives, for any key and any text", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ unit: "grapheme", maxLength: 3_000, size: "max" }), fc.constant("\ud800")), {
        maxLength: 5,
      }),
      (bytes, texts) => {
        const key = createSecretKey(bytes);
        for (const text of texts) expect(hmacSha256(key, text)).toBe(createHmac("sha256", key).update(text, "utf8").digest("hex"));
      },
    ),
  );
});
