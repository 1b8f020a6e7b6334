import { existsSync } from "node:fs";
import { run, StepError } from "./run.mjs";

/** Programs the tests use that npm does not bring: where each stands, and in which Debian package. */
const tools = [
  {
    files: [process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium-headless-shell"],
    package: "chromium-headless-shell",
    what: "Chromium without a window (another one: COUNTERSIGN_CHROMIUM=/path)",
  },
  { files: ["/usr/sbin/slapd"], package: "slapd", what: "OpenLDAP's server" },
  { files: ["/usr/bin/ldapadd"], package: "ldap-utils", what: "OpenLDAP's tools" },
  { files: ["/usr/bin/glewlwyd"], package: "glewlwyd", what: "Glewlwyd" },
];

/** Installs from Debian what is missing, as root; otherwise says in one sentence what to install. */
export async function installTools(say) {
  const missing = tools.filter(({ files }) => !files.some((file) => existsSync(file)));
  if (missing.length === 0) return;
  const packages = missing.map((tool) => tool.package);
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new StepError(`The tests need ${missing.map(({ what }) => what).join(", ")}. Install them, on Debian with: apt-get install ${packages.join(" ")}`);
  say(`Installing ${packages.join(", ")} from Debian…`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env, quiet: true, gentle: true });
  // No server of the system's own is wanted: slapd and Glewlwyd are started by the tests, on ports of theirs.
  const asked = ["install", "-y", "--no-install-recommends", ...packages];
  await run("apt-get", asked, { env: { ...env, RUNLEVEL: "1" }, quiet: true, gentle: true });
}
