import { createHmac, generateKeyPairSync } from "node:crypto";
import { dsaKey, opensshKey, pgpKey, puttyKey, type RandomBytes, ssh2Key } from "../../../lib/detection/secrets/testkit/keys";
import type { Chance } from "./random";

const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const alnum = digits + upper + lower;
const hex = "0123456789abcdef";
const url = `${alnum}-_`;

/** Makes one secret as its vendor would; `name` is what people call it where it is assigned. */
export interface Vendor {
  family: string;
  name: string;
  make(by: Chance): string;
  /** the form says nothing by itself: it is only ever a secret under its name */
  named?: boolean;
  /** the file it stands in, where that says what it is */
  whole?(secret: string, by: Chance): { path: string; text: string };
}

/** CRC-32 as in zlib: the division of the text by the polynomial, bit by bit. */
function crc32(text: string): number {
  let rest = 0xffffffff;
  for (const byte of Buffer.from(text, "latin1")) {
    for (let bit = 0; bit < 8; bit++) rest = (rest ^ (byte >>> bit)) & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return ~rest;
}

const base62 = (value: number): string => {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = alnum[rest % 62] + text;
  return text.padStart(6, "0");
};
const githubLike = (prefix: string) => (by: Chance) => {
  const body = by.text(alnum, 30);
  return prefix + body + base62(crc32(body) >>> 0);
};
const plain = (family: string, name: string, prefix: string, alphabet: string, length: number): Vendor => ({
  family,
  name,
  make: (by) => prefix + by.text(alphabet, length),
});
const named = (family: string, name: string, alphabet: string, length: number): Vendor => ({
  family,
  name,
  named: true,
  make: (by) => by.text(alphabet, length),
});
const uuid = (by: Chance): string => [8, 4, 4, 4, 12].map((length) => by.text(hex, length)).join("-");
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function jwt(by: Chance): string {
  const body = `${json({ alg: "HS256", typ: "JWT" })}.${json({ sub: by.text(digits, 9), iss: "https://id.corp.invalid", exp: 1_800_000_000 + by.int(1e6) })}`;
  return `${body}.${createHmac("sha256", by.bytes(32)).update(body).digest("base64url")}`;
}

const keys: string[] = [];
/** Keys take long to make: some of each kind are made once. */
function pem(by: Chance): string {
  if (keys.length === 0) {
    for (let i = 0; i < 4; i++) {
      keys.push(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString());
      keys.push(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "sec1", format: "pem" }).toString());
      keys.push(generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    }
  }
  return by.pick(keys).trim();
}
/** A key of a form that is built here, from chance. */
const key =
  (make: (random: RandomBytes) => string) =>
  (by: Chance): string =>
    make((length) => by.bytes(length));

/** GitLab handbook, "Routable tokens": payload, its length and a CRC-32 in base 36. */
function gitlabRoutable(by: Chance): string {
  const payload = by.text(url, by.between(40, 80));
  const checked = `glpat-${payload}.01.${payload.length.toString(36).padStart(2, "0")}`;
  return checked + (crc32(checked) >>> 0).toString(36).padStart(7, "0");
}

function pypi(by: Chance): string {
  const location = Buffer.from("pypi.org");
  return `pypi-${Buffer.concat([Buffer.from([2, 1, location.length]), location, Buffer.from([2, 36]), by.bytes(110)]).toString("base64url")}`;
}

function atlassian(by: Chance): string {
  const body = `ATATT3xFfGF0${by.text(url, 171)}`;
  return `${body}=${(crc32(body) >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;
}

function awsKeyId(by: Chance): string {
  return `AKIA${by.pick([..."QRSTUVWXYZ"])}${by.text(`${upper}234567`, 15)}`;
}

function connection(scheme: string) {
  return (by: Chance) =>
    `${scheme}://${by.pick(["app", "svc_orders", "reporting"])}:${by.text(alnum, by.between(10, 24))}@${by.pick(["db", "queue", "cache"])}-${by.int(9)}.corp.internal:${by.between(1_000, 9_000)}/${by.pick(["main", "orders"])}`;
}

