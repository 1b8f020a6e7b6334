/** The guarded HTTP client of one connection (http.ts): one origin, no redirect, time-outs, size limits, Retry-After honoured. */
export interface VendorHttp {
  /**
   * Resolves for 2xx, 304 and 4xx except 429; the connector judges those. Throws VendorFault for everything else:
   * 429, 5xx, redirects, time-outs, lost connections, refused addresses, bodies over the limit, and a cancelled signal.
   */
  request(input: VendorRequest): Promise<VendorResponse>;
  /**
   * One file, as it comes. Resolves for what the origin answers with 2xx and 4xx except 429, whose body is then empty; throws VendorFault like `request`, also
   * for a redirect that leads to no named origin. Absent where a client fetches no files.
   */
  download?(input: VendorDownload): Promise<DownloadedFile>;
}
export interface VendorDownload {
  /** path and query, or an absolute URL of the same origin */
  path: string;
  headers: Record<string, string>;
  /** other origins to which the file may be sent on: none of `headers` goes there */
  elsewhere: readonly string[];
}
export interface DownloadedFile {
  status: number;
  headers: Record<string, string>;
  /** throws VendorFault where the connection is lost, or nothing comes any more */
  bytes: AsyncIterable<Uint8Array>;
  /** leaves what is not read yet */
  close(): void;
}
export interface VendorRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** path and query, or an absolute URL of the same origin */
  path: string;
  headers?: Record<string, string>;
  json?: unknown;
  /** sent as application/x-www-form-urlencoded instead of JSON */
  form?: Record<string, string>;
  /** give the cookies that the vendor sets back in `cookie`: for a vendor whose administration knows sessions alone */
  keepCookies?: boolean;
  /** what stands for the path in logs and errors, when the path holds a secret */
  redactedPath?: string;
  /** total time of one try, from connecting to the last byte of the body */
  timeoutMilliseconds?: number;
  /** retry 429 / 5xx / network faults with back-off; default true for GET, false otherwise */
  retry?: boolean;
  /** a connection of its own, so that a load balancer may choose another node: for probes */
  freshConnection?: boolean;
  /** where the status matters and the body may be long: stop reading after so many bytes instead of failing */
  keepBytes?: number;
}
export interface VendorResponse {
  status: number;
  headers: Record<string, string>;
  /** body as text, at most the client's limit */
  text: string;
  /** with `keepCookies`: the cookies that were set, as a Cookie header takes them. A credential: for the caller's memory alone. */
  cookie?: string;
}
/** A call that gave no usable answer. `sent` says whether the vendor may have acted on it. */
export class VendorFault extends Error {
  constructor(
    readonly kind:
      | "network"
      | "timeout"
      | "rate_limited"
      | "server_error"
      | "too_large"
      | "left_origin"
      | "address_refused"
      | "cancelled"
      | "shape"
      | "credential"
      | "unexpected_status",
    message: string,
    readonly sent: boolean,
    readonly status: number | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = "VendorFault";
  }
}
