import { generateKeyPairSync } from "node:crypto";
import type { HandCases } from "./cases-by-hand";
import { dsaKey, opensshKey, pgpKey, puttyKey, type RandomBytes, ssh2Key } from "./keys";
import { alnums, random } from "./make";

const hex = "0123456789abcdef";
const chance = (seed: string): RandomBytes => {
  let n = 0;
  return (length) => Buffer.from(random(2 * length, hex, `${seed} ${n++}`), "hex");
};
const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const pem = (type: "pkcs1" | "pkcs8") => rsa.export({ type, format: "pem" }).toString().trim();
const sec1 = ["P-256", "P-384", "secp256k1"].map((namedCurve) =>
  generateKeyPairSync("ec", { namedCurve }).privateKey.export({ type: "sec1", format: "pem" }).toString().trim(),
);
const ppk = (mac: string) =>
  `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\n${random(48, alnums, 4)}\nPrivate-MAC: ${mac}\n`;

/** Of a form: three keys alone, indented and written in JSON; what is public, cut off and ends as another. */
function casesOfForm(make: (random: RandomBytes) => string, label: string): HandCases {
  const [one, two, three] = ["1", "2", "3"].map((seed) => make(chance(`${label} ${seed}`))) as [string, string, string];
  return {
    yes: [one, `key: |\n  ${two.replaceAll("\n", "\n  ")}\n`, JSON.stringify({ key: three }), `see\r\n${one.replaceAll("\n", "\r\n")}\r\nfor now`],
    no: [one.replaceAll("PRIVATE", "PUBLIC"), one.slice(0, -30), one.replace(`END ${label}`, "END MESSAGE"), one.split("\n")[0] as string],
  };
}

/** Of private keys. */
export const casesOfKeys: Record<string, HandCases> = {
  private_key_rsa: {
    yes: [pem("pkcs1"), `key: |\n  ${pem("pkcs1").replaceAll("\n", "\n  ")}\n`, JSON.stringify({ k: pem("pkcs1") }), pem("pkcs1").replaceAll(/^/gm, "-")],
    no: [pem("pkcs1").slice(0, 200), pem("pkcs1").replaceAll("PRIVATE", "PUBLIC"), pem("pkcs1").replace("END RSA", "END DSA")],
  },
  private_key_pkcs8: {
    yes: [pem("pkcs8"), `${pem("pkcs8")}\n`, `"${pem("pkcs8").replaceAll("\n", "\\n")}"`],
    no: ["-----BEGIN PRIVATE KEY-----", pem("pkcs8").slice(0, -20), pem("pkcs8").replaceAll("-----", "----")],
  },
  private_key_encrypted: {
    yes: [1, 2, 3].map(
      (seed) =>
        `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n${random(400, alnums, seed)}\n-----END RSA PRIVATE KEY-----`,
    ),
    no: [
      "Proc-Type: 4,ENCRYPTED",
      "-----BEGIN ENCRYPTED MESSAGE-----\nabc\n-----END ENCRYPTED MESSAGE-----",
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n!\n-----END ENCRYPTED PRIVATE KEY-----",
    ],
  },
  private_key_putty: {
    yes: [puttyKey(chance("p"), 3), puttyKey(chance("q"), 2), `x\n${ppk(random(64, hex, 3))}`],
    no: [ppk("short"), ppk(random(64, hex, 1)).slice(0, 90), "PuTTY-User-Key-File-2: ssh-rsa"],
  },
  private_key_openssh: casesOfForm(opensshKey, "OPENSSH PRIVATE KEY"),
  private_key_dsa: casesOfForm(dsaKey, "DSA PRIVATE KEY"),
  private_key_ec: {
    yes: [...sec1, `key: |\n  ${sec1[0]?.replaceAll("\n", "\n  ")}\n`],
    no: sec1.map((key) => key.replaceAll("PRIVATE", "PUBLIC")).concat(sec1.map((key) => key.slice(0, -30))),
  },
  private_key_pgp: {
    ...casesOfForm((random) => pgpKey(random), "PGP PRIVATE KEY BLOCK"),
    yes: [
      pgpKey(chance("a")),
      pgpKey(chance("b"), "Version: GnuPG v2\n"),
      pgpKey(chance("c"), "Comment: release key\n"),
      JSON.stringify({ key: pgpKey(chance("d")) }),
    ],
  },
  private_key_ssh2: casesOfForm(ssh2Key, "SSH2 ENCRYPTED PRIVATE KEY"),
};
