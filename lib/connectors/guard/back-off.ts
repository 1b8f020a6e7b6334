/** Longest wait that a vendor's Retry-After can impose within one request; beyond it the caller is told to come back. Seconds. */
export const longestRetryAfterSeconds = 30;

/** Seconds asked for by a Retry-After header (RFC 9110 10.2.3: seconds or a date); null when absent or malformed. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** Milliseconds before try `n` (1 = first retry): doubling from `base`, with up to half of it again at random so that clients do not march in step. */
export function backOffMilliseconds(base: number, n: number, random: () => number = Math.random): number {
  return base * 2 ** (n - 1) * (1 + random() / 2);
}

/** Waits, or rejects with the signal's reason as soon as it is aborted. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
