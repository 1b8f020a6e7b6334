export interface PolicyInput {
  /** base64, fresh for each response */
  nonce: string;
  /** served over https */
  secure: boolean;
  /** React's development build needs eval for its stack traces */
  development: boolean;
  /** where a form may lead when someone goes to sign */
  signerOrigin: string;
  /** where a listing is handed to: past web, which never sees a row */
  collectorOrigin: string;
}

/**
 * The policy of every page. Scripts run by nonce alone. Styles may be inline, because the overlays' positions and the
 * virtual list's offsets are style attributes; nothing can be fetched or sent elsewhere but to the collector, so a style cannot carry data out.
 */
export function contentSecurityPolicy({ nonce, secure, development, signerOrigin, collectorOrigin }: PolicyInput): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${collectorOrigin}${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' ${signerOrigin}`,
    "frame-ancestors 'none'",
    "frame-src 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
