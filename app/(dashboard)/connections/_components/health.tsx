import { RelativeTime } from "@/components/ui/relative-time";
import { type Connection, isImport, waitsForSignature } from "./views";

/** How a connection is, in a word with its mark: filled and round when fresh, square when not, hatched when never read. */
export function Health({ connection }: { connection: Connection }) {
  const { health, fresh } = connection;
  if (connection.removed)
    return (
      <Word mark="rounded-[2px] bg-line-2" title="It is not read any more">
        Removed
      </Word>
    );
  if (isImport(connection))
    return (
      <Word mark="hatched rounded-[2px] ring-1 ring-edge" title="Its tokens are as the list said when it was made; nothing refreshes them">
        Imported once
      </Word>
    );
  if (health.state === "never_synced")
    return (
      <Word mark="hatched rounded-[2px] ring-1 ring-edge" title={health.message}>
        Never read
      </Word>
    );
  if (waitsForSignature(connection))
    return (
      <Word mark="rounded-[2px] bg-high" title={health.message}>
        <span className="text-high">Waits for its signature</span>
      </Word>
    );
  if (health.state === "failing")
    return (
      <Word mark="rounded-[2px] bg-critical" title={health.message}>
        <span className="text-critical">Can’t be read</span>
      </Word>
    );
  return fresh ? (
    <Word mark="rounded-full bg-ok" title={health.message}>
      Fresh
    </Word>
  ) : (
    <Word mark="rounded-[2px] bg-high" title={health.message}>
      <span className="text-high">Stale</span>
    </Word>
  );
}

function Word({ mark, title, children }: { mark: string; title: string | null; children: React.ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5" title={title ?? undefined}>
      <span aria-hidden className={`size-2 flex-none ${mark}`} />
      {children}
    </span>
  );
}

/** When it was last read completely. */
export function LastRead({ connection }: { connection: Connection }) {
  return connection.lastGoodSyncAt ? <RelativeTime at={connection.lastGoodSyncAt} /> : <span className="text-ink-3">never</span>;
}
