import { z } from "zod";
import { held } from "./held";
import type { Entry } from "./piece";

const Profile = z.object({ real_name: z.string().optional(), email: z.string().optional() });
const Users = z.array(z.object({ id: z.string(), name: z.string().optional(), profile: Profile.optional() }));
const Conversations = z.array(z.object({ id: z.string(), name: z.string().optional() }));
const conversationFiles = new Set(["channels.json", "groups.json", "dms.json", "mpims.json"]);

/** A file that holds the messages of one day of one channel: its folder is named after the channel. */
export const day = /(?:^|\/)([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/;

/** Who and what the ids of an export are. */
export interface SlackNames {
  person(id: string | undefined): string | null;
  channel(folder: string): string;
}

/** Reads the files of an export that name its people and channels; where one is missing or damaged, ids stay ids. */
export async function slackNames(entries: AsyncIterable<Entry>): Promise<SlackNames> {
  const people = new Map<string, string>();
  const channels = new Map<string, string>();
  for await (const entry of entries) {
    const name = entry.path.split("/").at(-1) as string;
    if (name === "users.json") for (const user of Users.catch([]).parse(await content(entry))) people.set(user.id, called(user));
    if (!conversationFiles.has(name)) continue;
    for (const conversation of Conversations.catch([]).parse(await content(entry)))
      channels.set(conversation.name ?? conversation.id, conversation.name ? `#${conversation.name}` : `conversation ${conversation.id}`);
  }
  return { person: (id) => (id === undefined ? null : (people.get(id) ?? id)), channel: (folder) => channels.get(folder) ?? `#${folder}` };
}

function called({ id, name, profile }: z.infer<typeof Users>[number]): string {
  const who = profile?.real_name || name || id;
  return profile?.email ? `${who} <${profile.email}>` : who;
}

const content = (entry: Entry): Promise<unknown> => jsonOf(entry).catch(() => null);

/** A file's JSON. Throws SyntaxError, or Unlookable where it is too large. */
export const jsonOf = async (entry: Entry): Promise<unknown> => JSON.parse((await held(entry.bytes)).toString("utf8"));
