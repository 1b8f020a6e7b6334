import { invitePerson } from "../../../lib/sign-in/invite-person";
import { homeOf } from "../data-folder";
import type { Ending } from "../ending";
import { logFileOf } from "../log-file";
import type { Options } from "../options";
import type { Supervised } from "../supervise";
import { connectUnleash } from "./connect-unleash";
import { prepareDemoDatabase } from "./demo-database";
import { startDemo } from "./demo-process";
import { foundTrust } from "./found-trust";
import { hostContexts } from "./host-contexts";
import { importListings } from "./import-listings";
import { unleashPort } from "./unleash-port";

/** One person of the sample with a fresh one-time link. */
export interface SignInLink {
  displayName: string;
  title: string;
  link: string;
}

/**
 * Brings the sample organisation to life beside the running processes: its outside world (demo/), people over SCIM, roles, trust by the
 * sample's own root, the connection to Unleash, listings as data. Doing it again changes nothing. Returns a sign-in link for each of the cast.
 */
export async function setUpSample(options: Options, supervised: Supervised, ending: Ending, say: (line: string) => void): Promise<SignInLink[]> {
  const { secrets, running, users, superuserUrl } = supervised;
  if (!superuserUrl) throw new Error("the sample runs on the embedded database alone");
  const orders = {
    home: homeOf(options.folder, "demo"),
    unleash: {
      databaseUrl: await prepareDemoDatabase(superuserUrl, secrets.demo.databasePassword),
      port: await unleashPort(options),
      adminPassword: secrets.demo.adminPassword,
    },
    collector: { origin: running.origins.collector, scimToken: secrets.demo.scimToken },
  };
  const demo = startDemo(orders, { runAs: users.demo, logFile: await logFileOf(options.folder, "demo"), say });
  await ending.add(() => demo.child.stop());
  const world = await demo.world();

  const contexts = hostContexts(running.urls);
  try {
    const links = [];
    for (const { userName, displayName, title, roles } of world.cast) {
      if (roles.length === 0) continue;
      const { link } = await invitePerson(contexts.as("owner"), { userName, roles, origin: running.origins.web });
      links.push({ displayName, title, link });
    }
    const statement = await connectUnleash(contexts.as("web"), running.deployment, world);
    const { person, ...key } = secrets.sampleRoot;
    await foundTrust(contexts, { deployment: running.deployment, person, key }, world.cast, statement);
    await importListings(contexts, world);
    return links;
  } finally {
    await contexts.close();
  }
}
