import type { Exchange, Reply } from "../http/exchange";
import type { Signer } from "../signer";
import { enrolOptions, enrolRoute, showEnrol } from "./enrol";
import { denyRoute, requestOptions, showRequest, signRoute } from "./requests";
import { ticketRoute } from "./ticket";
import { showTrust, showTrustList, signTrustRoute, trustOptions } from "./trust";

type Handler = (signer: Signer, exchange: Exchange, subject: string) => Promise<Reply>;

/** Every page and form there is. Anything else is not found. */
export const routes: readonly [method: "GET" | "POST", path: RegExp, handler: Handler][] = [
  ["GET", /^\/t\/([A-Za-z0-9_-]{20,100})$/, ticketRoute],
  ["GET", /^\/requests\/([0-9a-f-]{36})$/, showRequest],
  ["POST", /^\/requests\/([0-9a-f-]{36})\/options$/, requestOptions],
  ["POST", /^\/requests\/([0-9a-f-]{36})\/sign$/, signRoute],
  ["POST", /^\/requests\/([0-9a-f-]{36})\/deny$/, denyRoute],
  ["GET", /^\/enrol$/, showEnrol],
  ["POST", /^\/enrol\/options$/, enrolOptions],
  ["POST", /^\/enrol$/, enrolRoute],
  ["GET", /^\/trust$/, showTrustList],
  ["GET", /^\/trust\/([0-9a-f]{64})$/, showTrust],
  ["POST", /^\/trust\/([0-9a-f]{64})\/options$/, trustOptions],
  ["POST", /^\/trust\/([0-9a-f]{64})\/sign$/, signTrustRoute],
];
