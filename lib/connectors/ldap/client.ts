import dns from "node:dns";
import net from "node:net";
import type { ConnectionOptions } from "node:tls";
import { Client } from "ldapts";
import type { ReadConnection } from "../contract";
import { addressRefusal } from "../guard/address";
import { VendorFault } from "../vendor-http";
import type { LdapCredential } from "./credential";
import { faultOfLdap } from "./faults";

const connectMilliseconds = 10_000;
const answerMilliseconds = 60_000;

interface Address {
  host: string;
  port: number;
  /** TLS from the first byte; else StartTLS before anything is said */
  direct: boolean;
}

/** `ldaps://host[:636]` or `ldap://host[:389]`, the latter always with StartTLS: no bind ever travels in clear. */
export function parseLdapOrigin(origin: string): Address {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  const plain = url && ["", "/"].includes(url.pathname) && !url.search && !url.hash && !url.username && !url.password;
  if (!url?.hostname || !plain || !["ldap:", "ldaps:"].includes(url.protocol))
    throw new VendorFault("address_refused", "The origin must be like ldaps://ldap.example.com or ldap://ldap.example.com:389 (which uses StartTLS).", false);
  const direct = url.protocol === "ldaps:";
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || (direct ? 636 : 389)), direct };
}

/** Resolves once and connects to what was checked, so that a name that resolves otherwise the second time gains nothing. */
async function checkedAddress(host: string, allowPrivate: boolean): Promise<string> {
  const found = net.isIP(host) ? [{ address: host }] : await dns.promises.lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) throw new VendorFault("network", `${host} does not resolve. Look at the origin's spelling.`, false);
  for (const { address } of found) {
    const refusal = addressRefusal(address, { allowPrivate, encrypted: true });
    if (refusal) throw new VendorFault("address_refused", refusal, false);
  }
  return (found.find(({ address }) => net.isIPv4(address)) ?? found[0])?.address ?? host;
}

/** Connects encrypted, binds, and hands out the client. The caller unbinds. Throws VendorFault; its text never holds the password. */
export async function openClient(connection: ReadConnection<LdapCredential>): Promise<Client> {
  const { host, port, direct } = parseLdapOrigin(connection.origin);
  const address = await checkedAddress(host, connection.allowPrivate ?? false);
  const tls: ConnectionOptions = {
    ...(connection.ca ? { ca: connection.ca } : {}),
    ...(net.isIP(host) ? {} : { servername: host }),
    // The checked address: a name here would be resolved again, by somebody else.
    host: address,
    minVersion: "TLSv1.2",
  };
  const target = net.isIPv6(address) ? `[${address}]` : address;
  const client = new Client({
    url: `${direct ? "ldaps" : "ldap"}://${target}:${port}`,
    connectTimeout: connectMilliseconds,
    timeout: answerMilliseconds,
    // Given with ldap:// too, ldapts would speak TLS from the first byte.
    ...(direct ? { tlsOptions: tls } : {}),
  });
  try {
    connection.signal?.throwIfAborted();
    if (!direct) await withDeadline(client.startTLS(tls), "StartTLS");
    await client.bind(connection.credential.bindDn, connection.credential.password);
    return client;
  } catch (error) {
    await close(client);
    throw faultOfLdap(error, `${host}:${port}`);
  }
}

/** Ends a connection; whatever is wrong with it by then no longer matters. */
export async function close(client: Client): Promise<void> {
  if (client.isConnected) await client.unbind().catch(() => undefined);
}

async function withDeadline<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new VendorFault("timeout", `${what} did not complete within ${connectMilliseconds / 1000} s.`, false)),
      connectMilliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
