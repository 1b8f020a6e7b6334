import dns from "node:dns";
import net, { type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { addressRefusal } from "./address";

export interface AgentOptions {
  ca: string | null;
  allowPrivate: boolean;
  connectMilliseconds: number;
  /** how names resolve; the system's by default */
  resolve?: (hostname: string) => Promise<{ address: string; family: number }[]>;
}

/** Nothing was sent: there was no connection. `refused` = we did not want to connect there. */
export class ConnectFault extends Error {
  constructor(
    message: string,
    readonly refused: boolean,
  ) {
    super(message);
    this.name = "ConnectFault";
  }
}

/**
 * An undici agent that looks at the address it really connects to. The check sits in the look-up of each connection (so a name that
 * resolves otherwise the second time gains nothing) and again on the connected socket, before a byte is written.
 */
export function guardedAgent(options: AgentOptions): Agent {
  const { ca, allowPrivate, connectMilliseconds } = options;
  const resolve = options.resolve ?? ((hostname) => dns.promises.lookup(hostname, { all: true }));

  return new Agent({
    connections: 4,
    keepAliveTimeout: 4_000,
    connect: (target, callback) => {
      const encrypted = target.protocol === "https:";
      const refusal = (address: string) => addressRefusal(address, { allowPrivate, encrypted });
      const literal = target.hostname.replace(/^\[|\]$/g, "");
      const early = net.isIP(literal) ? refusal(literal) : null;
      if (early) return callback(new ConnectFault(early, true), null);

      const lookup: LookupFunction = (hostname, { all }, done) => {
        resolve(hostname).then(
          (found) => {
            const refused = found.map(({ address }) => refusal(address)).find((reason) => reason !== null);
            const [first] = found;
            if (refused) done(new ConnectFault(refused, true), "", 0);
            else if (!first) done(new ConnectFault(`${hostname} has no address`, false), "", 0);
            else if (all) done(null, found);
            else done(null, first.address, first.family);
          },
          (error: NodeJS.ErrnoException) => done(error, "", 0),
        );
      };
      const connect = buildConnector({ ...(ca ? { ca } : {}), timeout: connectMilliseconds, lookup, host: target.hostname, port: Number(target.port) });
      connect(target, (error, socket) => {
        if (error) return callback(asConnectFault(error), null);
        const { remoteAddress } = socket;
        const late = remoteAddress === undefined ? null : refusal(remoteAddress);
        if (remoteAddress !== undefined && !late) return callback(null, socket);
        socket.destroy();
        callback(new ConnectFault(late ?? "the connection was lost at once", late !== null), null);
      });
    },
  });
}

function asConnectFault(error: Error): ConnectFault {
  if (error instanceof ConnectFault) return error;
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  return new ConnectFault(reasons[code] ?? `the connection failed (${code})`, false);
}

const certificate = "its certificate is not trusted. Give the certificate authority when adding the connection";
const reasons: Record<string, string> = {
  ENOTFOUND: "the name does not resolve. Look at the origin's spelling",
  EAI_AGAIN: "the name cannot be resolved now",
  ECONNREFUSED: "nothing listens there. Look at the origin's port and whether the system runs",
  UND_ERR_CONNECT_TIMEOUT: "no connection within the time allowed",
  EHOSTUNREACH: "the host cannot be reached from here",
  ENETUNREACH: "the network cannot be reached from here",
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  EPROTO: "it does not speak TLS there. Look at whether the origin is http or https",
};
