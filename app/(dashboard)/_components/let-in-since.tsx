import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { Message } from "@/components/ui/message";
import type { Contradiction } from "@/lib/exposure/after-death";

/** That a token is not as dead as its proof said: both stand there, with when. */
export function LetInSince({ contradiction: { provenAt, letInAt, how, exposure } }: { contradiction: Contradiction }) {
  return (
    <Message tone="error" title="Proven dead, and let in since">
      Proven dead <ExactTime at={provenAt} show="both" />, let in <ExactTime at={letInAt} show="both" />
      {how && ` (${how})`}: its system knows it again, as after a restored backup. End it there.{" "}
      <Link href={`/exposure/${exposure}`} className="underline">
        Where it was seen
      </Link>
    </Message>
  );
}
