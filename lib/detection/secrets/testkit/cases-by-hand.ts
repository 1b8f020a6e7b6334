import { alnums, random, uppers } from "./make";

/** Texts that hold a secret of a kind, and texts that nearly do; where they lie. */
export interface HandCases {
  yes: string[];
  no: string[];
  path?: string;
}

const hex = "0123456789abcdef";
const url = `${alnums}-_`;
const at = "@";
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** A JWT of these parts, its signature by chance. */
export const jwt = (header: object, payload: object, seed: string) => `${part(header)}.${part(payload)}.${random(43, url, seed)}`;
const bot = (id: string, seed: string) => `${Buffer.from(id).toString("base64url")}.${random(6, url, seed)}.${random(38, url, `${seed}x`)}`;
const keyId = (seed: number) => `AKIA${"R"}${random(15, `${uppers}234567`, seed)}`;
const sas = (seed: string) =>
  `https://x.blob.core.windows.net/c?sv=2022-11-02&sp=r&se=2027-01-01&sig=${encodeURIComponent(Buffer.from(random(32, alnums, seed)).toString("base64"))}`;
const basic = (pair: string) => Buffer.from(pair).toString("base64");
/** A password that looks like no word. */
export const good = (seed: string) => `Zx9${random(9, alnums, seed)}`;

