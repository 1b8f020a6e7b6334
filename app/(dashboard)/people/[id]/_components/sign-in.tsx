import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import type { PersonPage } from "@/lib/people/person-page";
import { IdentityChange } from "./identity-change";
import { InviteButton } from "./invite-button";
import { SessionsButton } from "./sessions-button";

interface Props {
  personId: string;
  active: boolean;
  identities: PersonPage["identities"];
  manages: boolean;
  self: boolean;
}

/** How a person signs in, and the ways to let them in or out. */
export function SignIn({ personId, active, identities, manages, self }: Props) {
  return (
    <Card title="Sign-in">
      <div className="flex flex-col gap-3 text-[13px]">
        {identities.length === 0 ? (
          <p className="text-ink-2">
            {active ? "No sign-in provider has named this person yet. One-time links work." : "Not active, so nobody signs in as this person."}
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {identities.map(({ issuer, linkedAt }) => (
              <li key={issuer} className="flex items-center justify-between gap-3 py-1.5 first:pt-0 last:pb-0">
                <span className="min-w-0 break-words">
                  {issuer}
                  <span className="text-ink-3">
                    {" "}
                    since <ExactTime at={linkedAt} />
                  </span>
                </span>
                {manages && <IdentityChange personId={personId} issuer={issuer} />}
              </li>
            ))}
          </ul>
        )}
        {manages && active && (
          <div className="flex flex-wrap items-start gap-2">
            <InviteButton personId={personId} />
            {!self && <SessionsButton personId={personId} />}
          </div>
        )}
      </div>
    </Card>
  );
}
