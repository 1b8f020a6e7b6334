import {
  AdminLimitExceededError,
  ConfidentialityRequiredError,
  InsufficientAccessError,
  InvalidCredentialsError,
  InvalidDNSyntaxError,
  NoSuchObjectError,
  ResultCodeError,
  SizeLimitExceededError,
  TimeLimitExceededError,
  UnwillingToPerformError,
} from "ldapts";
import { VendorFault } from "../vendor-http";

type Kind = VendorFault["kind"];

/** LDAP's answers (RFC 4511, appendix A) in words, with what to do. */
const answers: [abstract: abstract new (...args: never[]) => Error, kind: Kind, words: string][] = [
  [InvalidCredentialsError, "credential", "refused the sign-in (49): the DN or the password is wrong, or the account is locked. Seal the right credential."],
  [InsufficientAccessError, "credential", "does not let this account read there (50). Give it the rights that docs/directories.md lists."],
  [NoSuchObjectError, "unexpected_status", "has no such base (32), or hides it from this account. Look at the base in the connection's settings."],
  [InvalidDNSyntaxError, "unexpected_status", "does not understand the base or the bind DN (34). Look at their spelling."],
  [
    SizeLimitExceededError,
    "unexpected_status",
    "stopped at its size limit (4), so the listing is not complete. Raise the limit for this account, or lower the page size.",
  ],
  [AdminLimitExceededError, "unexpected_status", "stopped at an administrative limit (11), so the listing is not complete. Raise the limit for this account."],
  [TimeLimitExceededError, "timeout", "stopped at its time limit (3), so the listing is not complete."],
  [ConfidentialityRequiredError, "unexpected_status", "requires stronger encryption (13)."],
  [UnwillingToPerformError, "unexpected_status", "is unwilling to do this (53), usually for lack of an indexed filter or of paged results."],
];

const sockets: Record<string, string> = {
  ECONNREFUSED: "nothing listens there. Look at the port and whether the directory runs",
  ENOTFOUND: "the name does not resolve",
  EHOSTUNREACH: "the host cannot be reached from here",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  CERT_HAS_EXPIRED: "its certificate has expired",
};
const untrusted = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_UNTRUSTED/;

/** Anything that an LDAP exchange threw, as a VendorFault whose text holds nothing that was sent. */
export function faultOfLdap(error: unknown, where: string): VendorFault {
  if (error instanceof VendorFault) return error;
  for (const [known, kind, words] of answers) if (error instanceof known) return new VendorFault(kind, `${where} ${words}`, true);
  if (error instanceof ResultCodeError) return new VendorFault("unexpected_status", `${where} answered with LDAP result ${error.code}.`, true, error.code);
  if (error instanceof Error && error.name === "AbortError") return new VendorFault("cancelled", `${where}: cancelled.`, true);
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  if (untrusted.test(code))
    return new VendorFault("network", `${where}: its certificate is not trusted. Give the certificate authority when adding the connection.`, false);
  if (sockets[code]) return new VendorFault("network", `${where}: ${sockets[code]}.`, false);
  const text = error instanceof Error ? error.message : "";
  if (/timeout|timed out/i.test(text)) return new VendorFault("timeout", `${where} did not answer in time.`, true);
  return new VendorFault("network", `${where}: the connection was lost${code ? ` (${code})` : ""}.`, true);
}
