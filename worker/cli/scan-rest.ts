import { readFile } from "node:fs/promises";
import path from "node:path";
import { createVendorHttp } from "../../lib/connectors/http";
import { createLogger } from "../../lib/core/logger";
import type { Channel } from "../../lib/domain/exposures";
import { aboutOf } from "../../lib/exposure/sources/open-source";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { parseRestSource } from "../../lib/exposure/sources/rest/parse-source";
import { restSource } from "../../lib/exposure/sources/rest/rest-source";
import type { ScanInput } from "../collector/scans/run-scan";

export interface RestOptions {
  /** the file that describes the system */
  source?: string;
  tokenFile?: string;
  ca?: string;
  allowPrivate?: boolean;
  channel?: Channel | undefined;
  signal?: AbortSignal;
}

/** Never an argument: other users of a host see those. */
const variable = "COUNTERSIGN_SOURCE_TOKEN";

/** A system to be read over HTTP, at `origin`, as a file describes it. It comes once: the credential is not kept. Throws SourceFault. */
export async function restInput(origin: string, { source: file, tokenFile, ca, allowPrivate = false, channel, signal }: RestOptions): Promise<ScanInput> {
  if (file === undefined)
    throw new SourceFault("Say which file describes the system: --source FILE.yaml. Examples stand in lib/exposure/sources/rest/examples.");
  if (!URL.canParse(origin) || !/^https?:$/.test(new URL(origin).protocol))
    throw new SourceFault(`${origin} is no origin: name the system like https://gitlab.example.com`);
  const declaration = parseRestSource(await textOf(file), path.basename(file));
  const credential = (tokenFile === undefined ? process.env[variable] : await textOf(tokenFile))?.trim();
  if (!credential) throw new SourceFault(`No credential is there: put it into the environment as ${variable}, or name a file with --token-file.`);
  const http = createVendorHttp({
    origin: new URL(origin).origin,
    ca: ca === undefined ? null : await textOf(ca),
    allowPrivate,
    log: createLogger("countersign", process.env.LOG_LEVEL ?? "warn"),
    ...(signal ? { signal } : {}),
  });
  const seen = channel ?? declaration.channel;
  const connection = {
    id: origin,
    origin: new URL(origin).origin,
    credential: signInWith(declaration.authentication.kind, credential),
    http,
    ...(signal ? { signal } : {}),
  };
  return {
    form: "rest",
    name: `${declaration.system} at ${new URL(origin).host} (${path.basename(file)})`,
    location: null,
    channel: seen,
    source: restSource(declaration, connection, aboutOf(seen)),
  };
}

function signInWith(kind: "bearer" | "basic" | "header", credential: string): { username?: string; secret: string } {
  if (kind !== "basic") return { secret: credential };
  const at = credential.indexOf(":");
  if (at < 1) throw new SourceFault("The file signs in with a name and a password: write the credential as NAME:PASSWORD.");
  return { username: credential.slice(0, at), secret: credential.slice(at + 1) };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new SourceFault(`${file} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
