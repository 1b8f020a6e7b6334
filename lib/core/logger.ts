import pino, { type Logger } from "pino";

/** Fields that never reach a log line, at any of the usual depths. */
const secretFields = ["secret", "password", "token", "credential", "authorization", "cookie", "sealed", "assertion", "plaintext"];

/** A structured logger to standard output. `name` is the process: web, signer, collector, executor, supervisor. */
export function createLogger(name: string, level = process.env.LOG_LEVEL ?? "info"): Logger {
  return pino({
    name,
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretFields.flatMap((f) => [f, `*.${f}`, `*.*.${f}`]), censor: "[redacted]" },
  });
}

export type { Logger };
