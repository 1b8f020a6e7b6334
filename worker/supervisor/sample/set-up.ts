import { invitePerson } from "../../../lib/sign-in/invite-person";
import { homeOf } from "../data-folder";
import type { Ending } from "../ending";
import { logFileOf } from "../log-file";
import type { Options } from "../options";
import { sentenceFor } from "../plain-error";
import { checkPorts } from "../ports";
import type { Supervised } from "../supervise";
import { connectUnleash } from "./connect-unleash";
import { prepareDemoDatabase } from "./demo-database";
import { type Demo, startDemo } from "./demo-process";
import { foundTrust } from "./found-trust";
import { type HostContexts, hostContexts } from "./host-contexts";
import { importListings } from "./import-listings";
import { keep, readKept } from "./kept";
import type { CastMember } from "./messages";

/** One person of the sample with a fresh one-time link. */
export interface SignInLink {
  userName: string;
  displayName: string;
  title: string;
  link: string;
}

/**
 * Brings the sample organisation to life beside the running processes: its outside world (demo/), people over SCIM, roles, trust by the
 * sample's own root, the connection to Unleash, listings as data. Doing it again changes nothing, so a later start goes through it in the
 * background. Returns a sign-in link for each of the cast who has a role.
 */
export async function setUpSample(options: Options, supervised: Supervised, ending: Ending, say: (line: string) => void): Promise<SignInLink[]> {
  const kept = await readKept(options);
  await checkPorts(options.host, { "sample's Unleash": kept.port });
  const demo = await startOutside(options, supervised, kept.port, say);
  await ending.add(() => demo.child.stop());
  const contexts = hostContexts(supervised.running.urls);
  await ending.add(() => contexts.close());

  const settle = async (): Promise<CastMember[]> => {
    const world = await demo.world();
    const { secrets, running } = supervised;
    const { person, ...key } = secrets.sampleRoot;
    const statement = await connectUnleash(contexts.as("web"), running.deployment, world);
    await foundTrust(contexts, { deployment: running.deployment, person, key }, world.cast, statement);
    await importListings(contexts, world);
    await keep(options, { port: kept.port, cast: world.cast });
    return world.cast;
  };
  if (!kept.cast) return linksFor(contexts, await settle(), supervised.running.origins.web);
  settle().catch((error: unknown) => say(`The sample's outside world is incomplete. ${sentenceFor(error, options.folder)}`));
  return linksFor(contexts, kept.cast, supervised.running.origins.web);
}

async function startOutside(options: Options, { secrets, running, users, superuserUrl }: Supervised, port: number, say: (line: string) => void): Promise<Demo> {
  if (!superuserUrl) throw new Error("the sample runs on the embedded database alone");
  const databaseUrl = await prepareDemoDatabase(superuserUrl, secrets.demo.databasePassword);
  const orders = {
    home: homeOf(options.folder, "demo"),
    unleash: { databaseUrl, port, adminPassword: secrets.demo.adminPassword },
    collector: { origin: running.origins.collector, scimToken: secrets.demo.scimToken },
  };
  return startDemo(orders, { runAs: users.demo, logFile: await logFileOf(options.folder, "demo"), say });
}

async function linksFor(contexts: HostContexts, cast: readonly CastMember[], origin: string): Promise<SignInLink[]> {
  const owner = contexts.as("owner");
  const links: SignInLink[] = [];
  for (const { userName, displayName, title, roles } of cast) {
    // Whoever was sent away since the first start stays away.
    const here = await owner.db.person.count({ where: { userName, status: "active" } });
    if (roles.length === 0 || !here) continue;
    const { link } = await invitePerson(owner, { userName, roles, origin });
    links.push({ userName, displayName, title, link });
  }
  return links;
}
