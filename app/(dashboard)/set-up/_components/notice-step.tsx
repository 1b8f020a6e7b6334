import type { SetUp } from "@/lib/set-up/queries";
import { Step } from "./step";

const channelWords: Record<string, string> = { mail: "e-mail", webhook: "a webhook" };

/** That people hear from the executor itself, past these pages. */
export function NoticeStep({ shown: { states, notices } }: { shown: SetUp }) {
  const { channels, undelivered, sample } = notices;
  return (
    <Step state={states.notices} title="The executor can tell people" onHost>
      {channels && channels.length > 0 ? (
        <p>Its notices go out by {channels.map((name) => channelWords[name] ?? name).join(" and ")}: what is filed, when the machine will act, what widens.</p>
      ) : sample ? (
        <p>The sample organisation sends none.</p>
      ) : (
        <p>
          Set <code className="mono">SMTP_URL</code> or <code className="mono">COUNTERSIGN_NOTICE_WEBHOOK</code> and start again. The executor then tells people
          itself what is filed and when the machine will act, whatever these pages show.
        </p>
      )}
      {undelivered && (
        <p className="text-critical">
          {undelivered.count === 1 ? "One notice" : `${undelivered.count} notices`} reached nobody: {undelivered.error}. The executor tries on.
        </p>
      )}
    </Step>
  );
}
