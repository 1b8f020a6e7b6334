import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** mulberry32 by Tommy Ettinger (public domain): the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const classes = ["api_key", "api_key", "personal_access_token", "personal_access_token", "oauth_grant", "service_credential", "deploy_key", "certificate"];
const scopes = ["read", "write", "admin", "repo", "packages:write", "users:read", "billing"];
const date = (random: number): string => new Date(Date.UTC(2022, 0, 1) + Math.floor(random ** 2 * 4.5 * 365 * 86_400) * 1000).toISOString();

/** A listing of `rows` tokens with secrets, skewed like life: few creators make most, many dates are unknown. The same for the same seed. */
export async function writeListing(file: string, rows: number, seed: number): Promise<void> {
  const random = seeded(seed);
  const out = createWriteStream(file);
  out.write("id,class,name,secret,hint,scopes,environment,creator,creator_email,created,expires,last_used\n");
  let text = "";
  for (let n = 0; n < rows; n += 1) {
    const creator = Math.floor(random() ** 3 * 20_000);
    const kind = classes[Math.floor(random() * classes.length)];
    const some = scopes.filter(() => random() < 0.3).join(" ");
    const known = random();
    text += `${seed}-${n.toString(36)}-${Math.floor(random() * 1e9).toString(36)},${kind},"svc-${creator % 700}, token ${n}",secret-${seed}-${n}-${random()},tok_${n % 9973},${some},${
      known < 0.3 ? "" : known < 0.6 ? "production" : "development"
    },user${creator},user${creator}@example.com,${date(random())},${random() < 0.4 ? "never" : random() < 0.3 ? "" : date(random())},${random() < 0.5 ? date(random()) : ""}\n`;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, "drain");
    text = "";
  }
  out.end(text);
  await once(out, "finish");
}