/** Of the kinds with a detector of their own, but for private keys. */
export const casesByHand: Record<string, HandCases> = {
  aws_access_key_id: {
    yes: [keyId(1), `id=${keyId(2)};`, `"${keyId(3)}"`, keyId(4).replace("R", "8")],
    no: [keyId(1).slice(0, 19), `${keyId(1)}A`, `X${keyId(1)}`, keyId(1).replace("R", "r")],
  },
  aws_secret_access_key: {
    yes: [
      `${keyId(1)}\n${random(40, `${alnums}+/`, "a")}`,
      `aws_secret_access_key = ${random(40, `${alnums}+/`, "b")}`,
      `${random(40, `${alnums}+/`, "c")} , ${keyId(2)}`,
    ],
    no: [random(40, `${alnums}+/`, "a"), `aws_secret_access_key = ${random(39, alnums, "b")}`, `${keyId(1)} ${random(40, hex, "c")}`],
  },
  jwt: {
    yes: [
      jwt({ alg: "HS256" }, { sub: "x9" }, "1"),
      `Bearer ${jwt({ typ: "JWT", alg: "RS256" }, { iss: "https://i" }, "2")}`,
      `t=${jwt({ kid: "k", alg: "ES256" }, { exp: 1 }, "3")}&x`,
    ],
    no: [
      `${part({ alg: "HS256" })}.${part({ a: 1 })}`,
      `${part({ typ: "x" })}.${part({ a: 1 })}.${random(43, url, 1)}`,
      `${part({ alg: "HS256" })}.abc.${random(43, url, 1)}`,
    ],
  },
  jwe: {
    yes: ["1", "2", "3"].map(
      (seed) =>
        `${part({ alg: "RSA-OAEP", enc: "A256GCM" })}.${random(40, url, seed)}.${random(16, url, seed)}.${random(60, url, seed)}.${random(22, url, seed)}`,
    ),
    no: [part({ alg: "RSA-OAEP", enc: "A256GCM" }), `${part({ enc: "A256GCM" })}.a.b.c.d`, "eyJ.eyJ.eyJ.eyJ.eyJ"],
  },
  discord_bot_token: {
    yes: [`DISCORD_TOKEN=${bot("123456789012345678", "1")}`, `client.login("${bot("987654321098765432", "2")}")`, `token: '${bot("111222333444555666", "3")}'`],
    no: [`DISCORD_TOKEN=${bot("12345", "1")}`, `token: ${bot("abcdefghijklmnopqr", "2")}`, `token: ${bot("123456789012345678", "3").slice(0, 40)}`],
  },
  azure_sas: {
    yes: [sas("1"), `<a href="${sas("2")}">`, sas("3").replace("sv=", "si=p&sv="), `GET /cb?to=${encodeURIComponent(sas("4"))}%22 HTTP/1.1`],
    no: [encodeURIComponent(sas("1").replace("sv=", "xv=")), sas("1").replace("sv=", "xv="), sas("1").slice(0, -12), `?sig=${random(20, alnums, 1)}&sv=1&se=2`],
  },
  unleash_token: {
    yes: [`default:development.${random(64, hex, 1)}`, `*:*.${random(64, hex, 2)}`, `[]:production.${random(64, hex, 3)}`],
    no: [`default:development.${random(40, hex, 1)}`, `default:development.${random(80, hex, 1)}`, `:development.${random(64, hex, 1)}`],
  },
  unleash_pat: {
    yes: [1, 2, 3].map((seed) => `user:${random(64, hex, seed)}`),
    no: [`user:${random(30, hex, 1)}`, `xuser:${random(64, hex, 1)}`, `user:${random(64, alnums, 1)}`],
  },
  http_basic: {
    yes: [`Authorization: Basic ${basic(`joe:${good("1")}`)}`, `"auth": "${basic(`bot:${good("2")}`)}"`, `_auth=${basic(`ci:${good("3")}`)}`],
    no: ["Authorization: Basic realm=x", `Basic ${Buffer.from(random(30, "\u0001\u0002\u0003", 1)).toString("base64")}`, "basic knowledge of networks"],
  },
  http_bearer: {
    yes: [1, 2, 3].map((seed) => `Authorization: Bearer ${random(32, alnums, seed)}`),
    no: ["Authorization: Bearer token", `Bearer ${"your-token-here"}`, "bearer of the bad-news-everyone"],
  },
  curl_user: {
    yes: [
      `curl -u joe:${good("1")} https://x`,
      `curl --user "joe:${good("2")}" x`,
      `curl -s -u 'a:${good("3")}' x`,
      `curl -u joe:'${good("4")}' x`,
      `curl -u ":${good("5")}" x`,
      `curl -u '${good("6")}:' x`,
    ],
    no: ["curl -u joe x", "curl -u : x", "docker run -u 1000:1000 x", `tool -u joe:${good("4")}`],
  },
  netrc_password: {
    yes: [1, 2, 3].map((seed) => `machine h.corp login joe password ${good(String(seed))}\n`),
    no: ["machine learning is a password game", "machine h.corp login joe\n", `xmachine h login j password ${good("1")}`],
  },
  pgpass_password: {
    yes: [1, 2, 3].map((seed) => `db.corp:5432:main:app:${good(String(seed))}\n`),
    no: ["db.corp:5432:main:app", `see db.corp:5432:main:app:${good("1")} there`, "a:5432:b"],
  },
  redis_password: { yes: [1, 2, 3].map((seed) => `requirepass ${good(String(seed))}\n`), no: ["requirepass", "# requirepassword x", "requirepass: no"] },
  sql_password: {
    yes: [`CREATE USER a IDENTIFIED BY '${good("1")}';`, `ALTER ROLE a WITH PASSWORD '${good("2")}';`, `create user b with encrypted password '${good("3")}'`],
    no: ["IDENTIFIED BY name", "header identified by `name`", "a problem identified by 'jamesh'", "WITH PASSWORD 'x"],
  },
  cisco_password_7: {
    yes: ["0822455D0A16", "13061E010803", "060506324F41"].map((code) => `username a password 7 ${code}\n`),
    no: ["password 7 times", "password 7 99FF00AA11", "password 7 08224"],
  },
  connection_string_password: {
    yes: [1, 2, 3].map((seed) => `Server=db;User Id=sa;Password=${good(String(seed))};Encrypt=true`),
    no: ["Server=db;Password=;Encrypt=true", `Password=${good("1")}`, "Server=db;User Id=sa;Integrated Security=true"],
  },
  password_hash: {
    yes: [1, 2, 3].map((seed) => `joe:$apr1$${random(8, alnums, seed)}$${random(22, alnums, seed)}`),
    no: ["joe:$apr1$short", "price:$1$ only", ":$2y$10$"],
  },
  kubernetes_secret: {
    yes: [
      `kind: Secret\ndata:\n  token: ${basic(good("1"))}\n`,
      `data:\n  anything: "${basic(good("2"))}"\n  user: ${basic("ada")}\nkind: Secret\n`,
      JSON.stringify({ kind: "Secret", data: { anything: basic(good("3")) } }),
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders\n  annotations:\n    some/metadata: x\ndata:\n  anything: ${basic(good("4"))}\n`,
    ],
    no: [
      `kind: ConfigMap\ndata:\n  anything: ${basic(good("1"))}\n`,
      `kind: Secret\ndata:\n  ca.crt: ${basic(good("2"))}\n  username: ${basic(good("3"))}\n`,
      `kind: Secret\nstringData:\n  anything: ${basic(good("1"))}\n`,
      `kind: Secret\nmetadata:\n  anything: ${basic(good("1"))}\n---\nkind: ConfigMap\ndata:\n  anything: ${basic(good("2"))}\n`,
      `kind: SecretStore\ndata:\n  anything: ${basic(good("1"))}\n`,
    ],
  },
  ...Object.fromEntries(
    [
      ["postgres_url", "postgres"],
      ["mysql_url", "mysql"],
      ["mongodb_url", "mongodb+srv"],
      ["redis_url", "rediss"],
      ["amqp_url", "amqps"],
      ["sqlserver_url", "sqlserver"],
      ["ldap_url", "ldaps"],
      ["smtp_url", "smtp"],
      ["ftp_url", "sftp"],
      ["http_basic_url", "https"],
    ].map(([id, scheme]) => [
      id,
      {
        yes: [1, 2, 3].map((seed) => `${scheme}://app:${good(String(seed))}${at}h.corp:1/x`),
        no: [`${scheme}://app${at}h.corp/x`, `${scheme}://h.corp:5432/x${at}y`, `${scheme}://app:${good("1")}`],
      },
    ]),
  ),
};
