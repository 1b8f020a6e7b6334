import * as b from "../engine/bytes";
import { type Detector, report } from "../engine/look";
import { markOf } from "../marks";

/** A query string is looked through this far around the signature. */
const nearby = 400;
/** 44 characters of base64, of which a dozen may be escaped, twice where the address is a parameter itself */
const longest = 110;

/** Shared access signatures (Azure Storage, Service Bus, Logic Apps): what signs is `sig`, an HMAC-SHA256 in base64; the parameters beside it make it one. The address may be a parameter itself. */
export const azureSas: readonly Detector[] = [
  {
    kinds: [
      {
        id: "azure_sas",
        title: "Azure shared access signature",
        family: "Azure",
        tier: "structured",
        tokenClass: "ephemeral_secret",
        rotate: "Azure portal: rotate the account key that signed it, or revoke the stored access policy; sign anew with a short life.",
      },
    ],
    keywords: ["sig=", "sig%3d"].map((text) => ({ text, exact: false, encoded: true })),
    detect(look, at, after) {
      const { bytes } = look;
      const within = bytes[after - 1] !== 0x3d;
      if (b.is(bytes, at - 1, b.word) && !(within && (b.standsFolded(bytes, at - 3, "%26") || b.standsFolded(bytes, at - 3, "%3f")))) return;
      let end = after;
      while (end - after < longest && (b.is(bytes, end, b.base64url | b.slashPlus | b.equals) || isEscape(bytes, end))) end++;
      b.work.steps += 400 + 4 * (end - after);
      const written = b.textOf(bytes, after, end);
      const secret = within ? unescaped(unescaped(written)) : unescaped(written);
      if (!/^[A-Za-z0-9+/]{43}=$|^[\w-]{43}$/.test(secret) || !isSigned(bytes, at, end, within ? "%3d" : "=")) return;
      report(look, "azure_sas", after, end, "checked", { mark: markOf(secret), prefix: 4, ...(secret === written ? {} : { secret, encoding: "url" }) });
    },
  },
];

const unescaped = (text: string): string => text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** An escape of what base64 holds besides letters and digits, or of an escape. */
const isEscape = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0x25 && ["%2b", "%2f", "%3d", "%25"].some((sign) => b.standsFolded(bytes, at, sign));

/** Storage: version and expiry or policy; Service Bus: resource, expiry and key name; Logic Apps: permissions and version. */
function isSigned(bytes: Uint8Array, at: number, end: number, sign: string): boolean {
  const from = b.runStart(bytes, at, at - nearby, b.visible);
  const to = b.runEnd(bytes, end, end + nearby, b.visible);
  const has = (name: string) => b.indexFolded(bytes, from, to, `${name}${sign}`) >= 0;
  return (has("sv") && (has("se") || has("si") || has("sp"))) || (has("sr") && has("se"));
}
