import { files } from "./files";
import { opaque, password } from "./passwords";
import type { Chance } from "./random";
import { vendors } from "./vendors";

/** A secret in its surroundings. */
export interface Planted {
  family: string;
  tier: "structured" | "generic";
  /** what must be found, somewhere in the hit or the other way about */
  secret: string;
  text: string;
  path: string;
  prose: boolean;
}

type Wrap = [path: string, prose: boolean, wrap: (name: string, value: string, by: Chance) => string];

const camel = (name: string): string => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const kebab = (name: string): string => name.toLowerCase().replaceAll("_", "-");

/** Where people write what they call by a name. */
const settings: readonly Wrap[] = [
  [".env", false, (name, value) => `${name}=${value}`],
  [".env.production", false, (name, value) => `export ${name}="${value}"`],
  ["config.yaml", false, (name, value) => `app:\n  ${name.toLowerCase()}: ${value}\n  debug: false`],
  ["values.yml", false, (name, value) => `  ${camel(name)}: "${value}"`],
  ["config.json", false, (name, value) => JSON.stringify({ host: "x", [camel(name)]: value, port: 1 }, null, 2)],
  ["app.properties", false, (name, value) => `corp.${kebab(name).replaceAll("-", ".")}=${value}`],
  ["settings.ini", false, (name, value) => `[main]\n${name.toLowerCase()} = ${value}\n`],
  ["main.tf", false, (name, value) => `  ${name.toLowerCase()} = "${value}"`],
  ["src/app.ts", false, (name, value) => `const ${camel(name)}: string = "${value}";`],
  ["src/app.py", false, (name, value) => `${name.toLowerCase()} = '${value}'  # temporary`],
  ["App.java", false, (name, value) => `    private static final String ${name} = "${value}";`],
  ["main.go", false, (name, value) => `\t${camel(name)} := "${value}"`],
  ["config.php", false, (name, value) => `define('${name}', '${value}');`],
  ["config.php", false, (name, value) => `    '${name.toLowerCase()}' => '${value}',`],
  ["web.config", false, (name, value) => `<add key="${name}" value="${value}" />`],
  ["deployment.yaml", false, (name, value) => `        - name: ${name}\n          value: "${value}"`],
  ["settings.xml", false, (name, value) => `  <${camel(name)}>${value}</${camel(name)}>`],
  ["Dockerfile", false, (name, value) => `ENV ${name}=${value}`],
  ["service.log", false, (name, value) => `2026-01-01T00:00:00Z DEBUG loaded {\\"${camel(name)}\\":\\"${value}\\"} in 3 ms`],
  ["ci.yml", false, (name, value) => `      run: deploy --${kebab(name)} ${value} --verbose`],
];

/** Where a secret stands that says what it is. */
const bare: readonly Wrap[] = [
  ["chat.json", true, (_, value, by) => `hey can you use ${value} for now? ${by.pick(["thanks!", "I'll rotate it"])}`],
  ["ticket.txt", true, (_, value) => `Steps:\n1. log in\n2. paste ${value}\n3. see error`],
  ["chat.json", false, (_, value) => JSON.stringify({ user: "U1", text: `here: ${value}`, ts: "1" })],
  ["notes.md", true, (_, value) => `| service | \`${value}\` |`],
  ["build.log", false, (_, value) => `+ curl -H "X-Auth: ${value}" https://api.corp.internal/v1`],
];

const encoded: readonly Wrap[] = [
  ["secret.yaml", false, (name, value) => `data:\n  blob: ${Buffer.from(`${name}=${value}\n`).toString("base64")}`],
  ["access.log", false, (name, value) => `GET /cb?x=1&payload=${encodeURIComponent(`{"${name}":"${value}"}`)} HTTP/1.1`],
];

const names = {
  password: [
    "DB_PASSWORD",
    "PASSWORD",
    "ADMIN_PASSWORD",
    "SMTP_PASSWORD",
    "MYSQL_ROOT_PASSWORD",
    "REDIS_PASSWORD",
    "LDAP_BIND_PASSWORD",
    "KEYSTORE_PASSWORD",
    "SERVICE_PASSWD",
    "DB_PWD",
  ],
  token: ["API_TOKEN", "ACCESS_TOKEN", "AUTH_TOKEN", "SERVICE_TOKEN", "BOT_TOKEN", "REFRESH_TOKEN", "DEPLOY_TOKEN"],
  secret: ["CLIENT_SECRET", "APP_SECRET", "JWT_SECRET", "SESSION_SECRET", "WEBHOOK_SECRET", "COOKIE_SECRET", "SIGNING_SECRET"],
  key: ["API_KEY", "ENCRYPTION_KEY", "ACCESS_KEY", "PRIVATE_KEY", "SIGNING_KEY", "MASTER_KEY"],
};

const suits = (value: string, [path, , wrap]: Wrap): boolean => {
  // what a syntax can't hold unescaped nobody writes there
  if (/\n/.test(value)) return /chat|ticket|\.env$|config\.json/.test(path) && !/"\$/.test(wrap.toString());
  if (path === "settings.xml" || path === "web.config") return !/[<>&"]/.test(value);
  if (/\.(?:yaml|ini|properties)$|^\.env$|Dockerfile|ci\.yml/.test(path)) return !/[#\s'"`]|^[*&!%@?|>-]|[;,]/.test(value);
  return !/["'\\$`]/.test(value);
};

/** At least `count` secrets: two thirds of them vendors' and in files of a form of their own, the rest known by their names alone. */
export function plant(by: Chance, count: number): Planted[] {
  const planted: Planted[] = [];
  const all = [...vendors, ...files];
  const put = (family: string, tier: Planted["tier"], secret: string, name: string, wraps: readonly Wrap[]) => {
    const fitting = wraps.filter((wrap) => suits(secret, wrap));
    if (fitting.length === 0) return;
    const [path, prose, wrap] = by.pick(fitting);
    planted.push({ family, tier, secret, path, prose, text: wrap(name, secret, by) });
  };
  for (let at = 0; planted.length < (count * 2) / 3; at++) {
    const vendor = all[at % all.length] as (typeof all)[number];
    const secret = vendor.make(by);
    if (vendor.whole !== undefined) {
      planted.push({ family: vendor.family, tier: "structured", secret, prose: false, ...vendor.whole(secret, by) });
      continue;
    }
    const wraps = vendor.named ? settings : by.chance(0.06) && !secret.includes("\n") ? encoded : by.chance(0.4) ? bare : settings;
    put(vendor.family, "structured", secret, vendor.name, wraps);
  }
  while (planted.length < count) {
    const kind = by.pick(["password", "password", "token", "secret", "key"] as const);
    put(kind, "generic", kind === "password" ? password(by) : opaque(by), by.pick(names[kind]), settings);
  }
  return planted;
}
