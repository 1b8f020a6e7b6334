import ipaddr from "ipaddr.js";

export type AddressClass = "public" | "private" | "never";

/** Cloud metadata services that lie outside the link-local range: AWS over IPv6, Google over IPv6, Alibaba, Oracle, Azure's wire server. */
const metadata = new Set(["fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"]);
const privateRanges = new Set(["private", "loopback", "uniqueLocal", "carrierGradeNat", "deprecatedSiteLocal"]);

/**
 * What an IP address is to us: "public", "private" (private and loopback ranges: as the administrator allows), or "never"
 * (metadata services, link-local, multicast, unspecified, reserved). An IPv4 address wrapped in IPv6 counts as what it wraps.
 */
export function classifyAddress(text: string): AddressClass {
  if (!ipaddr.isValid(text)) return "never";
  const address = unwrap(ipaddr.parse(text));
  if (address === null || metadata.has(address.toString())) return "never";
  const range = address.range();
  if (range === "unicast") return "public";
  return privateRanges.has(range) ? "private" : "never";
}

/** The IPv4 address inside an IPv4-mapped, NAT64 (RFC 6052) or 6to4 address; null for Teredo, whose inside is not the destination. */
function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  switch (address.range()) {
    case "ipv4Mapped":
      return address.toIPv4Address();
    case "rfc6052":
    case "rfc6145":
      return new ipaddr.IPv4(bytes.slice(12, 16));
    case "6to4":
      return new ipaddr.IPv4(bytes.slice(2, 6));
    case "teredo":
      return null;
    default:
      return address;
  }
}

/** Why a connection must not be made to this address, or null when it may. */
export function addressRefusal(address: string, { allowPrivate, encrypted }: { allowPrivate: boolean; encrypted: boolean }): string | null {
  switch (classifyAddress(address)) {
    case "never":
      return `${address} is a metadata, link-local or reserved address, which no vendor has.`;
    case "private":
      return allowPrivate ? null : `${address} is a private address. An administrator can allow private addresses when adding the connection.`;
    case "public":
      return encrypted ? null : `${address} is public and the origin is not https, so the credential would travel in clear. Use an https origin.`;
  }
}
