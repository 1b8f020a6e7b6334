import { password } from "./passwords";
import type { Chance } from "./random";
import type { Vendor } from "./vendors";

const host = (by: Chance): string => `${by.pick(["db", "git", "build", "mirror"])}${by.int(9)}.corp.internal`;
const user = (by: Chance): string => by.pick(["deploy", "reporting", "svc_orders", "ada"]);
const base64 = (text: string): string => Buffer.from(text).toString("base64");

type Written = [path: string, write: (secret: string, by: Chance) => string];

/** Files whose programs know by the place alone what a secret is (their manuals: netrc(5), PostgreSQL, Kubernetes, Docker, git-credential-store(1), redis.conf, SQL Server). */
const written: readonly Written[] = [
  [".netrc", (secret, by) => `machine ${host(by)} login ${user(by)} password ${secret}\n`],
  [".netrc", (secret, by) => `machine ${host(by)}\n  login ${user(by)}\n  password ${secret}\n\nmachine other.corp.internal\n`],
  [".pgpass", (secret, by) => `# reports\n${host(by)}:5432:${by.pick(["orders", "*"])}:${user(by)}:${secret}\n`],
  [".pgpass", (secret, by) => `*:*:*:${user(by)}:${secret}\n`],
  [
    "secret.yaml",
    (secret, by) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${user(by).replace("_", "-")}\ntype: Opaque\ndata:\n  username: ${base64(user(by))}\n  value: ${base64(secret)}\n`,
  ],
  [
    "secrets.json",
    (secret, by) =>
      JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "orders" }, data: { host: base64(host(by)), value: base64(secret) } }, null, 2),
  ],
  ["secret.yaml", (secret, by) => `kind: Secret\nmetadata:\n  name: orders\nstringData:\n  username: ${user(by)}\n  password: '${secret}'\n`],
  [".docker/config.json", (secret, by) => JSON.stringify({ auths: { [host(by)]: { auth: base64(`${user(by)}:${secret}`) } } })],
  [".git-credentials", (secret, by) => `https://${user(by)}:${encodeURIComponent(secret)}@${host(by)}\n`],
  ["redis.conf", (secret, by) => `bind 127.0.0.1\nport ${by.between(6_000, 7_000)}\nrequirepass ${secret}\nappendonly yes\n`],
  [
    "appsettings.json",
    (secret, by) => JSON.stringify({ ConnectionStrings: { Orders: `Server=${host(by)};Database=orders;User Id=${user(by)};Password=${secret};Encrypt=true` } }),
  ],
  ["users.sql", (secret, by) => `CREATE USER '${user(by)}'@'%' IDENTIFIED BY '${secret}';\nGRANT SELECT ON orders.* TO '${user(by)}'@'%';\n`],
];

export const files: readonly Vendor[] = written.map(([path, write]) => ({
  family: "Configuration files",
  name: "",
  make: password,
  whole: (secret, by) => ({ path, text: write(secret, by) }),
}));
