import { X509Certificate } from "node:crypto";

/** Why a text is no certificate authority in PEM, in a sentence; null when it is one or several. */
export function certificateRefusal(pem: string): string | null {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks || /PRIVATE KEY/.test(pem)) return "must be one or several certificates in PEM, and nothing else";
  for (const block of blocks) {
    try {
      if (!new X509Certificate(block).ca) return "is a server's certificate; give the certificate authority that signed it";
    } catch {
      return "holds a certificate that can't be read";
    }
  }
  return null;
}
