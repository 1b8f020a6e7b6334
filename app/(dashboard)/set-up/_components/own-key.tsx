import { OpenSignerButton } from "@/app/(dashboard)/_components/open-signer-button";
import { Message } from "@/components/ui/message";
import type { SetUp } from "@/lib/set-up/queries";

/** What whoever looks has left to do about their own key; null when nothing. */
export function OwnKey({ shown }: { shown: SetUp }) {
  const { keys, root, waiting } = shown;
  if (keys.some(({ standing }) => standing === "active")) return null;
  const registered = keys.find(({ standing }) => standing === "waiting");
  if (registered) {
    const statement = waiting.find(({ digest }) => digest === registered.statement);
    const who = statement?.waitsFor.map(({ name }) => name).join(" or ");
    return (
      <Message title={`Your key “${registered.name}” is registered and does not count yet`}>
        {statement?.status === "waiting_delay"
          ? "It is signed, and its delay runs."
          : root
            ? `It waits for a signature${who ? ` of ${who}` : ""}. Read them its fingerprint, which your signing page shows.`
            : "Nothing is trusted before a trust root is pinned on the host."}
      </Message>
    );
  }
  return (
    <div className="rounded-md border border-line bg-panel px-[18px] py-3.5">
      <p className="text-[14px] font-[580]">You have no signing key yet</p>
      <p className="mt-0.5 mb-2.5 text-[13px] text-ink-2">
        Whoever is to sign requests registers a passkey on the signing page; an administrator then signs it.
      </p>
      <OpenSignerButton purpose="enrol">Register my key</OpenSignerButton>
    </div>
  );
}
