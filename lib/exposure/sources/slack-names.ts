import { z } from "zod";
import { held } from "./held";
import type { Audience, Entry } from "./piece";

const Profile = z.object({ real_name: z.string().optional(), email: z.string().optional() });
const flag = z.boolean().optional();
const Users = z.array(
  z.object({ id: z.string(), name: z.string().optional(), profile: Profile.optional(), is_bot: flag, is_restricted: flag, is_ultra_restricted: flag }),
);
type User = z.infer<typeof Users>[number];
const Conversations = z.array(z.object({ id: z.string(), name: z.string().optional(), members: z.array(z.string()).optional() }));
const conversationFiles = new Set(["channels.json", "groups.json", "dms.json", "mpims.json"]);

/** A file that holds the messages of one day of one channel: its folder is named after the channel. */
export const day = /(?:^|\/)([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/;

/** Who and what the ids of an export are. */
export interface SlackNames {
  person(id: string | undefined): string | null;
  channel(folder: string): string;
  /** what Slack knows the conversation in this folder by; null = no file says */
  id(folder: string): string | null;
  /** who could read what: the members of each conversation, and of public channels everybody who is no guest */
  audiences: Audience[];
}

/** Reads the files of an export that name its people and channels; where one is missing or damaged, ids stay ids. */
export async function slackNames(entries: AsyncIterable<Entry>): Promise<SlackNames> {
  const people = new Map<string, string>();
  const users = new Map<string, User>();
  const conversations: { path: string; open: boolean; members: string[] }[] = [];
  const channels = new Map<string, { path: string; id: string }>();
  for await (const entry of entries) {
    const name = entry.path.split("/").at(-1) as string;
    if (name === "users.json")
      for (const user of Users.catch([]).parse(await content(entry))) {
        people.set(user.id, called(user));
        users.set(user.id, user);
      }
    if (!conversationFiles.has(name)) continue;
    for (const conversation of Conversations.catch([]).parse(await content(entry))) {
      const path = conversation.name ? `#${conversation.name}` : `conversation ${conversation.id}`;
      channels.set(conversation.name ?? conversation.id, { path, id: conversation.id });
      conversations.push({ path, open: name === "channels.json", members: conversation.members ?? [] });
    }
  }
  const full = [...users.values()].filter((user) => !user.is_bot && !user.is_restricted && !user.is_ultra_restricted).map(({ id }) => id);
  const audiences =
    users.size === 0
      ? []
      : [
          audienceOf(users, null, false, full, "workspace"),
          ...conversations.map(({ path, open, members }) => audienceOf(users, path, open, members, "member")),
        ];
  return {
    audiences,
    person: (id) => (id === undefined ? null : (people.get(id) ?? id)),
    channel: (folder) => channels.get(folder)?.path ?? `#${folder}`,
    id: (folder) => channels.get(folder)?.id ?? null,
  };
}

/** Those who left the workspace are in it too: they could read it while they were there. */
function audienceOf(users: ReadonlyMap<string, User>, path: string | null, open: boolean, ids: readonly string[], basis: "member" | "workspace"): Audience {
  const people = [...new Set(ids)].filter((id) => !users.get(id)?.is_bot);
  const emails = people.flatMap((id) => users.get(id)?.profile?.email?.trim().toLowerCase() || []);
  return { path, open, members: [...new Set(emails)].map((name) => ({ name, basis })), unnamed: people.length - emails.length };
}

function called({ id, name, profile }: User): string {
  const who = profile?.real_name || name || id;
  return profile?.email ? `${who} <${profile.email}>` : who;
}

const content = (entry: Entry): Promise<unknown> => jsonOf(entry).catch(() => null);

/** A file's JSON. Throws SyntaxError, or Unlookable where it is too large. */
export const jsonOf = async (entry: Entry): Promise<unknown> => JSON.parse((await held(entry.bytes)).toString("utf8"));
