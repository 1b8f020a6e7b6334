import { tenantDatabase } from "../../../lib/postgres/tenant-database";
import { invitePerson } from "../../../lib/sign-in/invite-person";
import { homeOf } from "../data-folder";
import type { Ending } from "../ending";
import { logFileOf } from "../log-file";
import type { Options } from "../options";
import { sentenceFor } from "../plain-error";
import { checkPorts } from "../ports";
import type { Supervised } from "../supervise";
import { connectUnleash } from "./connect-unleash";
import { type Demo, startDemo } from "./demo-process";
import { describeWorkloads } from "./describe-workloads";
import { foundTrust } from "./found-trust";
import { type HostContexts, hostContexts } from "./host-contexts";
import { importListings } from "./import-listings";
import { type Kept, keep, readKept } from "./kept";
import type { CastMember } from "./messages";
import { rememberAnswers } from "./remember-answers";

/** One person of the sample with a fresh one-time link. */
export interface SignInLink {
  userName: string;
  displayName: string;
  title: string;
  link: string;
}

/**
 * Brings the sample organisation to life beside the running processes: its outside world (demo/), people over SCIM, roles, trust by the
 * sample's own root, the connection to Unleash, listings as data. Each step looks for what stands already, so a set-up that was interrupted
 * goes on at the next start; one that came to its end is not gone through again. Returns a sign-in link for each of the cast who has a role.
 */
export async function setUpSample(options: Options, supervised: Supervised, ending: Ending, say: (line: string) => void): Promise<SignInLink[]> {
  const { secrets, running } = supervised;
  const kept = await readKept(options);
  await checkPorts(options.host, { "sample's Unleash": kept.port });
  const demo = await startOutside(options, supervised, kept, say);
  await ending.add(() => demo.child.stop());
  const contexts = hostContexts(running.urls);
  await ending.add(() => contexts.close());

  if (kept.cast) {
    demo.world().catch((error: unknown) => say(`The sample's outside world is incomplete. ${sentenceFor(error, options.folder)}`));
    return linksFor(contexts, kept.cast, running.origins.web);
  }
  const world = await demo.world();
  say("Connecting Unleash, and importing the listings of systems that don't run here…");
  // Kept before the connection names it: a start after an interruption must find Unleash where the statement says.
  await keep(options, kept);
  const { person, ...key } = secrets.sampleRoot;
  const statement = await connectUnleash(contexts.as("web"), running.deployment, world);
  await foundTrust(contexts, { deployment: running.deployment, person, key }, world.cast, statement);
  await importListings(contexts, running.urls.collector, world);
  await describeWorkloads(contexts, world);
  await rememberAnswers(contexts.as("owner"), world.cast);
  await keep(options, { ...kept, cast: world.cast });
  return linksFor(contexts, world.cast, running.origins.web);
}

async function startOutside(
  options: Options,
  { secrets, running, users, superuserUrl }: Supervised,
  { port, cast }: Kept,
  say: (line: string) => void,
): Promise<Demo> {
  if (!superuserUrl) throw new Error("the sample runs on the embedded database alone");
  const { databasePassword: password, adminPassword, scimToken } = secrets.demo;
  const databaseUrl = await tenantDatabase(superuserUrl, { database: "unleash", role: "countersign_demo", password });
  const orders = {
    home: homeOf(options.folder, "demo"),
    unleash: { databaseUrl, port, adminPassword },
    collector: { origin: running.origins.collector, scimToken },
  };
  // Later starts are ready before their outside world is, and who reads the terminal has gone on by then.
  const progress = cast ? () => undefined : say;
  return startDemo(orders, { runAs: users.demo, logFile: await logFileOf(options.folder, "demo"), say, progress });
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
