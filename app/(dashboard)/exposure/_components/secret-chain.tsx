import Link from "next/link";
import { PathText } from "@/components/ui/path-text";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import type { Chain, ChainSecret, ChainSystem } from "@/lib/exposure/chain";

/** Secret → system → secret that stands there → the next system, as nested lists. A system that several lead to is drawn under the first of them. */
export function SecretChain({ chain }: { chain: Chain }) {
  const [first] = chain.systems;
  if (!first) return null;
  if (first.secrets.length === 0)
    return (
      <p className="text-[13px] text-ink-2">
        <Unknown>what else stands there is unknown</Unknown> No exposed secret is known whose place lies at the address of{" "}
        <b className="font-[560]">{first.name}</b>.
      </p>
    );
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      <SystemPart system={first} chain={chain} />
      {chain.cut && <p className="text-[12.5px] text-ink-3">It goes on; so many steps are drawn. Each secret’s own page goes on from there.</p>}
    </div>
  );
}

function SystemPart({ system, chain }: { system: ChainSystem; chain: Chain }) {
  return (
    <>
      <p>
        opens{" "}
        <Link href={`/connections/${system.id}`} className="font-[560] break-words underline">
          {system.name}
        </Link>
        {system.secrets.length === 0 && (
          <span className="text-ink-3">
            ;{" "}
            {system.atLeast
              ? "of its places, which are too many to look at all of them here, none that was looked at counts"
              : "no exposed secret is known to stand there"}
          </span>
        )}
      </p>
      {system.secrets.length > 0 && (
        <ul aria-label={`Secrets that stand in ${system.name}`} className="mt-1 flex flex-col gap-2 border-l-2 border-line-2 pl-3 sm:pl-5">
          {system.secrets.map((secret) => (
            <li key={secret.id} className="min-w-0">
              <SecretLine secret={secret} />
              <Onward secret={secret} chain={chain} />
            </li>
          ))}
          {system.more > 0 && (
            <li className="text-[12.5px] text-ink-3">
              and {system.atLeast && "at least "}
              {plural(system.more, "further secret")}
            </li>
          )}
          {system.more === 0 && system.atLeast && <li className="text-[12.5px] text-ink-3">and perhaps more: not all places there were looked at</li>}
        </ul>
      )}
    </>
  );
}

const SecretLine = ({ secret: { id, title, hint, severity, place } }: { secret: ChainSecret }) => (
  <p className="flex flex-wrap items-baseline gap-x-2">
    <Severity level={severity} />
    <Link href={`/exposure/${id}`} className="font-[550] break-words underline decoration-line-2 underline-offset-2 hover:decoration-ink-3">
      {title}
    </Link>
    <span className="mono text-[12.5px] break-all">{visible(hint)}</span>
    <span className="min-w-0 text-ink-2">
      {channelTitles[place.channel]}: <PathText path={visible(place.path)} />
    </span>
  </p>
);

/** What a secret that stands there opens in turn. */
function Onward({ secret: { id, opens }, chain }: { secret: ChainSecret; chain: Chain }) {
  if (!opens) return <p className="text-ink-3">no listed token answers to it, so what it opens is not known</p>;
  const system = chain.systems.find((each) => each.id === opens.id);
  if (system?.by === id) return <SystemPart system={system} chain={chain} />;
  return (
    <p>
      opens {opens.name}
      <span className="text-ink-3">{system ? ", drawn where it is reached first" : ", not drawn any more"}</span>
    </p>
  );
}
