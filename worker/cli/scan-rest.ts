import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { OwnCredential } from "../../lib/connectors/declarative/client";
import { createVendorHttp } from "../../lib/connectors/http";
import { createLogger } from "../../lib/core/logger";
import type { Channel } from "../../lib/domain/exposures";
import { aboutOf } from "../../lib/exposure/sources/open-source";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { credentialFrom } from "../../lib/exposure/sources/rest/credential";
import type { RestSource } from "../../lib/exposure/sources/rest/declaration";
import { parseRestSource } from "../../lib/exposure/sources/rest/parse-source";
import { restSource } from "../../lib/exposure/sources/rest/rest-source";
import type { ScanInput } from "../collector/scans/run-scan";

export interface RestOptions {
  /** the file that describes the system */
  source?: string;
  /** where the credential stands; - = standard input */
  tokenFile?: string;
  ca?: string;
  allowPrivate?: boolean;
  channel?: Channel | undefined;
  signal?: AbortSignal;
}

/** Never an argument: other users of a host see those. */
export const variable = "COUNTERSIGN_SOURCE_TOKEN";

/** A system as somebody names it on the command line. */
export interface GivenSystem {
  origin: string;
  declaration: RestSource;
  /** the file's text */
  description: string;
  ca: string | null;
  allowPrivate: boolean;
  /** as people know it, unless they say otherwise */
  name: string;
}

/** A system to be read over HTTP, at `origin`, as a file describes it. It comes once: the credential is not kept. Throws SourceFault. */
export async function restInput(origin: string, options: RestOptions): Promise<ScanInput> {
  const system = await givenSystem(origin, options);
  const { declaration, name } = system;
  const credential = await givenCredential(declaration, options);
  if (!credential) throw new SourceFault(`No credential is there: put it into the environment as ${variable}, or name a file with --token-file.`);
  const channel = options.channel ?? declaration.channel;
  const connection = connectionTo(system, credential, options.signal);
  return { form: "rest", name, location: null, channel, source: restSource(declaration, connection, aboutOf(channel)) };
}

/** What the command line says of a system. Throws SourceFault. */
export async function givenSystem(origin: string, { source: file, ca, allowPrivate = false }: RestOptions): Promise<GivenSystem> {
  if (file === undefined)
    throw new SourceFault("Say which file describes the system: --source FILE.yaml. Examples stand in lib/exposure/sources/rest/examples.");
  if (!URL.canParse(origin) || !/^https?:$/.test(new URL(origin).protocol))
    throw new SourceFault(`${origin} is no origin: name the system like https://gitlab.example.com`);
  const description = await textOf(file);
  const declaration = parseRestSource(description, path.basename(file));
  const url = new URL(origin);
  return {
    origin: url.origin,
    declaration,
    description,
    ca: ca === undefined ? null : await textOf(ca),
    allowPrivate,
    name: `${declaration.system} at ${url.host} (${path.basename(file)})`,
  };
}

/** The credential from the file or the environment; null where neither has one. Throws SourceFault. */
export async function givenCredential(declaration: RestSource, options: RestOptions): Promise<OwnCredential | null> {
  const said = await givenText(options);
  return said === null ? null : credentialFrom(declaration, said);
}

/** The same as it stands there. */
export async function givenText({ tokenFile }: { tokenFile?: string | undefined }): Promise<string | null> {
  const said = tokenFile === undefined ? process.env[variable] : tokenFile === "-" ? await text(process.stdin) : await textOf(tokenFile);
  return said?.trim() || null;
}

/** An open way to it, as the collector has one. */
export function connectionTo({ origin, ca, allowPrivate }: GivenSystem, credential: OwnCredential, signal?: AbortSignal) {
  const log = createLogger("countersign", process.env.LOG_LEVEL ?? "warn");
  const stop = signal ? { signal } : {};
  return { id: origin, origin, credential, http: createVendorHttp({ origin, ca, allowPrivate, log, ...stop }), ...stop };
}

/** A file's text. Throws SourceFault. */
export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new SourceFault(`${file} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
