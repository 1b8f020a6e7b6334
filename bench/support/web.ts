import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../lib/testkit/free-port";

const root = fileURLToPath(new URL("../../", import.meta.url));
const next = path.join(path.dirname(createRequire(import.meta.url).resolve("next/package.json")), "dist/bin/next");

export interface Web {
  origin: string;
  stop(): Promise<void>;
}

/** Builds the product's web as `npm start` does and serves it. `environment` gets the origin that web will have. */
export async function productWeb(environment: (origin: string) => Record<string, string>): Promise<Web> {
  await run(root, ["build", root]);
  return serve(root, environment);
}

/** The least that this version of Next serves: one page, one sentence, no component of ours. Made in a folder of its own, gone afterwards. */
export async function bareWeb(): Promise<Web> {
  const parent = path.join(root, ".data");
  await mkdir(parent, { recursive: true });
  // within the repository, so that it finds the same packages
  const folder = await mkdtemp(path.join(parent, "bare-next-"));
  const files = {
    "package.json": `{ "name": "bare", "private": true, "type": "module" }`,
    "next.config.js": `export default { turbopack: { root: ${JSON.stringify(root)} } };`,
    "app/layout.jsx": "export default function Layout({ children }) { return <html lang='en'><body>{children}</body></html>; }",
    "app/page.jsx": "export const dynamic = 'force-dynamic';\nexport default function Page() { return <h1>Nothing but a sentence.</h1>; }",
  };
  await mkdir(path.join(folder, "app"));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  await run(folder, ["build", folder]);
  const web = await serve(folder, () => ({}));
  return {
    ...web,
    async stop() {
      await web.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const inherited = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, NODE_ENV: "production", TZ: "UTC", NEXT_TELEMETRY_DISABLED: "1" });

async function serve(folder: string, environment: (origin: string) => Record<string, string>): Promise<Web> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "localhost", folder], {
    cwd: folder,
    env: { ...inherited(), ...environment(origin) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  for (let tries = 0; !(await answers(origin)); tries++) {
    if (tries > 300 || child.exitCode !== null) throw new Error(`${folder} does not come up`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    origin,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const answers = (origin: string): Promise<boolean> =>
  fetch(origin, { redirect: "manual" }).then(
    ({ status }) => status < 500,
    () => false,
  );

async function run(folder: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [next, ...args], { cwd: folder, env: inherited(), stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  if (code !== 0) throw new Error(`next ${args[0]} ended with ${code}`);
}
