import dns from "node:dns";
import net from "node:net";
import { addressRefusal } from "../../connectors/guard/address";
import { SourceFault } from "../sources/piece";

/** How names resolve; the system's by default. */
export type Resolve = (hostname: string) => Promise<{ address: string }[]>;
const systemResolve: Resolve = (hostname) => dns.promises.lookup(hostname, { all: true });

/**
 * To which addresses git may connect for a host, as its `http.curloptResolve` takes them: looked up once and held, so a name that resolves otherwise a
 * moment later gains nothing. Null for an address that is none to look up. By the rules of the HTTP client. Throws SourceFault for one that is refused, or a name that has none.
 */
export async function pinAddress(url: URL, allowPrivate: boolean, resolve: Resolve = systemResolve): Promise<string | null> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const literal = net.isIP(host) !== 0;
  const found = literal ? [{ address: host }] : await resolve(host).catch((error: NodeJS.ErrnoException) => Promise.reject(unresolved(url, error)));
  if (found.length === 0) throw unresolved(url, { code: "ENOTFOUND" });
  const refused = found.map(({ address }) => addressRefusal(address, { allowPrivate, encrypted: true })).find((reason) => reason !== null);
  if (refused) throw new SourceFault(`${url.host} was not asked: ${asForRepositories(refused)}`);
  if (literal) return null;
  const addresses = found.map(({ address }) => (net.isIPv6(address) ? `[${address}]` : address));
  return `${host}:${url.port || "443"}:${addresses.join(",")}`;
}

/** What the client says of connections, as it is for repositories, which are named by command. */
export const asForRepositories = (text: string): string =>
  text
    .replace("An administrator can allow private addresses when adding the connection.", "Where that is meant, name it again with --allow-private.")
    .replace("Give the certificate authority when adding the connection.", "Name it again with its certificate authority: --ca FILE");

const soonSeconds = 3_600;
function unresolved({ hostname }: URL, { code }: { code?: string | undefined }): SourceFault {
  if (code === "ENOTFOUND") return new SourceFault(`The name ${hostname} does not resolve. Is the address spelt right?`, soonSeconds);
  return new SourceFault(`The name ${hostname} can't be resolved now.`, soonSeconds);
}
