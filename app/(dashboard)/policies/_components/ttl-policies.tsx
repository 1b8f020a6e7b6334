import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th } from "@/components/ui/table";
import { plural } from "@/lib/core/format";
import { limits, type TtlPolicyView } from "@/lib/ttl/queries";
import { controlsByKey } from "@/lib/ttl/schemas";
import { suggestedPolicies } from "@/lib/ttl/suggestions";
import { EndTtlButton } from "./end-ttl-button";
import { TtlDialog } from "./ttl-dialog";
import { scopeInWords } from "./ttl-words";

const choices = [...controlsByKey.values()];

/** How long tokens may live, by class and environment: what is in force with what deviates, and what one might set. */
export function TtlPolicies({ policies, sets }: { policies: TtlPolicyView[]; sets: boolean }) {
  const taken = new Set(policies.map(scopeInWords));
  const suggested = suggestedPolicies.filter((one) => !taken.has(scopeInWords(one)));
  return (
    <section aria-labelledby="ttl" className="mt-8">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="max-w-[78ch]">
          <h2 id="ttl" className="text-[15px] font-[620]">
            How long tokens may live
          </h2>
          <p className="mt-1 text-ink-2">
            By class and environment; the narrowest one holds, whole. There is no universal number: each says why, and which control it answers.
          </p>
        </div>
        {sets && <TtlDialog label="Set a TTL policy" controls={choices} />}
      </div>
      {policies.length > 0 ? (
        <div className="mt-3">
          <Table label="TTL policies in force">
            <thead>
              <tr>
                <Th>Holds for</Th>
                {limits.map(({ field, title }) => (
                  <Th key={field}>{title}</Th>
                ))}
                <Th>Why, and which control</Th>
                {sets && (
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                )}
              </tr>
            </thead>
            <tbody>
              {policies.map((policy) => (
                <tr key={policy.id} className="align-top">
                  <Td className="py-2 font-[520]">{scopeInWords(policy)}</Td>
                  {limits.map(({ field }) => (
                    <Td key={field} className="py-2 whitespace-nowrap">
                      <Limit policy={policy.id} field={field} limit={policy.limits[field]} />
                    </Td>
                  ))}
                  <Td className="min-w-[26ch] py-2 text-ink-2">
                    {policy.rationale} <Control id={policy.control} />
                  </Td>
                  {sets && (
                    <Td className="py-2 whitespace-nowrap">
                      <TtlDialog label="Change" small controls={choices} from={valuesOf(policy)} />
                      <EndTtlButton policy={policy.id} scope={scopeInWords(policy)} />
                    </Td>
                  )}
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : (
        <p className="mt-3 text-[13px] text-ink-2">None is in force, so nothing counts as over-long, stale or overdue. The suggestions below are a start.</p>
      )}
      {suggested.length > 0 && (
        <>
          <h3 className="mt-5 flex items-center gap-2 text-[13px] font-[550] text-ink-2">
            Suggestions <Badge>not in force</Badge>
          </h3>
          <ul className="mt-2 grid grid-cols-1 gap-2.5 lg:grid-cols-2">
            {suggested.map((one) => (
              <li key={scopeInWords(one)} className="flex flex-col rounded-md border border-dashed border-line-2 px-4 py-3 text-[13px]">
                <span className="font-[550]">{scopeInWords(one)}</span>
                <span className="mt-0.5">
                  {limits.flatMap(({ field, title }) => (one[field] === null ? [] : `${title} ${plural(one[field], "day")}`)).join(" · ")}
                </span>
                <span className="mt-1 text-ink-2">
                  {one.rationale} <Control id={one.control} />
                </span>
                {sets && (
                  <span className="mt-2">
                    <TtlDialog label="Adopt or adapt" small controls={choices} from={one} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const valuesOf = ({ class: of, environment, rationale, control, limits: set }: TtlPolicyView) => ({
  class: of,
  environment,
  rationale,
  control,
  longestDays: set.longestDays?.days ?? null,
  rotateDays: set.rotateDays?.days ?? null,
  unusedDays: set.unusedDays?.days ?? null,
  attestDays: set.attestDays?.days ?? null,
});

function Limit({ policy, field, limit }: { policy: string; field: string; limit: { days: number; deviating: number } | null }) {
  if (!limit) return <span className="text-ink-3">no limit</span>;
  return (
    <>
      {plural(limit.days, "day")}
      <br />
      {limit.deviating > 0 ? (
        <Link href={`/policies/ttl/${policy}?limit=${field}`} className="text-high underline">
          {limit.deviating.toLocaleString("en")} beyond
        </Link>
      ) : (
        <span className="text-ink-3">none beyond</span>
      )}
    </>
  );
}

function Control({ id }: { id: string }) {
  return (
    <span className="whitespace-nowrap text-ink-3" title={controlsByKey.get(id)?.title}>
      {id}
    </span>
  );
}
