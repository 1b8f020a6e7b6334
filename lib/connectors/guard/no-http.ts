import type { GuardedHttp } from "../http";
import { VendorFault } from "../vendor-http";

const refused = () => Promise.reject(new VendorFault("address_refused", "This connection speaks no HTTP. Nothing was sent.", false));

/** For connections to what speaks no HTTP: asking is a mistake of the connector's, and nothing is sent. */
export const noHttp: GuardedHttp = {
  request: refused,
  download: refused,
  close: () => Promise.resolve(),
};

/** Whether an origin is one of the web's. */
export const speaksHttp = (origin: string): boolean => /^https?:\/\//i.test(origin);
