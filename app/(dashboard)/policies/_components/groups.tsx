import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { ApproverGroup, GroupMember } from "@/lib/set-up/policies";
import { GroupDialog } from "./group-dialog";

interface Props {
  groups: ApproverGroup[];
  rootPerson: string | null;
  proposes: boolean;
}

/** The signed approver groups, and who may sign statements like these. */
export function Groups({ groups, rootPerson, proposes }: Props) {
  const approving = groups.filter(({ name }) => name !== "administrators");
  const administrators = groups.find(({ name }) => name === "administrators") ?? { name: "administrators", members: [] };
  return (
    <Card title="Approver groups" aside="whose signatures on a request count">
      {approving.length === 0 && <p className="mb-2 text-[13px] text-ink-2">None is signed yet, so nobody’s approval counts.</p>}
      <ul className="divide-y divide-line">
        {approving.map((group) => (
          <Group key={group.name} group={group} proposes={proposes}>
            <Members members={group.members} />
          </Group>
        ))}
        <Group group={administrators} proposes={proposes}>
          {rootPerson ? `${rootPerson} (holds the trust root)` : "No trust root is pinned yet"}
          {administrators.members.length > 0 && ", "}
          <Members members={administrators.members} none="" />.{" "}
          <span className="text-ink-3">They sign statements like these, and approve nothing by that.</span>
        </Group>
      </ul>
      {proposes && (
        <div className="mt-3.5">
          <GroupDialog group={null} />
        </div>
      )}
    </Card>
  );
}

function Group({ group, proposes, children }: { group: ApproverGroup; proposes: boolean; children: React.ReactNode }) {
  return (
    <li className="flex items-start justify-between gap-3 py-2 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <h3 className="mono text-[13px] font-[550]">{group.name}</h3>
        <div className="text-[13px] break-words text-ink-2">{children}</div>
      </div>
      {proposes && <GroupDialog group={group} />}
    </li>
  );
}

function Members({ members, none = "nobody" }: { members: GroupMember[]; none?: string }) {
  if (members.length === 0) return none;
  return members.map(({ id, name, active, hasKey }, n) => (
    <span key={id}>
      {n > 0 && ", "}
      <Link href={`/people/${id}`} className="text-people underline underline-offset-2">
        {name}
      </Link>
      {!active ? <Badge tone="medium">left</Badge> : hasKey ? null : <span className="text-ink-3"> (no key that counts)</span>}
    </span>
  ));
}