/** Secrets whose form is documented by their vendors, made from that documentation and from nothing that detects them. */
export const vendors: readonly Vendor[] = [
  { family: "GitHub", name: "GITHUB_TOKEN", make: githubLike("ghp_") },
  { family: "GitHub", name: "GH_OAUTH", make: githubLike("gho_") },
  { family: "GitHub", name: "GH_APP", make: githubLike("ghs_") },
  { family: "GitHub", name: "GITHUB_PAT", make: (by) => `github_pat_${by.text(alnum, 22)}_${by.text(alnum, 59)}` },
  { family: "npm", name: "NPM_TOKEN", make: githubLike("npm_") },
  plain("GitLab", "GITLAB_TOKEN", "glpat-", url, 20),
  { family: "GitLab", name: "GITLAB_TOKEN", make: gitlabRoutable },
  plain("GitLab", "CI_RUNNER", "glrt-", url, 20),
  plain("GitLab", "TRIGGER", "glptt-", hex, 40),
  { family: "PyPI", name: "TWINE_PASSWORD", make: pypi },
  { family: "Atlassian", name: "JIRA_TOKEN", make: atlassian },
  plain("Docker", "DOCKER_TOKEN", "dckr_pat_", url, 27),
  { family: "Slack", name: "SLACK_BOT", make: (by) => `xoxb-${by.text(digits, 12)}-${by.text(digits, 13)}-${by.text(alnum, 24)}` },
  { family: "Slack", name: "SLACK_USER", make: (by) => `xoxp-${by.text(digits, 12)}-${by.text(digits, 12)}-${by.text(digits, 13)}-${by.text(hex, 32)}` },
  { family: "Slack", name: "SLACK_APP", make: (by) => `xapp-1-A${by.text(digits + upper, 10)}-${by.text(digits, 13)}-${by.text(hex, 64)}` },
  {
    family: "Slack",
    name: "SLACK_HOOK",
    make: (by) => `https://hooks.slack.com/services/T${by.text(digits + upper, 10)}/B${by.text(digits + upper, 10)}/${by.text(alnum, 24)}`,
  },
  plain("Stripe", "STRIPE_KEY", "sk_live_", alnum, 24),
  plain("Stripe", "STRIPE_KEY", "sk_live_", alnum, 99),
  plain("Stripe", "STRIPE_RESTRICTED", "rk_live_", alnum, 99),
  plain("Stripe", "STRIPE_HOOK", "whsec_", alnum, 32),
  plain("Google", "MAPS_KEY", "AIzaSy", url, 33),
  plain("Google", "GOOGLE_CLIENT", "GOCSPX-", url, 28),
  { family: "AWS", name: "AWS_ACCESS_KEY_ID", make: awsKeyId },
  { family: "Azure", name: "AZURE_CLIENT_SECRET", make: (by) => `${by.text(alnum, 3)}8Q~${by.text(`${alnum}-_.~`, 34)}` },
  {
    family: "Azure",
    name: "conn",
    make: (by) => `DefaultEndpointsProtocol=https;AccountName=corp${by.int(99)};AccountKey=${by.bytes(64).toString("base64")};EndpointSuffix=core.windows.net`,
  },
  {
    family: "Azure",
    name: "sas",
    make: (by) =>
      `https://corp.blob.core.windows.net/x?sv=2022-11-02&ss=b&srt=co&sp=rl&se=2027-01-01T00:00:00Z&sig=${encodeURIComponent(by.bytes(32).toString("base64"))}`,
  },
  { family: "OpenAI", name: "OPENAI_API_KEY", make: (by) => `sk-proj-${by.text(url, 74)}T3BlbkFJ${by.text(url, 74)}` },
  { family: "Anthropic", name: "ANTHROPIC_API_KEY", make: (by) => `sk-ant-api03-${by.text(url, 93)}AA` },
  plain("Hugging Face", "HF_TOKEN", "hf_", upper + lower, 34),
  plain("AI providers", "GROQ_API_KEY", "gsk_", alnum, 52),
  plain("AI providers", "XAI_API_KEY", "xai-", alnum, 80),
  plain("AI providers", "REPLICATE_API_TOKEN", "r8_", alnum, 37),
  plain("AI providers", "PPLX", "pplx-", alnum, 48),
  { family: "SendGrid", name: "SENDGRID_API_KEY", make: (by) => `SG.${by.text(url, 22)}.${by.text(url, 43)}` },
  { family: "Mailchimp", name: "MC_KEY", make: (by) => `${by.text(hex, 32)}-us${by.between(1, 21)}` },
  { family: "Brevo", name: "BREVO", make: (by) => `xkeysib-${by.text(hex, 64)}-${by.text(alnum, 16)}` },
  plain("Shopify", "SHOPIFY", "shpat_", hex, 32),
  plain("Square", "SQUARE", "sq0csp-", url, 43),
  plain("DigitalOcean", "DO_TOKEN", "dop_v1_", hex, 64),
  { family: "HashiCorp", name: "TFE_TOKEN", make: (by) => `${by.text(alnum, 14)}.atlasv1.${by.text(alnum, 67)}` },
  { family: "HashiCorp", name: "VAULT_TOKEN", make: (by) => `hvs.${by.text(url, 90)}` },
  { family: "Grafana", name: "GRAFANA", make: (by) => `glsa_${by.text(alnum, 32)}_${by.text(hex, 8)}` },
  { family: "New Relic", name: "NR_KEY", make: (by) => `NRAK-${by.text(digits + upper, 27)}` },
  plain("Linear", "LINEAR", "lin_api_", alnum, 40),
  { family: "Notion", name: "NOTION", make: (by) => `ntn_${by.text(digits, 11)}${by.text(alnum, 35)}` },
  plain("Figma", "FIGMA", "figd_", url, 40),
  { family: "Postman", name: "PMAK", make: (by) => `PMAK-${by.text(hex, 24)}-${by.text(hex, 34)}` },
  plain("Pulumi", "PULUMI_ACCESS_TOKEN", "pul-", hex, 40),
  plain("Databricks", "DATABRICKS_TOKEN", "dapi", hex, 32),
  { family: "Doppler", name: "DOPPLER", make: (by) => `dp.pt.${by.text(alnum, 43)}` },
  { family: "Telegram", name: "TELEGRAM", make: (by) => `${by.text("123456789", 10)}:AA${by.text(url, 33)}` },
  {
    family: "Discord",
    name: "DISCORD_TOKEN",
    named: true,
    make: (by) => `${Buffer.from(`1${by.text(digits, 17)}`).toString("base64url")}.${by.text(url, 6)}.${by.text(url, 38)}`,
  },
  { family: "Unleash", name: "UNLEASH", make: (by) => `${by.pick(["default", "*", "shop"])}:${by.pick(["development", "production"])}.${by.text(hex, 64)}` },
  { family: "JWT", name: "ID_TOKEN", make: jwt },
  { family: "Private keys", name: "KEY", make: pem },
  { family: "Private keys", name: "SSH_KEY", make: key(opensshKey) },
  { family: "Private keys", name: "GPG_KEY", make: key((random) => pgpKey(random)) },
  { family: "Private keys", name: "GPG_KEY", make: key((random) => pgpKey(random, "Version: GnuPG v2\n")) },
  { family: "Private keys", name: "DSA_KEY", make: key(dsaKey) },
  { family: "Private keys", name: "TECTIA_KEY", make: key(ssh2Key) },
  { family: "Private keys", name: "PUTTY_KEY", make: key((random) => puttyKey(random, 3)) },
  { family: "Private keys", name: "PUTTY_KEY", make: key((random) => puttyKey(random, 2)) },
  { family: "Databases", name: "DATABASE_URL", make: connection("postgres") },
  { family: "Databases", name: "MYSQL_URL", make: connection("mysql") },
  { family: "Databases", name: "MONGO_URL", make: connection("mongodb+srv") },
  { family: "Databases", name: "REDIS_URL", make: connection("redis") },
  { family: "Databases", name: "AMQP_URL", make: connection("amqps") },
  { family: "age", name: "AGE", make: (by) => `AGE-SECRET-KEY-1${by.text("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)}` },
  named("Datadog", "DATADOG_API_KEY", hex, 32),
  named("Cloudflare", "CLOUDFLARE_API_TOKEN", url, 40),
  named("Twilio", "TWILIO_AUTH_TOKEN", hex, 32),
  { family: "Heroku", name: "HEROKU_API_KEY", named: true, make: uuid },
  { family: "Okta", name: "OKTA_API_TOKEN", named: true, make: (by) => `00${by.text(url, 40)}` },
  named("Algolia", "ALGOLIA_ADMIN_KEY", hex, 32),
  named("Sentry", "SENTRY_AUTH_TOKEN", hex, 64),
];
