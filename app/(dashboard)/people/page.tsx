import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { EmptyState } from "@/components/ui/states";
import { formatCount, plural } from "@/lib/core/format";
import { requireActor } from "@/lib/next/session";
import { isSample } from "@/lib/next/web-env";
import { countPeople, listPeople } from "@/lib/people/queries";
import type { PersonStatus } from "@/lib/people/schemas";
import { PeopleFilters } from "./_components/people-filters";
import { PeopleList } from "./_components/people-list";
import { peopleFilters } from "./filters";

export const metadata: Metadata = { title: "People" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PeoplePage({ searchParams }: Props) {
  const ctx = await requireActor("people.read");
  const filters = peopleFilters(await searchParams);
  const [first, counts, all] = await Promise.all([listPeople(ctx, filters), countPeople(ctx, filters), countPeople(ctx, {})]);
  const known = all.active + all.suspended + all.departed;
  if (known === 0)
    return (
      <>
        <PageHeader title="People" />
        <div className="mt-4">
          <EmptyState title="No directory has told us of anybody yet">
            People come from your directory: let it push them over SCIM, or add an LDAP connection. Until then whoever was invited on the host is here.
          </EmptyState>
        </div>
      </>
    );
  const total = filters.status ? (counts[filters.status as keyof typeof counts] ?? 0) : counts.active + counts.suspended + counts.departed;
  return (
    <>
      <PageHeader
        title={
          <>
            <Counted status="active">{plural(all.active, "person is", "people are")} active</Counted>,{" "}
            <Counted status="departed">{leftInWords(all.departed)}</Counted>
          </>
        }
      >
        {all.suspended > 0 && (
          <>
            <Counted status="suspended">{plural(all.suspended, "person is", "people are")} suspended</Counted>.{" "}
          </>
        )}
        Who they are comes from the directory and is not changed here{isSample() ? " (this one is made up)" : ""}. What they may do in Countersign is granted
        here; whether a signature counts is signed elsewhere.
      </PageHeader>
      <PeopleFilters counts={counts} />
      <PeopleList key={JSON.stringify(filters)} first={first} total={total} />
    </>
  );
}

const leftInWords = (n: number): string => (n === 0 ? "nobody has left" : `${formatCount(n)} ${n === 1 ? "has" : "have"} left`);

/** A count that opens its rows. */
function Counted({ status, children }: { status: PersonStatus; children: React.ReactNode }) {
  return (
    <Link href={`/people?status=${status}`} className="hover:underline">
      {children}
    </Link>
  );
}
