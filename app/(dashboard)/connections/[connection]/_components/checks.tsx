"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { notify } from "@/components/ui/toast";
import { tokenClassTitles } from "@/lib/domain/words";
import type { CheckOfClass, ConnectionChecks } from "@/lib/exposure/allow-checks";
import { allowChecksAction } from "../../actions";

/** Which found secrets are tried at this system, by which calls, how often, and who may change it: a decision for each class of tokens. */
export function Checks({ connectionId, classes, tries, most, restUntil, mayChange }: ConnectionChecks & { connectionId: string; mayChange: boolean }) {
  const any = classes.some(({ allowed }) => allowed);
  return (
    <Card>
      <section aria-labelledby="checks">
        <h2 id="checks" className="text-[13px] font-[550] text-ink-2">
          {any ? "Secrets found elsewhere are tried here" : "Secrets found elsewhere are not tried here"}
        </h2>
        <p className="mt-1 max-w-[80ch] text-[13px] text-ink-2">
          A separate process, which knows no database and no credential, tries a found secret once; what works, or could not be told, once a day again. At most{" "}
          {most} an hour; {tries} in the hour that is running.{" "}
          {restUntil && (
            <>
              This system asks to be left alone until <ExactTime at={restUntil} show="both" />.
            </>
          )}
        </p>
        <ul className="mt-2 divide-y divide-line">
          {classes.map((one) => (
            <ClassRow key={one.class} connectionId={connectionId} mayChange={mayChange} {...one} />
          ))}
        </ul>
      </section>
    </Card>
  );
}

function ClassRow({ connectionId, class: tokenClass, call, allowed, mayChange }: CheckOfClass & { connectionId: string; mayChange: boolean }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const title = tokenClassTitles[tokenClass];
  const change = () =>
    start(async () => {
      const result = await allowChecksAction({ connectionId, class: tokenClass, allowed: !allowed });
      if (!result.ok) notify("error", result.error.message);
      router.refresh();
    });
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-2">
      <div className="max-w-[80ch] min-w-0 text-[13px]">
        <p className="font-[550]">{title}</p>
        <p className="text-ink-2">{call}</p>
        {allowed && (
          <p className="text-ink-3">
            Allowed by {allowed.by}, <ExactTime at={allowed.at} />
          </p>
        )}
      </div>
      {mayChange && (
        <Button busy={busy} onClick={change} aria-label={allowed ? `Stop trying them: ${title}` : `Try found secrets here: ${title}`}>
          {allowed ? "Stop trying them" : "Try found secrets here"}
        </Button>
      )}
    </li>
  );
}
