import { randomBytes } from "node:crypto";
import pg from "pg";
import { UnleashUser } from "./client.mjs";
import { tokens as story } from "./story.mjs";

const day = 24 * 3600 * 1000;
const password = () => `${randomBytes(18).toString("base64url")}aA1!`;

/**
 * Fills a fresh Unleash: a user for each maker of the story, their API tokens (each made by that user, signed in), and two service users
 * for Countersign with a personal access token each. Dates are moved back to when the story says, in Unleash's own tables: its API
 * dates everything today. Returns the credentials: { read, revoke, control, used: [{ name, secret }] }.
 */
export async function settle({ origin, admin, databaseUrl, people, today }) {
  const root = await UnleashUser.signIn(origin, admin.username, admin.password);
  const made = [];
  for (const key of new Set(story.map(([maker]) => maker))) {
    const person = people.find((candidate) => candidate.key === key);
    const secret = password();
    await root.createUser({ username: person.userName, name: person.displayName, email: person.email, password: secret });
    const user = await UnleashUser.signIn(origin, person.userName, secret);
    for (const [maker, name, environment, type, madeDaysAgo, more] of story) {
      if (maker !== key) continue;
      const expiresAt = more.expiresInDays ? new Date(today.getTime() + more.expiresInDays * day).toISOString() : null;
      const token = await user.createApiToken({ name, environment, type, project: more.project ?? "*", expiresAt });
      made.push({ name, secret: token.secret, at: new Date(today.getTime() - madeDaysAgo * day), used: more.used === true });
    }
  }
  const control = await root.createApiToken({ name: "countersign-control", environment: "development", type: "client", project: "*" });
  const read = await serviceUser(root, origin, "countersign-reader");
  const revoke = await serviceUser(root, origin, "countersign-revoker");
  await moveBack(databaseUrl, made);
  return { read, revoke, control: control.secret, used: made.filter((token) => token.used).map(({ name, secret }) => ({ name, secret })) };
}

async function serviceUser(root, origin, username) {
  const secret = password();
  await root.createUser({ username, name: username, email: `${username}@meridian-freight.example.com`, password: secret });
  const user = await UnleashUser.signIn(origin, username, secret);
  const token = await user.createPersonalAccessToken(username, new Date(Date.now() + 365 * day).toISOString());
  return token.secret;
}

async function moveBack(databaseUrl, made) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const { name, at } of made) {
      await client.query("update api_tokens set created_at = $2 where token_name = $1", [name, at]);
      await client.query(
        `update events set created_at = $2, data = (data::jsonb || jsonb_build_object('createdAt', $3::text))::json
         where type = 'api-token-created' and data->>'tokenName' = $1`,
        [name, at, at.toISOString()],
      );
    }
  } finally {
    await client.end();
  }
}
