import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { roleMeanings, roles, roleTitles } from "@/lib/domain/roles";
import type { PersonRow } from "@/lib/people/queries";
import { RoleChange } from "./role-change";

interface Props {
  person: PersonRow;
  manages: boolean;
  self: boolean;
}

/** What a person may do in the product. Grants no power over what the machine does. */
export function Roles({ person, manages, self }: Props) {
  const held = new Map(person.roles.map(({ role, counts }) => [role, counts]));
  const shown = manages && person.status === "active" ? roles : roles.filter((role) => held.has(role));
  return (
    <Card title="Roles" aside="what one may do here, not what one may sign">
      {shown.length === 0 && (
        <p className="text-[13px] text-ink-2">{person.status === "active" ? "None: this person can sign in, and read nothing." : "None."}</p>
      )}
      <ul className="divide-y divide-line">
        {shown.map((role) => {
          const counts = held.get(role);
          return (
            <li key={role} className="flex items-center justify-between gap-3 py-2 first:pt-0 last:pb-0">
              <div className="min-w-0">
                <p className="flex items-center gap-2 text-[13.5px] font-[550]">
                  {roleTitles[role]}
                  {counts === true && <Badge tone="people">granted</Badge>}
                  {counts === false && <Badge tone="medium">does not count</Badge>}
                </p>
                <p className="text-[12.5px] text-ink-2">
                  {counts === false
                    ? person.status === "active"
                      ? "Granted before this person left and came back. Grant it anew if it is still right."
                      : "The person is not active."
                    : roleMeanings[role]}
                </p>
              </div>
              {manages && (
                <RoleChange personId={person.id} name={person.displayName} role={role} held={counts} active={person.status === "active"} self={self} />
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
