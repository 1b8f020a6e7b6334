import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createScanner } from "./scanner";
import { opensshKey, pgpKey, puttyKey } from "./testkit/keys";
import { alnums, bytes, digits, random, uppers, withChecksum } from "./testkit/make";

const scanner = createScanner();
const seen = (text: string, about = {}) =>
  scanner.scan(bytes(text), about).map(({ kind, secret, confidence, mark, encoding }) => ({ kind, secret, confidence, mark, encoding }));
const pat = withChecksum("ghp_", random(30, alnums, "pat"));

describe("a scan", () => {
  it("gives the secret's own bytes, not its assignment's", () => {
    const text = `// ключ\nconst token = "${pat}";\n`;
    const [hit, ...others] = scanner.scan(bytes(text));
    expect(others).toEqual([]);
    expect(hit).toMatchObject({ kind: "github_pat", secret: pat, confidence: "checked", mark: null, encoding: null });
    expect(Buffer.from(bytes(text).subarray(hit?.start, hit?.end)).toString()).toBe(pat);
  });

  it("finds it wherever the bytes begin in memory and the text ends", () => {
    for (let shift = 0; shift < 8; shift++) {
      for (const text of [`${" ".repeat(shift)}${pat}`, `m=${random(32, "0123456789abcdef", 1)}-us7`]) {
        const given = Buffer.concat([Buffer.alloc(shift), bytes(text)]).subarray(shift);
        expect(scanner.scan(given)).toHaveLength(1);
      }
    }
  });

  it("finds what was encoded once and says how", () => {
    expect(seen(Buffer.from(`x ${pat} y`).toString("base64"))).toEqual([
      { kind: "github_pat", secret: pat, confidence: "checked", mark: null, encoding: "base64" },
    ]);
    expect(seen(`q=postgres%3A%2F%2Fapp%3A${random(6, digits, 1)}xy%21z%40db.corp.io%2Fmain`)).toMatchObject([{ kind: "postgres_url", encoding: "url" }]);
    expect(seen(`{"url":"postgres:\\/\\/app:${random(6, digits, 1)}xy@db.corp.io\\/main"}`)).toMatchObject([{ kind: "postgres_url" }]);
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    expect(seen(JSON.stringify({ key: pem }))).toEqual([
      { kind: "private_key_pkcs8", secret: pem.trim(), confidence: "checked", mark: null, encoding: "json" },
    ]);
  });

  it("reports the more specific of two that overlap", () => {
    const key = `sk_live_${random(24, alnums, "stripe")}`;
    expect(seen(`STRIPE_SECRET=${key}`)).toMatchObject([{ kind: "stripe_secret_key", secret: key }]);
  });

  it("gives a key the same whether its lines are real or written", () => {
    const chance = (length: number) => Buffer.from(random(length, alnums, 31));
    for (const key of [puttyKey(chance, 3), pgpKey(chance, "Version: GnuPG v2\n"), opensshKey(chance)]) {
      const [real, written] = [seen(key), seen(JSON.stringify({ note: `see ${key}` }))];
      expect(real).toMatchObject([{ secret: key, confidence: "checked", mark: null }]);
      expect(written).toMatchObject([{ secret: key, confidence: "checked", mark: null, encoding: "json" }]);
    }
  });

  it("takes four letters for a placeholder in short texts alone: in long ones they stand by chance", () => {
    const long = (word: string) => `rk_live_${random(45, alnums, 32)}${word}${random(50, alnums, 33)}`;
    expect(seen(`k: ${long("tOdo")}`)).toMatchObject([{ mark: null }]);
    expect(seen(`k: ${long("rePlaCe")}`)).toMatchObject([{ mark: "placeholder" }]);
    expect(seen(`k: sk_live_${random(10, alnums, 34)}todo${random(10, alnums, 35)}`)).toMatchObject([{ mark: "placeholder" }]);
  });

  it("finds an address that is a secret where it is a parameter, or written by PHP", () => {
    const hook = `hooks.slack.com/services/T${random(9, uppers, 21)}/B${random(9, uppers, 22)}/${random(24, alnums, 23)}`;
    for (const text of [`GET /cb?to=${encodeURIComponent(`https://${hook}`)}&x=1`, `{"to":"https:\\/\\/${hook.replaceAll("/", "\\/")}"}`])
      expect(seen(text)).toMatchObject([{ kind: "slack_webhook", secret: hook, mark: null }]);
    expect(seen(`GET /cb?to=${encodeURIComponent(`https://${hook.slice(0, -4)}`)}&x=1`)).toEqual([]);
  });

  it("looks for the kinds asked for alone", () => {
    const chosen = createScanner({ kinds: new Set(["generic_password"]) });
    expect(chosen.scan(bytes(`${pat} password: "r4ther-Good"`)).map(({ kind }) => kind)).toEqual(["generic_password"]);
  });

  it.each(["db_password", "DB_PASSWORD", "dbPassword", "db-password", "spring.datasource.password", "admin_pass", "api.key", "client_secret"])(
    "reads %s as a name",
    (name) => {
      const value = `Zx9${random(14, alnums, name)}`;
      expect(seen(`${name} = '${value}'`)).toMatchObject([{ secret: value, mark: null }]);
      expect(seen(`${name}_policy = '${value}'`)).toEqual([]);
    },
  );

  it("takes from prose what is told in a sentence, and only there", () => {
    const said = "the new password for staging is Tulip-4471!x, please rotate";
    expect(seen(said, { prose: true })).toMatchObject([{ kind: "generic_password", secret: "Tulip-4471!x" }]);
    expect(seen(said)).toEqual([]);
    expect(seen("the password is required for 3x longer", { prose: true })).toEqual([]);
  });

  it("pairs an AWS secret key with the key id beside it", () => {
    const id = `AKIA${"T"}${random(15, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "aws")}`;
    const secret = random(40, `${alnums}+/`, "aws");
    expect(scanner.scan(bytes(`${id},${secret}\n`))).toMatchObject([
      { kind: "aws_access_key_id", parts: { keyId: id } },
      { kind: "aws_secret_access_key", secret, parts: { keyId: id } },
    ]);
  });

  it("marks what is known not to be live, and keeps it", () => {
    expect(seen(`GH=ghp_${"x".repeat(36)}`)).toMatchObject([{ kind: "github_pat", mark: "placeholder" }]);
    expect(seen(`DB_PASSWORD=${"$"}{DB_PASSWORD}`)).toMatchObject([{ kind: "generic_password", mark: "reference" }]);
    expect(seen(`k: sk_test_${random(24, alnums, 3)}`)).toMatchObject([{ kind: "stripe_test_key", mark: "test_key" }]);
  });
});
