import type { ConnectionView, RejectView } from "@/lib/connections/queries";
import type { RunView } from "@/lib/connections/run-view";
import { ownConnector } from "@/lib/domain/own-connector";

/** A value as it arrives over JSON: dates are ISO 8601 text. */
export type Json<T> = T extends Date ? string : T extends (infer I)[] ? Json<I>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

export type Connection = Json<ConnectionView>;
export type Run = Json<RunView>;
export type Reject = Json<RejectView>;

/** The same for what a server page hands to a client component. */
export const asJson = <T>(value: T): Json<T> => JSON.parse(JSON.stringify(value)) as Json<T>;

/** Waiting or under way. */
export const isLive = (run: Run | null): boolean => run !== null && (run.status === "running" || run.status === "queued");

/** A listing that was imported as data: nothing reads it, so it is neither fresh nor stale, and nothing can be revoked there. */
export const isImport = (connection: Connection): boolean => connection.vendor === "import";

/** The deployment's own: its API tokens, which the collector reads from the database. There is nothing to connect, sign or revoke through. */
export const isOwn = (connection: Connection): boolean => connection.vendor === ownConnector;

/** A directory: what it says makes people come and leave. */
export const listsPeople = (connection: Connection): boolean => connection.coverage.directory;

/** A directory that could be read as far as is known, and is not taken over because nobody has signed it; also while it is read again. */
export const waitsForSignature = (connection: Connection): boolean =>
  listsPeople(connection) && connection.trust !== "active" && connection.health.state === "failing" && connection.latestRun?.status !== "failed";

/** Not read well lately by its own schedule. */
export const isStale = (connection: Connection): boolean =>
  !isImport(connection) && !isOwn(connection) && (!connection.fresh || connection.health.state === "failing");
