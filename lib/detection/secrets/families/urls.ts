import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import type { Kind } from "../hit";
import { markOf } from "../marks";

const kind = (id: string, title: string): Kind => ({
  id,
  title,
  family: "Databases and brokers",
  tier: "structured",
  tokenClass: "service_credential",
  rotate: "Give the account a new password at the database or broker, deploy it, and end open sessions.",
});

/** Schemes of addresses that carry a password, by kind. */
const schemes: Record<string, readonly string[]> = {
  postgres_url: ["postgres", "postgresql", "cockroachdb", "redshift", "timescaledb", "pgsql", "postgis"],
  mysql_url: ["mysql", "mysql2", "mariadb", "mysqlx", "vitess"],
  mongodb_url: ["mongodb", "mongodb+srv"],
  redis_url: ["redis", "rediss", "valkey", "keydb"],
  amqp_url: ["amqp", "amqps", "rabbitmq", "stomp", "mqtt", "mqtts", "nats", "kafka", "pulsar"],
  sqlserver_url: [
    "sqlserver",
    "mssql",
    "oracle",
    "db2",
    "sybase",
    "clickhouse",
    "snowflake",
    "trino",
    "presto",
    "vertica",
    "neo4j",
    "neo4j+s",
    "bolt",
    "bolt+s",
    "couchbase",
    "couchdb",
    "cassandra",
    "influxdb",
    "elasticsearch",
    "arangodb",
  ],
  ldap_url: ["ldap", "ldaps"],
  smtp_url: ["smtp", "smtps", "imap", "imaps", "pop3"],
  ftp_url: ["ftp", "ftps", "sftp", "ssh", "rsync", "smb", "cifs", "webdav"],
  http_basic_url: ["http", "https", "ws", "wss", "git", "git+https", "git+ssh", "svn", "svn+ssh", "hg", "socks5", "socks5h", "proxy", "rtsp", "rtmp", "sentry"],
};
const titles: Record<string, string> = {
  postgres_url: "PostgreSQL URL with a password",
  mysql_url: "MySQL URL with a password",
  mongodb_url: "MongoDB URL with a password",
  redis_url: "Redis URL with a password",
  amqp_url: "Message broker URL with a password",
  sqlserver_url: "Database URL with a password",
  ldap_url: "LDAP URL with a password",
  smtp_url: "Mail server URL with a password",
  ftp_url: "File server URL with a password",
  http_basic_url: "Web address with a password",
};
const kindOf = new Map(Object.entries(schemes).flatMap(([id, names]) => names.map((name) => [name, id] as const)));

const longestUser = 128;
const longestPassword = 256;
const [colon, at] = [0x3a, 0x40];
/** what a user's name or a password in an address is made of, `%XX` included; an `@` or `:` within a password is often left unencoded */
const notUserinfo = b.setOf(`"'\`<>\\^|/?#[]`);
const isUserinfo = (byte: number): boolean => byte > 0x20 && byte < 0x7f && notUserinfo[byte] === 0;

function detectUrl(look: Look, colonAt: number): void {
  const { bytes } = look;
  // the encoded forms of `://` are there to have what stands around them decoded
  if (!b.stands(bytes, colonAt, "://")) return;
  const userStart = colonAt + 3;
  let i = userStart;
  while (i - userStart < longestUser && isUserinfo(bytes[i] ?? 0) && bytes[i] !== colon && bytes[i] !== at) i++;
  b.work.steps += i - userStart;
  if (bytes[i] !== colon) {
    if (bytes[i] === at) tokenAsUser(look, userStart, i);
    return;
  }
  const start = i + 1;
  const end = passwordEnd(bytes, start);
  if (end <= start) return;
  const schemeStart = b.runStart(bytes, colonAt, colonAt - 16, b.alnum | b.slashPlus);
  const scheme = b
    .textOf(bytes, schemeStart, colonAt)
    .toLowerCase()
    .replace(/^[^a-z]+/, "");
  const id = kindOf.get(scheme) ?? (scheme.length >= 2 ? "http_basic_url" : undefined);
  if (id === undefined) return;
  const host = b.textOf(bytes, end + 1, b.runEnd(bytes, end + 1, end + 254, b.alnum | b.dash | b.dot | b.underscore));
  const written = b.textOf(bytes, start, end);
  const secret = unescaped(written);
  const user = unescaped(b.textOf(bytes, userStart, i));
  const mark = markOfPassword(secret, user, host);
  report(look, id, start, end, "shaped", { mark, prefix: 3, parts: { host, user }, ...(secret === written ? {} : { secret, encoding: "url" }) });
}

