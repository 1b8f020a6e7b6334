import { Card } from "@/components/ui/card";
import { MachineMark } from "@/components/ui/marks";
import type { Overview } from "@/lib/overview/queries";

const does: Record<string, string> = {
  signer: "Nobody can sign while it is down.",
  collector: "Nothing is read, and no change in the directory arrives, while it is down.",
  executor: "Nothing is revoked or proven while it is down.",
};
const wallWords: Record<string, string> = { full: "own user", database_only: "database only" };

/** Whether the processes run, and how strong the walls between them are as each says of itself. */
export function Running({ processes }: { processes: Overview["processes"] }) {
  const weak = processes.some(({ walls, alive }) => alive && walls !== "full");
  return (
    <Card title="Machine" aside={weak ? "walls: database only" : undefined}>
      <ul className="flex flex-col gap-1.5 text-[13px]">
        {processes.map(({ name, alive, walls }) => (
          <li key={name} className="grid grid-cols-[14px_auto_1fr] items-baseline gap-x-2.5">
            <MachineMark state={alive ? "done" : "failed"} className="self-center" />
            <span className="font-[520] capitalize">{name}</span>
            {alive ? (
              <span className="text-right text-ink-3">runs{wallWords[walls] ? `, walls: ${wallWords[walls]}` : ""}</span>
            ) : (
              <span className="text-critical">not running. {does[name]}</span>
            )}
          </li>
        ))}
      </ul>
      {weak && (
        <p className="mt-2 text-[12.5px] text-ink-3">
          The processes share one system user, so only their database roles keep them apart. Start as root, or under separate users, for full walls.
        </p>
      )}
    </Card>
  );
}
