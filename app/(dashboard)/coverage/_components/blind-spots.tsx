import Link from "next/link";
import { formatCount } from "@/lib/core/format";
import type { ConnectionCoverage } from "@/lib/coverage/coverage";
import type { Known } from "@/lib/coverage/known-fields";
import type { RuleFed } from "@/lib/coverage/rule-sources";
import { tokenClassTitles } from "@/lib/domain/words";

interface Spot {
  about: { text: string; href: string };
  says: string;
}

/** So many are named where the same is said of more; the rest is a click away. */
const named = 4;

/** What we can't see, as a list: of connections, then of rules; what is said of several stands once. */
export function BlindSpots({ connections, known, rules }: { connections: ConnectionCoverage[]; known: Known[]; rules: RuleFed[] }) {
  const spots = new Map<string, Spot["about"][]>();
  for (const { about, says } of [...connections.flatMap((one) => spotsOf(one, known)), ...rules.flatMap(unfed)])
    spots.set(says, [...(spots.get(says) ?? []), about]);
  return (
    <section aria-labelledby="blind" className="mt-7">
      <h2 id="blind" className="text-[15px] font-[620]">
        What we can’t see
      </h2>
      {spots.size === 0 ? (
        <p className="mt-1 text-ink-2">Nothing that a connector or a rule knows of. What is not connected is not seen, and not listed here.</p>
      ) : (
        <ul className="mt-2 divide-y divide-line rounded-md border border-line bg-panel text-[13px]">
          {[...spots].map(([says, of]) => (
            <li key={says} className="grid grid-cols-1 gap-x-4 px-3 py-2 sm:grid-cols-[22ch_minmax(0,1fr)]">
              <span className="flex flex-col items-start">
                {of.slice(0, named).map((about) => (
                  <Link key={about.href} href={about.href} className="font-[520] leading-6 break-words underline">
                    {about.text}
                  </Link>
                ))}
                {of.length > named && (
                  <Link href="/connections" className="leading-6 underline">
                    and {formatCount(of.length - named)} more
                  </Link>
                )}
              </span>
              <span className="py-0.5 text-ink-2">{says}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function spotsOf(one: ConnectionCoverage, known: Known[]): Spot[] {
  const say = (says: string): Spot => ({ about: { text: one.name, href: `/connections/${one.id}` }, says });
  const states: Partial<Record<ConnectionCoverage["state"], string>> = {
    failing: `It can’t be read${one.message ? `: ${one.message}` : "."} What changed since is not seen.`,
    stale: "It was not read lately. What changed since is not seen, and what is new there is not counted.",
    never: "It was never read, so what it holds is not counted anywhere.",
    imported: "It is known from imported files alone: what changed since the last one is not seen, and nothing there can be revoked from here.",
  };
  const state = states[one.state];
  const families = known.some(({ connection, class: of }) => connection === one.id && of === "ephemeral_secret");
  return [
    ...(state ? [say(state)] : []),
    ...(one.signed ? [] : [say("Nobody signed it, so what it says closes no finding and its directory counts for nothing.")]),
    ...(one.rejected.count > 0 ? [say("Its last sync left rows out, so nothing was marked as missing.")] : []),
    ...one.classes.flatMap(({ class: of, listed }) => (listed === true ? [] : [say(`${tokenClassTitles[of]}: ${listed}`)])),
    ...one.blindSpots.map(say),
    ...(families ? [say("Ephemeral secrets are kept by issuer and workload family, not one by one.")] : []),
  ];
}

const unfed = ({ rule, sources, fed }: RuleFed): Spot[] =>
  fed
    ? []
    : [
        {
          about: { text: rule.short, href: `#rule-${rule.id}` },
          says: `No source: ${sources
            .filter((source) => !source.fed)
            .map(({ means }) => `nothing here says that ${means}`)
            .join("; ")}. That it finds nothing says nothing.`,
        },
      ];