/** Whether somebody's name, and with it maybe a password, follows on an encoded `://`: an `@` before the path, encoded or not. Most addresses hold none, and are not decoded. */
function namesUser(bytes: Uint8Array, after: number): boolean {
  let i = after;
  let named = false;
  for (; !named && i - after < longestUser + longestPassword; i++) {
    const byte = bytes[i] ?? 0;
    const unicode = byte === 0x5c && bytes[i + 1] === 0x75;
    named = byte === at || b.stands(bytes, i, "%40") || b.stands(bytes, i, "\\u0040");
    if (!unicode && (!isUserinfo(byte) || (byte === 0x25 && bytes[i + 1] === 0x32 && ((bytes[i + 2] ?? 0) | 0x20) === 0x66))) break;
  }
  b.work.steps += 2 * (i - after);
  return named;
}

/** The last `@` before the path, the query or the end of the word; -1 where there is none. */
function passwordEnd(bytes: Uint8Array, start: number): number {
  let end = -1;
  let i = start;
  for (; i - start < longestPassword && isUserinfo(bytes[i] ?? 0); i++) {
    const byte = bytes[i];
    if (byte === at) end = i;
    else if (end >= 0 && !b.is(bytes, i, b.alnum | b.dash | b.dot | b.underscore) && byte !== colon) break;
  }
  b.work.steps += i - start;
  // a host must follow
  return end > start &&
    (b.is(bytes, end + 1, b.alnum) ||
      bytes[end + 1] === 0x5b ||
      bytes[end + 1] === 0x24 ||
      bytes[end + 1] === 0x7b ||
      bytes[end + 1] === 0x2f ||
      bytes[end + 1] === 0x28)
    ? end
    : -1;
}

/** `https://<token>@host`: what stands alone before the `@` and is long and mixed enough to be a token. */
function tokenAsUser(look: Look, start: number, end: number): void {
  const { bytes } = look;
  if (end - start < 20 || b.runEnd(bytes, start, end, b.base64url) !== end) return;
  const secret = b.textOf(bytes, start, end);
  if (!/\d/.test(secret) || !/[A-Za-z]/.test(secret)) return;
  report(look, "http_basic_url", start, end, "contextual", {
    mark: markOf(secret),
    parts: { host: b.textOf(bytes, end + 1, b.runEnd(bytes, end + 1, end + 254, b.alnum | b.dash | b.dot)) },
  });
}

function unescaped(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const usual =
  /^(?:pass(?:word|wd)?|pwd|pw|secret|p|pass1234?|mypass(?:word)?|my[-_]?password|user(?:name)?|db[-_]?pass(?:word)?|x+|\*+|\.+|-+|_+|\[.*\]|<.*>|token|foo|bar|baz|hunter2|s3cr3t|changeit|anoncvs|anon(?:ymous)?|guest)$/i;

function markOfPassword(secret: string, user: string, host: string) {
  const mark = markOf(secret);
  if (mark !== null) return mark;
  if (/[${<%]/.test(secret) && /^(?:\$|%[^0-9a-f]|<|\{)/i.test(secret)) return "reference";
  if (usual.test(secret) || secret.length < 3) return "placeholder";
  if (/(?:^|\.)example(?:\.(?:com|org|net|invalid))?$|\.test$|\.invalid$/.test(host) || /^(?:host|hostname|server|your|my-?host|domain|db-?host)\b/i.test(host))
    return "example";
  return user === secret && /^(?:postgres|root|guest|user|test|admin|elastic|minio|rabbitmq|mongo|mysql|app)$/.test(user) ? "placeholder" : null;
}

export const urls: readonly Detector[] = [
  {
    kinds: Object.keys(schemes).map((id) => kind(id, titles[id] as string)),
    keywords: [
      { text: "://", exact: false },
      ...["%3a%2f%2f", ":\\/\\/"].map((text) => ({ text, exact: false, encodes: namesUser })),
      ...["postgres", "postgresql", "mysql", "mongodb", "mongodb+srv", "redis", "rediss", "amqp", "amqps"].map((scheme) => ({
        text: `${scheme}://`,
        exact: true,
        encoded: "only" as const,
      })),
    ],
    detect: detectUrl,
  },
];
