import { clsx } from "clsx";
import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { plural } from "@/lib/core/format";
import type { ExposedByDeparture } from "@/lib/exposure/exposed-by-departure";
import type { PersonActor } from "@/lib/next/session";
import type { PersonPage } from "@/lib/people/person-page";
import { StatusMark } from "../../_components/status-mark";
import { Accounts } from "./accounts";
import { ExposedByDepartureCard } from "./exposed-by-departure";
import { History } from "./history";
import { Keys } from "./keys";
import { Roles } from "./roles";
import { SignIn } from "./sign-in";
import { Tokens } from "./tokens";

interface Props {
  page: PersonPage;
  /** what they could merely see before they left; null for somebody who has not */
  seen: ExposedByDeparture | null;
  actor: PersonActor;
  /** in the side panel */
  narrow?: boolean;
}

/** Everything about one person: what the directory says, what they may do here, what they hold elsewhere. */
export function PersonDetails({ page, seen, actor, narrow = false }: Props) {
  const { person, accounts, tokens, history, identities } = page;
  const manages = may(actor, "people.manage");
  const self = actor.id === person.id;
  return (
    <>
      <PageHeader
        title={person.displayName}
        mark={<StatusMark status={person.status} />}
        actions={
          person.openFindings > 0 && (
            <LinkButton href={`/residue?q=${encodeURIComponent(person.displayName)}`}>{plural(person.openFindings, "open finding")}</LinkButton>
          )
        }
      >
        {[person.title, person.department].filter(Boolean).join(", ")}
      </PageHeader>
      <div className="mt-4 rounded-md border border-line bg-panel px-[18px] py-4">
        <Facts columns={narrow ? 2 : 4} facts={factsOf(page)} />
      </div>
      <div className={clsx("mt-3.5 *:mb-3.5 *:break-inside-avoid", !narrow && "gap-3.5 lg:columns-2")}>
        <Roles person={person} manages={manages} self={self} />
        <Keys person={person} self={self} mayEnrol={may(actor, "key.enrol")} />
        <Accounts personId={person.id} accounts={accounts} mayDecide={may(actor, "account.link")} />
        <Tokens personId={person.id} tokens={tokens} />
        {seen && <ExposedByDepartureCard seen={seen} />}
        <History history={history} />
        <SignIn personId={person.id} active={person.status === "active"} identities={identities} manages={manages} self={self} />
      </div>
    </>
  );
}

function factsOf({ person }: PersonPage) {
  const status = person.status === "departed" ? "Left" : person.status === "suspended" ? "Suspended" : "Active since";
  return [
    {
      term: status,
      value: person.statusAt ? <ExactTime at={person.statusAt} /> : <ExactTime at={person.firstSeenAt} />,
      note: `${person.statusSource}${person.statusAt ? "" : " · first seen"}`,
    },
    ...(person.endsAt ? [{ term: "Ends", value: <ExactTime at={person.endsAt} />, note: "the directory’s own end date" }] : []),
    { term: "User name", value: <span className="mono">{person.userName}</span>, note: person.email ?? "no e-mail address" },
    { term: "Teams", value: person.teams.map(({ name }) => name).join(", ") || "none" },
    {
      term: "Manager",
      value: person.manager ? (
        <Link href={`/people/${person.manager.id}`} className="text-people hover:underline">
          {person.manager.displayName}
        </Link>
      ) : (
        "not given"
      ),
      note: person.reports > 0 ? `manages ${plural(person.reports, "person", "people")}` : undefined,
    },
    {
      term: "Directory",
      value: person.source,
      note: person.removedAt ? (
        <>
          record gone since <ExactTime at={person.removedAt} />
        </>
      ) : undefined,
    },
  ];
}
